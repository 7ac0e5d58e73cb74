"""The form of a member of the household: shape only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, ValidationError
from wtforms.validators import InputRequired, Optional

from jobfair.agencies.fields import LineField, NumberField
from jobfair.cases.move_forms import options
from jobfair.forms import Form
from jobfair.lib.phones import PhoneError, parse_phone, show_phone
from jobfair.models import HouseholdMember
from jobfair.papers.household import RELATIONS, MemberData

_CHOOSE = _l("Choose one of the list.")


class MemberForm(Form):
    """Name, relation, year, phone, and what part the member has."""

    name = LineField(_l("Full name"), 100, required=True)
    relation = SelectField(
        _l("Relation to the worker"),
        choices=options(RELATIONS.items(), _l("Choose")),
        validators=[InputRequired(_CHOOSE)],
        invalid_choice_message=_CHOOSE,
    )
    birth_year = NumberField(_l("Year of birth"), [Optional()], least=1900, most=2100)
    phone = LineField(_l("Phone number"), 40)
    call_first = BooleanField(_l("Call this person first"))
    decides = BooleanField(_l("Has the last word in the family"))
    e164: str = ""

    def validate_phone(self, field: LineField) -> None:
        """A number that can be called, where one is given."""
        try:
            self.e164 = parse_phone(field.data).e164 if field.data else ""
        except PhoneError as error:
            raise ValidationError(_l("Check the number, digit by digit.")) from error

    def start_with(self, row: HouseholdMember) -> None:
        """Fill in what is recorded, before anything was typed."""
        self.name.data, self.relation.data = row.name, row.relation
        self.birth_year.data = row.birth_year
        self.phone.data = show_phone(row.phone) if row.phone else ""
        self.call_first.data, self.decides.data = row.call_first, row.decides

    def data_of(self) -> MemberData:
        """What was typed."""
        return MemberData(
            name=self.name.data,
            relation=str(self.relation.data or ""),
            birth_year=int(self.birth_year.data) if self.birth_year.data else None,
            phone=self.e164,
            call_first=bool(self.call_first.data),
            decides=bool(self.decides.data),
        )
