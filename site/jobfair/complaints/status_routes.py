"""Following a complaint: its state for who wrote it, an answer to a question, more pictures."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.access import public
from jobfair.complaints.acts import reply
from jobfair.complaints.blueprint import bp
from jobfair.complaints.following import close_all, get_opened, look_up, remember
from jobfair.complaints.forms import FollowForm, PicturesForm, ReplyForm
from jobfair.complaints.pictures import MOST_PICTURES, add_picture, list_pictures
from jobfair.complaints.showing import told_lines
from jobfair.complaints.words import ABOUTS, state_sentence
from jobfair.errors import Invalid, NotFound
from jobfair.lib.codes import normalise_slip_code, show_slip_code
from jobfair.models import Complaint
from jobfair.papers.file_forms import REQUEST_BYTES, content_of
from jobfair.registration.keys import checks_own_token, form_key_or_new
from jobfair.security import takes_up_to
from jobfair.unit_of_work import reads_only

Answer = Response | str | tuple[str, int]


@bp.route("/phan-anh/tra-cuu", methods=["GET", "POST"])
@public
@checks_own_token  # it has none: every failure is the same bytes
@reads_only
def follow() -> Answer:
    """Number and phone or follow code. Every failure is one page, 422, the same bytes."""
    if request.method == "GET":
        return render_template("complaints/follow.html", form=FollowForm(), failed=False)
    form = FollowForm()
    number = look_up(form.number.data or "", form.proof.data or "")
    if number is None:
        empty = FollowForm(formdata=None)
        return render_template("complaints/follow.html", form=empty, failed=True), Invalid.status
    remember(number)
    return redirect(url_for("complaints.status", number=number), 303)


@bp.get("/phan-anh/<number>")
@public
def status(number: str) -> Answer:
    """Where it stands. Not opened here, or not there at all: the same way to the form."""
    try:
        found = get_opened(normalise_slip_code(number) or "")
    except NotFound:
        return redirect(url_for("complaints.follow"), 303)
    return _draw(found, ReplyForm(formdata=None), PicturesForm(formdata=None))


def _draw(found: Complaint, form: ReplyForm, pictures: PicturesForm) -> str:
    return render_template(
        "complaints/status.html",
        complaint=found,
        number=show_slip_code(found.number),
        about=ABOUTS[found.about],
        sentence=state_sentence(found),
        told=told_lines(found),
        form=form,
        pictures=pictures,
        kept=len(list_pictures(found)),
        most=MOST_PICTURES,
        form_key=form_key_or_new(request.form.get("form_key")),
    )


@bp.post("/phan-anh/<number>/tra-loi")
@public
def answer(number: str) -> Answer:
    """More words of who wrote it."""
    found, form = get_opened(number), ReplyForm()
    if not form.validate():
        return _draw(found, form, PicturesForm(formdata=None)), Invalid.status
    key = form_key_or_new(request.form.get("form_key"))
    reply(found, str(form.text.data), act_key=key)
    flash(_("We have it. Thank you."), "success")
    return redirect(url_for("complaints.status", number=number), 303)


@bp.post("/phan-anh/<number>/anh")
@public
@takes_up_to(REQUEST_BYTES)
def add_pictures(number: str) -> Answer:
    """Pictures, each kept or refused with its sentence."""
    found, form = get_opened(number), PicturesForm()
    key = form_key_or_new(request.form.get("form_key"))
    added = _keep(found, form, key) if form.validate() else 0
    if not added:
        return _draw(found, ReplyForm(formdata=None), form), Invalid.status
    flash(_("The pictures are kept."), "success")
    return redirect(url_for("complaints.status", number=number), 303)


def _keep(found: Complaint, form: PicturesForm, key: str) -> int:
    """Keep every chosen picture or none; the form then says why. Gives how many."""
    files = form.chosen()
    if not files:
        form.add_error(_("Choose a photo first."))
    elif len(files) > MOST_PICTURES:
        form.add_error(_("At most five photos at once."))
    else:
        try:
            for place, file in enumerate(files):
                add_picture(found, content_of(file), act_key=f"{key}{place}")
        except Invalid as error:
            form.add_error(error.message)
    return 0 if form.pictures.errors else len(files)


@bp.post("/phan-anh/dong")
@public
@reads_only
def close() -> Response:
    """Close every report in this browser: the phone may be somebody else's."""
    close_all()
    flash(_("The report is closed on this phone."), "success")
    return redirect(url_for("complaints.follow"), 303)
