"""Everything public that staff keep right: texts and facts, how each stands, whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import sqlalchemy as sa
from flask import url_for

from jobfair.content.queries import list_latest, waiting_keys
from jobfair.content.rules import KIND
from jobfair.content.words import State
from jobfair.database import db
from jobfair.guide.fact_queries import fact_tables, table_name
from jobfair.guide.facts import TABLES
from jobfair.guide.slots import Slot, find_slot, is_notice, list_slots
from jobfair.lib.text import fold
from jobfair.models import Base, OfficeKind, PublicText, PublicTextVersion
from jobfair.models.base import FactMixin, ValidMixin

SOON: Final = timedelta(days=30)
"""What is to be checked within these days is due."""

_DEPARTMENT, _CENTRE = OfficeKind.DEPARTMENT, OfficeKind.CENTRE
KEPT: Final[dict[str, OfficeKind]] = {
    "guide_text": _CENTRE,
    "programme": _CENTRE,
    "programme_need": _CENTRE,
    "market": _CENTRE,
    "statistic": _CENTRE,
    "support_amount": _DEPARTMENT,
    "fee_rule": _DEPARTMENT,
    "programme_rule": _DEPARTMENT,
    "paper_rule": _CENTRE,
    "conference_step": _CENTRE,
    "legal_document": _DEPARTMENT,
    "province": _DEPARTMENT,
    "milestone": _CENTRE,
    "stage_definition": _DEPARTMENT,
    "reason_code": _CENTRE,
    "target": _DEPARTMENT,
    "setting": _DEPARTMENT,
    "ethnic_group": _CENTRE,
    "commune": _DEPARTMENT,
    "commune_successor": _DEPARTMENT,
}
"""Fact tables that are kept right here -> whose they are; the others have a room of their own."""


@dataclass(frozen=True)
class Item:
    """One text or fact in a list."""

    name: str
    small: str
    url: str
    state: State
    draft: bool  # a change waits to be published
    checked_on: date | None
    check_again_on: date | None
    office: OfficeKind
    kind: str  # public_text or the table
    confirm_url: str = ""  # where one says that it is still right; '' for what nobody reads

    @property
    def is_due(self) -> bool:
        """Whether somebody has to look at it within a month."""
        return self.state in (State.OVERDUE, State.DUE, State.NO_SOURCE)


def state_of(source: str, checked_on: date | None, again: date | None, day: date) -> State:
    """How something public stands on a day."""
    if not source or checked_on is None:
        return State.NO_SOURCE
    if again is not None and again < day:
        return State.OVERDUE
    return State.DUE if again is not None and again <= day + SOON else State.GOOD


def _text_item(
    slot: Slot,
    found: tuple[PublicText, PublicTextVersion, PublicTextVersion | None] | None,
    day: date,
) -> Item:
    last, shown = (found[1], found[2]) if found else (None, None)
    state = State.DRAFT if last else State.EMPTY
    if shown is not None:
        state = state_of(shown.source, shown.checked_on, shown.check_again_on, day)
        if shown.ends_on is not None and shown.ends_on < day:
            state = State.GOOD  # over: nobody reads it, nobody has to check it
    held = shown or last
    notice = last is not None and is_notice(slot.name)
    return Item(
        name=last.title_vi if last and notice else slot.page,
        small=slot.page if notice else slot.title,
        url=url_for("content.show", slot=slot.name),
        state=state,
        draft=last is not None and last is not shown,
        checked_on=held.checked_on if held else None,
        check_again_on=held.check_again_on if held else None,
        office=_CENTRE,
        kind=KIND,
        confirm_url=url_for("content.confirm_text", slot=slot.name)
        if shown and shown.source
        else "",
    )


def text_items(day: date, *, written_only: bool = False) -> list[Item]:
    """Notices, then every slot in the order of the pages; what is written comes first."""
    written = {found[0].slot: found for found in list_latest()}
    items = []
    for name in sorted(filter(is_notice, written)):
        slot = find_slot(name)
        if slot is not None:
            items.append(_text_item(slot, written[name], day))
    for slot in list_slots():
        if slot.name in written or not written_only:
            items.append(_text_item(slot, written.get(slot.name), day))
    return sorted(items, key=lambda item: item.state is State.EMPTY)


# Any: columns of any fact table.
def _in_force(table: Any, day: date) -> sa.ColumnElement[bool]:
    """SQL: the row holds on the day or will."""
    if issubclass(table, ValidMixin):
        return sa.or_(table.valid_to.is_(None), table.valid_to >= day)
    return sa.true()


def key_of(row: object) -> str:
    """The row's primary key as it stands in an address."""
    return str(sa.inspect(row).identity[0])


def kept_tables() -> dict[str, type[FactMixin]]:
    """Name -> class of every table that is kept here, in the order of ``KEPT``."""
    known = {table_name(table): table for table in fact_tables()}
    return {name: known[name] for name in KEPT}


def fact_name(table: str, row: Base) -> str:
    """What a row of a fact table is called."""
    return TABLES[table][1](row)


def fact_url(table: str, row: Base) -> str:
    """The page of one fact."""
    return url_for("content.fact", table=table, key=key_of(row))


def fact_item(table: str, row: Any, waiting: frozenset[str], day: date) -> Item:
    """One row of a fact table as the list shows it."""
    return Item(
        name=fact_name(table, row),
        small=str(TABLES[table][0]),
        url=fact_url(table, row),
        state=state_of(row.source, row.checked_on, row.check_again_on, day),
        draft=key_of(row) in waiting,
        checked_on=row.checked_on,
        check_again_on=row.check_again_on,
        office=KEPT[table],
        kind=table,
        confirm_url=url_for("content.confirm_fact", table=table, key=key_of(row))
        if row.source
        else "",
    )


def list_facts(table: str, day: date, *, due_only: bool = False) -> list[Any]:
    """Rows of a kept table that hold or will, by their key; or only what is due for checking."""
    model: Any = kept_tables()[table]
    query = sa.select(model).where(_in_force(model, day))
    if due_only:
        query = query.where(_due(model, day + SOON))
    return list(db.session.scalars(query.order_by(*sa.inspect(model).primary_key)))


def _due(model: Any, until: date) -> sa.ColumnElement[bool]:
    return sa.or_(model.check_again_on <= until, model.source == "", model.checked_on.is_(None))


def count_overdue(day: date) -> dict[OfficeKind, int]:
    """Office -> facts and public texts whose day to be checked has passed, by one query."""
    counts = [
        sa.select(sa.literal(str(KEPT[name])), sa.func.count())
        .select_from(model)
        .where(_in_force(model, day), model.check_again_on < day)
        for name, model in kept_tables().items()
    ]
    counts.append(
        sa.select(sa.literal(str(_CENTRE)), sa.func.count())
        .select_from(PublicText)
        .join(PublicTextVersion, PublicTextVersion.text_id == PublicText.id)
        .where(
            PublicTextVersion.number == PublicText.shown,
            PublicTextVersion.check_again_on < day,
            sa.or_(PublicTextVersion.ends_on.is_(None), PublicTextVersion.ends_on >= day),
        )
    )
    found = dict.fromkeys((_DEPARTMENT, _CENTRE), 0)
    for office, number in db.session.execute(sa.union_all(*counts)):
        found[OfficeKind(office)] += number
    return found


def matches(item: Item, q: str) -> bool:
    """Whether all words of ``q`` stand in its name or place, whatever their accents."""
    held = fold(f"{item.name} {item.small}")
    return all(word in held for word in fold(q).split())


def waiting_items(day: date) -> list[Item]:
    """Facts for which a new value waits to be published or for its day."""
    found = []
    for table in KEPT:
        keys = waiting_keys(table)
        for key in sorted(keys):
            row = db.session.get(kept_tables()[table], key)
            if row is not None:
                found.append(fact_item(table, row, keys, day))
    return found


def due_items(day: date) -> Iterator[Item]:
    """All texts and facts to be checked within a month, overdue ones first."""
    found = [item for item in text_items(day, written_only=True) if item.is_due]
    for table in KEPT:
        waiting = waiting_keys(table)
        found += [
            fact_item(table, row, waiting, day) for row in list_facts(table, day, due_only=True)
        ]
    yield from sorted(found, key=lambda item: (item.check_again_on or day, item.name))
