"""The slip: found by phone and code, shown only to the browser that gave both."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.access import public
from jobfair.errors import NotFound
from jobfair.forms import ButtonForm
from jobfair.language import current_language
from jobfair.models import Purpose, RegistrationState
from jobfair.page_cache import keep
from jobfair.registration import move_routes as move_routes  # same blueprint
from jobfair.registration.abroad_routes import asking_of
from jobfair.registration.blueprint import bp
from jobfair.registration.forms import BackHomeForm, NewPhoneForm, SlipForm
from jobfair.registration.keys import checks_own_token
from jobfair.registration.lookup import look_up
from jobfair.registration.opened import close_all, opened_slip, remember
from jobfair.registration.profile_routes import profile_on
from jobfair.registration.rating_routes import may_rate
from jobfair.registration.slip_page import make_slip
from jobfair.registration.slips import (
    ask_new_phone,
    cancel_seat,
    come_home,
    may_cancel,
    may_come_home,
    set_consent,
    withdraw_everything,
    withdraw_from_body,
)
from jobfair.unit_of_work import reads_only

Answer = Response | str | tuple[str, int]


@bp.route("/phieu", methods=["GET", "POST"])
@public
@checks_own_token  # it has none: every failure is the same bytes
@reads_only
def slip_entry() -> Answer:
    """Phone and code. Every failure is one page, 422, the same bytes."""
    if request.method == "GET":
        keep("guide", seconds=60)
        return render_template("registration/slip_entry.html", form=SlipForm(), failed=False)
    form = SlipForm()
    code = look_up(form.phone.data or "", form.code.data or "")
    if code is None:
        empty = SlipForm(formdata=None)
        return render_template("registration/slip_entry.html", form=empty, failed=True), 422
    remember(code)
    return redirect(url_for("registration.slip", code=code), 303)


@bp.route("/phieu/<code>", methods=["GET"])
@public
def slip(code: str) -> Answer:
    """Where the person stands. Not opened here, or not there at all: the same way to the form."""
    try:
        found = opened_slip(code)
        shown = make_slip(found)
    except NotFound:
        return redirect(url_for("registration.slip_entry"), 303)
    return render_template(
        "registration/slip.html",
        slip=shown,
        asking=asking_of(found),
        profile=profile_on(found),
        rates=may_rate(found),
    )


@bp.route("/phieu/<code>/huy-cho", methods=["GET", "POST"])
@public
def slip_cancel(code: str) -> Answer:
    """Ask once, then give the seat back."""
    found = opened_slip(code)
    form = ButtonForm()
    if request.method == "POST" and form.validate():
        waited = found.state is RegistrationState.WAITING
        cancel_seat(found)
        left = _("You have left the line. An officer will call you.")
        flash(left if waited else _("The seat is given back. An officer will call you."), "success")
        return redirect(url_for("registration.slip", code=code), 303)
    if not may_cancel(found):
        return redirect(url_for("registration.slip", code=code), 303)
    page = render_template("registration/cancel.html", slip=make_slip(found), form=form)
    return page, 422 if request.method == "POST" else 200


@bp.route("/phieu/<code>/rut", methods=["GET", "POST"])
@public
def slip_withdraw(code: str) -> Answer:
    """Ask once, then take the consent to keep the data back, with the seat."""
    found = opened_slip(code)
    form = ButtonForm()
    if request.method == "POST" and form.validate():
        withdraw_everything(found, current_language())
        flash(_("Your request is noted. An officer will call you."), "success")
        return redirect(url_for("registration.slip", code=code), 303)
    page = render_template("registration/withdraw.html", slip=make_slip(found), form=form)
    return page, 422 if request.method == "POST" else 200


@bp.route("/phieu/<code>/dong-y", methods=["POST"])
@public
def slip_consent(code: str) -> Answer:
    """Give or take back one consent by one press."""
    found = opened_slip(code)
    body_id = request.form.get("body")
    if body_id:
        withdraw_from_body(found, body_id, current_language())
    else:
        purpose = request.form.get("purpose", "")
        if purpose not in list(Purpose):
            raise NotFound()
        give = request.form.get("give") == "1"
        set_consent(found, Purpose(purpose), give, current_language())
    flash(_("Saved."), "success")
    return redirect(url_for("registration.slip", code=code, _anchor="dong-y"), 303)


@bp.route("/phieu/<code>/doi-so", methods=["GET", "POST"])
@public
def slip_phone(code: str) -> Answer:
    """Ask for another phone number; it stays the old one until an officer has called."""
    found = opened_slip(code)
    form = NewPhoneForm()
    if request.method == "POST" and form.validate():
        ask_new_phone(found, form.number.e164)
        flash(_("Noted. An officer calls the old number first, then changes it."), "success")
        return redirect(url_for("registration.slip", code=code), 303)
    page = render_template("registration/new_phone.html", form=form, code=code)
    return page, 422 if request.method == "POST" else 200


@bp.route("/phieu/<code>/ve-nuoc", methods=["GET", "POST"])
@public
def slip_back(code: str) -> Answer:
    """I am back: one question, then the office calls."""
    found = opened_slip(code)
    form = BackHomeForm()
    if request.method == "POST" and form.validate():
        come_home(found, wants_job=form.wants_job.data)
        flash(_("Thank you. Welcome home. An officer will call you."), "success")
        return redirect(url_for("registration.slip", code=code), 303)
    if not may_come_home(found):
        return redirect(url_for("registration.slip", code=code), 303)
    page = render_template("registration/back_home.html", slip=make_slip(found), form=form)
    return page, 422 if request.method == "POST" else 200


@bp.route("/phieu/dong", methods=["POST"])
@public
@reads_only
def slip_close() -> Answer:
    """Close every slip in this browser: the phone may be somebody else's."""
    close_all()
    flash(_("The slip is closed on this phone."), "success")
    return redirect(url_for("registration.slip_entry"), 303)
