"""The form that takes photos: shape only."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import MultipleFileField

from jobfair.forms import Form
from jobfair.papers.pictures import MOST_BYTES

AT_ONCE = 5
"""Photos of one sending without a script."""

REQUEST_BYTES = AT_ONCE * MOST_BYTES + 64 * 1024


class PhotosForm(Form):
    """One or several pages of a paper."""

    photos = MultipleFileField(_l("Photos of the paper"))

    def chosen(self) -> list[FileStorage]:
        """The files that were chosen; browsers send one without a name for none."""
        files = [file for file in self.photos.data or () if isinstance(file, FileStorage)]
        return [file for file in files if file.filename]

    def add_error(self, sentence: object) -> None:
        """Say at the field what is wrong."""
        self.photos.errors = (*self.photos.errors, sentence)


def content_of(file: FileStorage) -> bytes:
    """The bytes of a file; one more than is allowed tells that it is too large."""
    return file.stream.read(MOST_BYTES + 1)
