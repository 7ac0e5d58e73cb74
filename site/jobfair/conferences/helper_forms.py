"""The form that names a helper at the door."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from jobfair.forms import Form
from jobfair.lib.phones import PhoneError, parse_phone

TOO_LONG = _l("This is too long.")


class HelperForm(Form):
    """Who helps, and the user name to sign in with: her phone number is easy to keep in mind."""

    full_name = StringField(
        _l("Full name"),
        [InputRequired(_l("Type the full name.")), Length(max=120, message=TOO_LONG)],
    )
    username = StringField(
        _l("Phone number or user name"),
        [
            InputRequired(_l("Type a phone number or a user name.")),
            Length(max=60, message=TOO_LONG),
        ],
    )

    def sign_in_name(self) -> str:
        """The user name: a phone number as ten digits, whatever its spaces, else as typed."""
        typed = self.username.data or ""
        try:
            return "0" + parse_phone(typed).e164.removeprefix("+84")
        except PhoneError:
            return typed
