"""Handing cases over: the offer, its page, the answer; its places on the case and on Today."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.validators import Length

from jobfair import audit
from jobfair.access import Actor, Permission, requires, signed_in
from jobfair.cases import bulk, hooks
from jobfair.cases import handovers as rules
from jobfair.cases.attempts import Answer, form_key
from jobfair.cases.blueprint import bp
from jobfair.cases.bulk_routes import chosen_of
from jobfair.cases.handover_queries import (
    find_open,
    get_handover,
    list_targets,
    list_waiting,
    offices_of,
)
from jobfair.cases.move_forms import options
from jobfair.cases.scoping import in_scope_of
from jobfair.cases.sight import Sight
from jobfair.errors import BadRequest, Invalid
from jobfair.forms import ButtonForm, Form
from jobfair.geography import commune_names
from jobfair.models import CaseFile

SHOWN = ("name", "birth_year", "commune")
MANY_NAMES = 5


class OfferForm(Form):
    """To whom, whether the person moved there, and why."""

    office = SelectField(_l("Office"), choices=[], invalid_choice_message=_l("Choose an office."))
    moved = BooleanField(_l("The person has moved to that commune for good"))
    note = TextAreaField(
        _l("Why, and what the other office should know"),
        validators=[Length(max=300, message=_l("At most 300 characters."))],
    )


class RejectForm(Form):
    """Why an offer is not accepted."""

    reason = TextAreaField(
        _l("Why not"), validators=[Length(max=300, message=_l("At most 300 characters."))]
    )


def _offer_form() -> OfferForm:
    form = OfferForm()
    form.office.choices = options(list_targets(), _("Choose"))
    return form


# Any: parameters of an address.
def _draw_offer(form: OfferForm, cases: list[CaseFile], args: dict[str, Any]) -> str:
    return render_template(
        "cases/handover_offer.html",
        form=form,
        cases=cases,
        args=args,
        key=form_key(),
        communes=commune_names(),
    )


@bp.get("/can-bo/chuyen-giao")
@requires(Permission.NOTE_CASE)
def handover_offer() -> str:
    """Offer the chosen cases to another office."""
    actor = signed_in()
    cases, args = chosen_of(actor)
    people = [case.person_id for case in cases]
    audit.record_view(actor, "view.bulk", "case_list", person_ids=people, fields=SHOWN)
    return _draw_offer(_offer_form(), cases, args)


@bp.post("/can-bo/chuyen-giao")
@requires(Permission.NOTE_CASE)
def handover_send() -> Answer:
    """Send the offers; a form that is wrong comes back with everything typed."""
    actor, form = signed_in(), _offer_form()
    cases = bulk.get_chosen(request.form.getlist("chon"), actor)
    if not cases:
        form.form_errors.append(_("Tick at least one person."))
    elif form.validate():
        offer = rules.Offer(form.office.data or "", form.note.data or "", bool(form.moved.data))
        try:
            done, refused = rules.offer_together(cases, offer, by=actor, act_key=form_key())
        except Invalid as error:
            form.form_errors.append(error.message)
        else:
            if done:
                _say(done, refused)
                return redirect(url_for("cases.today", _anchor="handovers"), 303)
            form.form_errors += [f"{case.person.name}: {why}" for case, why in refused[:MANY_NAMES]]
    return _draw_offer(form, cases, {"chon": [case.id for case in cases]}), Invalid.status


def _say(done: int, refused: list[tuple[CaseFile, str]]) -> None:
    flash(ngettext("%(num)s case is offered.", "%(num)s cases are offered.", done))
    for case, why in refused[:MANY_NAMES]:
        flash(f"{case.person.name}: {why}")


@bp.get("/can-bo/chuyen-giao/<handover_id>")
@requires(Permission.NOTE_CASE)
def handover(handover_id: str) -> str:
    """One offer: to answer it, or to take it back."""
    actor = signed_in()
    row = get_handover(handover_id, actor)
    people = [row.case.person_id]
    audit.record_view(
        actor, "view.handover", "handover", row.id, person_ids=people, fields=("name", "birth_year")
    )
    return _draw(handover_id, actor, RejectForm(formdata=None))


def _draw(handover_id: str, actor: Actor, form: RejectForm) -> str:
    row, own = get_handover(handover_id, actor), offices_of(actor)
    return render_template(
        "cases/handover.html",
        row=row,
        form=form,
        mine_to_answer=row.to_office_id in own,
        mine_to_take_back=row.from_office_id in own,
        may_open=in_scope_of(row.case, actor.scope),
        communes=commune_names(),
    )


@bp.post("/can-bo/chuyen-giao/<handover_id>")
@requires(Permission.NOTE_CASE)
def handover_answer(handover_id: str) -> Answer:
    """Accept, reject with a reason, take back, or mark the answer as read."""
    actor, wanted = signed_in(), request.form.get("answer", "")
    get_handover(handover_id, actor)
    form = RejectForm() if wanted == "reject" else ButtonForm()
    if not form.validate():
        if not isinstance(form, RejectForm):
            raise BadRequest(next(iter(form.errors.values()))[0])
        return _draw(handover_id, actor, form), Invalid.status
    if isinstance(form, RejectForm):
        try:
            rules.reject(handover_id, form.reason.data or "", by=actor)
        except Invalid as error:
            form.form_errors.append(error.message)
            return _draw(handover_id, actor, form), error.status
        return _back(_("The offer is rejected. The other office reads why."))
    if wanted == "accept":
        row = rules.accept(handover_id, by=actor)
        flash(_("The case is yours now."))
        return redirect(url_for("cases.case_page", case_id=row.case_id), 303)
    if wanted == "take_back":
        rules.take_back(handover_id, by=actor)
        return _back(_("The offer is taken back. The case stays with you."))
    if wanted == "seen":
        rules.mark_seen(handover_id, by=actor)
        return _back(_("Noted."))
    raise BadRequest()


def _back(sentence: str) -> Response:
    flash(sentence)
    return redirect(url_for("cases.today", _anchor="handovers"), 303)


def today_panel(actor: Actor, _day: date) -> hooks.Panel | None:
    """Offers that wait for the actor's office, and what became of its own."""
    waiting = list_waiting(actor)
    if waiting.nothing:
        return None
    return hooks.Panel(
        "cases/_handovers_today.html",
        {"waiting": waiting},
        place="side",
        order=10,
        person_ids=tuple(waiting.person_ids),
    )


def case_panel(case: CaseFile, actor: Actor, sight: Sight) -> hooks.Panel | None:
    """The offer that waits, or the way to make one."""
    if sight.body_id is not None or case.closed_at is not None:
        return None
    row = find_open(case.id)
    own = offices_of(actor) if actor.can(Permission.NOTE_CASE) else frozenset()
    if row is None and not own:
        return None
    sides = (row.to_office_id, row.from_office_id) if row is not None else ()
    values = {"row": row, "case": case, "opens": bool(own.intersection(sides))}
    return hooks.Panel("cases/_handover_case.html", values, place="side", order=90)


hooks.TODAY.append(today_panel)
hooks.PANELS.append(case_panel)
hooks.STEP_TAKEN.append(rules.step_ends_offer)
