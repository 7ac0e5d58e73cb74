"""What somebody present says after listening: a market, a doubt, the next step; one tap each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from jobfair.access import Actor
from jobfair.cases.calls import append_contact
from jobfair.cases.doubts import DOUBTS
from jobfair.cases.history import done_already
from jobfair.database import db
from jobfair.door.rules import days_after, find_attendance, lock, lock_own_case, note_act
from jobfair.errors import Conflict, Invalid
from jobfair.models import Attendance, CaseEvent, CaseFile, Conference, Registration
from jobfair.money.promises import freeze_orders


@dataclass(frozen=True)
class Said:
    """An answer at the door: its words, the next step and in how many days."""

    label: object
    step: str
    days: int


SAID: Final = {
    "counsel": Said(_l("Wants to go: counselling"), "counsel", 3),
    "family": Said(_l("Asks the family first"), "call_back", 7),
    "later": Said(_l("Not now"), "call_back", 30),
}
"""Code of the button -> what follows."""


def _present(conference: Conference, registration_id: str) -> tuple[Registration, Attendance]:
    registration = lock(conference, registration_id)
    row = find_attendance(registration)
    if row is None or not row.present:
        raise Conflict(_l("Mark the person as present first."))
    return registration, row


def set_market(
    conference: Conference, registration_id: str, code: str, wanted: bool, *, by: Actor
) -> Attendance:
    """Note that a market interests the person, or no longer does.

    Raises Invalid for a market that is not spoken of at this conference, Conflict for somebody
    who is not present.
    """
    if code not in {market.market_code for market in conference.markets}:
        raise Invalid(_l("This market is not spoken of at this conference."))
    registration, row = _present(conference, registration_id)
    chosen = {market for market in row.outcome_markets.split(",") if market}
    changed = chosen | {code} if wanted else chosen - {code}
    if changed != chosen:
        row.outcome_markets = ",".join(sorted(changed))
        note_act(by, "door.outcome", registration, ("outcome_markets",))
        if wanted:
            _freeze_promises(conference, registration, code, by)
        db.session.flush()
    return row


def _freeze_promises(
    conference: Conference, registration: Registration, code: str, by: Actor
) -> None:
    """Keep what the orders of this market say on the day on which they interest the person."""
    case = lock_own_case(registration)
    orders = [guest.order for guest in conference.guests if guest.order is not None]
    wanted = [order for order in orders if order.programme.market_code == code]
    if case is not None and wanted:
        freeze_orders(case, wanted, how="door", by=by, conference_id=conference.id)


def set_doubt(conference: Conference, registration_id: str, code: str, *, by: Actor) -> Attendance:
    """Note what holds the person back; an empty code takes it away. Raises as ``set_market``."""
    if code and code not in DOUBTS:
        raise Invalid()
    registration, row = _present(conference, registration_id)
    if row.doubt != code:
        row.doubt = code
        note_act(by, "door.outcome", registration, ("doubt",))
        db.session.flush()
    return row


def set_next(
    conference: Conference, registration_id: str, code: str, *, act_id: str, by: Actor
) -> None:
    """Note what the person wants next and set the case's next step. Raises as ``set_market``.

    The same answer again, or the same ``act_id``, changes nothing.
    """
    said = SAID.get(code)
    if said is None:
        raise Invalid()
    registration, _row = _present(conference, registration_id)
    case = lock_own_case(registration)
    if case is None:
        raise Conflict()
    key = f"door:{act_id}"
    if done_already(case, key) or _last_reason(case) == f"door_{code}":
        return
    on = days_after(conference, said.days)
    append_contact(case, f"door_{code}", step=said.step, next_on=on, act_key=key, by=by)
    note_act(by, "door.outcome", registration, ("next_step",))


def _last_reason(case: CaseFile) -> str:
    return (
        db.session.scalar(
            sa.select(CaseEvent.reason)
            .where(CaseEvent.case_id == case.id)
            .order_by(CaseEvent.seq.desc())
            .limit(1)
        )
        or ""
    )
