"""What the table of support gives a household of each kind, counted on an example (A8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa

from jobfair.database import db
from jobfair.filters import in_language
from jobfair.guide.told import list_texts, rows_of
from jobfair.models import GuideText, Office, OfficeKind, Setting, SupportAmount
from jobfair.money.support import list_items, most_of

PAGE: Final = "support"
COST, DAYS, MONTHS = "support.example_cost", "support.example_days", "support.example_months"
IN_EXAMPLE: Final = (
    "language_training_max",
    "orientation_course_max",
    "meals_during_training",
    "lodging_during_training",
    "travel_to_training_15km",
    "health_check_max",
)
"""What the example counts: one language course and orientation, 15 km from home."""
FUND: Final = "fund40_"


@dataclass(frozen=True)
class Line:
    """One item of the example: its row, how often, the most đồng for all of it."""

    row: SupportAmount
    quantity: int
    most: int


@dataclass(frozen=True)
class Example:
    """One kind of household: what the table gives, what is left to find, in đồng.

    ``cost`` is that of the example before departure; ``collateral``: whether the loan is so
    large that something must be pledged, None where no limit is known.
    """

    group: GuideText
    lines: tuple[Line, ...]
    cost: int
    collateral: bool | None

    @property
    def given(self) -> int:
        """The most that the table gives."""
        return sum(line.most for line in self.lines)

    @property
    def left(self) -> int:
        """What is still to be found: a loan may be as high."""
        return max(0, self.cost - self.given)


def list_example_settings() -> dict[str, Setting]:
    """The numbers the example is counted with, each a row with its source."""
    wanted = Setting.key.in_((COST, DAYS, MONTHS))
    return {row.key: row for row in db.session.scalars(sa.select(Setting).where(wanted))}


def list_direct(day: date) -> list[SupportAmount]:
    """What is given before departure, by the order of the table."""
    return [row for row in list_items(day) if not row.item.startswith(FUND)]


def list_fund(day: date) -> list[SupportAmount]:
    """What the overseas employment fund pays when something goes wrong."""
    return [row for row in list_items(day) if row.item.startswith(FUND)]


def examples(day: date, loan: Sequence[SupportAmount]) -> list[Example]:
    """One worked example for each kind of household; none while the example has no numbers."""
    numbers = {key: int(row.value) for key, row in list_example_settings().items()}
    if COST not in numbers:
        return []
    rows = {row.item: row for row in list_direct(day)}
    found = []
    for group in rows_of(PAGE, "group", _groups()):
        lines = tuple(
            line
            for item in IN_EXAMPLE
            if (row := rows.get(item)) and group.subject in row.for_groups.split()
            if (line := _line(row, numbers)) is not None
        )
        example = Example(group, lines, numbers[COST], None)
        found.append(Example(group, lines, numbers[COST], _pledge(example.left, loan)))
    return found


def _groups() -> tuple[str, ...]:
    return tuple(row.subject for row in list_texts(PAGE) if row.topic == "group")


def _line(row: SupportAmount, numbers: Mapping[str, int]) -> Line | None:
    """A day's and a month's item by the example's length; None where the table has no number."""
    key = {"day": DAYS, "month": MONTHS}.get(row.unit.rpartition("/")[2])
    quantity = numbers.get(key, 1) if key else 1
    most = most_of(row, quantity)
    return Line(row, quantity, most) if most is not None else None


def _pledge(loan: int, rows: Sequence[SupportAmount]) -> bool | None:
    limit = next((row.most for row in rows if row.item == "loan_collateral_threshold"), None)
    return None if limit is None else loan > limit


def list_branches() -> list[Office]:
    """Branches of the Social Policy Bank that are known here, by name."""
    query = sa.select(Office).where(Office.kind == OfficeKind.BANK).order_by(Office.name)
    return list(db.session.scalars(query))


def name_of(row: SupportAmount) -> str:
    """What an item is called."""
    return in_language(row, "name")
