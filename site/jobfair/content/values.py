"""Facts: found still right in one tap, or given a new value that holds from a day.

What a fact said before stays: as a period beside its row (``fact_value``), or, where the table
itself knows days of validity, as the row that ends the day before.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.agencies.refusal import Refused
from jobfair.content.items import kept_tables, key_of
from jobfair.content.queries import find_waiting, list_ripe, list_values
from jobfair.content.value_fields import ValueEntry, fields_of
from jobfair.database import db
from jobfair.errors import Conflict, Invalid, NotFound
from jobfair.lib.clock import add_months, now, today
from jobfair.models import FactCheck, FactValue
from jobfair.models.base import ValidMixin
from jobfair.public_version import Section, raise_version

MONTHS: Final = 6
LEAST: Final = timedelta(days=30)
ONE_DAY: Final = timedelta(days=1)
_SECTIONS: Final[tuple[Section, ...]] = ("guide", "agencies", "orders", "conferences")
NATURAL: Final[dict[str, tuple[str, ...]]] = {
    "guide_text": ("page", "subject", "topic", "position"),
    "programme_need": ("programme_code", "question"),
    "support_amount": ("item",),
    "fee_rule": ("rule_id", "kind", "market_code", "scope_en"),
    "programme_rule": ("programme_code", "kind", "condition"),
    "conference_step": ("code",),
    "paper_rule": ("paper", "programme_code", "market_code"),
}
"""Tables with days of validity -> what the rows of one fact share."""

# Any: a row of whatever fact table.
Row = Any


def get_row(table: str, key: str) -> Row:
    """A row of a kept table by its key, held when it is about to change. Raises NotFound."""
    model = kept_tables().get(table)
    row = db.session.get(model, key) if model is not None else None
    if row is None:
        raise NotFound()
    return row


def typed(row: Row, table: str) -> dict[str, str]:
    """The row's editable fields as they would be typed."""
    found = {}
    for field in fields_of(table):
        value = getattr(row, field.name)
        found[field.name] = f"{value.normalize():f}" if isinstance(value, Decimal) else value or ""
    return found


def next_check(row: Row, day: date) -> date:
    """When to look again: as long from now as it was the last time, six months without one."""
    if row.checked_on is None or row.check_again_on is None:
        return add_months(day, MONTHS)
    since: timedelta = row.check_again_on - row.checked_on
    return day + max(since, LEAST)


def _tell() -> None:
    for section in _SECTIONS:
        raise_version(section)


def confirm(table: str, key: str, row: Row, *, by: Actor) -> None:
    """Say that it was looked at today and is still right; once a day is enough.

    ``row``: a fact's own, or the shown version of a text. Raises Invalid without a source.
    """
    if not row.source:
        raise Invalid(_("Without a source nobody can say that it is right. Enter the source."))
    day = today()
    known = sa.select(FactCheck.id).where(
        FactCheck.table_name == table, FactCheck.row_key == key, FactCheck.checked_on == day
    )
    if db.session.scalars(known).first() is not None:
        return
    again = next_check(row, day)
    row.checked_on, row.check_again_on = day, again
    _note(table, key, day, again, by)
    audit.record(by, f"{_audited(table)}.check", _audited(table), key[:24])
    _tell()


def _note(table: str, key: str, day: date, again: date, by: Actor) -> None:
    check = FactCheck(
        table_name=table,
        row_key=key,
        checked_on=day,
        check_again_on=again,
        by=by.user_id,
        by_name=by.shown,
    )
    db.session.add(check)
    db.session.flush()


def _audited(table: str) -> str:
    return table if table == "public_text" else "fact"


def propose(table: str, row: Row, entry: ValueEntry, act_key: str, *, by: Actor) -> FactValue:
    """Enter a new value; nothing changes for the public until somebody else publishes it.

    The same ``act_key`` gives the same value. Raises Conflict while another one waits, Refused
    when nothing differs, or where the day lies before that of the value it follows.
    """
    known = sa.select(FactValue).where(FactValue.act_key == act_key)
    found = db.session.scalars(known).one_or_none()
    if found is not None:
        return found
    key = key_of(row)
    if find_waiting(table, key) is not None:
        raise Conflict(_("A new value waits already. Publish it or drop it first."))
    if dict(entry.words) == typed(row, table) and entry.source == row.source:
        raise Refused("source", _("This is what stands here already. Say that it is still right."))
    _check_day(table, row, entry.valid_from)
    value = FactValue(
        table_name=table,
        row_key=key,
        words=dict(entry.words),
        valid_from=entry.valid_from,
        source=entry.source,
        checked_on=entry.checked_on,
        check_again_on=entry.check_again_on,
        act_key=act_key,
        made_by=by.user_id,
        made_by_name=by.shown,
    )
    db.session.add(value)
    db.session.flush()
    audit.record(by, "fact.propose", "fact", key[:24], fields=[table])
    return value


def _check_day(table: str, row: Row, day: date) -> None:
    first: date | None
    if isinstance(row, ValidMixin):
        first = row.valid_from
        if row.valid_to is not None and day > row.valid_to:
            raise Refused("valid_from", _("This one ended on %(day)s.", day=_day(row.valid_to)))
    else:
        periods = list_values(table, key_of(row))
        first = periods[0].valid_from if periods else None
    if first is not None and day <= first:
        raise Refused("valid_from", _("The value before it holds from %(day)s.", day=_day(first)))


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def publish_value(value: FactValue, *, by: Actor) -> None:
    """Let a value hold from its day on. Raises Conflict for who entered it."""
    if value.published_at is not None:
        return
    if value.made_by == by.user_id:
        raise Conflict(_("Somebody else has to publish what you wrote."))
    value.published_at, value.published_by = now(), by.user_id
    value.published_by_name = by.shown
    db.session.flush()
    audit.record(by, "fact.publish", "fact", value.row_key[:24], fields=[value.table_name])
    row = get_row(value.table_name, value.row_key)
    if isinstance(row, ValidMixin) or (value.valid_from or today()) <= today():
        _apply(value, row)


def drop_value(value: FactValue, *, by: Actor) -> None:
    """Take back a value that does not hold yet."""
    value.dropped_at, value.dropped_by = now(), by.user_id
    db.session.flush()
    audit.record(by, "fact.drop", "fact", value.row_key[:24], fields=[value.table_name])


def apply_ripe(day: date) -> int:
    """For the worker: put published values into their rows when their day has come."""
    ripe = list_ripe(day)
    for value in ripe:
        _apply(value, get_row(value.table_name, value.row_key))
    return len(ripe)


def _apply(value: FactValue, row: Row) -> None:
    if isinstance(row, ValidMixin):
        _follow(value, row)
    else:
        _replace(value, row)
    value.applied_at = now()
    db.session.flush()
    _tell()


def _put(value: FactValue, row: Row) -> None:
    for field in fields_of(value.table_name):
        text = value.words.get(field.name, "")
        setattr(row, field.name, (Decimal(text) if text else None) if field.number else text)
    row.source, row.checked_on = value.source, value.checked_on
    row.check_again_on = value.check_again_on


def _replace(value: FactValue, row: Row) -> None:
    """One row that always says what holds: its periods stand beside it."""
    periods = list_values(value.table_name, value.row_key)
    first = value.valid_from or today()
    if not periods:
        origin = FactValue(
            table_name=value.table_name,
            row_key=value.row_key,
            words=typed(row, value.table_name),
            valid_to=first - ONE_DAY,
            source=row.source,
            checked_on=row.checked_on,
            check_again_on=row.check_again_on,
            act_key=f"before:{value.id}",
            made_by="system",
            applied_at=now() - timedelta(microseconds=1),
        )
        db.session.add(origin)
    else:
        periods[0].valid_to = first - ONE_DAY
    _put(value, row)


def _follow(value: FactValue, row: Row) -> None:
    """A table that knows days: the old row ends, a new one begins."""
    first = value.valid_from or today()
    columns = [column.key for column in sa.inspect(type(row)).columns if column.key != "id"]
    made = type(row)(**{name: getattr(row, name) for name in columns})
    _put(value, made)
    made.valid_from, made.valid_to = first, row.valid_to
    row.valid_to = first - ONE_DAY
    db.session.add(made)
    db.session.flush()
    check = FactCheck(
        table_name=value.table_name,
        row_key=key_of(made),
        checked_on=value.checked_on,
        check_again_on=value.check_again_on,
        by=value.made_by,
        by_name=value.made_by_name,
    )
    db.session.add(check)
