"""Photos of sheets that were filled in by hand: drawn anew, sealed one by one, not kept for long.

A photo shows everybody on the sheet, so it goes when the first of them would be forgotten: as
long after the conference as somebody stays who registered and never came (retention table).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair import audit
from jobfair.access import Actor
from jobfair.cases.settings import get_number
from jobfair.database import after_commit, db
from jobfair.errors import Forbidden, Invalid, NotFound
from jobfair.lib.clock import add_months, from_local, now, today
from jobfair.models import Conference, PaperRow, SheetPhoto
from jobfair.papers.files import check_size
from jobfair.papers.pictures import readable_jpeg
from jobfair.registration.desk import is_host
from jobfair.registration.paper import Printed
from jobfair.vaults import Vault

vault: Final = Vault(
    "sheets",
    "sheet_photo",
    _l("The photo could not be saved: no room on the disk. Nothing else is lost."),
)
"""The photos of one instance."""

MOST_PHOTOS: Final = 4
AT_MOST: Final = 200
"""Photos in one turn; the rest follow in the next."""

YOUNG: Final = timedelta(days=1)


def list_photos(sheet_id: str) -> list[SheetPhoto]:
    """The photos of a sheet that were not destroyed, in the order they came."""
    query = sa.select(SheetPhoto).where(
        SheetPhoto.sheet_id == sheet_id, SheetPhoto.key_enc.is_not(None)
    )
    return list(db.session.scalars(query.order_by(SheetPhoto.uploaded_at, SheetPhoto.id)))


def count_photos(conference: Conference) -> dict[str, int]:
    """Sheet (id of its first row) -> photos; a sheet without one is not named. One read."""
    rows = db.session.execute(
        sa.select(SheetPhoto.sheet_id, sa.func.count())
        .join(PaperRow, PaperRow.id == SheetPhoto.sheet_id)
        .where(PaperRow.conference_id == conference.id, SheetPhoto.key_enc.is_not(None))
        .group_by(SheetPhoto.sheet_id)
    )
    return dict(rows.all())


def add_photos(
    sheet: Printed, contents: Sequence[bytes], *, act_key: str, by: Actor
) -> list[SheetPhoto]:
    """Keep photos of a sheet, all or none; the same key again gives those that are there.

    Raises Invalid with a sentence for none, one too many, or one that is not taken, Unavailable
    when the disk is full: then nothing is kept.
    """
    if not contents:
        raise Invalid(_("Choose a photo first."))
    keys = [f"{act_key}{number}" for number in range(len(contents))]
    done = db.session.scalars(
        sa.select(SheetPhoto).where(SheetPhoto.act_key.in_(keys), SheetPhoto.sheet_id == sheet.id)
    ).all()
    if done:
        return list(done)
    for content in contents:
        check_size(len(content))
    kept = [readable_jpeg(content) for content in contents]
    # The sheet's first row keeps two officers from adding one too many.
    db.session.execute(sa.select(PaperRow.id).where(PaperRow.id == sheet.id).with_for_update())
    if len(list_photos(sheet.id)) + len(kept) > MOST_PHOTOS:
        raise Invalid(_("A sheet keeps four photos at most. Destroy one first."))
    return [_keep(sheet, photo, key, by) for photo, key in zip(kept, keys, strict=True)]


def _keep(sheet: Printed, content: bytes, act_key: str, by: Actor) -> SheetPhoto:
    photo_id, sealed = vault.put_new(content)
    row = SheetPhoto(
        id=photo_id,
        sheet_id=sheet.id,
        act_key=act_key,
        key_enc=sealed,
        size=len(content),
        uploaded_by=by.user_id,
        uploaded_name=by.shown[:160],
        uploaded_at=now(),
    )
    db.session.add(row)
    audit.record(by, "sheet.photo_add", "sheet_photo", photo_id)
    db.session.flush()
    return row


def get_photo(sheet: Printed, photo_id: str) -> SheetPhoto:
    """A photo of this very sheet. Raises NotFound for any other, and for one destroyed."""
    row = db.session.get(SheetPhoto, photo_id)
    if row is None or row.sheet_id != sheet.id or row.key_enc is None:
        raise NotFound()
    return row


def read_photo(sheet: Printed, photo_id: str, *, by: Actor) -> bytes:
    """A photo's content, after the audit's row is safely written.

    Raises NotFound, Unavailable when the audit cannot be written: then nothing is shown.
    """
    row = get_photo(sheet, photo_id)
    people = [line.made.person_id for line in sheet.rows if line.made is not None]
    audit.record_view(by, "view.sheet_photo", "sheet_photo", photo_id, person_ids=people)
    return vault.get_sealed(photo_id, row.key_enc)


def may_destroy(conference: Conference, row: SheetPhoto, by: Actor) -> bool:
    """Whoever added it takes it back; else the host's officers and the province's."""
    return row.uploaded_by == by.user_id or is_host(conference, by)


def destroy_photo(conference: Conference, sheet: Printed, photo_id: str, *, by: Actor) -> None:
    """Forget a photo's key; its sealed bytes go after the commit. Raises NotFound, Forbidden."""
    row = get_photo(sheet, photo_id)
    if not may_destroy(conference, row, by):
        raise Forbidden()
    _shred(row)
    audit.record(by, "sheet.photo_destroy", "sheet_photo", photo_id)
    db.session.flush()


def _shred(row: SheetPhoto) -> None:
    row.key_enc, photo_id = None, row.id
    after_commit(lambda: vault.drop(photo_id))


def kept_months() -> int:
    """Months after the conference for which photos stay: a setting (mark U, retention table)."""
    return get_number("retention.no_show_months", 12)


def shred_old_photos(day: date | None = None) -> int:
    """Destroy photos so many months after their conference (a setting). Gives how many."""
    edge = from_local(add_months(day or today(), -kept_months()), datetime.min.time())
    rows = db.session.scalars(
        sa.select(SheetPhoto)
        .join(PaperRow, PaperRow.id == SheetPhoto.sheet_id)
        .join(Conference, Conference.id == PaperRow.conference_id)
        .where(Conference.ends_at < edge, SheetPhoto.key_enc.is_not(None))
        .order_by(SheetPhoto.uploaded_at, SheetPhoto.id)
        .limit(AT_MOST)
    ).all()
    for row in rows:
        _shred(row)
        audit.record("system", "sheet.photo_shred", "sheet_photo", row.id)
    return len(rows)


def sweep_photos(*, older_than: float = YOUNG.total_seconds()) -> int:
    """Take away files that no row knows and that are older than ``older_than`` seconds."""
    return vault.sweep(_with_a_row, older_than)


def _with_a_row(ids: Sequence[str]) -> set[str]:
    known = sa.select(SheetPhoto.id).where(SheetPhoto.id.in_(ids), SheetPhoto.key_enc.is_not(None))
    return set(db.session.scalars(known))
