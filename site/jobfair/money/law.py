"""What the table of support says on a day: loans and support items with source and mark."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair.cases.identity import ETHNIC
from jobfair.database import db
from jobfair.errors import Invalid
from jobfair.keys import keys
from jobfair.models import EthnicGroup, PersonFlag, SupportAmount

LOAN_ROWS = (
    "loan_eligibility",
    "loan_max",
    "loan_collateral_threshold",
    "loan_term",
    "loan_interest",
    "loan_decision_days",
)
"""The rows on which a loan rests, in the order in which they are shown."""

MINORITY = "minority"


def list_amounts(day: date, items: Iterable[str] | None = None) -> list[SupportAmount]:
    """The rows of the table that hold on a day; of an item the one that began last."""
    query = sa.select(SupportAmount).where(
        SupportAmount.valid_from <= day,
        sa.or_(SupportAmount.valid_to.is_(None), SupportAmount.valid_to >= day),
    )
    if items is not None:
        query = query.where(SupportAmount.item.in_(list(items)))
    found: dict[str, SupportAmount] = {}
    for row in db.session.scalars(query.order_by(SupportAmount.item, SupportAmount.valid_from)):
        found[row.item] = row
    return list(found.values())


def loan_law(day: date) -> list[SupportAmount]:
    """What held for a loan that was asked on the day, in a fixed order."""
    return sorted(list_amounts(day, LOAN_ROWS), key=lambda row: LOAN_ROWS.index(row.item))


def decision_days(day: date) -> int:
    """Working days in which the bank decides on what was asked that day. Raises Invalid."""
    row = next((r for r in list_amounts(day, ("loan_decision_days",)) if r.most), None)
    if row is None or row.most is None:
        raise Invalid(_("No rule for loans is known for this day."))
    return int(row.most)


@dataclass(frozen=True, slots=True)
class Groups:
    """Which priority groups a person belongs to; they overlap and are never added up."""

    codes: frozenset[str]

    def any_of(self, row: SupportAmount) -> frozenset[str]:
        """The groups on which a row of the table would rest; empty when none is named."""
        return self.codes & frozenset(row.for_groups.split())


def groups_of(person_ids: Iterable[str], day: date) -> dict[str, Groups]:
    """Person -> groups on a day, opened from the sealed flags; two queries for all.

    A household's certificate holds for its year; of several the last one up to the day.
    The caller has audited why.
    """
    wanted = list(person_ids)
    minority = set(
        db.session.scalars(sa.select(EthnicGroup.code).where(EthnicGroup.is_minority.is_(True)))
    )
    rows = db.session.execute(  # columns alone: figures ask it of thousands
        sa.select(PersonFlag.person_id, PersonFlag.flag, PersonFlag.id, PersonFlag.value_enc)
        .where(PersonFlag.person_id.in_(wanted), PersonFlag.year <= day.year)
        .order_by(PersonFlag.person_id, PersonFlag.flag, PersonFlag.year)
    )
    last = {(person_id, flag): (row_id, sealed) for person_id, flag, row_id, sealed in rows}
    cipher = keys().cipher()
    found: dict[str, set[str]] = {person_id: set() for person_id in wanted}
    for (person_id, flag), (row_id, sealed) in last.items():
        value = cipher.open(sealed, f"person_flag.value.{row_id}")
        if flag == ETHNIC:
            found[person_id] |= {MINORITY} if value in minority else set()
        else:
            found[person_id].add(value)
    return {person_id: Groups(frozenset(codes)) for person_id, codes in found.items()}
