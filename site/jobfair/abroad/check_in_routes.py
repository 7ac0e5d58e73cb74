"""Asking how people abroad are: the list, one tap, the full form."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.abroad.blueprint import bp
from jobfair.abroad.check_ins import Answer as Said
from jobfair.abroad.check_ins import answer_check_in, get_check_in, list_answers
from jobfair.abroad.forms import CheckInForm, TapForm
from jobfair.abroad.lists import list_check_ins, phones_of
from jobfair.abroad.pages import answer_form, choice, page_number, people_of, saw
from jobfair.abroad.panels import row_words
from jobfair.abroad.settings import PROMISES_DAY
from jobfair.abroad.words import OUTCOMES
from jobfair.access import Actor, Permission, requires, signed_in
from jobfair.cases.attempts import Answer, form_key
from jobfair.cases.queries import last_placement
from jobfair.errors import BadRequest
from jobfair.geography import commune_names
from jobfair.htmx import wants_fragment
from jobfair.lib.clock import today
from jobfair.models import CheckIn

BOTH = ["GET", "POST"]


@bp.get("/can-bo/o-nuoc-ngoai/hoi-tham")
@requires(Permission.SEE_ABROAD)
def check_ins() -> str:
    """Whom to ask: due, coming, missed before."""
    actor, which = signed_in(), choice("nhom", ("due", "ahead", "missed"), "due")
    found = list_check_ins(actor, which, today(), page_number())  # type: ignore[arg-type]
    saw(actor, people_of(found))
    return render_template(
        "abroad/check_ins.html",
        found=found,
        which=which,
        phones=phones_of(people_of(found)),
        communes=commune_names(),
        **row_words(),
    )


@bp.route("/can-bo/o-nuoc-ngoai/hoi-tham/<check_id>", methods=BOTH)
@requires(Permission.RECORD_ABROAD)
def check_in(check_id: str) -> Answer:
    """One check-in in full: what the worker said, on day 30 wage and hours too."""
    actor = signed_in()
    check = get_check_in(check_id, actor.scope)
    _look(actor, check)
    placement = last_placement(check.case)
    form, key = CheckInForm(), form_key()
    if check.day != PROMISES_DAY:
        for name in ("wage", "hours", "deductions"):
            del form[name]  # type: ignore[no-untyped-call]
    currency = placement.currency if placement else ""
    return answer_form(
        "abroad/check_in.html",
        form,
        lambda: answer_check_in(check, form.data_of(currency), by=actor, act_key=key),
        lambda: _("Recorded: %(what)s.", what=OUTCOMES[check.outcome]),
        lambda: url_for("cases.case_page", case_id=check.case_id, _anchor="abroad"),
        check=check,
        answers=list_answers(check),
        phones=phones_of([check.case.person_id]),
        currency=currency,
        **row_words() | {"key": key},
    )


def _look(actor: Actor, check: CheckIn) -> None:
    saw(actor, [check.case.person_id], check.id)


@bp.post("/can-bo/o-nuoc-ngoai/hoi-tham/<check_id>/tra-loi")
@requires(Permission.RECORD_ABROAD)
def answer(check_id: str) -> str | Response:
    """One tap: what came of asking; the row comes back with what is known now."""
    actor, form = signed_in(), TapForm()
    check = get_check_in(check_id, actor.scope)
    if not form.validate():
        raise BadRequest(next(iter(form.errors.values()))[0])
    said = Said(str(form.outcome.data))
    answer_check_in(check, said, by=actor, act_key=str(form.act_key.data))
    if wants_fragment():
        _look(actor, check)
        phones = phones_of([check.case.person_id])
        return render_template("abroad/_check.html", check=check, phones=phones, **row_words())
    flash(_("Recorded: %(what)s.", what=OUTCOMES[check.outcome]))
    return redirect(url_for("cases.today", _anchor=f"k-{check.id}"), 303)
