"""The fee cap of one contract: worked cases with their source, and what holds for all."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from jobfair.database import db
from jobfair.lib.money import FeeRule as Rule
from jobfair.lib.money import fee_cap
from jobfair.models import Programme, ProgrammeRule
from jobfair.money.caps import Contract, deposit_limit, fee_limit

CASES = list(
    csv.DictReader((Path(__file__).parent / "fee_cases.csv").read_text("utf-8").splitlines())
)
RULES = [("1", "3"), ("0.7", "2"), ("0.4", "1"), ("1.5", "3"), ("0", "0")]
"""GEN, HIGH, LOW, SHIP, and what may not be taken at all: months a year, and at most."""


def contract(row: dict[str, str]) -> Contract:
    return Contract(
        programme=db.session.get_one(Programme, row["programme"]),
        signed_on=date.fromisoformat(row["signed_on"]),
        months=int(row["months"]) if row["months"] else None,
        wage=Decimal(row["wage"]) if row["wage"] else None,
        rate=Decimal(row["rate"]) if row["rate"] else None,
        condition=row["condition"],
        extension_months=int(row["extension_months"]),
        extension_agreed=row["extension_agreed"] == "yes",
        foreign_paid=int(row["foreign_paid"]),
    )


@pytest.fixture(scope="module")
def counted(_built: tuple[object, object]) -> dict[str, tuple[int | None, str, str]]:
    """Case -> the most đồng, the rule's source and its id, all read from one loaded pack."""
    app = _built[0]
    with app.app_context():  # type: ignore[attr-defined]
        found = {}
        for row in CASES:
            limit = fee_limit(contract(row))
            rule = limit.rule
            found[row["case"]] = (
                limit.most,
                rule.source if rule else "",
                rule.rule_id if rule else "",
            )
        db.session.remove()
    return found


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["case"])
def test_a_worked_case(
    counted: dict[str, tuple[int | None, str, str]], row: dict[str, str]
) -> None:
    most, source, rule_id = counted[row["case"]]
    assert most == (int(row["vnd"]) if row["vnd"] else None)
    assert row["source"]
    if rule_id and "23(2)" not in row["source"]:
        assert source == row["source"]


def test_there_are_enough_cases_and_every_rule_row_has_one(session: Session) -> None:
    assert len(CASES) >= 40
    rows = session.execute(
        sa.select(ProgrammeRule.programme_code, ProgrammeRule.condition).where(
            ProgrammeRule.kind == "service_fee"
        )
    )
    wanted = {(code, condition) for code, condition in rows}
    assert wanted <= {(row["programme"], row["condition"]) for row in CASES}


@pytest.mark.parametrize(
    ("programme", "condition", "most", "airfare"),
    [
        ("JP-TITP", "", 0, False),
        ("TW-FACTORY", "", 12_000_000, False),
        ("KR-E7", "", 36_000_000, False),
        ("KR-E9", "", 100_000_000, False),
        ("KR-E8", "", None, False),
        ("ME-OTHER", "west_asia", 0, False),
        ("ME-OTHER", "elsewhere", None, True),
        ("LA", "", 0, False),
        ("RO", "", None, True),
        ("SEA-SHIP", "", 0, False),
    ],
)
def test_the_deposit_of_a_programme(
    session: Session, programme: str, condition: str, most: int | None, airfare: bool
) -> None:
    row = CASES[0] | {"programme": programme, "condition": condition}
    limit = deposit_limit(contract(row))
    assert (limit.most, limit.airfare) == (most, airfare)


months = st.integers(0, 120)
wages = st.decimals(0, 10_000_000, places=2)
rates = st.decimals(0, 30_000, places=4)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(RULES), months, wages, rates)
def test_a_cap_is_whole_dong_and_never_above_the_maximum(
    numbers: tuple[str, str], length: int, wage: Decimal, rate: Decimal
) -> None:
    per_year, most = Decimal(numbers[0]), Decimal(numbers[1])
    cap = fee_cap(Rule(per_year, most), length, wage, rate)
    assert cap is not None
    assert 0 <= cap.vnd <= most * wage * rate
    exact = min(per_year * length, most * 12) * wage * rate / 12
    assert cap.vnd <= exact < cap.vnd + 1
    assert cap.months <= most
    if not (per_year and length and wage and rate):
        assert cap.vnd == 0


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(RULES), months, months, wages, wages, rates)
def test_a_cap_never_falls_with_length_or_wage(
    numbers: tuple[str, str], first: int, second: int, low: Decimal, high: Decimal, rate: Decimal
) -> None:
    rule = Rule(Decimal(numbers[0]), Decimal(numbers[1]))
    short, long = sorted((first, second))
    less, more = sorted((low, high))
    small, big = fee_cap(rule, short, less, rate), fee_cap(rule, long, more, rate)
    assert small is not None
    assert big is not None
    assert small.vnd <= big.vnd
