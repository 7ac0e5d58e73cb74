"""Fee caps to the đồng, and amounts as people read them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobfair.lib.money import FeeCap, FeeRule, fee_cap, show_million, show_vnd


def rule(per_12m: str, max_total: str | None) -> FeeRule:
    return FeeRule(Decimal(per_12m), None if max_total is None else Decimal(max_total))


GEN, HIGH, LOW, SHIP = rule("1", "3"), rule("0.7", "2"), rule("0.4", "1"), rule("1.5", "3")
ZERO, EXTENSION, UNKNOWN = rule("0", "0"), rule("0.5", None), FeeRule(None, None)
WAGE, RATE = Decimal(180_000), Decimal(170)  # 30,600,000 đồng a month


@pytest.mark.parametrize(
    ("fee_rule", "months", "in_months", "vnd"),
    [
        (GEN, 36, "3", 91_800_000),
        (GEN, 12, "1", 30_600_000),
        (GEN, 18, "1.5", 45_900_000),
        (GEN, 1, "0.083333", 2_550_000),
        (GEN, 0, "0", 0),
        (GEN, 60, "3", 91_800_000),
        (HIGH, 36, "2", 61_200_000),
        (HIGH, 24, "1.4", 42_840_000),
        (LOW, 36, "1", 30_600_000),
        (LOW, 24, "0.8", 24_480_000),
        (SHIP, 12, "1.5", 45_900_000),
        (SHIP, 36, "3", 91_800_000),
        (ZERO, 36, "0", 0),
        (EXTENSION, 12, "0.5", 15_300_000),
        (EXTENSION, 24, "1", 30_600_000),
    ],
)
def test_the_cap_grows_with_the_months_up_to_its_maximum(
    fee_rule: FeeRule, months: int, in_months: str, vnd: int
) -> None:
    cap = fee_cap(fee_rule, months, WAGE, RATE)
    assert cap == FeeCap(Decimal(in_months), vnd)
    assert cap is not None
    assert str(cap.months) == in_months


def test_an_unknown_rule_gives_no_number() -> None:
    assert fee_cap(UNKNOWN, 36, WAGE, RATE) is None


def test_the_amount_is_rounded_down_to_the_dong_and_only_at_the_end() -> None:
    cap = fee_cap(HIGH, 11, Decimal("1234.56"), Decimal("789.01"))
    exact = Fraction(7, 10) * 11 / 12 * Fraction("1234.56") * Fraction("789.01")
    assert cap is not None
    assert cap.vnd == exact.__floor__() == 625_034
    assert cap.months == Decimal("0.641666")


@given(
    st.decimals("0", "2", places=2),
    st.decimals("0", "4", places=2),
    st.integers(0, 120),
    st.decimals("0", "100000000", places=2),
    st.decimals("0", "30000", places=4),
)
def test_the_cap_equals_exact_fractions(
    per_12m: Decimal, maximum: Decimal, months: int, wage: Decimal, rate: Decimal
) -> None:
    cap = fee_cap(FeeRule(per_12m, maximum), months, wage, rate)
    in_months = min(Fraction(per_12m) * months / 12, Fraction(maximum))
    assert cap is not None
    assert cap.vnd == (in_months * Fraction(wage) * Fraction(rate)).__floor__()
    assert 0 <= in_months - Fraction(cap.months) < Fraction(1, 1_000_000)
    assert "E" not in str(cap.months)


@pytest.mark.parametrize(
    ("months", "wage", "rate"),
    [
        (-1, WAGE, RATE),
        (36, Decimal(-1), RATE),
        (36, WAGE, Decimal(-1)),
        (36, Decimal("NaN"), RATE),
        (36, WAGE, Decimal("Infinity")),
    ],
)
def test_senseless_numbers_are_refused(months: int, wage: Decimal, rate: Decimal) -> None:
    with pytest.raises(ValueError, match="negative"):
        fee_cap(GEN, months, wage, rate)


@pytest.mark.parametrize(
    ("amount", "vi", "en"),
    [
        (86_700_000, "86.700.000 đồng", "86,700,000 VND"),
        (0, "0 đồng", "0 VND"),
        (999, "999 đồng", "999 VND"),
        (-1_000, "\u22121.000 đồng", "\u22121,000 VND"),
        (1_234_567_890, "1.234.567.890 đồng", "1,234,567,890 VND"),
    ],
)
def test_an_amount_is_shown_in_full(amount: int, vi: str, en: str) -> None:
    assert show_vnd(amount) == vi
    assert show_vnd(amount, "en") == en


@pytest.mark.parametrize(
    ("amount", "vi", "en"),
    [
        (86_700_000, "86,7 triệu", "86.7 million VND"),
        (72_570_000, "72,6 triệu", "72.6 million VND"),
        (72_550_000, "72,6 triệu", "72.6 million VND"),
        (72_549_999, "72,5 triệu", "72.5 million VND"),
        (85_000_000, "85 triệu", "85 million VND"),
        (100_000_000, "100 triệu", "100 million VND"),
        (1_250_000_000, "1.250 triệu", "1,250 million VND"),
        (100_000, "0,1 triệu", "0.1 million VND"),
        (40_000, "40.000 đồng", "40,000 VND"),
        (0, "0 triệu", "0 million VND"),
        (-2_100_000, "\u22122,1 triệu", "\u22122.1 million VND"),
    ],
)
def test_an_amount_is_shown_in_millions(amount: int, vi: str, en: str) -> None:
    assert show_million(amount) == vi
    assert show_million(amount, "en") == en
