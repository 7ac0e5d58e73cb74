"""The form of one step: only the fields that this step asks for."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from jobfair.agencies.fields import DayField, LineField, NumberField, at_most, needed
from jobfair.cases.asking import GROUPS
from jobfair.cases.ground import MoveData
from jobfair.forms import Form

CURRENCIES: Final = (
    *("JPY", "KRW", "TWD", "CNY", "LAK", "MYR", "USD", "EUR", "RON", "HUF", "PLN", "RUB"),
    *("AUD", "SAR", "AED", "VND"),
)
"""Currencies of the countries of the register (ISO 4217)."""

_CHOOSE = _l("Choose one of the list.")


# Any: texts may be lazy.
def options(pairs: Iterable[tuple[str, Any]], none: Any = None) -> list[SelectChoice]:
    """Choices of a field from (code, words); ``none``: the words of an empty first one."""
    first = [SelectChoice("", none)] if none is not None else []
    return first + [SelectChoice(code, words) for code, words in pairs]


class _Choice(SelectField):
    """A select box whose choices are set for each page."""

    # Any: WTForms' own signature.
    def __init__(self, label: object, *, required: bool = True, **kwargs: Any) -> None:
        first = InputRequired(_CHOOSE) if required else Optional()
        super().__init__(  # type: ignore[no-untyped-call]
            label, [first], choices=[], invalid_choice_message=_CHOOSE, **kwargs
        )


class SeenForm(Form):
    """A form that knows at which version of the case it was opened."""

    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """The version of the case when the page was opened; 0 when it is no number."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and text.isascii() and len(text) < 9 else 0

    def text(self, name: str) -> str:
        """A field's text, '' when this form does not ask for it."""
        return str(self[name].data or "") if name in self._fields else ""


class ReasonForm(SeenForm):
    """An act with a coded reason and a note."""

    reason = _Choice(_l("Reason"))
    note = TextAreaField(_l("Note"), validators=[Optional(), at_most(500)])


class MoveForm(ReasonForm):
    """Every field a step may ask for; ``keep`` leaves those that this one does."""

    to = HiddenField()
    start = HiddenField()
    body_id = _Choice(_l("Sending body"))
    order_id = _Choice(_l("Job order"), required=False)
    programme_code = _Choice(_l("Programme, when no job order is named"), required=False)
    selected_on = DayField(_l("Day of selection"), [needed()])
    contract_no = LineField(_l("Number of the contract"), 60, required=True)
    contract_on = DayField(_l("Signed on"), [needed()])
    contract_months = NumberField(_l("Length"), [needed()], least=1, most=120)
    wage = NumberField(_l("Basic wage a month"), [needed()], least=1, most=10**9, places=2)
    currency = _Choice(_l("Currency"))
    rate = NumberField(_l("Đồng for one unit"), [needed()], most=10**6, places=4)
    head_office = BooleanField(_l("Signed at the head office"))
    exit_on = DayField(_l("Day of exit"), [needed()])
    employer = LineField(_l("Employer"), 160, required=True)
    evidence = _Choice(_l("Proof of the exit"))
    evidence_ref = LineField(_l("Number or flight"), 120)
    end_on = DayField(_l("Last day of the contract"), [needed()])
    entry_on = DayField(_l("Day of coming home"), [needed()])
    document_ref = LineField(_l("Number of the sending body's document"), 120, required=True)

    def keep(self, groups: tuple[str, ...], *, reason: bool, document: bool) -> None:
        """Take away every field that the step does not ask for."""
        wanted = {name for group in groups for name in GROUPS[group]}
        if reason:
            wanted.add("reason")
        if document:
            wanted.add("document_ref")
        asked = {name for names in GROUPS.values() for name in names}
        for name in (asked | {"reason", "document_ref"}) - wanted:
            del self[name]  # type: ignore[no-untyped-call]

    def move_data(self) -> MoveData:
        """What was typed, for the rule."""
        # Any: each field has its own type; MoveData names them.
        typed: dict[str, Any] = {}
        for name in {name for names in GROUPS.values() for name in names} & set(self._fields):
            value = self[name].data
            if value not in (None, ""):
                typed[name] = Decimal(value) if name in ("wage", "rate") else value
        return MoveData(**typed)
