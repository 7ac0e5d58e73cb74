"""Incidents abroad: opened with an owner and a day, moved by steps, closed with an outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload

from jobfair import audit
from jobfair.abroad.settings import incident_days
from jobfair.abroad.words import (
    HIDDEN_FROM_BODY,
    INCIDENT_KINDS,
    INCIDENT_OUTCOMES,
    SEVERITIES,
    TOLD_BY,
    TOLD_HOW,
)
from jobfair.access import Actor
from jobfair.cases.offices import body_office, centre_office, office_for_person
from jobfair.cases.owners import must_hold
from jobfair.cases.queries import last_placement
from jobfair.cases.scoping import in_scope
from jobfair.database import db
from jobfair.errors import Conflict, Invalid, NotFound, Stale
from jobfair.filters import show_moment
from jobfair.lib.clock import add_working_days, now, today
from jobfair.models import CaseFile, Incident, IncidentStep, Office

LETTERS: Final = frozenset("OCA")
OWNERS: Final = ("centre", "commune", "body")


@dataclass(frozen=True, slots=True)
class IncidentData:
    """An incident as it was told. ``owner`` is one of OWNERS; no severity: the kind's own."""

    kind: str
    told_by: str
    told_how: str
    text: str = ""
    severity: str = ""
    told_on: date | None = None
    due_on: date | None = None
    owner: str = "centre"


def sees_incidents(actor: Actor) -> sa.ColumnElement[bool]:
    """SQL over ``incident`` and its case: in scope; no body reads a complaint about itself."""
    mine = in_scope(actor.scope)
    if actor.scope.body_id and not actor.scope.province:
        return sa.and_(mine, Incident.kind.not_in(HIDDEN_FROM_BODY))
    return mine


def get_incident(incident_id: str, actor: Actor) -> Incident:
    """An incident that the actor may see, with its steps. Raises NotFound for any other."""
    found = db.session.scalars(
        sa.select(Incident)
        .join(Incident.case)
        .where(Incident.id == incident_id, sees_incidents(actor))
        .options(
            joinedload(Incident.case).joinedload(CaseFile.person),
            joinedload(Incident.owner_office),
            selectinload(Incident.steps),
        )
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found


def find_by_key(act_key: str) -> Incident | None:
    """The incident of a once-only key, or None."""
    return db.session.scalars(sa.select(Incident).where(Incident.act_key == act_key)).first()


def open_incident(
    case: CaseFile,
    data: IncidentData,
    *,
    by: Actor | str,
    act_key: str,
    check_in_id: str | None = None,
) -> Incident:
    """Open an incident with its day by severity; the same ``act_key`` gives the same one.

    ``by`` is the actor, or 'worker' on the slip. Raises Forbidden for another's person,
    Invalid for a code that is none or a day that does not fit.
    """
    if isinstance(by, Actor):
        must_hold(by, case, LETTERS)
    known = find_by_key(act_key)
    if known is not None:
        if known.case_id != case.id:
            raise Conflict()
        return known
    _check(data)
    severity = data.severity or INCIDENT_KINDS[data.kind].severity
    told_on = data.told_on or today()
    due = data.due_on or add_working_days(told_on + timedelta(days=incident_days(severity)), 0)
    placement = last_placement(case)
    incident = Incident(
        case_id=case.id,
        placement_id=placement.id if placement else None,
        check_in_id=check_in_id,
        kind=data.kind,
        severity=severity,
        told_by=data.told_by,
        told_how=data.told_how,
        told_on=told_on,
        text=data.text[:500],
        due_on=due,
        owner_office_id=office_of(case, data.owner).id,
        act_key=act_key,
        opened_by=by.user_id if isinstance(by, Actor) else by,
    )
    incident.case = case
    db.session.add(incident)
    db.session.flush()
    _add_step(incident, "open", data.text, by, f"{act_key[:38]}.o")
    audit.record(by, "abroad.incident", "case", case.id, person_ids=[case.person_id])
    return incident


def find_told_by_worker(case: CaseFile, kind: str) -> Incident | None:
    """The open incident of this kind that the worker told on the slip, or None."""
    return db.session.scalars(
        sa.select(Incident)
        .where(
            Incident.case_id == case.id,
            Incident.kind == kind,
            Incident.told_how == "slip",
            Incident.closed_at.is_(None),
        )
        .limit(1)
    ).first()


def told_again(incident: Incident, act_key: str) -> Incident:
    """The worker asks again for help with the same: a step, not a second incident."""
    known = sa.select(IncidentStep.id).where(IncidentStep.act_key == act_key)
    if db.session.scalars(known).first() is None:
        _add_step(incident, "open", "", "worker", act_key)
    return incident


def _check(data: IncidentData) -> None:
    codes = (
        (data.kind, INCIDENT_KINDS),
        (data.severity or "light", SEVERITIES),
        (data.told_by, TOLD_BY),
        (data.told_how, TOLD_HOW),
    )
    if any(code not in words for code, words in codes) or data.owner not in OWNERS:
        raise Invalid(_("Choose one of the list."))
    if data.told_on is not None and data.told_on > today():
        raise Invalid(_("The day is in the future."))
    if data.due_on is not None and data.due_on < today():
        raise Invalid(_("The day by which it is done has passed."))


def office_of(case: CaseFile, owner: str) -> Office:
    """The office behind a word of OWNERS; the centre for a body without an account here."""
    placement = last_placement(case)
    if owner == "body" and placement is not None:
        return body_office(placement.body_id) or centre_office()
    if owner == "commune":
        return office_for_person(case.person.commune_code)
    return centre_office()


def _add_step(
    incident: Incident, kind: str, text: str, by: Actor | str, act_key: str
) -> IncidentStep:
    staff = by if isinstance(by, Actor) else None
    step = IncidentStep(
        incident_id=incident.id,
        kind=kind,
        text=text[:500],
        act_key=act_key,
        by=staff.user_id if staff else str(by),
        by_name=staff.shown[:160] if staff else "",
        at=now(),
    )
    db.session.add(step)
    db.session.flush()
    return step


def _begin(incident: Incident, by: Actor, act_key: str, version: int | None) -> bool:
    """Hold the incident; False when this very act is done. Raises Conflict or Stale."""
    must_hold(by, incident.case, LETTERS)
    db.session.execute(sa.select(Incident.id).where(Incident.id == incident.id).with_for_update())
    db.session.refresh(incident)
    done = db.session.scalars(
        sa.select(IncidentStep).where(IncidentStep.act_key == act_key)
    ).first()
    if done is not None:
        if done.incident_id != incident.id:
            raise Conflict()
        return False
    if incident.closed_at is not None:
        raise Conflict(
            _("This incident was closed on %(when)s.", when=show_moment(incident.closed_at))
        )
    if version is not None and incident.version != version:
        raise Stale(_("Somebody wrote here meanwhile. Look again, then decide."))
    return True


def add_step(
    incident: Incident, text: str, *, by: Actor, act_key: str, hand_to: str = ""
) -> Incident:
    """Write what was done; with ``hand_to`` (one of OWNERS) another office owns it from now.

    The same ``act_key`` again changes nothing. Raises Invalid for an empty text, Conflict for
    a closed incident, Forbidden for another's person.
    """
    if not _begin(incident, by, act_key, None):
        return incident
    if not text:
        raise Invalid(_("Write what was done."))
    kind = "step"
    if hand_to:
        if hand_to not in OWNERS:
            raise Invalid(_("Choose one of the list."))
        if hand_to == "body" and incident.kind in HIDDEN_FROM_BODY:
            raise Invalid(_("The complaint is about the sending body: keep it here."))
        office = office_of(incident.case, hand_to)
        if office.id != incident.owner_office_id:
            incident.owner_office_id, kind = office.id, "hand_over"
            text = f"{office.name}: {text}"
    _add_step(incident, kind, text, by, act_key)
    _audit(incident, by, "abroad.incident_step")
    return incident


def close_incident(
    incident: Incident, outcome: str, text: str, *, by: Actor, act_key: str, version: int
) -> Incident:
    """Close with an outcome and what was done. Raises Invalid without either, Conflict, Stale."""
    if not _begin(incident, by, act_key, version):
        return incident
    if outcome not in INCIDENT_OUTCOMES:
        raise Invalid(_("Choose how it ended."))
    if not text:
        raise Invalid(_("Write what was done."))
    incident.outcome, incident.closed_by, incident.closed_at = outcome, by.user_id, now()
    _add_step(incident, "close", text, by, act_key)
    _audit(incident, by, "abroad.incident_close")
    return incident


def _audit(incident: Incident, by: Actor, action: str) -> None:
    audit.record(by, action, "case", incident.case_id, person_ids=[incident.case.person_id])
    db.session.flush()
