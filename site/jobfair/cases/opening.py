"""Opening a case: the first event of a journey."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair.cases.next_steps import NEXT_STEPS
from jobfair.database import db
from jobfair.errors import Conflict
from jobfair.lib.clock import now
from jobfair.models import CaseEvent, CaseFile, Person, Stage


def find_open_case(person_id: str) -> CaseFile | None:
    """The person's open case, or None."""
    return db.session.scalars(
        sa.select(CaseFile).where(CaseFile.person_id == person_id, CaseFile.closed_at.is_(None))
    ).one_or_none()


def refuse_second_case(case: CaseFile) -> None:
    """Raise Conflict when a closed case would open beside another open one of its person."""
    if case.closed_at is None:
        return
    other = find_open_case(case.person_id)
    if other is not None and other.id != case.id:
        raise Conflict(_("This person has another open case; this one stays closed."))


def open_case(
    person: Person,
    *,
    office_id: str,
    next_step: str,
    next_on: date,
    commune_code: str | None,
    act_key: str,
    by: str,
    by_name: str,
    role: str,
    previous_case_id: str | None = None,
) -> CaseFile:
    """Open a case at ``interest`` with its first event.

    ``act_key`` (at most 40 characters) makes a repeat harmless: the same key gives the same
    case. ``next_step`` is a code of cases.next_steps; ``by`` a user id, 'worker' or 'system',
    ``by_name`` and ``role`` as history shows them. Raises ValueError for an unknown step.
    """
    done = db.session.scalars(sa.select(CaseEvent).where(CaseEvent.act_key == act_key)).first()
    if done is not None:
        return done.case
    case_row, event_row = opening_rows(
        office_id=office_id,
        next_step=next_step,
        next_on=next_on,
        commune_code=commune_code,
        act_key=act_key,
        by=by,
        by_name=by_name,
        role=role,
    )
    case = CaseFile(person=person, previous_case_id=previous_case_id, **case_row)
    case.events.append(CaseEvent(**event_row))
    db.session.add(case)
    db.session.flush()
    return case


# Any: values of columns.
def opening_rows(
    *,
    office_id: str,
    next_step: str,
    next_on: date,
    commune_code: str | None,
    act_key: str,
    by: str,
    by_name: str,
    role: str,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values of ``case_file`` and ``case_event`` that open a case; arguments as above.

    For a writer who inserts many rows at once: it adds the ids and ``person_id``. Raises
    ValueError for an unknown step.
    """
    if next_step not in NEXT_STEPS:
        raise ValueError(f"no such next step: {next_step}")
    at = now()
    case_row = {
        "stage": Stage.INTEREST,
        "stage_since": at,
        "reached": 1,
        "owner_office_id": office_id,
        "next_step": next_step,
        "next_on": next_on,
        "commune_code": commune_code,
        "opened_at": at,
    }
    event_row = {
        "seq": 1,
        "act_key": act_key,
        "kind": "open",
        "to_stage": Stage.INTEREST,
        "by": by,
        "by_name": by_name,
        "role": role,
        "at": at,
    }
    return case_row, event_row
