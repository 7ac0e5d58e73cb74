"""The worker's part of an import: read the file, judge its rows, write the chosen ones.

Each call is one short turn, so that nobody waits long for the database, and the worker can end.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, Final

import sqlalchemy as sa
import structlog
from flask import g

from jobfair import audit
from jobfair.access import Actor
from jobfair.accounts.sessions import actor_of
from jobfair.database import db, mode
from jobfair.intake.batches import AT_WORK, columns_of, facts_of, options_of, remembered, shred
from jobfair.intake.handling import Ground, Handler, Verdict
from jobfair.intake.headings import LOOKED_AT, find_headings, guess_columns
from jobfair.intake.kinds import EXITS, KINDS, LICENCES, LOANS, PEOPLE, RESULTS, WISHES
from jobfair.intake.licence_rows import Licences
from jobfair.intake.lines import list_next, open_lines, seal_cells
from jobfair.intake.loan_rows import Loans
from jobfair.intake.people import People
from jobfair.intake.reader import NotRead, Stopped, read_rows
from jobfair.intake.steps import Steps
from jobfair.intake.store import store
from jobfair.lib.clock import now
from jobfair.lib.codes import new_id
from jobfair.lib.oldtext import UNICODE, convert, guess
from jobfair.messages.worker import JOBS
from jobfair.models import BatchState, ImportBatch, ImportRow, RowState, UserAccount

HANDLERS: Final[dict[str, Handler]] = {
    PEOPLE: People(wishes=False),
    WISHES: People(wishes=True),
    RESULTS: Steps(RESULTS),
    EXITS: Steps(EXITS),
    LOANS: Loans(),
    LICENCES: Licences(),
}
SLICE: Final = {PEOPLE: 120, WISHES: 40, RESULTS: 12, EXITS: 12, LOANS: 20, LICENCES: 200}
"""Rows of one turn: about a tenth of a second of holding the database."""

MOST_TRIES: Final = 3
SAMPLE_ROWS: Final = 300
Stopping = Callable[[], bool]


def work(stopping: Stopping) -> bool:
    """One turn for the file that waits longest. Whether there was one."""
    query = sa.select(ImportBatch.id).where(ImportBatch.state.in_(AT_WORK))
    query = query.order_by(ImportBatch.created_at, ImportBatch.id).limit(1)
    with mode("read"):
        batch_id = db.session.scalars(query).first()
        db.session.rollback()
    if batch_id is None:
        return False
    try:
        _turn(batch_id, stopping)
        db.session.commit()
    except Stopped:
        db.session.rollback()
        return False
    except Exception as error:  # whatever a file holds, the others go on
        db.session.rollback()
        _failed(batch_id, error)
    return True


def _turn(batch_id: str, stopping: Stopping) -> None:
    g.pop("public_numbers", None)  # the worker's context lives on: look anew what is kept
    batch = _hold(batch_id)
    if batch is None:
        return
    if batch.state is BatchState.READ:
        _read(batch, stopping)
        return
    by = _actor(batch)
    if by is None:
        _finish(batch, BatchState.REFUSED, "account")
    elif batch.state is BatchState.CHECK:
        _check(batch, by)
    else:
        _run(batch, by)


def _hold(batch_id: str) -> ImportBatch | None:
    """The file's row, held; None when it went on meanwhile."""
    query = sa.select(ImportBatch).where(ImportBatch.id == batch_id).with_for_update()
    batch = db.session.scalars(query).one_or_none()
    return batch if batch is not None and batch.state in AT_WORK else None


def _actor(batch: ImportBatch) -> Actor | None:
    """In whose name rows are written; None once the account may not any more."""
    user = db.session.get(UserAccount, batch.user_id)
    if user is None or not user.active:
        return None
    actor = actor_of(user)
    return actor if actor.roles & KINDS[batch.kind].roles else None


def _failed(batch_id: str, error: Exception) -> None:
    """Count the failure; after three the file ends with a sentence."""
    kind = type(error).__name__
    structlog.get_logger("jobfair").error("import_failed", batch=batch_id, kind=kind)
    batch = _hold(batch_id)
    if batch is None:
        return
    batch.tries += 1
    if batch.tries >= MOST_TRIES:
        _finish(batch, BatchState.REFUSED, "failed")
    db.session.commit()


def _finish(batch: ImportBatch, state: BatchState, problem: str = "") -> None:
    batch.state, batch.problem, batch.finished_at = state, problem, now()
    if state is BatchState.REFUSED:
        shred(batch)


def _read(batch: ImportBatch, stopping: Stopping) -> None:
    """Read the file in a process of its own, without holding the database meanwhile."""
    batch_id, sheet = batch.id, batch.sheet
    key = store.open_key(batch.id, batch.key_enc)
    content = store.get(batch.id, key)
    db.session.rollback()
    try:
        parts = read_rows(content, sheet=sheet, stopping=stopping)
        facts: dict[str, Any] = next(parts)
        rows = [(facts["top"] + n, row) for n, row in enumerate(parts, start=1)]
    except NotRead as refusal:
        facts, rows, problem = {}, [], refusal.code
    else:
        problem = ""
    del content
    held = _hold(batch_id)
    if held is None or held.state is not BatchState.READ:
        return
    if problem:
        _finish(held, BatchState.REFUSED, problem)
    else:
        _keep(held, key, facts, rows)


def _keep(
    batch: ImportBatch, key: bytes, facts: dict[str, Any], rows: list[tuple[int, list[str]]]
) -> None:
    """Seal every row below the headings, and say which question comes next."""
    reading = guess(list(_texts(rows[:SAMPLE_ROWS])), from_bytes=bool(facts["bytes"]))
    top = [[convert(cell, reading) for cell in row] for _number, row in rows[:LOOKED_AT]]
    kind = KINDS[batch.kind]
    _at, below, headings = find_headings(top, kind)
    filled = [(number, row) for number, row in rows[below:] if any(map(str.strip, row))]
    if not filled:
        _finish(batch, BatchState.REFUSED, "headers_only" if rows else "empty")
        return
    if len(filled) > kind.most:
        _finish(batch, BatchState.REFUSED, "long")
        return
    values = [
        {
            "id": new_id(),
            "batch_id": batch.id,
            "number": number,
            "cells_enc": seal_cells(key, batch.id, number, row),
        }
        for number, row in filled
    ]
    db.session.execute(sa.delete(ImportRow).where(ImportRow.batch_id == batch.id))
    db.session.execute(sa.insert(ImportRow), values)
    known = remembered(batch.office_id, batch.kind)
    batch.facts, batch.rows, batch.reading = json.dumps(facts), len(filled), reading
    batch.headings = json.dumps(headings)
    batch.columns = json.dumps(guess_columns(headings, kind, known))
    asks = reading != UNICODE or bool(facts["bytes"])
    batch.state = BatchState.LETTERS if asks else BatchState.COLUMNS


def _texts(rows: Iterable[tuple[int, list[str]]]) -> Iterable[str]:
    return (cell for _number, row in rows for cell in row if not cell.isascii())


def _ground(batch: ImportBatch, by: Actor) -> Ground:
    facts = facts_of(batch)
    return Ground(
        batch,
        by,
        options_of(batch),
        columns_of(batch),
        bool(facts.get("from_1904")),
        int(facts.get("left", 0)),
    )


def _check(batch: ImportBatch, by: Actor) -> None:
    """Judge the next rows; after the last the officer is asked."""
    handler = HANDLERS[batch.kind]
    batch_id, at = batch.id, batch.at
    if handler.only_reads:
        db.session.rollback()
        with mode("read"):
            ids, verdicts, last = _judge(db.session.get_one(ImportBatch, batch_id), handler, by)
            db.session.rollback()
    else:
        ids, verdicts, last = _judge(batch, handler, by)
    held = _hold(batch_id)
    if held is None or held.state is not BatchState.CHECK or held.at != at:
        return  # meanwhile the columns were answered anew
    if ids:
        _keep_verdicts(ids, verdicts)
        held.at = last
    else:
        held.state, held.at = BatchState.PREVIEW, 0


def _judge(batch: ImportBatch, handler: Handler, by: Actor) -> tuple[list[str], list[Verdict], int]:
    """The next rows, what each is, and the line of the last."""
    rows = list_next(batch, limit=SLICE[batch.kind], chosen=False)
    if not rows:
        return [], [], batch.at
    ids, last = _let_go(rows), rows[-1].number
    return ids, handler.judge(open_lines(batch, rows), _ground(batch, by)), last


def _let_go(rows: list[ImportRow]) -> list[str]:
    """Take rows out of the session, so that no rollback empties them; their ids."""
    for row in rows:
        db.session.expunge(row)
    return [row.id for row in rows]


def _keep_verdicts(ids: list[str], verdicts: list[Verdict]) -> None:
    db.session.execute(
        sa.update(ImportRow),
        [
            {
                "id": row_id,
                "state": verdict.state,
                "chosen": verdict.state is RowState.NEW,
                "problem": verdict.problem,
                "cell": verdict.cell,
                "row_key": verdict.row_key,
            }
            for row_id, verdict in zip(ids, verdicts, strict=True)
        ],
    )


def _run(batch: ImportBatch, by: Actor) -> None:
    """Write the next chosen rows; after the last the sums are final."""
    rows = list_next(batch, limit=SLICE[batch.kind], chosen=True)
    if not rows:
        _close(batch, by)
        return
    batch_id, ids, last = batch.id, _let_go(rows), rows[-1].number
    verdicts = HANDLERS[batch.kind].write(open_lines(batch, rows), _ground(batch, by))
    _note(ids, verdicts)
    moved = sa.update(ImportBatch).where(ImportBatch.id == batch_id)
    db.session.execute(moved.values(at=last, version=ImportBatch.version + 1))


def _note(ids: list[str], verdicts: list[Verdict]) -> None:
    """What became of each row, with the person it made or changed."""
    db.session.execute(
        sa.update(ImportRow),
        [
            {
                "id": row_id,
                "outcome": verdict.outcome or "skipped",
                "problem": verdict.problem,
                "cell": verdict.cell,
                "person_id": verdict.person_id,
                "case_id": verdict.case_id,
            }
            for row_id, verdict in zip(ids, verdicts, strict=True)
        ],
    )


def _close(batch: ImportBatch, by: Actor) -> None:
    db.session.execute(
        sa.update(ImportRow)
        .where(ImportRow.batch_id == batch.id, ImportRow.outcome == "")
        .values(outcome="skipped")
    )
    _finish(batch, BatchState.DONE)
    audit.record(by, "import.done", "import_batch", batch.id, fields=["import_row"])


JOBS.append(work)
