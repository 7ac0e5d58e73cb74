"""One fact for its page: what it says, what waits, period by period, who looked at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from jobfair.access import Actor, Permission
from jobfair.content.items import KEPT, fact_item, fact_name, fact_url, key_of
from jobfair.content.queries import find_waiting, list_checks, list_values
from jobfair.content.value_fields import fields_of
from jobfair.content.values import NATURAL, typed
from jobfair.content.words import State
from jobfair.database import db
from jobfair.filters import show_number
from jobfair.guide.facts import TABLES
from jobfair.lib.clock import today
from jobfair.lib.difference import Line, difference
from jobfair.models import FactCheck, FactValue, OfficeKind
from jobfair.models.base import ValidMixin


@dataclass(frozen=True)
class Period:
    """What the fact said from one day to another; '' where the day is open."""

    since: date | None
    until: date | None
    facts: Sequence[tuple[str, str]]
    source: str
    current: bool
    url: str = ""


@dataclass(frozen=True)
class FactPage:
    """A fact with everything that may be done to it."""

    table: str
    key: str
    name: str
    kind: str
    office: OfficeKind
    row: Any  # of whatever fact table
    state: State
    facts: Sequence[tuple[str, str]]
    waiting: FactValue | None
    changes: Sequence[tuple[str, Sequence[Line]]]
    periods: Sequence[Period]
    checks: Sequence[FactCheck]
    may_edit: bool
    may_confirm: bool
    may_publish: bool


def _shown(table: str, words: Mapping[str, str]) -> list[tuple[str, str]]:
    found = []
    for field in fields_of(table):
        text = words.get(field.name, "")
        if field.number and text:
            number = Decimal(text)
            text = show_number(number) if number == number.to_integral() else f"{number:f}"
        found.append((str(field.label), text))
    return found


def _own_periods(table: str, row: Any) -> list[Period]:
    """Of a table that knows days of validity: the rows of the same fact, the latest first."""
    model = type(row)
    same = [getattr(model, name) == getattr(row, name) for name in NATURAL[table]]
    rows = db.session.scalars(sa.select(model).where(*same).order_by(model.valid_from.desc()))
    return [
        Period(
            found.valid_from,
            found.valid_to,
            _shown(table, typed(found, table)),
            found.source,
            found is row,
            fact_url(table, found),
        )
        for found in rows
    ]


def _periods(table: str, row: Any) -> list[Period]:
    if isinstance(row, ValidMixin):
        return _own_periods(table, row) if table in NATURAL else []
    return [
        Period(v.valid_from, v.valid_to, _shown(table, v.words), v.source, number == 0)
        for number, v in enumerate(list_values(table, key_of(row)))
    ]


def fact_page(table: str, row: Any, actor: Actor) -> FactPage:
    """Gather a fact for its page."""
    key, day = key_of(row), today()
    waiting = find_waiting(table, key)
    now_words = typed(row, table)
    edits, publishes = actor.can(Permission.EDIT_CONTENT), actor.can(Permission.PUBLISH_CONTENT)
    other = waiting is not None and waiting.made_by != actor.user_id
    changes = []
    if waiting is not None:
        for field in fields_of(table):
            before, after = now_words[field.name], waiting.words.get(field.name, "")
            if lines := difference(before, after):
                changes.append((str(field.label), lines))
    return FactPage(
        table=table,
        key=key,
        name=fact_name(table, row),
        kind=str(TABLES[table][0]),
        office=KEPT[table],
        row=row,
        state=fact_item(table, row, frozenset(), day).state,
        facts=_shown(table, now_words),
        waiting=waiting,
        changes=changes,
        periods=_periods(table, row),
        checks=list_checks(table, key),
        may_edit=edits and waiting is None,
        may_confirm=(edits or publishes) and bool(row.source),
        may_publish=publishes and other and waiting is not None and waiting.published_at is None,
    )
