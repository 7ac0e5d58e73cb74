"""How are you? Three taps on the slip for who is abroad: fine, or help, about what, send."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.validators import InputRequired

from jobfair.abroad.check_ins import Answer as Said
from jobfair.abroad.check_ins import answer_by_worker, find_due
from jobfair.abroad.words import INCIDENT_KINDS
from jobfair.access import public
from jobfair.agencies.fields import choices_of
from jobfair.cases.attempts import form_key
from jobfair.cases.locking import hold_case
from jobfair.forms import ButtonForm, Form
from jobfair.models import Registration
from jobfair.registration.blueprint import bp
from jobfair.registration.opened import opened_slip
from jobfair.registration.queries import get_case_of
from jobfair.registration.slip_page import make_slip
from jobfair.registration.slips import ABROAD

Answer = Response | str | tuple[str, int]
OFFERED = {code: kind.public for code, kind in INCIDENT_KINDS.items() if kind.public}
ICONS = {code: kind.icon for code, kind in INCIDENT_KINDS.items()}


class HelpForm(Form):
    """What the help is about; the words are the worker's own."""

    about = RadioField(
        _l("What is it about?"),
        choices=choices_of(OFFERED),
        validators=[InputRequired(_l("Choose what it is about."))],
    )


@dataclass(frozen=True)
class Asking:
    """What the slip shows to who is abroad: whether "I am fine" is asked, help always."""

    due: bool


def asking_of(found: Registration) -> Asking | None:
    """The question of the slip; None for who is not abroad as far as the office knows."""
    case = get_case_of(found)
    return Asking(find_due(case) is not None) if case.stage in ABROAD else None


@bp.post("/phieu/<code>/toi-on")
@public
def slip_fine(code: str) -> Answer:
    """I am fine: one press fills the check-in that is due; a second press changes nothing."""
    found = opened_slip(code)
    case = get_case_of(found)
    if ButtonForm().validate() and case.stage in ABROAD:
        hold_case(case)
        check = find_due(case)
        if check is not None:
            answer_by_worker(case, Said("fine"), act_key=f"fine:{check.id}")
        flash(_("Thank you. It is good to hear that."), "success")
    return redirect(url_for("registration.slip", code=code), 303)


@bp.route("/phieu/<code>/can-giup", methods=["GET", "POST"])
@public
def slip_help(code: str) -> Answer:
    """I need help: what it is about, then send. An officer owns it from this moment."""
    found = opened_slip(code)
    case = get_case_of(found)
    if case.stage not in ABROAD:
        return redirect(url_for("registration.slip", code=code), 303)
    form, key = HelpForm(), form_key()
    if request.method == "POST" and form.validate():
        hold_case(case)
        answer_by_worker(case, Said("problem", str(form.about.data)), act_key=key)
        flash(_("We have heard you. An officer calls you or your family."), "success")
        return redirect(url_for("registration.slip", code=code), 303)
    page = render_template(
        "registration/help.html", slip=make_slip(found), form=form, key=key, icons=ICONS
    )
    return page, 422 if request.method == "POST" else 200
