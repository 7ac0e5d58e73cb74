"""What somebody outside types: a complaint, what opens it, what is added to it."""

from __future__ import annotations

from typing import Any, cast

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, MultipleFileField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Optional

from jobfair.agencies.fields import LineField, at_most, choices_of
from jobfair.complaints.words import ABOUTS
from jobfair.forms import Form
from jobfair.registration.fields import read_phone

NO_CHOICE = _l("Choose one of the list.")
LONGEST_TEXT = 4000


def written(message: object = None) -> DataRequired:
    """Something must stand there; spaces are nothing."""
    return DataRequired(cast("str", message or _l("Fill this in.")))


class ComplaintForm(Form):
    """A complaint. Only what it is about and what happened are asked of everybody."""

    about = RadioField(
        _l("What it is about"),
        choices=choices_of({about.value: words for about, words in ABOUTS.items()}),
        validators=[InputRequired(NO_CHOICE)],
        invalid_choice_message=cast("str", NO_CHOICE),
    )
    company = HiddenField()
    body_name = LineField(_l("Name of the company or page"), 160)
    numbers = TextAreaField(
        _l("Their phone, account or web address"), validators=[Optional(), at_most(600)]
    )
    text = TextAreaField(
        _l("What happened?"),
        validators=[written(_l("Write what happened, a few words.")), at_most(LONGEST_TEXT)],
    )
    phone = StringField(_l("Your phone number"), validators=[Optional(), at_most(60)])
    name = LineField(_l("Your name"), 100)
    e164 = ""

    def validate_phone(self, field: StringField) -> None:
        """A number as people write it; none is fine."""
        if (field.data or "").strip():
            self.e164 = read_phone(field).e164


class FollowForm(Form):
    """Number and phone or code. Without a token: every failure is the same bytes."""

    class Meta(Form.Meta):
        """Looking up changes nothing."""

        csrf = False

    number = StringField(_l("Report number"))
    proof = StringField(_l("Your phone number, or the follow code"))


class ReplyForm(Form):
    """More words of who wrote it."""

    text = TextAreaField(_l("Add something"), [written(), at_most(LONGEST_TEXT)])


class PicturesForm(Form):
    """Pictures: of messages, of a receipt."""

    pictures = MultipleFileField(_l("Pictures"))

    def chosen(self) -> list[FileStorage]:
        """The files that were chosen; browsers send one without a name for none."""
        files = [file for file in self.pictures.data or () if isinstance(file, FileStorage)]
        return [file for file in files if file.filename]

    def add_error(self, sentence: Any) -> None:
        """Say at the field what is wrong."""
        self.pictures.errors = (*self.pictures.errors, sentence)
