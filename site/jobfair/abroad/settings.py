"""Clocks and limits of the time abroad: rows of ``setting``, with a default where there is none.

All of them are proposals that the province has to confirm (marks K and U in the pack).
"""

from __future__ import annotations

from typing import Final

from jobfair.cases.settings import get_number

CHECK_IN_DAYS: Final = (7, 30, 180, 365)
"""Days after the exit on which somebody asks how the worker is."""

PROMISES_DAY: Final = 30
"""The check-in that also asks for wage, hours and deductions."""

JOB_MONTHS: Final = (3, 6, 12)
"""Months after coming home at which work at home is asked for (target 70 %)."""


def retry_days() -> int:
    """Days after which somebody who was not reached is asked again."""
    return get_number("abroad.retry_days", 2)


def backup_days() -> int:
    """Days overdue after which the centre sees a check-in of a sending body as its own."""
    return get_number("abroad.backup_days", 3)


def forget_days() -> int:
    """A check-in that was due longer ago than this when its exit was recorded is not asked."""
    return get_number("abroad.forget_days", 30)


def plan_months() -> int:
    """Months before the end of the contract at which the return plan is asked for."""
    return get_number("abroad.plan_months", 6)


def incident_days(severity: str) -> int:
    """Days until an incident of this severity must be closed."""
    usual = {"urgent": 2, "serious": 7, "light": 20}[severity]
    return get_number(f"incident.{severity}_days", usual)


def near_percent() -> int:
    """From so many per cent of a limit on, a commune is near it."""
    return get_number("radar.near_percent", 80)


def small_cell() -> int:
    """Numbers of people below this are not shown for places that the reader does not answer for."""
    return get_number("radar.small_cell", 5)
