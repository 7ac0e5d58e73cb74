"""Forms of the records, papers, payments, consents and notes of a case: shape only."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from jobfair.access import Actor
from jobfair.agencies.fields import DayField, LineField, NumberField, at_most, needed
from jobfair.agencies.queries import list_public_bodies
from jobfair.agencies.rules import licence_status
from jobfair.cases.consents import AT_THE_DESK, WAYS
from jobfair.cases.identity import HOUSEHOLDS, IdentityData
from jobfair.cases.move_forms import SeenForm, options
from jobfair.cases.next_steps import NEXT_STEPS
from jobfair.cases.owners import standing_of
from jobfair.cases.paper_kinds import PAPER_STATES, PaperKind
from jobfair.cases.queries import list_ethnic_groups
from jobfair.cases.record_kinds import RecordKind
from jobfair.cases.records import PaperData, RecordData
from jobfair.cases.words import PHONE_OWNER_LABELS, PURPOSE_LABELS
from jobfair.errors import Invalid
from jobfair.forms import Form
from jobfair.lib.clock import today
from jobfair.lib.national_id import NationalIdError, parse_national_id
from jobfair.lib.phones import Phone, PhoneError, parse_phone
from jobfair.models import CaseFile, Paper

_CHOOSE = _l("Choose one of the list.")


class RecordForm(Form):
    """A dated record."""

    on_date = DayField(_l("Day"), [needed()])
    number = LineField(_l("Number"), 60)
    text = TextAreaField(_l("Text"), validators=[Optional(), at_most(500)])
    at_head_office = BooleanField(_l("Done at the head office"))

    def data_of(self) -> RecordData:
        """What was typed."""
        return RecordData(
            on_date=self.on_date.data or today(),
            number=str(self.number.data or "") if "number" in self else "",
            text=str(self.text.data or "") if "text" in self else "",
            at_head_office=bool(self.at_head_office.data) if "at_head_office" in self else False,
        )


class WordyRecordForm(RecordForm):
    """A dated record whose text may not be empty."""

    text = TextAreaField(_l("Text"), validators=[needed(), at_most(500)])


def record_form(words: RecordKind) -> RecordForm:
    """The form of one kind, with that kind's words."""
    form = WordyRecordForm() if words.text_needed else RecordForm()
    for name, label in (("number", words.number), ("text", words.text)):
        if label:
            form[name].label.text = str(label)
        else:
            del form[name]  # type: ignore[no-untyped-call]
    if not words.head_office:
        del form["at_head_office"]  # type: ignore[no-untyped-call]
    if not form.is_submitted():
        form.on_date.data = today()
    return form


class PaperForm(Form):
    """A paper of a person."""

    state = RadioField(
        _l("State"), choices=options(PAPER_STATES.items()), validators=[InputRequired(_CHOOSE)]
    )
    asked_on = DayField(_l("Applied for on"), [Optional()])
    expected_on = DayField(_l("Expected on"), [Optional()])
    issued_on = DayField(_l("Issued on"), [Optional()])
    valid_to = DayField(_l("Valid until"), [Optional()])
    number = LineField(_l("Number"), 40)

    def data_of(self) -> PaperData:
        """What was typed."""
        return PaperData(
            state=str(self.state.data),
            issued_on=self.issued_on.data,
            valid_to=self.valid_to.data if "valid_to" in self else None,
            number=str(self.number.data or "") if "number" in self else "",
            asked_on=self.asked_on.data,
            expected_on=self.expected_on.data,
        )


def paper_form(words: PaperKind, held: Paper | None) -> PaperForm:
    """The form of one kind of paper, with what is recorded already but for the number."""
    form = PaperForm()
    if not words.expires:
        del form["valid_to"]  # type: ignore[no-untyped-call]
    if not words.number:
        del form["number"]  # type: ignore[no-untyped-call]
    if held is not None and not form.is_submitted():
        form.state.data, form.issued_on.data = held.state, held.issued_on
        form.asked_on.data, form.expected_on.data = held.asked_on, held.expected_on
        if "valid_to" in form:
            form.valid_to.data = held.valid_to
    return form


class IdentityForm(Form):
    """The full form at the desk."""

    birth_date = DayField(_l("Date of birth"), [needed()])
    sex = RadioField(
        _l("Sex"),
        choices=options([("F", _l("Female")), ("M", _l("Male"))]),
        validators=[Optional()],
    )
    national_id = LineField(_l("Identity number"), 20)
    identity_seen = BooleanField(_l("I have seen the identity card"))
    ethnic_group = SelectField(_l("Ethnic group"), choices=[], validators=[Optional()])
    household = SelectField(
        _l("Household"),
        choices=options(HOUSEHOLDS.items(), _l("Not asked")),
        validators=[Optional()],
        invalid_choice_message=_CHOOSE,
    )
    certificate = LineField(_l("Number of the certificate"), 60)
    year = NumberField(_l("Year of the certificate"), [Optional()], least=2000, most=2100)

    def validate_national_id(self, field: LineField) -> None:
        """Twelve digits, where one is given."""
        try:
            if field.data:
                parse_national_id(field.data)
        except NationalIdError:
            raise ValidationError(_l("The identity number has 12 digits.")) from None

    def data_of(self) -> IdentityData:
        """What was typed."""
        flags = "ethnic_group" in self
        return IdentityData(
            birth_date=self.birth_date.data,
            sex=str(self.sex.data or ""),
            national_id=str(self.national_id.data or ""),
            identity_seen=bool(self.identity_seen.data),
            ethnic_group=str(self.ethnic_group.data or "") if flags else "",
            household=str(self.household.data or "") if flags else "",
            certificate=str(self.certificate.data or "") if flags else "",
            year=int(self.year.data or 0) if flags else 0,
        )


def identity_form(case: CaseFile, actor: Actor) -> IdentityForm:
    """The form with what is known and not hidden; household only for the commune's officer."""
    form = IdentityForm()
    if "O" in standing_of(actor, case).letters:
        groups = [(row.code, row.name) for row in list_ethnic_groups()]
        form.ethnic_group.choices = options(groups, _("Not asked"))
    else:
        for name in ("ethnic_group", "household", "certificate", "year"):
            del form[name]  # type: ignore[no-untyped-call]
    if not form.is_submitted():
        person = case.person
        form.birth_date.data, form.sex.data = person.birth_date, person.sex or None
        form.identity_seen.data = person.identity_seen_on is not None
    return form


class PhoneForm(Form):
    """A number at which the person is reached."""

    phone = LineField(_l("Phone number"), 40, required=True)
    owner = RadioField(
        _l("Whose number is it?"),
        choices=options(PHONE_OWNER_LABELS.items()),
        validators=[InputRequired(_CHOOSE)],
    )
    note = LineField(_l("Name and relation"), 80)
    parsed: Phone | None = None

    @property
    def number(self) -> Phone:
        """The number that was read. Raises Invalid before the form was validated."""
        if self.parsed is None:
            raise Invalid()
        return self.parsed

    def validate_phone(self, field: LineField) -> None:
        """A number that can be dialled."""
        try:
            self.parsed = parse_phone(field.data)
        except PhoneError:
            raise ValidationError(_l("Check the number, digit by digit.")) from None


class ConsentForm(Form):
    """A consent given or taken back before an officer."""

    purpose = RadioField(_l("What for"), choices=[], validators=[InputRequired(_CHOOSE)])
    body_id = SelectField(
        _l("Sending body, when it is for one"),
        choices=[],
        validators=[Optional()],
        invalid_choice_message=_CHOOSE,
    )
    given = RadioField(
        _l("The worker"),
        choices=options([("y", _l("Agrees")), ("n", _l("Takes it back"))]),
        validators=[InputRequired(_CHOOSE)],
    )
    how = RadioField(_l("How"), choices=options(WAYS.items()), validators=[InputRequired(_CHOOSE)])
    note = LineField(_l("Witness or note"), 160)


def consent_form() -> ConsentForm:
    """The form with the purposes that staff may record and the bodies in force."""
    form = ConsentForm()
    form.purpose.choices = options((str(p), PURPOSE_LABELS[p]) for p in AT_THE_DESK)
    bodies = [b for b in list_public_bodies() if licence_status(b, today()).in_force]
    form.body_id.choices = options(((b.id, b.name) for b in bodies), _("No body"))
    return form


class NoteForm(SeenForm):
    """A note, and what comes next."""

    note = TextAreaField(_l("Note"), validators=[needed(), at_most(500)])
    next_step = SelectField(
        _l("What comes next"),
        choices=options(((c, s.label) for c, s in NEXT_STEPS.items()), _l("As before")),
        validators=[Optional()],
        invalid_choice_message=_CHOOSE,
    )
    next_on = DayField(_l("On"), [Optional()])

    def start_with(self, case: CaseFile) -> None:
        """Remember the version that is seen; fill nothing in over what was typed."""
        if not self.is_submitted():
            self.version.data = str(case.version)


class RevealForm(Form):
    """Why a hidden field is read."""

    why = TextAreaField(
        _l("Why do you need it?"),
        validators=[
            needed(_l("Write the reason.")),
            Length(min=10, max=300, message=_l("Between 10 and 300 characters.")),
        ],
    )
