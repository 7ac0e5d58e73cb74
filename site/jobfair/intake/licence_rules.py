"""The ministry's list from its rows to the register: compared, accepted as a whole or in part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.agencies.licence_accept import Accepted, accept
from jobfair.agencies.licence_diff import Comparison
from jobfair.agencies.licence_list_queries import count_waiting, find_list, list_register
from jobfair.agencies.licence_listed import Change, ListDocument, mark_of
from jobfair.agencies.queries import list_markets
from jobfair.agencies.refusal import Refused
from jobfair.database import db
from jobfair.errors import Invalid, Stale
from jobfair.intake.batches import facts_of, must_be, options_of
from jobfair.intake.licence_rows import read_listed
from jobfair.intake.lines import Line, open_lines
from jobfair.lib.clock import local_date, now, today
from jobfair.models import BatchState, ImportBatch, ImportRow, LicenceList, RowState


@dataclass(frozen=True)
class Preview:
    """What a list would change today. ``mark`` differs as soon as anything shown does."""

    changes: list[Change]
    left_out: list[Line]
    mark: str
    document: ListDocument
    compared: Comparison

    @property
    def same(self) -> int:
        """Rows of which the register says the same already."""
        return sum(c.kind == "same" and c.listed is not None for c in self.changes)


def document_of(batch: ImportBatch) -> ListDocument:
    """The list itself; somebody looked at it on the day it was sent."""
    said = options_of(batch)
    day = date.fromisoformat(said.list_on)
    return ListDocument(said.list_no, day, local_date(batch.created_at), said.whole)


def preview_of(batch: ImportBatch) -> Preview:
    """Every row beside the register of this moment. Raises Conflict when the file has gone on."""
    must_be(batch, BatchState.PREVIEW)
    query = sa.select(ImportRow).where(ImportRow.batch_id == batch.id).order_by(ImportRow.number)
    lines = open_lines(batch, db.session.scalars(query))
    markets, from_1904 = list_markets(), bool(facts_of(batch).get("from_1904"))
    good = [line for line in lines if line.row.state is RowState.NEW]
    rows = [read_listed(line, markets, from_1904=from_1904) for line in good]
    document = document_of(batch)
    compared = Comparison(list_register(), count_waiting(), document, today())
    changes = compared.changes(rows)
    left_out = [line for line in lines if line.row.state is not RowState.NEW]
    return Preview(changes, left_out, mark_of(changes), document, compared)


def accept_list(batch: ImportBatch, mark: str, accepted: Accepted, *, by: Actor) -> LicenceList:
    """Write what was ticked, all of it or nothing; a second press gives what the first made.

    Raises Stale when the register is not what ``mark`` was shown of, Invalid when nothing is
    chosen or a change is not possible, Conflict when the file was given up.
    """
    if batch.state is BatchState.DONE and (done := find_list(batch.id)) is not None:
        return done
    shown = preview_of(batch)
    if shown.mark != mark:
        raise Stale(_("The register was changed meanwhile. Look over the list once more."))
    if shown.changes and not any(map(accepted.wants, shown.changes)) and not shown.same:
        raise Invalid(_("Tick at least one row."))
    try:
        with db.session.begin_nested():  # what is not possible leaves nothing behind
            kept = accept(batch.id, shown.compared, shown.document, shown.changes, accepted, by=by)
    except Refused as no:
        raise Invalid(no.message) from no
    batch.state, batch.user_id, batch.finished_at = BatchState.DONE, by.user_id, now()
    audit.record(by, "import.done", "import_batch", batch.id, fields=["import_row"])
    db.session.flush()
    return kept
