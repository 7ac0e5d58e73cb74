"""Photos of papers: the page of one paper, opening, removing, sending in pieces."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from jobfair.access import Actor, Permission, requires
from jobfair.cases.attempts import Answer, form_key, open_case_page
from jobfair.cases.paper_kinds import HIDDEN_FROM_BODIES, PAPER_KINDS, PAPER_STATES
from jobfair.cases.queries import find_paper
from jobfair.cases.words import form_words
from jobfair.errors import Forbidden, Invalid, NotFound
from jobfair.forms import ButtonForm
from jobfair.models import CaseFile, PaperUpload
from jobfair.papers.blueprint import bp
from jobfair.papers.file_forms import AT_ONCE, REQUEST_BYTES, PhotosForm, content_of
from jobfair.papers.files import (
    add_page,
    get_page,
    list_pages,
    may_remove,
    must_add,
    read_page,
    remove_page,
)
from jobfair.papers.sights import may_add, may_open
from jobfair.papers.uploads import PIECE, get_upload, start_upload, take_piece
from jobfair.security import takes_up_to

_AT = "/can-bo/ho-so/<case_id>/giay-to/<kind>"
_SEALED = "default-src 'none'; img-src 'self'; sandbox"


def _open(case_id: str, kind: str) -> tuple[CaseFile, Actor]:
    """The case, where this kind of paper is one that the actor may know of."""
    case, actor = open_case_page(case_id)
    if kind not in PAPER_KINDS or (actor.scope.body_id and kind in HIDDEN_FROM_BODIES):
        raise NotFound()
    return case, actor


@bp.get(f"{_AT}/anh")
@requires(Permission.SEE_CASE)
def paper(case_id: str, kind: str) -> str:
    """One paper: its state, its pages, and a form for more of them."""
    case, actor = _open(case_id, kind)
    return _draw(case, kind, actor, PhotosForm(), form_key())


@bp.post(f"{_AT}/anh/them")
@requires(Permission.RECORD_FACT)
@takes_up_to(REQUEST_BYTES)
def add(case_id: str, kind: str) -> Answer:
    """Keep photos that came whole, without a script."""
    case, actor = _open(case_id, kind)
    must_add(case, kind, actor)
    form, key = PhotosForm(), form_key()
    added = _take(case, kind, actor, form, key) if form.validate() else 0
    if not added:
        return _draw(case, kind, actor, form, key), Invalid.status
    flash(ngettext("%(num)s page is kept.", "%(num)s pages are kept.", added))
    return redirect(url_for("papers.paper", case_id=case.id, kind=kind), 303)


def _take(case: CaseFile, kind: str, actor: Actor, form: PhotosForm, key: str) -> int:
    """Keep every chosen page or none; the form then says why. Gives how many."""
    files = form.chosen()
    if not files:
        form.add_error(_("Choose a photo first."))
    elif len(files) > AT_ONCE:
        form.add_error(_("At most five photos at once."))
    else:
        try:
            for number, file in enumerate(files):
                add_page(case, kind, content_of(file), by=actor, act_key=f"{key}{number}")
        except Invalid as error:
            form.add_error(error.message)
    return 0 if form.photos.errors else len(files)


def _draw(case: CaseFile, kind: str, actor: Actor, form: PhotosForm, key: str) -> str:
    pages = list_pages(case.id, kind)
    return render_template(
        "papers/paper.html",
        case=case,
        kind=kind,
        words=PAPER_KINDS[kind],
        held=find_paper(case.person_id, kind),
        states=PAPER_STATES,
        pages=pages,
        removable={row.id for row in pages if may_remove(actor, case, row)},
        opens=may_open(actor, case, kind),
        adds=may_add(actor, case, kind),
        form=form,
        key=key,
        piece=PIECE,
        **form_words(),
    )


@bp.get(f"{_AT}/anh/<file_id>")
@requires(Permission.SEE_CASE)
def page_file(case_id: str, kind: str, file_id: str) -> Response:
    """The page itself, after its row in the audit; a PDF only as a download."""
    case, actor = open_case_page(case_id)
    row, content = read_page(case, kind, file_id, by=actor)
    is_pdf = row.media_type == "application/pdf"
    name = f"{kind}.{'pdf' if is_pdf else 'jpg'}"
    answer = Response(content, mimetype=row.media_type)
    place = "attachment" if is_pdf else "inline"
    answer.headers["Content-Disposition"] = f'{place}; filename="{name}"'
    answer.headers["Content-Security-Policy"] = _SEALED
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.route(f"{_AT}/anh/<file_id>/go", methods=["GET", "POST"])
@requires(Permission.RECORD_FACT)
def remove(case_id: str, kind: str, file_id: str) -> Answer:
    """Destroy a page that was added by mistake, after one question."""
    case, actor = open_case_page(case_id)
    row, form = get_page(case, kind, file_id), ButtonForm()
    if not may_remove(actor, case, row):
        raise Forbidden()
    if form.validate_on_submit():
        remove_page(case, kind, file_id, by=actor)
        flash(_("The page is destroyed."))
        return redirect(url_for("papers.paper", case_id=case.id, kind=kind), 303)
    status = Invalid.status if form.is_submitted() else 200
    words = {"case": case, "kind": kind, "row": row, "form": form, "words": PAPER_KINDS[kind]}
    return render_template("papers/remove.html", **words, **form_words()), status


@bp.post(f"{_AT}/tai-len")
@requires(Permission.RECORD_FACT)
def upload_start(case_id: str, kind: str) -> str:
    """Begin to send a photo in pieces; the answer names the address and the place to go on."""
    case, actor = open_case_page(case_id)
    size = request.form.get("size", "")
    number = int(size) if size.isdecimal() and len(size) < 12 else 0
    upload = start_upload(case, kind, number, by=actor, act_key=form_key())
    return _where(case, kind, upload)


@bp.route(f"{_AT}/tai-len/<upload_id>", methods=["GET", "POST"])
@requires(Permission.RECORD_FACT)
@takes_up_to(PIECE + 1024)
def upload(case_id: str, kind: str, upload_id: str) -> str:
    """How much is here (GET); the next piece from the byte ``tu`` on (POST)."""
    case, actor = open_case_page(case_id)
    if request.method == "GET":
        return _where(case, kind, get_upload(case, kind, upload_id, actor))
    start = request.args.get("tu", "")
    at = int(start) if start.isdecimal() and len(start) < 12 else -1
    piece = request.get_data(cache=False)
    return _where(case, kind, take_piece(case, kind, upload_id, at, piece, by=actor))


def _where(case: CaseFile, kind: str, upload: PaperUpload) -> str:
    return render_template("papers/_upload.html", case=case, kind=kind, upload=upload)
