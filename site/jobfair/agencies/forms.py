"""What staff enter of sending bodies: shape only, the rules check the world."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import Optional

from jobfair.accounts.audit_fields import learn_form
from jobfair.agencies.attempts import VersionedForm
from jobfair.agencies.branches import BranchEntry
from jobfair.agencies.contacts import ContactKind
from jobfair.agencies.fields import DayField, LineField, at_most, choices_of, needed
from jobfair.agencies.history import ContactEntry, EndingDocument, LicenceEntry
from jobfair.agencies.register import BodyEntry, FirstGrant, default_check_again
from jobfair.agencies.words import BODY_KINDS, CONTACT_NAMES, LICENCE_KINDS, Names, market_name
from jobfair.forms import Form
from jobfair.lib.clock import today
from jobfair.models import BodyKind, LicenceKind, SendingBody

_NO_CHOICE = _l("Choose one of the list.")


class BodyForm(VersionedForm):
    """A sending body."""

    kind = SelectField(
        _l("Kind"),
        choices=choices_of({kind.value: text for kind, text in BODY_KINDS.items()}),
        invalid_choice_message=_NO_CHOICE,
    )
    name = LineField(_l("Full name"), 200, required=True)
    short_name = LineField(_l("Short name"), 80)
    name_en = LineField(_l("Name in English"), 200)
    licence_number = LineField(_l("Licence number"), 40)
    tax_code = LineField(_l("Enterprise code"), 14)
    head_office = LineField(_l("Head office"), 240)
    website = LineField(_l("Website"), 160)
    source = LineField(_l("Source"), 300, required=True)
    checked_on = DayField(_l("Checked on"), [needed()])
    check_again_on = DayField(_l("Check again on"), [Optional()])

    def validate(self, extra_validators: dict[str, Any] | None = None) -> bool:
        """Beside the fields: shape of the enterprise code and of the web address."""
        valid = super().validate(extra_validators)
        code = str(self.tax_code.data or "").replace("-", "")
        if code and not (code.isdecimal() and code.isascii() and len(code) in (10, 13)):
            self.tax_code.errors = (_l("The enterprise code has 10 or 13 digits."),)
            valid = False
        site = str(self.website.data or "")
        if site and not site.startswith(("http://", "https://")):
            self.website.data = f"https://{site}"
        return valid

    def entry(self) -> BodyEntry:
        """What was entered."""
        return BodyEntry(
            kind=BodyKind(self.kind.data),
            name=self.name.data,
            short_name=self.short_name.data or "",
            name_en=self.name_en.data or "",
            tax_code=self.tax_code.data or "",
            licence_number=self.licence_number.data or "",
            head_office=self.head_office.data or "",
            website=self.website.data or "",
            source=self.source.data,
            checked_on=cast("date", self.checked_on.data),
            check_again_on=self.check_again_on.data,
        )


class NewBodyForm(BodyForm):
    """A new body with the document it begins with."""

    document_no = LineField(_l("Document number"), 60)
    document_on = DayField(_l("Document of"), [Optional()])
    from_day = DayField(_l("In force from"), [Optional()])
    until_day = DayField(_l("In force until"), [Optional()])

    def validate(self, extra_validators: dict[str, Any] | None = None) -> bool:
        """A document without its day, or days in the wrong order, are refused."""
        valid = super().validate(extra_validators)
        number, day = self.document_no.data, self.document_on.data
        if bool(number) != bool(day) and not self.document_on.errors:
            missing = self.document_on if number else self.document_no
            missing.errors = (_l("Number and day of the document belong together."),)
            valid = False
        first, last = self.from_day.data or day, self.until_day.data
        if first and last and last < first:
            self.until_day.errors = (_l("The last day comes after the first day."),)
            valid = False
        return valid

    def grant(self) -> FirstGrant | None:
        """The first document, or None."""
        if not self.document_no.data or self.document_on.data is None:
            return None
        first = self.from_day.data or self.document_on.data
        return FirstGrant(self.document_no.data, self.document_on.data, first, self.until_day.data)


def new_body_form() -> NewBodyForm:
    """The form of a new body with today's dates."""
    return NewBodyForm(checked_on=today(), check_again_on=default_check_again())


class LicenceForm(Form):
    """One document of the licence history."""

    kind = SelectField(_l("What the document says"), invalid_choice_message=_NO_CHOICE)
    market_code = SelectField(_l("Market"), invalid_choice_message=_NO_CHOICE)
    document_no = LineField(_l("Document number"), 60, required=True)
    document_on = DayField(_l("Document of"), [needed()])
    from_day = DayField(_l("From"), [needed()])
    until_day = DayField(_l("Until"), [Optional()])
    note = TextAreaField(_l("Note"), [Optional(), at_most(500)])
    source = LineField(_l("Source"), 300, required=True)

    def offer(self, kinds: Iterable[LicenceKind], markets: Names) -> None:
        """Set what may be chosen."""
        self.kind.choices = choices_of({kind.value: LICENCE_KINDS[kind] for kind in kinds})
        named = {code: market_name(markets, code) for code in markets}
        self.market_code.choices = choices_of({"": _l("Every market"), **named})

    def entry(self) -> LicenceEntry:
        """What was entered."""
        return LicenceEntry(
            kind=LicenceKind(self.kind.data),
            market_code=self.market_code.data or None,
            from_day=cast("date", self.from_day.data),
            until_day=self.until_day.data,
            document_no=self.document_no.data,
            document_on=cast("date", self.document_on.data),
            note=self.note.data or "",
            source=self.source.data,
            checked_on=today(),
        )


class SuspensionEndForm(Form):
    """When a suspension ends and by which document."""

    last_day = DayField(_l("Last day of the suspension"), [needed()])
    document_no = LineField(_l("Document number"), 60, required=True)
    document_on = DayField(_l("Document of"), [needed()])

    def document(self) -> EndingDocument:
        """What was entered."""
        return EndingDocument(
            cast("date", self.last_day.data),
            self.document_no.data,
            cast("date", self.document_on.data),
        )


class ContactForm(Form):
    """A phone, an account, a web address that is really the body's."""

    kind = SelectField(
        _l("Kind"), choices=choices_of(CONTACT_NAMES), invalid_choice_message=_NO_CHOICE
    )
    value = LineField(_l("Number or address"), 160, required=True)
    from_day = DayField(_l("Valid from"), [needed()])
    source = LineField(_l("Source"), 300, required=True)

    def entry(self) -> ContactEntry:
        """What was entered."""
        kind = cast("ContactKind", self.kind.data)
        day = cast("date", self.from_day.data)
        return ContactEntry(kind, self.value.data, day, self.source.data)


class IntroductionForm(Form):
    """The province's decision to introduce the body."""

    decision_no = LineField(_l("Decision number"), 60, required=True)
    from_day = DayField(_l("From"), [needed()])
    until_day = DayField(_l("Until"), [Optional()])

    def entry(self) -> tuple[str, date, date | None]:
        """Number, first and last day."""
        return self.decision_no.data, cast("date", self.from_day.data), self.until_day.data


class BranchForm(Form):
    """A branch and the decision that gave it its task."""

    name = LineField(_l("Name of the branch"), 200, required=True)
    address = LineField(_l("Address"), 240, required=True)
    phone = LineField(_l("Phone"), 40)
    decision_no = LineField(_l("Decision number"), 60, required=True)
    from_day = DayField(_l("From"), [needed()])
    until_day = DayField(_l("Until"), [Optional()])
    source = LineField(_l("Source"), 300, required=True)

    def entry(self) -> BranchEntry:
        """What was entered."""
        return BranchEntry(
            name=self.name.data,
            address=self.address.data,
            phone=self.phone.data or "",
            decision_no=self.decision_no.data,
            from_day=cast("date", self.from_day.data),
            until_day=self.until_day.data,
            source=self.source.data,
        )


def body_form(body: SendingBody) -> BodyForm:
    """The form filled with what stands at a body."""
    return BodyForm(obj=body, kind=body.kind.value)


learn_form(BodyForm)
