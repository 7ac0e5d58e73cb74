"""Hours at tables as others read them: the slip, the roster, the table itself (C12)."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from flask import g
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from jobfair.conferences.page import guest_row
from jobfair.database import db
from jobfair.filters import show_moment, show_time
from jobfair.lib import clock
from jobfair.lib.clock import to_local
from jobfair.models import Conference, ConferenceGuest, InterviewSlot, SlotState


def list_slots(guest_id: str) -> list[InterviewSlot]:
    """The hours of one table, by start."""
    rows = db.session.scalars(
        sa.select(InterviewSlot)
        .where(InterviewSlot.guest_id == guest_id)
        .order_by(InterviewSlot.starts_at)
    )
    return list(rows)


def interviews_ahead(conference: Conference, registration_id: str | None = None) -> dict[str, str]:
    """Registration -> "Interview: table 2, 9:20" for hours given and not over; one read.

    Of one registration when it is named.
    """
    query = (
        sa.select(InterviewSlot)
        .join(ConferenceGuest, ConferenceGuest.id == InterviewSlot.guest_id)
        .where(
            ConferenceGuest.conference_id == conference.id,
            InterviewSlot.state == SlotState.GIVEN,
            InterviewSlot.ends_at > clock.now(),
        )
        .options(joinedload(InterviewSlot.guest).joinedload(ConferenceGuest.body))
        .order_by(InterviewSlot.starts_at, InterviewSlot.id)
    )
    if registration_id is not None:
        query = query.where(InterviewSlot.registration_id == registration_id)
    found: dict[str, list[str]] = {}
    for slot in db.session.scalars(query):
        words = _where_and_when(slot, conference)
        found.setdefault(slot.registration_id or "", []).append(words)
    return {key: _("Interview: %(when)s", when="; ".join(said)) for key, said in found.items()}


def interviews_on_roster(conference: Conference) -> dict[str, str]:
    """``interviews_ahead`` of everybody, read once however many rows of the roster ask."""
    kept: dict[str, dict[str, str]] = g.setdefault("interviews_ahead", {})
    if conference.id not in kept:
        kept[conference.id] = interviews_ahead(conference)
    return kept[conference.id]


def _where_and_when(slot: InterviewSlot, conference: Conference) -> str:
    booth = slot.guest.booth
    where = _("table %(number)s", number=booth) if booth else table_name(slot.guest)
    return f"{where}, {hour_words(slot.starts_at, conference)}"


def hour_words(at: datetime, conference: Conference) -> str:
    """9:20 on the day of the conference, else with its day."""
    same = to_local(at).date() == to_local(conference.starts_at).date()
    return show_time(at) if same else show_moment(at)


def table_name(guest: ConferenceGuest) -> str:
    """Who sits at the table, in the reader's language."""
    return guest_row(guest, {}).name


def free_slots_of(registration_id: str) -> None:
    """Hours that a person had who gave the seat back, or moved to another conference."""
    db.session.execute(
        sa.update(InterviewSlot)
        .where(
            InterviewSlot.registration_id == registration_id,
            InterviewSlot.state == SlotState.GIVEN,
        )
        .values(registration_id=None, state=SlotState.FREE, changed_at=clock.now())
        .execution_options(synchronize_session="fetch")
    )
