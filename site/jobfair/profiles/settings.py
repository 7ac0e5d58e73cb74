"""Terms and limits of profiles: rows of ``setting``, with a default where a pack has none."""

from __future__ import annotations

from jobfair.cases.settings import get_number


def shown_days() -> int:
    """Days for which a profile is shown (a setting, mark K)."""
    return get_number("profile.days", 90)


def least_people() -> int:
    """Profiles of one place from which the place is named (a setting, mark K)."""
    return get_number("profile.least_people", 5)


def asks_a_day() -> int:
    """How often a body may ask in a day (a setting, mark K)."""
    return get_number("profile.asks_a_day", 5)


def ask_again_days() -> int:
    """Days after a no in which the same body may not ask the person again (mark K)."""
    return get_number("profile.ask_again_days", 60)


def answer_days() -> int:
    """Working days in which the centre answers (a setting, mark K)."""
    return get_number("profile.answer_days", 5)


def kept_days() -> int:
    """Days for which an ended profile is kept (a setting, mark U)."""
    return get_number("retention.profile_days", 90)
