"""Forms of the conference in one file and of what comes back from it."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import FileField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from jobfair.door.session_file import LEAST, bare
from jobfair.door.wire import BIGGEST, NOT_OURS
from jobfair.forms import Form


class KeepFileForm(Form):
    """The passphrase, offered ready; another one may be typed."""

    passphrase = StringField(
        _l("Passphrase of this file"),
        [InputRequired(_l("Write a passphrase.")), Length(max=100)],
    )

    def validate_passphrase(self, field: StringField) -> None:
        """Long enough that trying does not lead through."""
        if len(bare(field.data or "")) < LEAST:
            raise ValidationError(_("At least twelve letters and digits."))


class SendFileForm(Form):
    """A file named diem-danh-…"""

    file = FileField(_l("File from the door"))

    def validate_file(self, field: FileField) -> None:
        """A file was chosen, and not a huge one."""
        found = field.data
        if not isinstance(found, FileStorage) or not found.filename:
            raise ValidationError(_("Choose the file first."))
        self._content = found.stream.read(BIGGEST + 1)
        if len(self._content) > BIGGEST:
            raise ValidationError(str(NOT_OURS))

    def content(self) -> bytes:
        """The bytes of a file that was found right."""
        return self._content
