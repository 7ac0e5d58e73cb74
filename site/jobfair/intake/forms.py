"""Forms of an import: the file, how its letters are read, which column is what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FileField, RadioField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from jobfair.access import Actor
from jobfair.agencies.fields import DayField, LineField, needed
from jobfair.forms import Form
from jobfair.intake.batches import MOST_BYTES, Options, columns_of, headings_of, options_of
from jobfair.intake.headings import column_name
from jobfair.intake.kinds import KINDS, Kind
from jobfair.intake.words import READING_NAMES
from jobfair.lib.clock import today
from jobfair.models import ImportBatch, Purpose, Role
from jobfair.privacy.notice import AT_REGISTRATION
from jobfair.registration.desk import choices_for, home_of
from jobfair.registration.fields import CommuneField

REQUEST_BYTES = MOST_BYTES + 64 * 1024
_PREFIX = "cot_"


class SendForm(Form):
    """The file."""

    file = FileField(_l("Excel or CSV file"))

    @property
    def sent(self) -> FileStorage | None:
        """The chosen file; browsers send one without a name for none."""
        found = self.file.data
        return found if isinstance(found, FileStorage) and found.filename else None

    def validate_file(self, _field: FileField) -> None:
        """A file was chosen."""
        if self.sent is None:
            raise ValidationError(_("Choose the file first."))

    def content(self) -> bytes:
        """The bytes; one more than is allowed tells that it is too large."""
        return self.sent.stream.read(MOST_BYTES + 1) if self.sent else b""


class LettersForm(Form):
    """How the letters are read."""

    reading = RadioField(_l("Which of these reads right?"), validate_choice=False)

    def offer(self, readings: Sequence[str], guessed: str) -> None:
        """Offer readings, the guessed one chosen."""
        self.reading.choices = [SelectChoice(r, cast(str, READING_NAMES[r])) for r in readings]
        if not self.is_submitted():
            self.reading.data = guessed


class ColumnsForm(Form):
    """What holds for every row; the fields of the columns are added for each kind."""

    commune = CommuneField(_l("Commune of rows that name none"))  # type: ignore[no-untyped-call]
    paper_list = LineField(
        _l("Number of the signed list, and where it is kept"), 120, required=True
    )
    consent_seat = BooleanField()
    consent_sms = BooleanField()
    consent_agencies = BooleanField()
    document_ref = LineField(_l("Number of the sending body's document"), 120, required=True)
    list_no = LineField(_l("Number of the list or of its letter"), 60, required=True)
    list_on = DayField(_l("Day of the list"), [needed()])
    whole = BooleanField(_l("This is the whole list: who is not on it has no licence now"))

    def validate_list_on(self, field: DayField) -> None:
        """A list of tomorrow says nothing of today."""
        if field.data is not None and field.data > today():
            raise ValidationError(_("This day is not here yet."))

    def validate_consent_seat(self, field: BooleanField) -> None:
        """The only one that is needed."""
        if not field.data:
            raise ValidationError(_("Without this consent nothing may be written down."))

    @property
    def column_fields(self) -> list[SelectField]:
        """The fields that name columns, in the order of the kind."""
        return [f for name, f in self._fields.items() if name.startswith(_PREFIX)]

    def chosen(self) -> dict[str, int]:
        """Field -> column from 0."""
        return {
            field.short_name.removeprefix(_PREFIX): int(field.data)
            for field in self.column_fields
            if field.data
        }

    def options(self) -> Options:
        """What serves every row."""
        ticked = (p for p in AT_REGISTRATION if str(p) in self and self[str(p)].data)
        return Options(
            commune=self.commune.data or "" if "commune" in self else "",
            paper_list=self.paper_list.data or "" if "paper_list" in self else "",
            document_ref=self.document_ref.data or "" if "document_ref" in self else "",
            purposes=tuple(str(purpose) for purpose in ticked),
            list_no=self.list_no.data or "" if "list_no" in self else "",
            list_on=f"{self.list_on.data or ''}" if "list_on" in self else "",
            whole="whole" in self and bool(self.whole.data),
        )


def columns_form(batch: ImportBatch, actor: Actor, samples: Sequence[Sequence[str]]) -> ColumnsForm:
    """The form with one select a field, the guess chosen; ``samples``: the first rows."""
    kind = KINDS[batch.kind]
    choices = _choices(headings_of(batch), samples)
    # Any: WTForms' fields as class attributes.
    fields: dict[str, Any] = {
        f"{_PREFIX}{code}": SelectField(
            cast(str, spec.label),
            choices=choices,
            validators=[] if spec.needed else [Optional()],
            validate_choice=True,
            invalid_choice_message=cast(str, _l("Choose one of the list.")),
        )
        for code, spec in kind.fields.items()
    }
    form = cast(ColumnsForm, type("ColumnsForm", (ColumnsForm,), fields)())
    _leave_out(form, kind, actor)
    if "commune" in form:
        form.commune.offer(choices_for(None, actor), _("Choose the commune"))
    if not form.is_submitted():
        _fill(form, batch, actor)
    return form


def _choices(headings: Sequence[str], samples: Sequence[Sequence[str]]) -> list[SelectChoice]:
    words = [SelectChoice("", cast(str, _l("Not in this file")))]
    nameless = _("without a heading")
    for at, heading in enumerate(headings):
        example = next((row[at] for row in samples if at < len(row) and row[at].strip()), "")
        text = f"{column_name(at)}: {heading or nameless}"
        words.append(SelectChoice(str(at), f"{text} ({example[:24]})" if example else text))
    return words


def _leave_out(form: ColumnsForm, kind: Kind, actor: Actor) -> None:
    """Take away what this kind, or this actor, is not asked."""
    needless: list[str] = []
    if not kind.consent:
        needless += ["commune", "paper_list", *(str(purpose) for purpose in AT_REGISTRATION)]
    if not kind.document or Role.COUNSELLOR not in actor.roles:
        needless.append("document_ref")
    if not kind.register:
        needless += ["list_no", "list_on", "whole"]
    for name in needless:
        del form[name]  # type: ignore[no-untyped-call]


def _fill(form: ColumnsForm, batch: ImportBatch, actor: Actor) -> None:
    for code, at in columns_of(batch).items():
        form[f"{_PREFIX}{code}"].data = str(at)
    before = options_of(batch)
    if "commune" in form:
        form.commune.data = before.commune or home_of(None, actor)
        form.paper_list.data = before.paper_list
        for purpose in AT_REGISTRATION:
            form[str(purpose)].data = str(purpose) in before.purposes
    if "document_ref" in form:
        form.document_ref.data = before.document_ref
    if "list_no" in form:
        form.list_no.data, form.whole.data = before.list_no, before.whole
        form.list_on.data = date.fromisoformat(before.list_on) if before.list_on else None


PURPOSES: tuple[Purpose, ...] = tuple(AT_REGISTRATION)
