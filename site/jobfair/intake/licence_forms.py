"""The form of the ministry's list: a file, or the rows as they were copied."""

from __future__ import annotations

from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.widgets import TextArea

from jobfair.intake.forms import SendForm

MOST_PASTED: Final = 150_000
"""Characters: about a thousand rows, and less than a form may send."""

PASTED_NAME: Final = "dan-vao.csv"


class PastedField(Field):
    """Text as it was pasted: the tabs between its columns stay."""

    widget = TextArea()

    def _value(self) -> str:
        return str(self.data or "")


class ListForm(SendForm):
    """A file or pasted rows, one of the two."""

    pasted = PastedField(  # type: ignore[no-untyped-call]
        _l("Or the rows, copied from a sheet or a page")
    )

    def validate_file(self, _field: Field) -> None:
        """The rows may stand below instead: see ``validate``."""

    def validate(self, extra_validators: object = None) -> bool:
        """Exactly one of the two, and not too long."""
        valid = super().validate()
        text = str(self.pasted.data or "")
        if self.sent is None and not text.strip():
            self.file.errors = (_("Choose a file, or paste the rows."),)
            valid = False
        elif self.sent is not None and text.strip():
            self.pasted.errors = (_("Send the file or the pasted rows, not both."),)
            valid = False
        elif len(text) > MOST_PASTED:
            self.pasted.errors = (_("This is too long to paste. Save it as a file and send that."),)
            valid = False
        return valid

    def sending(self) -> tuple[str, bytes]:
        """Name and content of what was sent; pasted rows are a file of their own."""
        if self.sent is not None:
            return self.sent.filename or "", self.content()
        return PASTED_NAME, str(self.pasted.data).encode()
