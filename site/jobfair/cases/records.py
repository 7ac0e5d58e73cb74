"""Writing the records that gates ask for: dated records and papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.cases.history import append_event, done_already
from jobfair.cases.locking import hold_case
from jobfair.cases.offices import centre_office, department_office
from jobfair.cases.owners import LETTER_ROLE, must_hold
from jobfair.cases.paper_kinds import (
    PAPER_KINDS,
    PAPER_LETTERS,
    PAPER_STATES,
    STATE_MARK,
)
from jobfair.cases.queries import last_placement
from jobfair.cases.record_kinds import RECORD_KINDS
from jobfair.cases.tasks import open_task
from jobfair.database import db
from jobfair.errors import Conflict, Invalid, NotFound
from jobfair.keys import keys
from jobfair.lib.clock import now, today
from jobfair.models import CaseFile, CaseRecord, Paper, Role


@dataclass(frozen=True, slots=True)
class RecordData:
    """A dated record as it was typed."""

    on_date: date
    number: str = ""
    text: str = ""
    at_head_office: bool = False


@dataclass(frozen=True, slots=True)
class PaperData:
    """A paper as it was typed; ``number`` is sealed, never shown again.

    ``asked_on``, ``expected_on``: the days of the application and on which it should be ready.
    """

    state: str
    issued_on: date | None = None
    valid_to: date | None = None
    number: str = ""
    asked_on: date | None = None
    expected_on: date | None = None


def speaks_for(by: Actor, letter: str) -> str | None:
    """The body for which an agency writes; None for everybody else."""
    if letter != "A":
        return None
    return next((g.body_id for g in by.grants if g.role is Role.AGENCY), None)


def add_record(case: CaseFile, kind: str, data: RecordData, *, by: Actor, act_key: str) -> CaseFile:
    """Append a dated record and its line in the history.

    The same ``act_key`` again changes nothing. Raises NotFound for an unknown kind, Forbidden,
    Conflict in a stage that has no use for it, Invalid for a day in the future or an empty text.
    """
    wanted = RECORD_KINDS.get(kind)
    if wanted is None:
        raise NotFound()
    if done_already(case, act_key):
        return case
    hold_case(case)
    letter = must_hold(by, case, wanted.letters)
    if case.stage not in wanted.stages:
        raise Conflict(_("This record has no use in the present stage."))
    if data.on_date > today():
        raise Invalid(_("The day is in the future."))
    if wanted.text_needed and not data.text:
        raise Invalid(_("Write a few words."))
    placement = last_placement(case)
    db.session.add(
        CaseRecord(
            case_id=case.id,
            placement_id=placement.id if placement else None,
            kind=kind,
            on_date=data.on_date,
            number=data.number,
            text=data.text,
            at_head_office=data.at_head_office and wanted.head_office,
            act_key=act_key,
            recorded_by=by.user_id,
            recorded_at=now(),
        )
    )
    _note_record(case, kind, by, letter, act_key, document_ref=data.number)
    if wanted.task and letter != "L":
        office = department_office() if wanted.task == "report" else centre_office()
        key = f"{wanted.task}:{placement.id if placement else case.id}"
        open_task(wanted.task, key, office.id, case)
    return case


def _note_record(
    case: CaseFile,
    kind: str,
    by: Actor,
    letter: str,
    act_key: str,
    *,
    document_ref: str = "",
    note: str = "",
) -> None:
    """The line in the history (what was recorded, not what it says) and the audit's row."""
    append_event(
        case,
        "record",
        by=by,
        act_key=act_key,
        role=LETTER_ROLE[letter],
        reason=kind,
        note=note,
        document_ref=document_ref,
        on_behalf_of=speaks_for(by, letter),
    )
    audit.record(by, "case.record", "case", case.id, person_ids=[case.person_id], fields=[kind])


def save_paper(case: CaseFile, kind: str, data: PaperData, *, by: Actor, act_key: str) -> CaseFile:
    """Record a paper of the person, or what became of it.

    Raises NotFound for an unknown kind, Forbidden, Invalid when days do not fit.
    """
    wanted = PAPER_KINDS.get(kind)
    if wanted is None:
        raise NotFound()
    if done_already(case, act_key):
        return case
    hold_case(case)
    letter = must_hold(by, case, PAPER_LETTERS)
    _check_days(data, needs_day=kind == "orientation")
    if data.state not in PAPER_STATES:
        raise Invalid()
    paper = paper_row(case, kind)
    _write_paper(paper, data, by, expires=wanted.expires)
    db.session.flush()
    if wanted.number and data.number:
        paper.number_enc = keys().cipher().seal(data.number, f"paper.number.{paper.id}")
    _note_record(case, kind, by, letter, act_key, note=f"{STATE_MARK}{data.state}")
    db.session.flush()
    return case


def _write_paper(paper: Paper, data: PaperData, by: Actor, *, expires: bool) -> None:
    if data.state == "checked" and paper.state != "checked":
        paper.checked_by, paper.checked_at = by.shown[:160], now()
    elif data.state != "checked":
        paper.checked_by, paper.checked_at = "", None
    paper.state, paper.issued_on = data.state, data.issued_on
    paper.valid_to = data.valid_to if expires else None
    paper.asked_on = data.asked_on
    paper.expected_on = data.expected_on if data.state == "asked" else None
    paper.recorded_by, paper.recorded_at = by.user_id, now()


def _check_days(data: PaperData, *, needs_day: bool) -> None:
    if data.issued_on is not None and data.issued_on > today():
        raise Invalid(_("The day of issue is in the future."))
    if needs_day and data.issued_on is None and data.state != "asked":
        raise Invalid(_("The day of issue is missing."))
    if data.issued_on and data.valid_to and data.valid_to <= data.issued_on:
        raise Invalid(_("The last day is not after the day of issue."))
    if data.asked_on is not None and data.asked_on > today():
        raise Invalid(_("The day of the application is in the future."))
    if data.asked_on and data.expected_on and data.expected_on < data.asked_on:
        raise Invalid(_("It cannot be ready before it was applied for."))


def paper_row(case: CaseFile, kind: str) -> Paper:
    """The person's paper of this kind: one row, whichever placement it serves."""
    found = db.session.scalars(
        sa.select(Paper).where(
            Paper.person_id == case.person_id, Paper.kind == kind, Paper.placement_id.is_(None)
        )
    ).one_or_none()
    if found is None:
        found = Paper(person_id=case.person_id, kind=kind, state="", recorded_by="")
        db.session.add(found)
    return found
