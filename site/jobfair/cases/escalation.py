"""A case that overstays its stage climbs: officer, centre, department.

Each rung once in one stay, at 07:00 of the first working day after the limit; the second
some working days after the first (``settings.second_rung_days``). What the centre owns goes
to the department at once. The owner stays the owner; the office above sees the case and may
take it over. Rows of ``escalation`` are unique, so a worker that dies or works twice climbs once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import sqlalchemy as sa

from jobfair import audit
from jobfair.cases.offices import centre_office, department_office
from jobfair.cases.past_limit import BASES, Limit, is_past, limit_day, limits
from jobfair.cases.settings import second_rung_days
from jobfair.database import db
from jobfair.lib import clock
from jobfair.lib.codes import new_id
from jobfair.messages.worker import PERIODIC
from jobfair.models import AuditEvent, CaseEvent, CaseFile, Escalation, Office, OfficeKind, Stage
from jobfair.working_days import holidays, last_begun

CLIMB: Final = "climb"
"""The kind of event; its reason says which office is asked now."""

CENTRE, DEPARTMENT = 1, 2
RUNG_NAMES: Final = {CENTRE: "to_centre", DEPARTMENT: "to_department"}
BATCH: Final = 500
EVERY: Final = timedelta(minutes=10)
_looked: dict[date, datetime] = {}

Row = sa.Row[Any]  # Any: columns of several types


@dataclass(frozen=True)
class Turn:
    """What one look at all cases goes by.

    ``until``: limits up to this day are past; ``asked_until``: whom the centre was asked about
    up to this day, it has not helped in time.
    """

    moment: datetime
    until: date
    asked_until: date
    limits: dict[Stage, Limit]
    centre_id: str
    department_id: str


def this_turn() -> Turn:
    """The days, limits and offices as they are now."""
    moment, off = clock.now(), holidays()
    begun, day = last_begun(moment, off), timedelta(days=1)
    return Turn(
        moment,
        until=begun - day,
        asked_until=clock.add_working_days(begun, 1 - max(1, second_rung_days()), off) - day,
        limits={limit.stage: limit for limit in limits()},
        centre_id=centre_office().id,
        department_id=department_office().id,
    )


def climb() -> int:
    """Let everything climb whose time has come, in batches that are committed one by one.

    Gives the number of rungs climbed. A second call at once climbs nothing.
    """
    turn, done = this_turn(), 0
    while rows := _held(turn):
        _write(rows, turn)
        db.session.commit()
        done += len(rows)
    return done


def in_this_stay() -> sa.ColumnElement[bool]:
    """SQL: a row of ``escalation`` and its case, in the stay of now."""
    return sa.and_(
        Escalation.case_id == CaseFile.id, Escalation.stage_since == CaseFile.stage_since
    )


def _due(turn: Turn) -> sa.ColumnElement[bool]:
    """SQL: a rung is to be climbed; asks ``office`` for who owns the case."""
    asked_before = clock.from_local(turn.asked_until + timedelta(days=1), time(0, 0))
    climbed = sa.exists().where(in_this_stay())
    on_top = sa.exists().where(in_this_stay(), Escalation.rung == DEPARTMENT)
    waited = sa.exists().where(
        in_this_stay(), Escalation.rung == CENTRE, Escalation.at < asked_before
    )
    highest = turn.centre_id == turn.department_id
    again = sa.false() if highest else sa.and_(waited, ~on_top)
    return sa.and_(
        is_past(turn.until, list(turn.limits.values())),
        Office.kind != OfficeKind.DEPARTMENT,
        Office.id != turn.centre_id if highest else sa.true(),
        sa.or_(~climbed, again),
    )


def _held(turn: Turn) -> list[Row]:
    """The next cases with a rung to climb, held; another worker's are left to it.

    They are looked at again once they are held: what that worker did meanwhile counts.
    """
    owned = sa.select(CaseFile.id).join(Office, Office.id == CaseFile.owner_office_id)
    ids = db.session.scalars(
        owned.where(_due(turn)).limit(BATCH).with_for_update(of=CaseFile, skip_locked=True)
    ).all()
    if not ids:
        return []
    rung = sa.select(sa.func.max(Escalation.rung)).where(in_this_stay())
    seq = sa.select(sa.func.max(CaseEvent.seq)).where(CaseEvent.case_id == CaseFile.id)
    query = (
        sa.select(
            CaseFile.id,
            CaseFile.person_id,
            CaseFile.stage,
            CaseFile.stage_since,
            CaseFile.owner_office_id,
            Office.kind,
            rung.correlate(CaseFile).scalar_subquery().label("rung"),
            seq.correlate(CaseFile).scalar_subquery().label("seq"),
            *(column.label(basis) for basis, column in BASES.items()),
        )
        .join(Office, Office.id == CaseFile.owner_office_id)
        .where(CaseFile.id.in_(ids), _due(turn))
    )
    return list(db.session.execute(query))


def _write(rows: list[Row], turn: Turn) -> None:
    """The rung, a line in the history and the audit's row of each case, in three inserts."""
    found = [_rung_of(row, turn) for row in rows]
    db.session.execute(sa.insert(Escalation), found)
    db.session.execute(
        sa.insert(CaseEvent),
        [_event(row, rung, turn) for row, rung in zip(rows, found, strict=True)],
    )
    db.session.execute(
        sa.insert(AuditEvent),
        [
            audit.event_row("system", "case.climb", "case", row.id, person_ids=[row.person_id])
            for row in rows
        ],
    )


def _rung_of(row: Row, turn: Turn) -> dict[str, object]:
    up = row.rung == CENTRE or row.kind is OfficeKind.CENTRE
    rung = DEPARTMENT if up and turn.centre_id != turn.department_id else CENTRE
    limit = turn.limits[row.stage]
    basis = getattr(row, limit.basis) if limit.basis in BASES else None
    return {
        "id": new_id(),
        "case_id": row.id,
        "stage": row.stage,
        "stage_since": row.stage_since,
        "rung": rung,
        "limit_on": limit_day(limit, row.stage_since, basis),
        "office_id": turn.department_id if rung == DEPARTMENT else turn.centre_id,
        "from_office_id": row.owner_office_id,
        "at": turn.moment,
    }


def _event(row: Row, rung: dict[str, object], turn: Turn) -> dict[str, object]:
    number = int(str(rung["rung"]))
    since = int(row.stage_since.timestamp() * 1_000_000)
    return {
        "id": new_id(),
        "case_id": row.id,
        "seq": row.seq + 1,
        "act_key": f"{number}:{row.id}:{since:x}",
        "kind": CLIMB,
        "reason": RUNG_NAMES[number],
        "by": "system",
        "by_name": "",
        "role": "system",
        "at": turn.moment,
    }


def climb_in_time() -> int:
    """For the worker: ``climb`` as soon as a working day has begun, else every ten minutes.

    What comes past its limit between (a return that is recorded late) waits so long at most.
    """
    moment = clock.now()
    begun = last_begun(moment, holidays())
    last = _looked.get(begun)
    if last is not None and moment - last < EVERY:
        return 0
    done = climb()
    _looked.clear()
    _looked[begun] = moment
    return done


PERIODIC.append(climb_in_time)
