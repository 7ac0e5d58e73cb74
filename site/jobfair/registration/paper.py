"""Paper forms: sheets of twenty rows whose slip codes are reserved before anybody has a name.

A reserved code begins with a letter that no other code begins with (``lib.codes``), so no
registration made elsewhere can ever take it; a row's id is the once-only key of the
registration that is keyed from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from jobfair import audit
from jobfair.access import Actor
from jobfair.database import db
from jobfair.errors import Conflict, NotFound
from jobfair.lib.codes import new_paper_code
from jobfair.models import Conference, PaperRow, Registration, UserAccount

ROWS = 20
MOST_SHEETS = 5  # in one press
CODE_TRIES = 3


@dataclass(frozen=True)
class Sheet:
    """One printed sheet in the list: its number, who made it when, how many rows are keyed.

    ``id`` is that of its first row; it stands in addresses.
    """

    id: str
    number: int
    made_at: datetime
    made_by: str
    keyed: int


def reserve_sheets(conference: Conference, count: int, *, form_key: str, by: Actor) -> list[str]:
    """Reserve ``count`` (1 to 5) sheets of twenty codes and give their ids.

    The same ``form_key`` again gives the sheets that it made. Raises ValueError for another
    count, Conflict when no free codes were found.
    """
    if not 1 <= count <= MOST_SHEETS:
        raise ValueError(count)
    # The conference's row keeps two officers from giving out the same number of a sheet.
    db.session.execute(
        sa.select(Conference.id)
        .where(Conference.id == conference.id)
        .with_for_update(key_share=True)
    )
    before = _made_with(form_key, conference.id)
    if before:
        return before
    last = db.session.scalar(
        sa.select(sa.func.max(PaperRow.sheet)).where(PaperRow.conference_id == conference.id)
    )
    numbers = [(last or 0) + number for number in range(1, count + 1)]
    codes = iter(_free_codes(count * ROWS))
    for place in range(count * ROWS):
        db.session.add(
            PaperRow(
                id=_row_id(form_key, place),
                conference_id=conference.id,
                sheet=numbers[place // ROWS],
                row=place % ROWS + 1,
                slip_code=next(codes),
                made_by=by.user_id,
            )
        )
    sheets = f"sheets={numbers[0]}-{numbers[-1]}"
    audit.record(by, "paper.reserve", "conference", conference.id, reason=sheets)
    db.session.flush()
    return [_row_id(form_key, place) for place in range(0, count * ROWS, ROWS)]


def _row_id(form_key: str, place: int) -> str:
    """96 bits, as every id: of the key of the press, so that a second press meets the first's."""
    return hashlib.sha256(f"paper:{form_key}:{place}".encode()).hexdigest()[:24]


def _made_with(form_key: str, conference_id: str) -> list[str]:
    """The ids of the sheets that a press made before."""
    ids = [_row_id(form_key, sheet * ROWS) for sheet in range(MOST_SHEETS)]
    rows = db.session.scalars(
        sa.select(PaperRow.id)
        .where(PaperRow.id.in_(ids), PaperRow.conference_id == conference_id)
        .order_by(PaperRow.sheet)
    )
    return list(rows)


def _free_codes(count: int) -> list[str]:
    """Codes that stand on no sheet and, from before they were set apart, on no slip."""
    found: set[str] = set()
    for _try in range(CODE_TRIES):
        drawn = {new_paper_code() for _number in range(count - len(found))} - found
        for column in (PaperRow.slip_code, Registration.slip_code):
            drawn -= set(db.session.scalars(sa.select(column).where(column.in_(drawn))))
        found |= drawn
        if len(found) == count:
            return list(found)
    raise Conflict()


def list_sheets(conference: Conference) -> list[Sheet]:
    """The sheets of a conference, the latest first."""
    keyed = sa.func.count(Registration.id)
    first = sa.func.min(sa.case((PaperRow.row == 1, PaperRow.id)))
    rows = db.session.execute(
        sa.select(
            first, PaperRow.sheet, sa.func.min(PaperRow.made_at), UserAccount.full_name, keyed
        )
        .outerjoin(Registration, Registration.form_key == PaperRow.id)
        .outerjoin(UserAccount, UserAccount.id == PaperRow.made_by)
        .where(PaperRow.conference_id == conference.id)
        .group_by(PaperRow.sheet, UserAccount.full_name)
        .order_by(PaperRow.sheet.desc())
    )
    return [Sheet(key, number, at, name or "", done) for key, number, at, name, done in rows]


@dataclass(frozen=True)
class Row:
    """One row of a sheet, and the registration that was keyed from it."""

    id: str
    number: int
    slip_code: str
    made: Registration | None


@dataclass(frozen=True)
class Printed:
    """One sheet with its rows, as it was printed and as far as it is keyed."""

    id: str
    number: int
    rows: list[Row]


def get_sheets(conference: Conference, sheet_id: str, count: int = 1) -> list[Printed]:
    """A sheet of the conference, and with ``count`` those printed after it, rows in order.

    Raises NotFound for a sheet that was not printed for this conference.
    """
    first = (
        sa.select(PaperRow.sheet)
        .where(PaperRow.id == sheet_id, PaperRow.row == 1)
        .where(PaperRow.conference_id == conference.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        sa.select(PaperRow, Registration)
        .outerjoin(Registration, Registration.form_key == PaperRow.id)
        .where(PaperRow.conference_id == conference.id)
        .where(PaperRow.sheet >= first, PaperRow.sheet < first + count)
        .order_by(PaperRow.sheet, PaperRow.row)
        .execution_options(populate_existing=True)
    ).all()
    if not rows:
        raise NotFound()
    return [
        _printed(sheet, [row for row in rows if row[0].sheet == sheet])
        for sheet in sorted({row[0].sheet for row in rows})
    ]


def _printed(sheet: int, rows: Sequence[sa.Row[PaperRow, Registration | None]]) -> Printed:
    listed = [Row(row.id, row.row, row.slip_code, made) for row, made in rows]
    return Printed(listed[0].id, sheet, listed)
