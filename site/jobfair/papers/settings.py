"""Days of warning: settings of the province, with a default where a pack has none."""

from __future__ import annotations

from jobfair.cases.settings import get_number


def warn_days() -> int:
    """Days before the end of a paper from which it is told (a setting, mark K)."""
    return get_number("papers.warn_days", 60)


def urgent_days() -> int:
    """Days before the end of a paper from which it is urgent (a setting, mark K)."""
    return get_number("papers.urgent_days", 30)


def passport_after_exit_days() -> int:
    """Days for which a passport must go on after the exit (a setting, mark U: ask each country)."""
    return get_number("papers.passport_after_exit_days", 0)
