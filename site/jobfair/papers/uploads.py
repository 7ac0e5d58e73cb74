"""A photo that comes in pieces over a weak line: the server says how much it has.

A piece that was sent already, or comes too early, changes nothing; the answer names the place
from which to go on. So a lost answer, a reload and a second tab are all the same.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair.access import Actor
from jobfair.database import after_commit, db
from jobfair.errors import Conflict, Invalid, NotFound, TooMany
from jobfair.lib.clock import now
from jobfair.lib.codes import new_id
from jobfair.models import CaseFile, PaperUpload
from jobfair.papers.files import add_page, check_size, must_add
from jobfair.papers.vault import vault

PIECE = 128 * 1024
"""Bytes of one piece: about a quarter of a minute at 2G."""

KEPT = timedelta(hours=24)
MOST_OPEN = 30
"""Uploads that one user may have under way."""


def start_upload(case: CaseFile, kind: str, size: int, *, by: Actor, act_key: str) -> PaperUpload:
    """Begin an upload of ``size`` bytes; the same key gives the one that was begun.

    Raises what ``files.must_add`` and ``files.check_size`` raise, TooMany (429).
    """
    found = db.session.scalars(
        sa.select(PaperUpload).where(PaperUpload.act_key == act_key)
    ).one_or_none()
    if found is not None:
        if (found.case_id, found.kind, found.started_by) != (case.id, kind, by.user_id):
            raise Conflict()
        return found
    must_add(case, kind, by)
    check_size(size)
    mine = sa.select(sa.func.count()).where(
        PaperUpload.started_by == by.user_id, PaperUpload.done_at.is_(None)
    )
    if (db.session.scalar(mine) or 0) >= MOST_OPEN:
        raise TooMany(retry_after=600)
    upload_id = new_id()
    _key, sealed = vault.make_key(upload_id)
    upload = PaperUpload(
        id=upload_id,
        act_key=act_key,
        case_id=case.id,
        kind=kind,
        key_enc=sealed,
        size=size,
        got=0,
        started_by=by.user_id,
        started_at=now(),
    )
    db.session.add(upload)
    db.session.flush()
    return upload


def get_upload(case: CaseFile, kind: str, upload_id: str, by: Actor) -> PaperUpload:
    """An upload of this user for this paper. Raises NotFound for any other, or an old one."""
    row = db.session.get(PaperUpload, upload_id)
    if row is None or (row.case_id, row.kind, row.started_by) != (case.id, kind, by.user_id):
        raise NotFound()
    return row


def take_piece(
    case: CaseFile, kind: str, upload_id: str, start: int, piece: bytes, *, by: Actor
) -> PaperUpload:
    """Keep the piece that begins at byte ``start``; the last one makes the page.

    Gives the upload as it now is, whatever ``start`` was. Raises NotFound, Invalid for a piece
    that is too long or a file that is not taken, Unavailable when the disk is full.
    """
    upload = get_upload(case, kind, upload_id, by)
    db.session.execute(
        sa.select(PaperUpload.id).where(PaperUpload.id == upload.id).with_for_update()
    )
    db.session.refresh(upload)
    if upload.done_at is not None or start != upload.got or not piece:
        return upload
    if len(piece) > PIECE or start + len(piece) > upload.size:
        raise Invalid(_("The piece does not fit. Load the page again."))
    key = vault.open_key(upload.id, upload.key_enc)
    vault.put(f"{upload.id}.{start}", piece, key)
    upload.got = start + len(piece)
    if upload.got == upload.size:
        _finish(case, upload, key, by)
    db.session.flush()
    return upload


def _finish(case: CaseFile, upload: PaperUpload, key: bytes, by: Actor) -> None:
    pieces: list[bytes] = []
    places: list[int] = []
    at = 0
    while at < upload.size:
        piece = vault.get(f"{upload.id}.{at}", key)
        pieces.append(piece)
        places.append(at)
        at += len(piece)
    add_page(case, upload.kind, b"".join(pieces), by=by, act_key=upload.act_key)
    upload.done_at = now()
    upload_id = upload.id
    after_commit(lambda: _drop_pieces(upload_id, places))


def _drop_pieces(upload_id: str, places: list[int]) -> None:
    for at in places:
        vault.drop(f"{upload_id}.{at}")
