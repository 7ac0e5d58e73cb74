"""Forms of sign-in, the own account and administration."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import EqualTo, InputRequired, Length, Optional, ValidationError

from jobfair.accounts import queries
from jobfair.accounts.labels import GIVEN_BY_ADMIN, OFFICE_KIND_NAMES
from jobfair.accounts.passwords import LONGEST
from jobfair.forms import Form
from jobfair.lib.phones import PhoneError, parse_phone
from jobfair.models import OfficeKind

TOO_LONG = _l("This is too long.")


class SignInForm(Form):
    """User name and password."""

    username = StringField(
        _l("User name"),
        [InputRequired(_l("Type your user name.")), Length(max=60, message=TOO_LONG)],
    )
    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Type your password.")), Length(max=LONGEST, message=TOO_LONG)],
    )


class CodeForm(Form):
    """A code of the phone or of the printed paper."""

    code = StringField(
        _l("Code"), [InputRequired(_l("Type the code.")), Length(max=30, message=TOO_LONG)]
    )


class NewPasswordForm(Form):
    """A password chosen by its owner, typed twice."""

    new = PasswordField(
        _l("New password"),
        [InputRequired(_l("Type a new password.")), Length(max=LONGEST, message=TOO_LONG)],
    )
    again = PasswordField(
        _l("The new password once more"),
        [
            InputRequired(_l("Type the new password once more.")),
            EqualTo("new", _l("The two are different. Type both again.")),
        ],
    )


class ChangePasswordForm(NewPasswordForm):
    """As ``NewPasswordForm``, with the present password."""

    current = PasswordField(
        _l("Present password"),
        [InputRequired(_l("Type your present password.")), Length(max=LONGEST, message=TOO_LONG)],
    )


class ReasonForm(Form):
    """Why an account is changed; it stands in the audit log."""

    reason = TextAreaField(
        _l("Reason"),
        [
            InputRequired(_l("Say why; the audit log keeps it.")),
            Length(min=5, max=300, message=_l("Write 5 to 300 characters.")),
        ],
    )


def _role() -> SelectField:
    return SelectField(_l("Role"), [InputRequired(_l("Choose a role."))])


def _office() -> SelectField:
    return SelectField(_l("Office"), [InputRequired(_l("Choose an office."))])


class GrantForm(Form):
    """A role at an office."""

    role = _role()
    office = _office()

    def fill_choices(self) -> None:
        """Offer the roles and, by kind, the offices there are."""
        nothing = ("", str(_l("Choose")))
        roles = ((str(role), name) for role, name in GIVEN_BY_ADMIN.items())
        self.role.choices = [nothing, *roles]
        groups: dict[str, list[tuple[str, str]]] = {"–": [nothing]}
        for kind, name in OFFICE_KIND_NAMES.items():
            offices = queries.list_offices(kind=str(kind))[0]
            if offices:
                groups[str(name)] = [(office.id, office.name) for office in offices]
        self.office.choices = groups


class UserForm(GrantForm):
    """A new account with its first role."""

    full_name = StringField(
        _l("Full name"),
        [InputRequired(_l("Type the full name.")), Length(max=120, message=TOO_LONG)],
    )
    username = StringField(
        _l("User name"),
        [InputRequired(_l("Type a user name.")), Length(max=60, message=TOO_LONG)],
    )
    phone = StringField(_l("Work phone"), [Optional(), Length(max=30, message=TOO_LONG)])
    role = _role()  # again: what is wrong is listed in the order of the page
    office = _office()

    def validate_phone(self, field: StringField) -> None:
        """A phone that can be read."""
        try:
            parse_phone(field.data)
        except PhoneError as wrong:
            raise ValidationError(_l("This does not look like a phone number.")) from wrong

    def e164(self) -> str:
        """The phone as it is stored, an empty text without one."""
        return parse_phone(self.phone.data).e164 if self.phone.data else ""


class OfficeForm(Form):
    """An office that no province pack brings."""

    kind = SelectField(_l("Kind"), [InputRequired(_l("Choose a kind."))])
    name = StringField(
        _l("Name"), [InputRequired(_l("Type the name.")), Length(max=160, message=TOO_LONG)]
    )
    body = SelectField(_l("Sending body"))

    def fill_choices(self) -> None:
        """Offer every kind but the commune's, and the bodies without an office."""
        self.kind.choices = [
            (str(kind), name)
            for kind, name in OFFICE_KIND_NAMES.items()
            if kind is not OfficeKind.COMMUNE
        ]
        bodies = queries.list_bodies_without_office()
        self.body.choices = [("", _l("None")), *((body.id, body.name) for body in bodies)]

    def validate_body(self, field: SelectField) -> None:
        """The office of a sending body names it, another office does not."""
        if (self.kind.data == OfficeKind.BODY) != bool(field.data):
            raise ValidationError(_l("Choose the body for its own office, for others none."))
