"""How much may be asked: the rows of the pack and the arithmetic of model.md."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from jobfair.agencies.cap_words import deposit_cap_words, fee_cap_words
from jobfair.agencies.fees import (
    cap_in_force,
    dong_cap,
    list_caps,
    list_conditions,
    months_cap,
    other_caps,
)
from jobfair.agencies.order_queries import find_programme, list_programmes
from jobfair.lib.clock import today
from jobfair.models import Programme


def programme(code: str) -> Programme:
    found = find_programme(code)
    assert found is not None
    return found


def fee(code: str, condition: str = "", months: int = 36) -> Decimal | None:
    cap = cap_in_force(list_caps(programme(code), "service_fee", today()), condition, months)
    assert cap is not None
    return months_cap(cap, months)


@pytest.mark.parametrize(
    ("code", "condition", "months", "most"),
    [
        ("JP-TITP", "", 36, "3"),
        ("JP-TITP", "", 12, "1"),
        ("JP-TITP", "", 60, "3"),
        ("JP-TITP", "titp3", 36, "0"),
        ("TW-CARE-HOME", "", 36, "1"),
        ("TW-CARE-HOME", "", 12, "0.4"),
        ("TW-CARE-INST", "", 36, "2"),
        ("TW-CARE-INST", "", 12, "0.7"),
        ("JP-SSW", "", 60, "3"),
        ("JP-SSW", "ex_titp", 60, "0"),
        ("JP-SSW", "what nobody asks", 60, "3"),
        ("TW-MID", "", 36, "1"),  # every row has a condition: the lowest
        ("TW-MID", "factory", 36, "3"),
        ("TW-MID", "institution", 36, "2"),
        ("LA", "", 12, "1"),
        ("LA", "investor", 12, "0"),
        ("KR-E9", "", 36, "0"),
        ("SEA-SHIP", "", 12, "1.5"),
        ("ME-DOM", "", 24, "0"),
    ],
)
def test_months_of_wage(
    session: Session, code: str, condition: str, months: int, most: str
) -> None:
    assert fee(code, condition, months) == Decimal(most)


def test_three_years_in_japan_in_dong(session: Session) -> None:
    cap = cap_in_force(list_caps(programme("JP-TITP"), "service_fee", today()), "", 36)
    assert cap is not None
    assert dong_cap(cap, 36, Decimal(180000), Decimal(170)) == 91_800_000


def test_a_deposit_is_a_sum_a_ticket_or_unknown(session: Session) -> None:
    def most(code: str, condition: str = "") -> tuple[str, int | None]:
        cap = cap_in_force(list_caps(programme(code), "worker_deposit", today()), condition, 36)
        assert cap is not None
        return deposit_cap_words(cap), dong_cap(cap, 36, Decimal(1), Decimal(1))

    assert most("TW-FACTORY")[1] == 12_000_000
    assert most("KR-E9")[1] == 100_000_000
    assert most("JP-TITP")[1] == 0
    words, number = most("RO")
    assert number is None
    assert "vé máy bay" in words
    words, number = most("DE-NURSE")
    assert number is None
    assert not any(sign.isdigit() for sign in words)
    assert most("ME-OTHER")[1] == 0
    assert most("ME-OTHER", "elsewhere")[1] is None


def test_unknown_prints_no_number(session: Session) -> None:
    for code in ("KR-E8", "CN-YN", "DE-NURSE"):
        cap = cap_in_force(list_caps(programme(code), "worker_deposit", today()), "", None)
        assert cap is not None
        assert not cap.known
        assert not any(sign.isdigit() for sign in deposit_cap_words(cap))
    assert not any(sign.isdigit() for sign in fee_cap_words(None, 36))


def test_what_would_lower_the_cap_is_said(session: Session) -> None:
    caps = list_caps(programme("JP-SSW"), "service_fee", today())
    held = cap_in_force(caps, "", 60)
    assert [cap.condition for cap in other_caps(caps, held, 60)] == ["ex_titp"]
    asked = [row.condition for row in list_conditions(programme("ME-OTHER"), today())]
    assert asked == ["elsewhere", "west_asia"]


def test_every_programme_has_a_fee_and_a_deposit_rule(session: Session) -> None:
    for one in list_programmes():
        assert list_caps(one, "service_fee", today()), one.code
        assert list_caps(one, "worker_deposit", today()), one.code
