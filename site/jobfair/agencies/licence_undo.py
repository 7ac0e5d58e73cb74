"""Taking a whole accepted list back: the register stands again as it did, to the row (M5).

Refused when somebody has built on it since: a body was changed by hand or by a later list, or
an order, a person on the way, a conference names a body that came with the list.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.agencies.licence_accept import OBJECT
from jobfair.agencies.licence_snapshot import Snapshot, put_back, read, stands_as
from jobfair.agencies.register import show_public
from jobfair.agencies.rules import tasks_of
from jobfair.database import db
from jobfair.errors import Conflict
from jobfair.lib.clock import now
from jobfair.models import (
    Base,
    BodyContact,
    LicenceEvent,
    LicenceList,
    LicenceListChange,
    SendingBody,
    Task,
)

_OWN: Final = frozenset({"licence_event", "body_contact", "licence_list_change"})
_SHOWN: Final = 5  # names in a refusal


def undo(kept: LicenceList, *, by: Actor) -> None:
    """Put every body back as it was before the list and withdraw the open tasks it made.

    A body that the list entered goes with it. Raises Conflict, naming what was built on it.
    """
    if kept.undone_at is not None:
        raise Conflict(_("This list was taken back already."))
    held = _held(kept)
    named = {c.body_id: c.name for c in kept.changes}
    built_on = sorted({name for c in kept.changes if (name := _built_on(c, held, named))})
    if built_on:
        names = "; ".join(built_on[:_SHOWN])
        raise Conflict(
            _(
                "Somebody has built on this list since: %(names)s. Correct these by hand.",
                names=names,
            )
        )
    gone: list[str] = []
    for change in reversed(kept.changes):
        gone += _take_back(change, held)
    withdrawn = _withdraw(gone, by)
    kept.undone_at, kept.undone_by = now(), by.shown[:160]
    show_public()
    db.session.flush()
    audit.record(by, "licence_list.undo", OBJECT, kept.id, person_ids=withdrawn, fields=("rows",))


def _held(kept: LicenceList) -> dict[str, SendingBody]:
    """The bodies of the list, held until it is taken back."""
    ids = sorted({change.body_id for change in kept.changes if change.body_id})
    query = sa.select(SendingBody).where(SendingBody.id.in_(ids)).order_by(SendingBody.id)
    return {body.id: body for body in db.session.scalars(query.with_for_update())}


def _last_of(change: LicenceListChange) -> bool:
    """Whether no later change of the same list touched the same body."""
    return not any(
        other.body_id == change.body_id and other.number > change.number
        for other in change.licence_list.changes
    )


def _built_on(
    change: LicenceListChange, held: dict[str, SendingBody], named: dict[str | None, str]
) -> str:
    """The body's name when something later stands on it; '' when it may be taken back."""
    body, after = held.get(change.body_id or ""), read(change.after)
    if change.kind == "same" or body is None or after is None:
        return ""
    if _last_of(change) and not stands_as(body, after):
        return body.name
    return body.name if not change.before and _is_named(body) else ""


def _is_named(body: SendingBody) -> bool:
    """Whether anything but its own documents and contacts points at the body."""
    for table in Base.metadata.sorted_tables:
        if table.name in _OWN:
            continue
        for column in table.columns:
            to_body = any(key.column.table.name == "sending_body" for key in column.foreign_keys)
            if to_body and db.session.scalar(
                sa.select(sa.literal(1)).select_from(table).where(column == body.id).limit(1)
            ):
                return True
    later = sa.select(sa.func.count(sa.distinct(LicenceListChange.list_id)))
    lists = db.session.scalar(later.where(LicenceListChange.body_id == body.id))
    return bool(lists and lists > 1)


def _take_back(change: LicenceListChange, held: dict[str, SendingBody]) -> list[str]:
    """One body; gives the ids of documents that went."""
    body, before, after = held.get(change.body_id or ""), read(change.before), read(change.after)
    if body is None or after is None:
        return []
    if before is None:
        return _remove(change, body, after)
    if change.kind == "same" and not stands_as(body, after):
        return []  # checked again since: that stays
    return put_back(body, before)


def _remove(change: LicenceListChange, body: SendingBody, after: Snapshot) -> list[str]:
    """A body that the list entered and that nobody names: it was never here."""
    change.body_id = None
    db.session.flush()
    for model in (LicenceEvent, BodyContact):
        db.session.execute(sa.delete(model).where(model.body_id == body.id))
    db.session.execute(sa.delete(SendingBody).where(SendingBody.id == body.id))
    db.session.expunge(body)
    return list(after["events"])


def _withdraw(events: list[str], by: Actor) -> list[str]:
    """Close the open tasks of documents that went; gives the people whom they named."""
    people: list[str] = []
    for event_id in events:
        query = tasks_of(event_id).where(Task.done_at.is_(None)).order_by(Task.id)
        for task in db.session.scalars(query):
            task.done_at, task.done_by = now(), by.user_id
            task.note = f"Đã rút: {task.note}"[:300]
            people += [task.person_id] if task.person_id else []
    db.session.flush()
    return people
