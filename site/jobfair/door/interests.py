"""Which guest of a conference interests whom: said to an officer, or read at the table (C12)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from jobfair.access import Actor
from jobfair.database import db
from jobfair.door.rules import lock_own_case, note_act
from jobfair.errors import NotFound
from jobfair.models import Conference, ConferenceGuest, Interest, InterestHow, Registration
from jobfair.money.promises import freeze_orders


def set_interest(
    conference: Conference,
    registration_id: str,
    guest_id: str,
    wanted: bool,
    *,
    act_id: str,
    at: datetime,
    how: InterestHow,
    by: Actor,
) -> Interest:
    """Note that a guest interests the person, or no longer does.

    Acts may come late, twice and in any order: the one with the later ``at`` (UTC; of two at
    one moment the greater ``act_id``) decides. Whatever became of the seat, nobody is refused.
    A guest with a job order has what the order says kept, as for a market at the door, even
    when the interest was taken back later. Raises NotFound for a registration or a guest that
    is not of this conference.
    """
    registration = _hold(conference, registration_id)
    guest = _guest(conference, guest_id)
    row = db.session.scalars(
        sa.select(Interest)
        .where(Interest.registration_id == registration.id, Interest.guest_id == guest.id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is not None and row.act_id == act_id:
        return row
    newest = row is None or (row.at, row.act_id) < (at, act_id)
    changed = row.wanted is not wanted if row is not None else wanted
    if row is None:
        row = Interest(registration_id=registration.id, guest_id=guest.id)
        db.session.add(row)
    if newest:
        row.wanted, row.act_id, row.at, row.how = wanted, act_id, at, how
        row.by = by.user_id
    if wanted:
        freeze_at_door(conference, registration, [guest], by)
    if newest and changed:
        note_act(by, "door.interest", registration, ("interest",))
    db.session.flush()
    return row


def _hold(conference: Conference, registration_id: str) -> Registration:
    """The registration in whatever state, held so that two acts go one by one."""
    found = db.session.scalars(
        sa.select(Registration)
        .where(Registration.id == registration_id, Registration.conference_id == conference.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found


def _guest(conference: Conference, guest_id: str) -> ConferenceGuest:
    found = db.session.scalars(
        sa.select(ConferenceGuest).where(
            ConferenceGuest.id == guest_id, ConferenceGuest.conference_id == conference.id
        )
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found


def freeze_at_door(
    conference: Conference, registration: Registration, guests: Iterable[ConferenceGuest], by: Actor
) -> None:
    """Keep what the orders of these guests say on the day on which they interest the person."""
    orders = [guest.order for guest in guests if guest.order is not None]
    case = lock_own_case(registration) if orders else None
    if case is not None:
        freeze_orders(case, orders, how="door", by=by, conference_id=conference.id)
