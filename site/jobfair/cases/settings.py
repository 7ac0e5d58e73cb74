"""Clocks and limits of the journey: rows of ``setting``, with a default where a pack has none."""

from __future__ import annotations

from jobfair.limits import get_number as get_number  # other rooms ask here


def refund_days() -> int:
    """Days from selection after which money goes back (Law 69/2020/QH14 Art. 26(2))."""
    return get_number("clock.refund_days", 180)


def letter_days() -> int:
    """Days from the first letter in which an absent worker may answer (Art. 26(2)(i))."""
    return get_number("clock.liquidation_days", 180)


def orientation_months() -> int:
    """Months for which an orientation certificate holds (Circular 21/2021 Art. 12)."""
    return get_number("clock.orientation_months", 24)


def reopen_months() -> int:
    """Months in which a withdrawn case may be opened again (a setting, mark K)."""
    return get_number("clock.reopen_months", 24)


def end_tolerance_days() -> int:
    """Days around the contract's end that still count as "on time" (a setting, mark K)."""
    return get_number("limit.end_tolerance_days", 30)


def agency_view_days() -> int:
    """Days for which a body still sees a person whom it did not select (a setting, mark U)."""
    return get_number("retention.agency_view_days", 30)


def call_back_days() -> int:
    """Days in which somebody without a conference in view is called (a setting, mark K)."""
    return get_number("limit.interest_call_back_days", 3)


def second_rung_days() -> int:
    """Working days between the centre's and the department's turn (a setting, mark K)."""
    return get_number("limit.second_rung_working_days", 5)


def database_days() -> int:
    """Days from the exit to the national database (Circular 20/2021 Art. 11)."""
    return get_number("clock.database_days", 5)


def monthly_update_day() -> int:
    """The day before which people abroad are updated monthly (Circular 20/2021 Art. 11)."""
    return get_number("clock.monthly_update_before_day", 20)


def liquidation_days() -> int:
    """Days after the contract's end in which it is liquidated (Law 69/2020/QH14 Art. 26, 46)."""
    return get_number("clock.liquidation_days", 180)


def liquidation_warns_days() -> int:
    """Days before that in which the task is made (a setting, mark K)."""
    return get_number("limit.liquidation_warns_days", 30)
