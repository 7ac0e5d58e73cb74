"""The rows of a series: what is typed in each, and what is wrong with it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, time
from typing import cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice

from jobfair.access import Actor
from jobfair.agencies.fields import DayField, needed
from jobfair.conferences.forms import LONGEST_LINE, OFF_LIST, ClockField, LineField
from jobfair.conferences.plan import Plan
from jobfair.conferences.planning import commune_choices
from jobfair.conferences.rules import WrongTimes, check_plan
from jobfair.conferences.series import MOST_COPIES, Copy, plan_copy
from jobfair.errors import NotFound
from jobfair.forms import Form
from jobfair.lib import clock
from jobfair.models import Conference, ConferenceKind

FIRST_ROWS = 12
"""Rows that stand open; the others are behind one line."""


class SeriesForm(Form):
    """What holds for every row."""

    publish = BooleanField(_l("Publish all of them at once"))
    seen = HiddenField()


class SeriesRow(Form):
    """One more conference. Its token is the page's; its errors stand at the row."""

    class Meta(Form.Meta):
        """The page carries the token."""

        csrf = False

    commune = SelectField(
        _l("Host commune"),
        [needed(OFF_LIST)],
        choices=[],
        invalid_choice_message=OFF_LIST,
    )
    day = DayField(_l("Day"), [needed(_l("Say on which day."))])
    starts = ClockField(_l("Starts at"), [needed(_l("Say from what time."))])
    place = LineField(_l("Place"), LONGEST_LINE, required=None)
    landmark = LineField(_l("Landmark"), LONGEST_LINE)


@dataclass
class Line:
    """A row with its number, the plan it gives, what is wrong with it, what to look at."""

    number: int
    form: SeriesRow
    plan: Plan | None = None
    wrong: list[tuple[str, str]] = field(default_factory=list)  # sentence, id of the control
    said: list[str] = field(default_factory=list)


def open_lines(source: Conference, actor: Actor) -> list[Line]:
    """Twenty rows, empty but for the hour and the officer's only commune, or as typed."""
    choices = commune_choices(actor)
    only = choices[0].value if len(choices) == 1 else ""
    if not only and choices[0].value:
        choices = [SelectChoice("", _("Choose")), *choices]
    starts = clock.to_local(source.starts_at).time()
    lines = []
    for number in range(1, MOST_COPIES + 1):
        form = SeriesRow(prefix=f"r{number}-", commune=only, starts=starts)
        form.commune.choices = choices
        lines.append(Line(number, form))
    return lines


def read_lines(lines: list[Line], source: Conference, actor: Actor) -> list[Line]:
    """The rows in which something was typed, each with its plan or with what is wrong."""
    start = clock.to_local(source.starts_at).time()
    filled = [line for line in lines if _is_filled(line.form, start)]
    for line in filled:
        _read(line, source, actor)
    return filled


def _is_filled(form: SeriesRow, start: time) -> bool:
    """Whether anything differs from the row as it was drawn."""
    drawn = len(form.commune.choices or ()) == 1
    hour = str((form.starts.raw_data or [""])[0]).strip()
    return bool(
        (form.day.raw_data and str(form.day.raw_data[0]).strip())
        or form.place.data
        or form.landmark.data
        or (form.commune.data and not drawn)
        or (hour and form.starts.data != start)
    )


def _read(line: Line, source: Conference, actor: Actor) -> None:
    form = line.form
    form.validate()
    if not form.place.data and source.kind is not ConferenceKind.ONLINE:
        form.place.errors = (*form.place.errors, _l("Say where people should come."))
    if not any(f.errors for f in form):
        plan = plan_copy(source, _copy(form, source))
        try:
            check_plan(plan, actor)
        except WrongTimes as no:
            form.day.errors = (*form.day.errors, no.message)
        except NotFound:
            form.commune.errors = (*form.commune.errors, OFF_LIST)
        else:
            line.plan = plan
    line.wrong = [(_sentence(f), f.id) for f in form if f.errors]


def _sentence(field: Field) -> str:
    """What is wrong with a field of a row; names the field where the sentence does not."""
    said = str(field.errors[0])
    return f"{field.label.text}: {said}" if said == str(OFF_LIST) else said


def _copy(form: SeriesRow, source: Conference) -> Copy:
    day, starts = cast("date", form.day.data), cast("time", form.starts.data)
    return Copy(
        commune_code=form.commune.data,
        starts_at=clock.from_local(day, starts),
        place=form.place.data or source.place,
        landmark=form.landmark.data or "",
    )


def digest_of(clashes: dict[int, list[str]]) -> str:
    """A mark of what was told, so that the next press says it was read; empty for nothing."""
    told = "\n".join(f"{row}: {' '.join(said)}" for row, said in sorted(clashes.items()))
    return hashlib.sha256(told.encode()).hexdigest()[:16] if told else ""
