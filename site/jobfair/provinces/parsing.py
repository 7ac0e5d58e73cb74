"""A row of text into the values of a table's columns, by the columns' own types."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, cast

import sqlalchemy as sa

from jobfair.lib.text import fold
from jobfair.models import Base
from jobfair.models.base import FactMixin, ValidMixin
from jobfair.provinces.reading import Row

Values = dict[str, Any]
"""Column name -> value. Any: the columns' own Python types."""

_YES_NO = {"yes": True, "no": False}
_MARKS = ("V", "K", "U")


def parse(
    row: Row, model: type[Base], also: Collection[str] = (), made: Collection[str] = ()
) -> Values:
    """Give the values of ``row`` for the columns of ``model``.

    ``also`` names columns of the file that the caller reads itself, ``made`` columns of the
    table that the caller makes. Raises PackError for a column that is unknown or missing, a
    value of the wrong kind, a text that is too long, an unknown mark, a text that stands in
    one language only, or dates in the wrong order.
    """
    columns = cast(sa.Table, model.__table__).columns
    for column in columns:
        needed = not column.nullable and column.default is None
        if needed and column.name not in row.cells and column.name not in made:
            raise row.error(f"the column “{column.name}” is missing")
    values: Values = {}
    for name, text in row.cells.items():
        if name in columns:
            values[name] = cell(row, name, text, columns[name])
        elif name not in also:
            raise row.error(f"the column “{name}” is not known")
    _both_languages(row)
    if issubclass(model, FactMixin):
        check_fact(row)
    if issubclass(model, ValidMixin):
        _in_order(row, values.get("valid_from"), values.get("valid_to"), "valid_to")
    return values


def cell(row: Row, name: str, text: str, column: sa.Column[Any]) -> object:
    """Give one cell as the value its column takes. Raises PackError when it cannot."""
    if not text:
        return _empty(row, name, column)
    kind = column.type
    if isinstance(kind, sa.Date):
        return day(row, name, text)
    if isinstance(kind, sa.Boolean):
        if text not in _YES_NO:
            raise row.error(f"“{name}” is “yes” or “no”, not “{text}”")
        return _YES_NO[text]
    if isinstance(kind, sa.Numeric | sa.Integer | sa.Float):
        return _number(row, name, text, kind)
    if isinstance(kind, sa.Enum):
        return _choice(row, name, text, kind)
    limit = getattr(kind, "length", None)
    if limit is not None and len(text) > limit:
        raise row.error(f"“{name}” has {len(text)} characters, at most {limit} fit")
    return text


def day(row: Row, name: str, text: str) -> date:
    """Give the date of yyyy-mm-dd. Raises PackError for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise row.error(f"“{name}” is a date yyyy-mm-dd, not “{text}”") from None


def whole(row: Row, name: str) -> int:
    """Give a cell as a whole number. Raises PackError for anything else."""
    return cast(int, _number(row, name, row[name], sa.Integer()))


def check_fact(row: Row) -> None:
    """Check mark, source and the two dates of a fact. Raises PackError."""
    if row["mark"] not in _MARKS:
        raise row.error(f"“mark” is V, K or U, not “{row['mark']}”")
    if not row["source"]:
        raise row.error("“source” is empty: every fact says where it comes from")
    checked = day(row, "checked_on", row["checked_on"])
    again = day(row, "check_again_on", row["check_again_on"])
    _in_order(row, checked, again, "check_again_on")


def folded(row: Row, limit: int, *texts: str) -> str:
    """Give the search key of several texts. Raises PackError when it does not fit."""
    key = fold(" ".join(texts))
    if len(key) > limit:
        raise row.error(f"the names together are {len(key)} characters, at most {limit} fit")
    return key


def _empty(row: Row, name: str, column: sa.Column[Any]) -> object:
    if column.nullable:
        return None
    if isinstance(column.type, sa.String) and not isinstance(column.type, sa.Enum):
        if column.default is not None:
            return ""
    elif column.default is not None and column.default.is_scalar:
        return cast(sa.ColumnDefault, column.default).arg
    raise row.error(f"“{name}” is empty")


def _number(row: Row, name: str, text: str, kind: object) -> object:
    try:
        if isinstance(kind, sa.Integer):
            return int(text)
        if isinstance(kind, sa.Float):
            return float(text)
        number = Decimal(text)
        if not number.is_finite():
            raise InvalidOperation
    except (ValueError, InvalidOperation):
        raise row.error(f"“{name}” is a number, not “{text}”") from None
    scale = getattr(kind, "scale", None)
    if scale is not None and number != round(number, scale):
        raise row.error(f"“{name}” has at most {scale} decimals, not “{text}”")
    return number


def _choice(row: Row, name: str, text: str, kind: sa.Enum) -> StrEnum:
    choices = cast(type[StrEnum], kind.enum_class)
    try:
        return choices(text)
    except ValueError:
        known = ", ".join(choices)
        raise row.error(f"“{name}” is one of {known}, not “{text}”") from None


def _both_languages(row: Row) -> None:
    for name, text in row.cells.items():
        other = f"{name[:-3]}_en"
        if name.endswith("_vi") and other in row.cells and bool(text) != bool(row.cells[other]):
            raise row.error(f"“{name}” and “{other}” are both filled in or both empty")


def _in_order(row: Row, first: date | None, last: date | None, name: str) -> None:
    if first is not None and last is not None and last < first:
        raise row.error(f"“{name}” is before the date it follows")
