"""Which fields of a fact staff may give a new value, and the form for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, cast

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Optional

from jobfair.accounts.audit_fields import learn
from jobfair.agencies.fields import DayField, LineField, NumberField, at_most, needed
from jobfair.content.days import ChecksDays
from jobfair.forms import Form
from jobfair.lib.clock import add_months, today

MOST = 2000


@dataclass(frozen=True)
class Editable:
    """A field of a fact table: its words, and whether it is a number."""

    name: str
    label: Any  # a lazy text
    number: bool = False
    required: bool = False
    longest: int = MOST


def _both(
    name: str, vi: Any, en: Any, *, required: bool = True, longest: int = MOST
) -> tuple[Editable, Editable]:
    return (
        Editable(f"{name}_vi", vi, required=required, longest=longest),
        Editable(f"{name}_en", en, longest=longest),
    )


_FIELDS: Final[dict[str, tuple[Editable, ...]]] = {
    "guide_text": (
        *_both(
            "title",
            _l("Heading in Vietnamese"),
            _l("Heading in English"),
            required=False,
            longest=160,
        ),
        *_both("text", _l("Words in Vietnamese"), _l("Words in English"), required=False),
        Editable("tel", _l("Phone number as it is dialled"), longest=20),
    ),
    "programme_need": _both("text", _l("Words in Vietnamese"), _l("Words in English")),
    "conference_step": _both(
        "text", _l("Words in Vietnamese"), _l("Words in English"), longest=160
    ),
    "programme": (
        Editable("income_min_million", _l("Pay a month, from (million đồng)"), number=True),
        Editable("income_max_million", _l("Pay a month, to (million đồng)"), number=True),
        *_both("income", _l("Pay in words, Vietnamese"), _l("Pay in words, English")),
        *_both("cost", _l("Cost in words, Vietnamese"), _l("Cost in words, English")),
        *_both(
            "employer_pays",
            _l("What the employer pays, Vietnamese"),
            _l("What the employer pays, English"),
            required=False,
        ),
    ),
    "statistic": (
        Editable("value", _l("Figure"), number=True, required=True),
        *_both("note", _l("Note, Vietnamese"), _l("Note, English"), required=False),
    ),
    "support_amount": (
        *_both("amount", _l("Amount in words, Vietnamese"), _l("Amount in words, English")),
        Editable("most", _l("At most (đồng, or working days)"), number=True),
    ),
    "fee_rule": (
        Editable("per_12m", _l("For each 12 months"), number=True),
        Editable("max_total", _l("At most in all"), number=True),
        *_both("note", _l("Note, Vietnamese"), _l("Note, English"), required=False),
    ),
}
"""Table -> its editable fields; of the others only the source and the days are."""


def fields_of(table: str) -> tuple[Editable, ...]:
    """The editable fields of a fact table, in the order of the form."""
    return _FIELDS.get(table, ())


for _table in _FIELDS.values():
    learn((field.name, field.label) for field in _table)


@dataclass(frozen=True)
class ValueEntry:
    """What is entered of a fact: its fields as typed, from which day, where it was read."""

    words: Mapping[str, str]
    valid_from: date
    source: str
    checked_on: date
    check_again_on: date


class ValueForm(ChecksDays, Form):
    """A new value: since when, from where; the fields of the fact come before them."""

    valid_from = DayField(_l("Holds from"), [needed()])
    source = LineField(_l("Source"), 1000, required=True)
    checked_on = DayField(_l("Checked on"), [needed()])
    check_again_on = DayField(_l("Check again on"), [needed()])
    names: Sequence[str] = ()

    def words(self) -> dict[str, str]:
        """The fact's fields as they are kept: numbers without signs of thousands."""
        found = {}
        for name in self.names:
            value = self[name].data
            number = isinstance(value, Decimal)
            found[name] = f"{value.normalize():f}" if number else str(value or "")
        return found

    def entry(self) -> ValueEntry:
        """What was entered."""
        return ValueEntry(
            self.words(),
            cast("date", self.valid_from.data),
            self.source.data,
            cast("date", self.checked_on.data),
            cast("date", self.check_again_on.data),
        )


def _control(field: Editable) -> Any:
    first = needed() if field.required else Optional()
    if field.number:
        return NumberField(field.label, [first], places=2)
    return TextAreaField(field.label, [first, at_most(field.longest)])


def value_form(table: str, row: Any) -> ValueForm:
    """The form for a fact, filled with what stands there."""
    fields = fields_of(table)
    controls = {field.name: _control(field) for field in fields}
    kind = type("FactForm", (ValueForm,), {**controls, "names": tuple(controls)})
    day = today()
    given = {name: getattr(row, name) for name in controls}
    form: ValueForm = kind(
        data={
            **given,
            "valid_from": day,
            "source": row.source,
            "checked_on": day,
            "check_again_on": add_months(day, 6),
        }
    )
    return form
