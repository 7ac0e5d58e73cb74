"""What the worker does for the register once a day: documents that begin or run out (B10)."""

from __future__ import annotations

from datetime import date

from jobfair.agencies.rules import check_licences
from jobfair.lib.clock import today
from jobfair.messages.worker import PERIODIC

_done: set[date] = set()


def look_at_licences() -> int:
    """Make the tasks of today's licence changes; the first call of a day looks, others rest.

    Gives the number of tasks made.
    """
    day = today()
    if day in _done:
        return 0
    made = check_licences(day)
    _done.clear()
    _done.add(day)
    return made


PERIODIC.append(look_at_licences)
