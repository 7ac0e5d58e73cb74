"""What a kind of list does with its rows: judged before anything is written, then written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair.access import Actor
from jobfair.database import db
from jobfair.errors import AppError
from jobfair.intake.batches import Options
from jobfair.intake.headings import column_name
from jobfair.intake.lines import Line
from jobfair.keys import keys
from jobfair.lib.crypto import blind_index
from jobfair.models import CaseFile, ImportBatch, ImportRow, Loan, RowState


@dataclass(frozen=True)
class Ground:
    """What the rows of one file are judged on. ``from_1904``: the file counts days from then."""

    batch: ImportBatch
    by: Actor
    options: Options
    columns: dict[str, int]
    from_1904: bool = False
    left: int = 0  # columns before the first one that holds anything

    def cell(self, line: Line, field: str) -> str:
        """The cell's name in the file, such as C14; '' where no column was chosen."""
        at = self.columns.get(field)
        return f"{column_name(at + self.left)}{line.row.number}" if at is not None else ""


@dataclass(frozen=True)
class Verdict:
    """What a row is found to be, or what became of it (``outcome``)."""

    state: RowState
    problem: str = ""
    cell: str = ""
    row_key: str = ""
    person_id: str | None = None
    case_id: str | None = None
    outcome: str = ""


class Handler(Protocol):
    """One kind of list. ``only_reads``: judging writes nothing, not even to take it back."""

    only_reads: bool

    def judge(self, lines: list[Line], ground: Ground) -> list[Verdict]:
        """What each row is; nothing stays written."""

    def write(self, lines: list[Line], ground: Ground) -> list[Verdict]:
        """Write each row by the rules of its form; each by itself."""


def key_of(kind: str, *parts: object) -> str:
    """The once-only key of a row: the same for the same person and act, whatever the file."""
    text = "|".join([kind, *(str(part) for part in parts)])
    return blind_index(keys().hmac_key, "import_row", text).hex()[:32]


def act_key_of(row_key: str) -> str:
    """The once-only key of what a row writes."""
    return f"import{row_key}"


@contextmanager
def by_itself(changed: CaseFile | Loan, *, dry: bool) -> Iterator[None]:
    """Let an act stand or fall alone; ``dry``: it is taken back, its row is read anew."""
    try:
        with db.session.begin_nested() as savepoint:
            yield
            if dry:
                savepoint.rollback()
    finally:
        if dry:
            db.session.expire(changed)


def sentence_of(error: AppError) -> str:
    """The refusal as one line of at most 400 characters."""
    return " ".join(str(error.message).split())[:400]


def refused(ground: Ground, line: Line, field: str, sentence: object, key: str = "") -> Verdict:
    """A row that cannot be taken, with the cell where that shows."""
    return Verdict(RowState.ERROR, str(sentence)[:400], ground.cell(line, field), key)


def without_repeats(lines: list[Line], verdicts: list[Verdict]) -> list[Verdict]:
    """Rows whose key stands above in the file, or was written by a file before, are known.

    Two reads, whatever the number of rows.
    """
    wanted = {verdict.row_key for verdict in verdicts if verdict.row_key}
    if not wanted:
        return verdicts
    batch_id, first = lines[0].row.batch_id, lines[0].row.number
    above = _numbers_above(wanted, batch_id, first)
    before = _written_before(wanted, batch_id)
    found = []
    for line, verdict in zip(lines, verdicts, strict=True):
        if not verdict.row_key or verdict.state is RowState.ERROR:
            found.append(verdict)
            continue
        here = above.setdefault(verdict.row_key, line.row.number)
        if here != line.row.number:
            sentence = _("The same as line %(number)s of this file.", number=here)
            found.append(Verdict(RowState.KNOWN, sentence, row_key=verdict.row_key))
        elif verdict.row_key in before:
            name, number = before[verdict.row_key]
            sentence = _("Written before: line %(number)s of %(file)s.", number=number, file=name)
            found.append(Verdict(RowState.KNOWN, sentence[:400], row_key=verdict.row_key))
        else:
            found.append(verdict)
    return found


def _numbers_above(wanted: set[str], batch_id: str, first: int) -> dict[str, int]:
    query = sa.select(ImportRow.row_key, sa.func.min(ImportRow.number)).where(
        ImportRow.batch_id == batch_id, ImportRow.number < first, ImportRow.row_key.in_(wanted)
    )
    return dict(db.session.execute(query.group_by(ImportRow.row_key)).all())


def _written_before(wanted: set[str], batch_id: str) -> dict[str, tuple[str, int]]:
    rows = db.session.execute(
        sa.select(ImportRow.row_key, ImportBatch.file_name, ImportRow.number)
        .join(ImportBatch, ImportBatch.id == ImportRow.batch_id)
        .where(
            ImportRow.row_key.in_(wanted),
            ImportRow.batch_id != batch_id,
            ImportRow.outcome.in_(("new", "updated")),
        )
    )
    return {key: (name, number) for key, name, number in rows}
