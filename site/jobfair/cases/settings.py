"""Clocks and limits of the journey: rows of ``setting``, with a default where a pack has none."""

from __future__ import annotations

from jobfair.database import db
from jobfair.models import Setting


def setting_int(key: str, default: int) -> int:
    """The whole number of a setting; the default when it is absent or no number."""
    row = db.session.get(Setting, key)
    return int(row.value) if row is not None and row.value.isdecimal() else default


def refund_days() -> int:
    """Days from selection after which money goes back (Law 69/2020/QH14 Art. 26(2))."""
    return setting_int("clock.refund_days", 180)


def liquidation_days() -> int:
    """Days from coming home in which the contract is liquidated (Art. 26(2)(i), 46(8))."""
    return setting_int("clock.liquidation_days", 180)


def orientation_months() -> int:
    """Months for which an orientation certificate holds (Circular 21/2021 Art. 12)."""
    return setting_int("clock.orientation_months", 24)


def reopen_months() -> int:
    """Months in which a withdrawn case may be opened again (a setting, mark K)."""
    return setting_int("clock.reopen_months", 24)


def end_tolerance_days() -> int:
    """Days around the contract's end that still count as "on time" (a setting, mark K)."""
    return setting_int("limit.end_tolerance_days", 30)
