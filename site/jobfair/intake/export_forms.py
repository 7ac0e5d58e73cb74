"""Forms of the lists that go out: which file and why; a second leader's word."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from jobfair.agencies.fields import at_most, needed
from jobfair.forms import Form

FILE_TYPES = {"xlsx": _l("Excel"), "csv": _l("CSV")}


class ExportForm(Form):
    """What kind of file, why, and whether with whole numbers."""

    file_type = RadioField(
        _l("Which file?"), validators=[InputRequired(_l("Choose one of the list."))], default="xlsx"
    )
    whole = BooleanField(_l("With whole phone numbers, dates of birth and identity numbers"))
    why = TextAreaField(
        _l("What is the list for?"),
        validators=[
            needed(_l("Write the reason.")),
            Length(min=10, max=300, message=_l("Between 10 and 300 characters.")),
        ],
    )


def export_form(may_unmask: bool) -> ExportForm:
    """The form; the choice of whole numbers only for whom it may be granted."""
    form = ExportForm()
    form.file_type.choices = {code: str(words) for code, words in FILE_TYPES.items()}
    if not may_unmask:
        del form["whole"]  # type: ignore[no-untyped-call]
    return form


class DecideForm(Form):
    """Agree or refuse, and why."""

    word = RadioField(
        _l("Your decision"), validators=[InputRequired(_l("Choose one of the list."))]
    )
    answer = TextAreaField(_l("Reason"), validators=[Optional(), at_most(300)])


def decide_form() -> DecideForm:
    """The form of the second leader."""
    form = DecideForm()
    form.word.choices = {"agree": _("I agree"), "refuse": _("I refuse")}
    return form
