"""Keying a sheet: every good row is a registration at once, a bad one waits with its sentence."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair.access import Actor
from jobfair.conferences.rules import WhyClosed
from jobfair.database import db
from jobfair.errors import AppError
from jobfair.filters import show_time
from jobfair.models import Conference, UserAccount
from jobfair.registration.check import number_of
from jobfair.registration.desk_words import CLOSED
from jobfair.registration.paper import Printed, Row, get_sheets
from jobfair.registration.paper_forms import Ground, RowForm
from jobfair.registration.rules import NoSeat, register
from jobfair.registration.sending import Desk, Sending

PAPER_LANG = "vi"


@dataclass
class Line:
    """One row on the screen: what is there, or what was typed and what is wrong with it."""

    row: Row
    form: RowForm
    said: list[str] = field(default_factory=list)


@dataclass
class Keyed:
    """What one sending of a sheet came to."""

    sheet: Printed
    lines: list[Line]
    new: int = 0
    first: str = ""  # who keyed rows before that were typed here as well, and at what time

    @property
    def bad(self) -> list[Line]:
        """The rows that are not as they were typed."""
        return [line for line in self.lines if line.said]


def begin(sheet: Printed) -> Keyed:
    """The rows of a sheet with what the request says of them."""
    return Keyed(sheet, [Line(row, RowForm(prefix=f"r{row.number}-")) for row in sheet.rows])


def save_sheet(
    conference: Conference, sheet: Printed, ground: Ground, *, waits: bool, by: Actor
) -> Keyed:
    """Register every filled row that was not keyed before, under its reserved code.

    Each row is a sending of its own with the row's id as once-only key: keyed twice, by one
    officer or by two at a time, it is one registration, and the later one is told what stands.
    """
    keyed = begin(sheet)
    lines = keyed.lines
    tried = [line for line in lines if line.row.made is None and line.form.filled]
    for line in tried:
        line.form.ground = ground
        _save(conference, line, waits=waits, by=by)
    keyed.sheet = get_sheets(conference, sheet.id)[0]
    for line, row in zip(lines, keyed.sheet.rows, strict=True):
        line.row = row
    others = _of_others(lines, by)
    for line in lines:
        _compare(line, others.get(line.row.number, _("before")))
    keyed.new = sum(_is_own(line, by) for line in tried)
    keyed.first = ", ".join(sorted(set(others.values())))
    return keyed


def _is_own(line: Line, by: Actor) -> bool:
    return line.row.made is not None and line.row.made.registered_by == by.user_id


def _of_others(lines: list[Line], by: Actor) -> dict[int, str]:
    """Number of a row that was typed here and keyed by somebody else -> who and when. One read."""
    made = {line.row.number: line.row.made for line in lines if line.form.filled}
    theirs = {n: row for n, row in made.items() if row and row.registered_by != by.user_id}
    users = {row.registered_by for row in theirs.values()}
    rows = db.session.execute(
        sa.select(UserAccount.id, UserAccount.full_name).where(UserAccount.id.in_(users))
    )
    names = dict(rows.all())
    return {
        number: f"{names.get(row.registered_by or '', '')} {show_time(row.created_at)}".strip()
        for number, row in theirs.items()
    }


def _save(conference: Conference, line: Line, *, waits: bool, by: Actor) -> None:
    form = line.form
    if not form.validate():
        line.said = form.sentences
        return
    answers = form.answers(waits=waits)
    sending = Sending(
        form_key=line.row.id,
        answers=answers,
        e164=number_of(answers),
        purposes=form.purposes,
        lang=PAPER_LANG,
        channel="paper",
        desk=Desk(by, "signed", slip_code=line.row.slip_code),
    )
    try:
        register(conference, sending)
    except NoSeat as refusal:
        line.said = [_no_seat(refusal.why)]
    except AppError as problem:
        line.said = [str(problem.message)]


def _no_seat(why: WhyClosed) -> str:
    if why == "full":
        return _("No seat is left. Not written down yet: choose the waiting line, save again.")
    return str(CLOSED[why])


def _compare(line: Line, first: str) -> None:
    """A row that is there already stays as it is; who typed something else is told who did."""
    made, form = line.row.made, line.form
    if made is None or not form.filled:
        return
    typed = (form.name.data, (form.birth.data or "")[-4:])
    if typed == (made.typed_name, str(made.typed_birth_year)):
        return
    line.said = [
        _(
            "Row %(row)s was keyed for %(name)s (%(first)s). What you typed here was not saved.",
            row=line.row.number,
            name=made.typed_name,
            first=first,
        )
    ]
