"""Possibly the same person: found at registration, shown to staff only, decided by staff only.

A registration never joins a person by itself (model, "Person, registration, case"). A phone is
shared by a family, so a number alone says nothing: the given name or the year must agree too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any, Protocol, cast

import sqlalchemy as sa

from jobfair.database import db
from jobfair.lib.clock import add_working_days, now
from jobfair.lib.text import fold, fold_given
from jobfair.models import Base, DuplicatePair, Task

MOST = 5
DUE_WORKING_DAYS = 3
FOLDED_LENGTH, GIVEN_LENGTH = 120, 60  # of the columns; ligatures grow when folded


@dataclass(frozen=True)
class Typed:
    """What a registration says about a person, with its search keys."""

    name: str
    birth_year: int
    commune_code: str | None
    e164: str
    shared_office: bool = False  # the number is the commune office's own

    @cached_property
    def folded(self) -> str:
        """The key of the whole name."""
        return fold(self.name)[:FOLDED_LENGTH]

    @cached_property
    def given_folded(self) -> str:
        """The key of the given name."""
        return fold_given(self.name)[:GIVEN_LENGTH]


_p, _n = Base.metadata.tables["person"], Base.metadata.tables["person_phone"]
_SAME = (
    sa.select(_p.c.id, sa.literal_column("'name_year_commune'").label("why"), _p.c.created_at)
    .where(
        _p.c.folded == sa.bindparam("folded"),
        _p.c.birth_year == sa.bindparam("year"),
        sa.func.coalesce(_p.c.commune_code, "") == sa.bindparam("commune"),
        _p.c.merged_into.is_(None),
    )
    .limit(MOST)
)
_BY_PHONE = (
    sa.select(_p.c.id, sa.literal_column("'phone'").label("why"), _p.c.created_at)
    .join(_n, _n.c.person_id == _p.c.id)
    .where(
        _n.c.e164 == sa.bindparam("e164"),
        _n.c.owner != "office",
        sa.or_(_p.c.birth_year == sa.bindparam("year"), _p.c.given_folded == sa.bindparam("given")),
        _p.c.merged_into.is_(None),
    )
    .limit(MOST)
)
_SIMILAR = sa.union_all(sa.select(_SAME.subquery()), sa.select(_BY_PHONE.subquery()))


class Reader(Protocol):
    """A driver's cursor, as far as a look needs it."""

    # Any: values of columns.
    def execute(self, statement: str, values: Any = (), /) -> Any:
        """Run one statement."""

    def fetchall(self) -> Any:
        """All rows of the last statement."""


@cache
def _asked(dialect: sa.Dialect) -> tuple[str, Mapping[str, Any], Sequence[str] | None]:
    """The question as the driver takes it: text, values that are fixed, order of the values."""
    compiled = _SIMILAR.compile(dialect=dialect)
    return str(compiled), compiled.params, getattr(compiled, "positiontup", None)


def find_similar(typed: Typed) -> list[tuple[str, str]]:
    """As ``look_for_similar``, in the running transaction."""
    connection = db.session.connection()
    cursor = connection.connection.cursor()
    return look_for_similar(cast(Reader, cursor), connection.dialect, typed)


def look_for_similar(reader: Reader, dialect: sa.Dialect, typed: Typed) -> list[tuple[str, str]]:
    """Ids of persons who may be the same, each with why; at most five, the newest first.

    Why: ``name_year_commune`` (folded name, year, commune) or ``phone``. Asked of the driver
    itself: every sending asks, under the write lock.
    """
    text, fixed, order = _asked(dialect)
    values = {
        **fixed,
        "folded": typed.folded,
        "given": typed.given_folded,
        "year": typed.birth_year,
        "commune": typed.commune_code or "",
        "e164": "" if typed.shared_office else typed.e164,
    }
    reader.execute(text, tuple(values[name] for name in order) if order else values)
    rows = reader.fetchall()
    if not rows:
        return []
    newest = sorted(rows, key=lambda row: row[2], reverse=True)
    found: dict[str, str] = {}
    for person_id, why, _created in sorted(newest, key=lambda row: row[1] == "phone"):
        found.setdefault(person_id, why)
    return list(found.items())[:MOST]


# Any: values of columns.
Values = Mapping[str, Any]


def similar_rows(
    registration: Values, similar: Sequence[tuple[str, str]], *, office_id: str, day: date
) -> tuple[list[Values], list[Values]]:
    """The rows of ``duplicate_pair``, one for each, and of ``task``, one for the office.

    ``registration``: its ``person_id`` and ``case_id``; ``similar``: of ``find_similar``.
    """
    if not similar:
        return [], []
    person_id, at = str(registration["person_id"]), now()
    pairs = [
        {
            "person_a": min(person_id, other),
            "person_b": max(person_id, other),
            "why": why,
            "found_at": at,
        }
        for other, why in similar
    ]
    task = {
        "key": f"duplicate:{person_id}",
        "kind": "duplicate",
        "office_id": office_id,
        "person_id": person_id,
        "case_id": registration["case_id"],
        "due_on": add_working_days(day, DUE_WORKING_DAYS),
        "created_at": at,
    }
    return list(pairs), [task]


def note_similar(
    registration: Values, similar: Sequence[tuple[str, str]], *, office_id: str, day: date
) -> None:
    """As ``similar_rows``, written in the running transaction."""
    pairs, tasks = similar_rows(registration, similar, office_id=office_id, day=day)
    if pairs:
        db.session.execute(sa.insert(DuplicatePair), pairs)
        db.session.execute(sa.insert(Task), tasks)
