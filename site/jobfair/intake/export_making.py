"""Making the file of a list: at once for the reader who waits, or by the worker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import sqlalchemy as sa
import structlog
from flask import current_app, g
from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.accounts.queries import find_user_by_id
from jobfair.accounts.sessions import actor_of
from jobfair.database import after_commit, db, mode, short_write
from jobfair.errors import AppError, Unavailable
from jobfair.filters import show_moment, show_number
from jobfair.intake import export_vault
from jobfair.intake.export_parts import Listing, Row
from jobfair.intake.export_rules import KEPT, TOPIC, make_listing, most_rows, wish_of
from jobfair.intake.export_sheets import WRITERS
from jobfair.intake.export_vault import vault
from jobfair.lib.clock import now
from jobfair.messages.gateway import HANDLERS
from jobfair.messages.worker import PERIODIC
from jobfair.models import ExportFile, ExportState, OutboxMessage

TRIES: Final = 3
TOLD_EVERY: Final = 1000
"""Rows after which the page hears how far the file is."""

AT_MOST: Final = 200
"""Files that are ended in one turn."""


def file_name(export: ExportFile) -> str:
    """ASCII: ho-so-20261122.xlsx."""
    stems = {"cases": "ho-so", "people": "nguoi-lao-dong", "roster": "diem-danh", "loans": "vay"}
    return f"{stems[export.kind]}-{export.asked_at:%Y%m%d}-{export.id[:6]}.{export.file_type}"


def mark(export: ExportFile, rows: int) -> str:
    """Who took the list out, when, why and how many: stands in every file."""
    return _(
        "%(who)s · %(when)s · %(rows)s rows · %(masked)s · Reason: %(why)s · No. %(id)s",
        who=export.user_name,
        when=show_moment(export.asked_at),
        rows=show_number(rows),
        masked=_("numbers hidden") if export.masked else _("whole numbers"),
        why=export.reason,
        id=export.id,
    )


def write(export: ExportFile, listing: Listing, rows: Iterator[Row], path: Path) -> None:
    """Write the list in clear. Raises OSError when the disk is full."""
    words = mark(export, len(listing.keys))
    WRITERS[export.file_type](path, listing.title, words, listing.columns, rows)


def note_taken(export: ExportFile, listing: Listing, actor: Actor) -> None:
    """One row with the ids, before anything is read; Unavailable when it cannot be written."""
    audit.record_view(
        actor,
        "export.fetch",
        "export",
        export.id,
        person_ids=listing.person_ids,
        fields=[column.code for column in listing.columns],
        reason=export.reason,
        each=True,
    )


def make_at_once(export: ExportFile, actor: Actor) -> bytes:
    """The file of a short masked list, audited with its ids: some ``AT_ONCE`` rows at most.

    Raises Unavailable (503) when the disk has no room.
    """
    listing = make_listing(wish_of(export, actor), actor, most_rows(export.masked))
    note_taken(export, listing, actor)
    try:
        with export_vault.clear_folder() as folder:
            path = folder / "list"
            write(export, listing, listing.rows(), path)
            return path.read_bytes()
    except OSError as error:
        raise Unavailable(export_vault.NO_ROOM, retry_after=60) from error


def make_in_worker(message: OutboxMessage) -> None:
    """Handler of the topic: make the file that waits, seal it, tell how far it is.

    Whoever asked acts by the rights of this moment. A failure is tried three times in all.
    """
    export_id = str(message.payload["export"])
    with current_app.app_context(), mode("read"):
        export = db.session.get(ExportFile, export_id)
        if export is None or export.state is not ExportState.WAITING:
            return
        g.staff_language = export.lang
        try:
            _make(export)
        except Exception as error:
            kind = type(error).__name__
            structlog.get_logger("jobfair").warning("export_failed", kind=kind)
            if message.attempts < TRIES and not isinstance(error, AppError):
                raise
            _change(export_id, state=ExportState.FAILED)
        finally:
            db.session.remove()


def _make(export: ExportFile) -> None:
    user = find_user_by_id(export.user_id)
    if user is None or not user.active:
        _change(export.id, state=ExportState.FAILED)
        return
    actor = actor_of(user)
    listing = make_listing(wish_of(export, actor), actor, most_rows(export.masked))
    key, sealed_key = vault.make_key(export.id)
    with export_vault.clear_folder() as folder:
        clear, sealed = folder / "list", folder / "sealed"
        write(export, listing, _told(export.id, listing), clear)
        export_vault.seal(clear, sealed, key, export.id)
        size = clear.stat().st_size
        _keep(export, listing, actor, sealed, key_enc=sealed_key, size=size)


def _told(export_id: str, listing: Listing) -> Iterator[Row]:
    for number, row in enumerate(listing.rows(), 1):
        yield row
        if number % TOLD_EVERY == 0:
            _change(export_id, done=number)


def _keep(
    export: ExportFile, listing: Listing, actor: Actor, sealed: Path, **values: object
) -> None:
    """Put the file in its place with its key and the row that names everybody on it."""
    db.session.rollback()  # nothing is read any more: writing begins anew
    rows = len(listing.keys)
    with short_write() as own:
        ready = sa.update(ExportFile).where(
            ExportFile.id == export.id, ExportFile.state == ExportState.WAITING
        )
        kept = own.execute(
            ready.values(
                state=ExportState.READY, rows=rows, done=rows, ends_at=now() + KEPT, **values
            ).returning(ExportFile.id)
        )
        if kept.first() is None:
            return  # another worker was faster
        audit.record(
            actor,
            "export.make",
            "export",
            export.id,
            person_ids=listing.person_ids,
            fields=[column.code for column in listing.columns],
            reason=export.reason,
            session=own,
        )
        own.flush()
        sealed.replace(vault.folder() / export.id)


def _change(export_id: str, **values: object) -> None:
    with short_write() as own:
        own.execute(
            sa.update(ExportFile)
            .where(ExportFile.id == export_id, ExportFile.state == ExportState.WAITING)
            .values(**values)
        )


def end_exports() -> int:
    """Destroy what is a day old: key first, then the file. Gives how many ended."""
    over = sa.select(ExportFile).where(
        ExportFile.ends_at <= now(),
        ExportFile.state.not_in(
            (ExportState.ENDED, ExportState.REFUSED, ExportState.FAILED),
        ),
    )
    rows = db.session.scalars(over.order_by(ExportFile.ends_at).limit(AT_MOST)).all()
    for row in rows:
        row.key_enc, row.state = None, ExportState.ENDED
        audit.record("system", "export.end", "export", row.id)
    db.session.flush()
    ended = [row.id for row in rows]
    after_commit(lambda: _drop(ended))
    export_vault.drop_left_over(2 * KEPT.total_seconds())
    return len(rows)


def _drop(export_ids: Sequence[str]) -> None:
    for export_id in export_ids:
        vault.drop(export_id)


HANDLERS[TOPIC] = make_in_worker
PERIODIC.append(end_exports)
