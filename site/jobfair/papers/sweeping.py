"""What the passing of days takes away: papers that need not stay, uploads, files without a row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from jobfair import audit
from jobfair.cases.settings import get_number
from jobfair.database import after_commit, db
from jobfair.lib.clock import from_local, now, today
from jobfair.messages.worker import PERIODIC, now_and_then
from jobfair.models import CaseFile, Departure, PaperFile, PaperUpload, Placement
from jobfair.papers.files import shred
from jobfair.papers.sights import SHREDDED_EARLY
from jobfair.papers.uploads import KEPT
from jobfair.papers.vault import vault

AT_MOST = 200
"""Pages in one turn; the rest follow in the next."""

YOUNG_SECONDS = 24 * 60 * 60


def sensitive_days() -> int:
    """Days after the decision for which health, judicial papers and identity images stay.

    A setting, mark U: the province's legal and archive office decides.
    """
    return get_number("retention.sensitive_papers_days", 90)


def shred_old_papers(day: date | None = None) -> int:
    """Destroy identity images, health and judicial papers 90 days after exit or closing.

    Gives the number of pages; each is a row of the audit.
    """
    ended = (day or today()) - timedelta(days=sensitive_days())
    gone = (
        sa.select(Departure.id)
        .join(Placement, Placement.id == Departure.placement_id)
        .where(
            Placement.case_id == PaperFile.case_id,
            Departure.undone_at.is_(None),
            Departure.exit_on <= ended,
        )
    )
    closed = CaseFile.closed_at < from_local(ended, datetime.min.time())
    rows = db.session.execute(
        sa.select(PaperFile, CaseFile.person_id)
        .join(CaseFile, CaseFile.id == PaperFile.case_id)
        .where(
            PaperFile.kind.in_(SHREDDED_EARLY),
            PaperFile.removed_at.is_(None),
            sa.or_(gone.exists(), closed),
        )
        .order_by(PaperFile.uploaded_at, PaperFile.id)
        .limit(AT_MOST)
    ).all()
    for row, person_id in rows:
        shred(row, "system")
        audit.record(
            "system", "file.shred", "paper_file", row.id, person_ids=[person_id], fields=[row.kind]
        )
    return len(rows)


def end_old_uploads(moment: datetime | None = None) -> int:
    """Forget uploads that were begun a day ago, with their pieces."""
    before = (moment or now()) - KEPT
    old = db.session.scalars(
        sa.select(PaperUpload).where(PaperUpload.started_at < before).limit(AT_MOST)
    ).all()
    ids = {upload.id for upload in old}
    for upload in old:
        db.session.delete(upload)
    if ids:
        after_commit(lambda: _drop_pieces(ids))
    return len(ids)


def _drop_pieces(ids: set[str]) -> None:
    for name, _at in list(vault.names()):
        if name.partition(".")[0] in ids and "." in name:
            vault.drop(name)


def _with_a_row(ids: Sequence[str]) -> set[str]:
    return {
        known
        for model in (PaperFile, PaperUpload)
        for known in db.session.scalars(sa.select(model.id).where(model.id.in_(ids)))
    }


def sweep_files(*, older_than: float = YOUNG_SECONDS) -> int:
    """Take away files that no row knows and that are older than ``older_than`` seconds."""
    return vault.sweep(_with_a_row, older_than)


PERIODIC.extend([shred_old_papers, end_old_uploads, now_and_then(sweep_files)])
