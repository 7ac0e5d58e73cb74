"""Pages of a paper: added, opened, removed. Each act is audited; each opening before its bytes."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.cases.locking import hold_case
from jobfair.cases.paper_kinds import PAPER_KINDS
from jobfair.cases.records import paper_row
from jobfair.database import after_commit, db
from jobfair.errors import Conflict, Forbidden, Invalid, NotFound
from jobfair.lib.clock import now
from jobfair.models import CaseFile, Paper, PaperFile
from jobfair.papers.pdfs import safe_pdf
from jobfair.papers.pictures import MOST_BYTES, format_of, readable_jpeg
from jobfair.papers.sights import NEEDS_CONSENT, may_add, may_open
from jobfair.papers.vault import vault
from jobfair.privacy.rules import consent_in_force

MOST_PAGES = 20
"""Pages of one paper: more than any has."""


def list_pages(case_id: str, kind: str) -> list[PaperFile]:
    """The pages of one paper, in the order in which they came."""
    return list(
        db.session.scalars(
            sa.select(PaperFile)
            .where(
                PaperFile.case_id == case_id,
                PaperFile.kind == kind,
                PaperFile.removed_at.is_(None),
            )
            .order_by(PaperFile.uploaded_at, PaperFile.id)
        )
    )


def get_page(case: CaseFile, kind: str, file_id: str) -> PaperFile:
    """A page of this very paper of this case. Raises NotFound for any other."""
    row = db.session.get(PaperFile, file_id)
    if row is None or row.case_id != case.id or row.kind != kind or row.removed_at is not None:
        raise NotFound()
    return row


def find_added(case: CaseFile, act_key: str) -> PaperFile | None:
    """The page that this act added. Raises Conflict when the key served another case."""
    row = db.session.scalars(sa.select(PaperFile).where(PaperFile.act_key == act_key)).first()
    if row is not None and row.case_id != case.id:
        raise Conflict()
    return row


def must_add(case: CaseFile, kind: str, by: Actor) -> None:
    """Raises NotFound for an unknown kind, Forbidden, Invalid without the person's consent."""
    if kind not in PAPER_KINDS:
        raise NotFound()
    if not may_add(by, case, kind):
        raise Forbidden()
    purpose = NEEDS_CONSENT.get(kind)
    if purpose is not None and not consent_in_force(case.person_id, purpose):
        raise Invalid(
            _("The person has not agreed that this paper is kept. Record the consent first.")
        )


def check_size(size: int) -> None:
    """Raises Invalid for nothing, or more than 10 MB."""
    if size <= 0:
        raise Invalid(_("The file is empty. Choose the photo again."))
    if size > MOST_BYTES:
        raise Invalid(_("The file is larger than 10 MB. Take the photo with a smaller setting."))


def add_page(case: CaseFile, kind: str, content: bytes, *, by: Actor, act_key: str) -> PaperFile:
    """Look at a file, draw it anew, seal it and keep it as the paper's next page.

    The same ``act_key`` again gives the page that is there. Raises what ``must_add`` and
    ``check_size`` raise, Invalid with a sentence for a file that is not taken, Unavailable when
    the disk is full: then nothing is kept.
    """
    done = find_added(case, act_key)
    if done is not None:
        return done
    must_add(case, kind, by)
    check_size(len(content))
    is_pdf = format_of(content) == "PDF"
    kept = safe_pdf(content) if is_pdf else readable_jpeg(content)
    hold_case(case)
    if len(list_pages(case.id, kind)) >= MOST_PAGES:
        raise Invalid(_("This paper has 20 pages already. Remove one first."))
    file_id, sealed = vault.put_new(kept)
    row = PaperFile(
        id=file_id,
        paper_id=_paper_of(case, kind, by).id,
        case_id=case.id,
        kind=kind,
        act_key=act_key,
        key_enc=sealed,
        media_type="application/pdf" if is_pdf else "image/jpeg",
        size=len(kept),
        uploaded_by=by.user_id,
        uploaded_name=by.shown[:160],
        uploaded_at=now(),
    )
    db.session.add(row)
    audit.record(by, "file.add", "paper_file", file_id, person_ids=[case.person_id], fields=[kind])
    db.session.flush()
    return row


def _paper_of(case: CaseFile, kind: str, by: Actor) -> Paper:
    """The paper; with a photo of it the worker has it, at least."""
    paper = paper_row(case, kind)
    if paper.state in ("", "asked"):
        paper.state, paper.recorded_by, paper.recorded_at = "have", by.user_id, now()
    db.session.flush()
    return paper


def read_page(case: CaseFile, kind: str, file_id: str, *, by: Actor) -> tuple[PaperFile, bytes]:
    """A page and its content, after the audit's row is safely written.

    Raises NotFound, Forbidden for a role to which this kind is closed, Unavailable when the
    audit cannot be written: then nothing is shown.
    """
    row = get_page(case, kind, file_id)
    if not may_open(by, case, kind):
        raise Forbidden()
    if row.key_enc is None:
        raise NotFound()
    audit.record_view(
        by,
        "view.file",
        "paper_file",
        file_id,
        person_ids=[case.person_id],
        fields=[kind],
        each=True,
    )
    return row, vault.get_sealed(file_id, row.key_enc)


def may_remove(by: Actor, case: CaseFile, row: PaperFile) -> bool:
    """Whoever added a page takes it back, also one closed to him; else who may add and open."""
    allowed = may_add(by, case, row.kind)
    return allowed and (row.uploaded_by == by.user_id or may_open(by, case, row.kind))


def remove_page(case: CaseFile, kind: str, file_id: str, *, by: Actor) -> None:
    """Destroy a page: its key at once, its file after the commit.

    Raises NotFound, Forbidden.
    """
    row = get_page(case, kind, file_id)
    if not may_remove(by, case, row):
        raise Forbidden()
    shred(row, by.user_id)
    audit.record(
        by, "file.remove", "paper_file", file_id, person_ids=[case.person_id], fields=[kind]
    )
    db.session.flush()


def shred(row: PaperFile, by: str) -> None:
    """Forget a page's key; the sealed bytes follow when that is committed."""
    row.key_enc, row.removed_at, row.removed_by = None, now(), by
    file_id = row.id
    after_commit(lambda: vault.drop(file_id))
