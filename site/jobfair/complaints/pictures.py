"""Pictures of complaints and of warnings: drawn anew, sealed one by one, outside the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair import audit
from jobfair.access import Actor
from jobfair.agencies.warning_words import OPEN_STATES
from jobfair.agencies.warnings import KIND as WARNING
from jobfair.agencies.warnings import ask_both_again
from jobfair.complaints.events import add_event
from jobfair.database import after_commit, db
from jobfair.errors import Conflict, Invalid, NotFound
from jobfair.lib.clock import now
from jobfair.models import Complaint, ComplaintFile, ComplaintState, ScamWarning
from jobfair.papers.files import check_size
from jobfair.papers.pictures import readable_jpeg
from jobfair.vaults import Vault

vault: Final = Vault(
    "complaints",
    "complaint_file",
    _l("The photo could not be saved: no room on the disk. Nothing else is lost."),
)
"""The pictures of one instance."""

MOST_PICTURES: Final = 5
SWEEP_AGE: Final = 24 * 60 * 60


def list_pictures(complaint: Complaint) -> list[ComplaintFile]:
    """The pictures of a complaint that were not destroyed, in the order they came."""
    query = sa.select(ComplaintFile).where(
        ComplaintFile.complaint_id == complaint.id, ComplaintFile.key_enc.is_not(None)
    )
    return list(db.session.scalars(query.order_by(ComplaintFile.uploaded_at, ComplaintFile.id)))


def add_picture(complaint: Complaint, content: bytes, *, act_key: str) -> ComplaintFile:
    """Keep one picture of who wrote the complaint; the same key again gives the one there is.

    Raises Conflict once it is closed, Invalid for what is no picture, is too large or one too
    many, Unavailable when the disk is full.
    """
    done = db.session.scalars(
        sa.select(ComplaintFile).where(ComplaintFile.act_key == act_key)
    ).one_or_none()
    if done is not None:
        return done
    if complaint.state is ComplaintState.CLOSED:
        raise Conflict(_("This report is closed."))
    check_size(len(content))
    kept = readable_jpeg(content)
    db.session.execute(
        sa.select(Complaint.id).where(Complaint.id == complaint.id).with_for_update()
    )
    if len(list_pictures(complaint)) >= MOST_PICTURES:
        raise Invalid(_("Five pictures are enough. Call us if there are more."))
    file_id, sealed = vault.put_new(kept)
    row = ComplaintFile(
        id=file_id,
        complaint_id=complaint.id,
        act_key=act_key,
        key_enc=sealed,
        size=len(kept),
        uploaded_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    add_event(complaint, "picture", by="public", act_key=f"p{act_key}"[:40])
    return row


def read_picture(complaint: Complaint, file_id: str, *, by: Actor) -> bytes:
    """A picture's content, after the audit's row is written. Raises NotFound, Unavailable."""
    row = db.session.get(ComplaintFile, file_id)
    if row is None or row.complaint_id != complaint.id or row.key_enc is None:
        raise NotFound()
    audit.record_view(by, "view.complaint_file", "complaint", complaint.id, each=True)
    return vault.get_sealed(file_id, row.key_enc)


def shred_pictures(complaint: Complaint) -> int:
    """Destroy every picture: its key now, its file after the commit. Gives how many."""
    rows = list_pictures(complaint)
    for row in rows:
        row.key_enc = None
        _drop_later(row.id)
    return len(rows)


def _drop_later(file_id: str) -> None:
    after_commit(lambda: vault.drop(file_id))


def set_warning_picture(warning: ScamWarning, content: bytes, alt: str, *, by: Actor) -> None:
    """Put a picture to a warning that is not published; both checks are made again.

    Raises Conflict for a warning in another state, Invalid for what is no picture.
    """
    if warning.state not in OPEN_STATES:
        raise Conflict(_("This warning stands elsewhere now. Open its page again."))
    if not alt:
        raise Invalid(_("Say in words what the picture shows."))
    check_size(len(content))
    file_id, sealed = vault.put_new(readable_jpeg(content))
    _forget_picture(warning)
    warning.picture_id, warning.picture_key_enc, warning.picture_alt = file_id, sealed, alt[:160]
    ask_both_again(warning)
    db.session.flush()
    audit.record(by, f"{WARNING}.picture", WARNING, warning.id)


def drop_warning_picture(warning: ScamWarning, *, by: Actor) -> None:
    """Take the picture off a warning that is not published. Raises Conflict."""
    if warning.state not in OPEN_STATES:
        raise Conflict(_("This warning stands elsewhere now. Open its page again."))
    _forget_picture(warning)
    ask_both_again(warning)
    db.session.flush()
    audit.record(by, f"{WARNING}.picture", WARNING, warning.id)


def _forget_picture(warning: ScamWarning) -> None:
    if warning.picture_id:
        _drop_later(warning.picture_id)
    warning.picture_id, warning.picture_key_enc, warning.picture_alt = "", None, ""


def read_warning_picture(warning: ScamWarning) -> bytes:
    """The picture of a warning. Raises NotFound when it has none."""
    if not warning.picture_id or warning.picture_key_enc is None:
        raise NotFound()
    return vault.get_sealed(warning.picture_id, warning.picture_key_enc)


def _with_a_row(ids: Sequence[str]) -> set[str]:
    files = sa.select(ComplaintFile.id).where(
        ComplaintFile.id.in_(ids), ComplaintFile.key_enc.is_not(None)
    )
    shown = sa.select(ScamWarning.picture_id).where(ScamWarning.picture_id.in_(ids))
    return {*db.session.scalars(files), *db.session.scalars(shown)}


def sweep_pictures(*, older_than: float = SWEEP_AGE) -> int:
    """Take away files that no row knows and that are older than ``older_than`` seconds."""
    return vault.sweep(_with_a_row, older_than)
