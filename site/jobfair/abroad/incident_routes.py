"""Incidents abroad: the list, opening one, its steps, closing it."""

from __future__ import annotations

from flask import render_template, url_for
from flask_babel import gettext as _

from jobfair.abroad.blueprint import bp
from jobfair.abroad.forms import CloseForm, IncidentForm, StepForm
from jobfair.abroad.incidents import (
    LETTERS,
    add_step,
    close_incident,
    get_incident,
    open_incident,
)
from jobfair.abroad.lists import list_incidents
from jobfair.abroad.pages import answer_form, choice, page_number, people_of, saw
from jobfair.abroad.panels import row_words
from jobfair.abroad.words import INCIDENT_OUTCOMES, STEP_KINDS, TOLD_BY, TOLD_HOW
from jobfair.access import Actor, Permission, requires, signed_in
from jobfair.cases.attempts import Answer, form_key, open_case_page
from jobfair.cases.owners import must_hold
from jobfair.errors import Conflict
from jobfair.geography import commune_names
from jobfair.lib.clock import today
from jobfair.models import Incident

BOTH = ["GET", "POST"]


@bp.get("/can-bo/o-nuoc-ngoai/su-viec")
@requires(Permission.SEE_ABROAD)
def incidents() -> str:
    """Incidents: open, overdue, closed."""
    actor, which = signed_in(), choice("nhom", ("open", "late", "closed"), "open")
    found = list_incidents(actor, which, today(), page_number())
    saw(actor, people_of(found))
    return render_template(
        "abroad/incidents.html",
        found=found,
        which=which,
        ended=INCIDENT_OUTCOMES,
        communes=commune_names(),
        **row_words(),
    )


@bp.route("/can-bo/ho-so/<case_id>/su-viec", methods=BOTH)
@requires(Permission.RECORD_ABROAD)
def new_incident(case_id: str) -> Answer:
    """Something went wrong: kind, how urgent, who told it, by when, who looks after it."""
    case, actor = open_case_page(case_id)
    must_hold(actor, case, LETTERS)
    form, key = IncidentForm(), form_key()
    if not form.is_submitted():
        form.told_on.data, form.severity.data = today(), "serious"
    return answer_form(
        "abroad/incident_form.html",
        form,
        lambda: open_incident(case, form.data_of(), by=actor, act_key=key),
        lambda: _("The incident is recorded."),
        lambda: url_for("cases.case_page", case_id=case.id, _anchor="abroad"),
        case=case,
        key=key,
    )


@bp.get("/can-bo/o-nuoc-ngoai/su-viec/<incident_id>")
@requires(Permission.SEE_ABROAD)
def incident(incident_id: str) -> Answer:
    """One incident with everything that was done."""
    actor = signed_in()
    found = get_incident(incident_id, actor)
    saw(actor, [found.case.person_id], found.id)
    return _draw(found, actor, StepForm(), form_key())


@bp.post("/can-bo/o-nuoc-ngoai/su-viec/<incident_id>")
@requires(Permission.RECORD_ABROAD)
def incident_step(incident_id: str) -> Answer:
    """What was done; perhaps another office goes on."""
    actor, form, key = signed_in(), StepForm(), form_key()
    found = get_incident(incident_id, actor)
    must_hold(actor, found.case, LETTERS)
    return _draw(found, actor, form, key)


def _draw(found: Incident, actor: Actor, form: StepForm, key: str) -> Answer:
    return answer_form(
        "abroad/incident.html",
        form,
        lambda: add_step(
            found,
            str(form.text.data or ""),
            by=actor,
            act_key=key,
            hand_to=str(form.hand_to.data or ""),
        ),
        lambda: _("The step is written down."),
        lambda: url_for("abroad.incident", incident_id=found.id),
        incident=found,
        writes=actor.can(Permission.RECORD_ABROAD),
        step_kinds=STEP_KINDS,
        told_by=TOLD_BY,
        told_how=TOLD_HOW,
        ended=INCIDENT_OUTCOMES,
        **row_words() | {"key": key},
    )


@bp.route("/can-bo/o-nuoc-ngoai/su-viec/<incident_id>/dong", methods=BOTH)
@requires(Permission.RECORD_ABROAD)
def incident_close(incident_id: str) -> Answer:
    """How an incident ended."""
    actor = signed_in()
    found = get_incident(incident_id, actor)
    must_hold(actor, found.case, LETTERS)
    saw(actor, [found.case.person_id], found.id)
    form, key = CloseForm(), form_key()
    if not form.is_submitted():
        if found.closed_at is not None:
            raise Conflict(_("This incident is closed already."))
        form.version.data = str(found.version)
    return answer_form(
        "abroad/incident_close.html",
        form,
        lambda: close_incident(
            found,
            str(form.outcome.data),
            str(form.what.data or ""),
            by=actor,
            act_key=key,
            version=form.seen_version,
        ),
        lambda: _("The incident is closed."),
        lambda: url_for("abroad.incident", incident_id=found.id),
        lambda: found.version,
        incident=found,
        **row_words() | {"key": key},
    )
