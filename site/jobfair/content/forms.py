"""What is written of a text: shape only, the rules check the world."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Optional, ValidationError

from jobfair.agencies.attempts import VersionedForm
from jobfair.agencies.fields import DayField, LineField, at_most, needed
from jobfair.content.days import ChecksDays
from jobfair.content.queries import find_text, find_version
from jobfair.content.rules import TextEntry
from jobfair.guide.slots import Slot, is_notice
from jobfair.lib.clock import add_months, today
from jobfair.models import PublicText, PublicTextVersion

MOST = 2000
"""Characters of a text in one language: about one of the 14.6 KB that a page may weigh."""

MONTHS = 6
NOTICE_DAYS = 14


class TextForm(ChecksDays, VersionedForm):
    """A text in both languages, with where it comes from."""

    title_vi = LineField(_l("Heading in Vietnamese"), 160, required=True)
    body_vi = TextAreaField(_l("Words in Vietnamese"), [needed(), at_most(MOST)])
    title_en = LineField(_l("Heading in English"), 160)
    body_en = TextAreaField(_l("Words in English"), [Optional(), at_most(MOST)])
    starts_on = DayField(_l("Shown from"), [needed()])
    ends_on = DayField(_l("Shown until"), [needed()])
    source = LineField(_l("Source"), 300)
    checked_on = DayField(_l("Checked on"), [Optional()])
    check_again_on = DayField(_l("Check again on"), [Optional()])

    def validate(self, extra_validators: dict[str, Any] | None = None) -> bool:
        """Beside the fields: words in English without a heading would stand under a foreign one."""
        valid = super().validate(extra_validators)
        if self.body_en.data and not self.title_en.data:
            self.title_en.errors = (_l("The English words need an English heading."),)
            return False
        return valid

    def validate_ends_on(self, field: DayField) -> None:
        """A notice ends after it begins."""
        first: date | None = self.starts_on.data
        if field.data and first and field.data < first:
            raise ValidationError(_l("The last day comes after the first day."))

    @property
    def previewed(self) -> bool:
        """Whether the sender wants to look first, and save nothing."""
        return request.form.get("act") == "preview"

    def entry(self) -> TextEntry:
        """What was written."""
        return TextEntry(
            title_vi=self.title_vi.data,
            title_en=self.title_en.data or "",
            body_vi=self.body_vi.data,
            body_en=self.body_en.data or "",
            source=self.source.data or "",
            checked_on=self.checked_on.data,
            check_again_on=self.check_again_on.data,
            starts_on=self.starts_on.data if "starts_on" in self else None,
            ends_on=self.ends_on.data if "ends_on" in self else None,
        )

    def as_version(self) -> PublicTextVersion:
        """What was written as a version that nobody keeps, to be drawn."""
        return PublicTextVersion(
            title_vi=self.title_vi.data or "",
            title_en=self.title_en.data or "",
            body_vi=self.body_vi.data or "",
            body_en=self.body_en.data or "",
            source=self.source.data or "",
            checked_on=self.checked_on.data,
            check_again_on=self.check_again_on.data,
        )


class Standing:
    """The latest version as it stands now, for whoever comes too late: read when it is asked."""

    def __init__(self, slot: str) -> None:
        """Take the slot's name."""
        self.id = slot

    def _text(self) -> PublicText | None:
        return find_text(self.id)

    @property
    def version(self) -> int:
        """The text's version now."""
        text = self._text()
        return text.version if text else 0

    def __getattr__(self, name: str) -> object:
        text = self._text()
        latest = find_version(text, text.last) if text else None
        if latest is None or name not in TextEntry.__dataclass_fields__:
            raise AttributeError(name)
        return getattr(latest, name)


def text_form(slot: Slot, text: PublicText | None, latest: PublicTextVersion | None) -> TextForm:
    """The form filled with the latest version, or for a new text with its heading and days."""
    day = today()
    first = {
        "title_vi": "" if is_notice(slot.name) else slot.title,
        "checked_on": day,
        "check_again_on": add_months(day, MONTHS),
        "starts_on": day,
        "ends_on": day + timedelta(days=NOTICE_DAYS),
    }
    form = TextForm(obj=latest) if latest else TextForm(data=first)
    if not form.is_submitted():
        form.version.data = str(text.version if text else 0)
    if not is_notice(slot.name):
        del form.starts_on
        del form.ends_on
    return form
