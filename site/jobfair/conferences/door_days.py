"""On which days the door of a conference stands open to its host commune."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from jobfair.lib.clock import to_local
from jobfair.models import Conference, ConferenceState

DAYS_BEFORE: Final = 3
DAYS_AFTER: Final = 7


def door_days(conference: Conference) -> tuple[date, date]:
    """The first and last day, in Viet Nam: 3 days before the start, 7 days after the end."""
    first = to_local(conference.starts_at).date() - timedelta(days=DAYS_BEFORE)
    return first, to_local(conference.ends_at).date() + timedelta(days=DAYS_AFTER)


def helper_days(conference: Conference) -> tuple[date, date]:
    """The day of the conference in Viet Nam; its first and last one when it ends later."""
    last = to_local(conference.ends_at - timedelta(microseconds=1)).date()
    return to_local(conference.starts_at).date(), last


def helper_may_enter(conference: Conference, day: date) -> bool:
    """Whether a helper of this conference may open its roster on this day, and only this day."""
    first, last = helper_days(conference)
    held = conference.state in (ConferenceState.OPEN, ConferenceState.CLOSED)
    return held and first <= day <= last


def door_is_open(conference: Conference, day: date) -> bool:
    """Whether the host commune may open the roster on this day; never for a draft."""
    first, last = door_days(conference)
    return conference.state is not ConferenceState.DRAFT and first <= day <= last
