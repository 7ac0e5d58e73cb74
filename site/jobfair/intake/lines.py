"""Rows of a file: opened cells, what was found, what is chosen, what became of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.database import db
from jobfair.errors import Invalid, NotFound
from jobfair.intake.batches import columns_of, must_be
from jobfair.intake.store import store
from jobfair.lib.clock import now
from jobfair.lib.crypto import CryptoError, open_file, seal_file
from jobfair.lib.oldtext import convert
from jobfair.models import BatchState, ImportBatch, ImportRow, RowState

A_PAGE: Final = 50
CHOOSABLE: Final = (RowState.NEW, RowState.DOUBT)


_ABOUT: Final = (
    *("birth", "men", "women", "phone", "commune", "village"),
    *("market", "result", "amount", "exit_on", "employer", "note"),
)


@dataclass(frozen=True)
class Line:
    """One row with its cells as they are read: field -> text."""

    row: ImportRow
    cells: dict[str, str]

    @property
    def name(self) -> str:
        """The name as it stands in the file."""
        return self.cells.get("name", "")

    @property
    def about(self) -> str:
        """What the row says of the person and asks for, in one line."""
        return " · ".join(cell for f in _ABOUT if (cell := self.cells.get(f, "").strip()))


def seal_cells(key: bytes, batch_id: str, number: int, cells: list[str]) -> bytes:
    """The cells of a row under the file's key."""
    text = json.dumps(cells, ensure_ascii=False, separators=(",", ":"))
    return seal_file(key, text.encode(), f"{batch_id}.{number}")


def open_cells(key: bytes, row: ImportRow, reading: str) -> list[str]:
    """The cells of a row, in Unicode; none once they were destroyed."""
    if row.cells_enc is None:
        return []
    try:
        content = open_file(key, bytes(row.cells_enc), f"{row.batch_id}.{row.number}")
    except CryptoError:
        return []
    return [convert(cell, reading) for cell in json.loads(content)]


def open_lines(batch: ImportBatch, rows: Iterable[ImportRow]) -> list[Line]:
    """The rows with their cells by field; without cells once the file was destroyed."""
    try:
        key = store.open_key(batch.id, batch.key_enc)
    except NotFound:
        return [Line(row, {}) for row in rows]
    columns = columns_of(batch)
    opened = []
    for row in rows:
        cells = open_cells(key, row, batch.reading)
        named = {f: cells[at] for f, at in columns.items() if at < len(cells)}
        if batch.reading == "tcvn3" and "name" in named:
            named["name"] = _with_capitals(named["name"])
        opened.append(Line(row, named))
    return opened


def _with_capitals(name: str) -> str:
    """A name whose marked capitals were typed in the capitals' font, and came as small ones."""
    return " ".join(word[:1].upper() + word[1:] for word in name.split())


def list_next(batch: ImportBatch, *, limit: int, chosen: bool) -> list[ImportRow]:
    """The rows after the last one that is done, in order; only the chosen ones to write."""
    query = sa.select(ImportRow).where(ImportRow.batch_id == batch.id, ImportRow.number > batch.at)
    if chosen:
        query = query.where(ImportRow.chosen.is_(True), ImportRow.outcome == "")
    return list(db.session.scalars(query.order_by(ImportRow.number).limit(limit)))


def list_samples(batch: ImportBatch, limit: int) -> list[ImportRow]:
    """The first rows of a file."""
    query = sa.select(ImportRow).where(ImportRow.batch_id == batch.id)
    return list(db.session.scalars(query.order_by(ImportRow.number).limit(limit)))


def _of(batch: ImportBatch, state: str, outcome: str) -> list[sa.ColumnElement[bool]]:
    found = [ImportRow.batch_id == batch.id]
    if state:
        found.append(ImportRow.state == RowState(state))
    if outcome:
        found.append(ImportRow.outcome == outcome)
    return found


def count_rows(batch: ImportBatch, state: str = "", outcome: str = "") -> int:
    """Rows of a file in a state, or with an outcome."""
    query = sa.select(sa.func.count(ImportRow.id)).where(*_of(batch, state, outcome))
    return db.session.scalar(query) or 0


def list_rows(
    batch: ImportBatch, *, state: str = "", outcome: str = "", limit: int, offset: int
) -> list[ImportRow]:
    """Rows of a file in the order of the file."""
    query = sa.select(ImportRow).where(*_of(batch, state, outcome))
    return list(db.session.scalars(query.order_by(ImportRow.number).limit(limit).offset(offset)))


@dataclass(frozen=True)
class Sums:
    """How many rows were found to be what, are chosen, and what became of them."""

    states: dict[RowState, int]
    chosen: int
    outcomes: dict[str, int]


def read_sums(batch: ImportBatch) -> Sums:
    """The sums of one file; one read."""
    chosen = sa.func.coalesce(sa.func.sum(sa.case((ImportRow.chosen, 1), else_=0)), 0)
    rows = db.session.execute(
        sa.select(ImportRow.state, ImportRow.outcome, sa.func.count(ImportRow.id), chosen)
        .where(ImportRow.batch_id == batch.id)
        .group_by(ImportRow.state, ImportRow.outcome)
    ).all()
    states = dict.fromkeys(RowState, 0)
    outcomes = dict.fromkeys(("", "new", "updated", "skipped", "refused"), 0)
    for state, outcome, number, _chosen in rows:
        states[state] += number
        outcomes[outcome] += number
    return Sums(states, sum(int(row[3]) for row in rows), outcomes)


def choose_rows(batch: ImportBatch, shown: list[int], ticked: set[int]) -> None:
    """Keep the ticks of one page: ``shown`` are the lines on it. Raises Conflict."""
    must_be(batch, BatchState.PREVIEW)
    for value, numbers in ((True, ticked & set(shown)), (False, set(shown) - ticked)):
        db.session.execute(
            sa.update(ImportRow)
            .where(
                ImportRow.batch_id == batch.id,
                ImportRow.number.in_(numbers),
                ImportRow.state.in_(CHOOSABLE),
            )
            .values(chosen=value)
        )
    db.session.flush()


def choose_all(batch: ImportBatch) -> None:
    """Choose every good row, and no other. Raises Conflict."""
    must_be(batch, BatchState.PREVIEW)
    db.session.execute(
        sa.update(ImportRow)
        .where(ImportRow.batch_id == batch.id)
        .values(chosen=ImportRow.state == RowState.NEW)
    )
    db.session.flush()


def run_batch(batch: ImportBatch, *, by: Actor) -> None:
    """Let the worker write what is chosen, in the name of ``by``.

    Raises Conflict, Invalid when nothing is chosen.
    """
    must_be(batch, BatchState.PREVIEW)
    if not read_sums(batch).chosen:
        raise Invalid(_("Tick at least one row."))
    batch.state, batch.at, batch.tries = BatchState.RUN, 0, 0
    batch.user_id, batch.started_at = by.user_id, now()
    audit.record(by, "import.run", "import_batch", batch.id)
    db.session.flush()
