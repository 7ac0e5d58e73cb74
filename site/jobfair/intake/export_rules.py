"""A list on its way out: asked for with a reason, decided by a second leader, fetched, ended.

Short masked lists are written whenever they are fetched; longer ones, and all that show whole
numbers, are made by the worker and lie sealed for a day.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from jobfair import audit
from jobfair.access import Actor, Permission
from jobfair.cases.settings import get_number
from jobfair.database import db
from jobfair.errors import Conflict, Forbidden, Invalid, NotFound
from jobfair.filters import show_number
from jobfair.intake.export_lists import LISTS
from jobfair.intake.export_parts import Asked, Listing
from jobfair.keys import keys
from jobfair.language import current_language
from jobfair.lib.clock import now
from jobfair.lib.codes import new_id
from jobfair.messages.outbox import enqueue
from jobfair.models import ExportFile, ExportState

AT_ONCE: Final = 2000
"""Rows up to which a file is written while its reader waits."""

KEPT: Final = timedelta(hours=24)
UNDECIDED: Final = timedelta(days=3)
"""How long a request waits for the second leader."""

TOPIC: Final = "export"


@dataclass(frozen=True)
class Wish:
    """What the form asks for."""

    kind: str
    args: MultiDict[str, str]
    about: str
    file_type: str
    masked: bool
    reason: str


def most_rows(masked: bool) -> int:
    """How many rows one file may hold (settings, mark K)."""
    if masked:
        return get_number("export.row_cap", 20_000)
    return get_number("export.row_cap_unmasked", 1_000)


def make_listing(wish: Wish, actor: Actor, most: int) -> Listing:
    """The list that is asked for, at most so many rows of it.

    Raises Forbidden when the role takes no such list out, NotFound for a foreign object.
    """
    kind = LISTS[wish.kind]
    whole = kind.unmasked and actor.can(Permission.EXPORT_UNMASKED)
    if not actor.can(kind.permission) or not (wish.masked or whole):
        raise Forbidden()
    return kind.make(Asked(actor, wish.args, most, wish.masked, wish.about))


def ask(wish: Wish, *, by: Actor, act_key: str) -> ExportFile:
    """Ask for a list; the same key again gives the same one.

    Raises Invalid for an empty list and for one that is too long, Forbidden, NotFound.
    """
    before = db.session.scalars(
        sa.select(ExportFile).where(ExportFile.act_key == act_key, ExportFile.user_id == by.user_id)
    ).first()
    if before is not None:
        return before
    most = most_rows(wish.masked)
    rows = len(make_listing(wish, by, most + 1).keys)
    _must_fit(rows, most, wish.masked)
    export = _row(wish, rows, by, act_key)
    db.session.add(export)
    db.session.flush()
    audit.record(by, "export.ask", "export", export.id, fields=[wish.kind], reason=wish.reason)
    if export.state is ExportState.WAITING:
        enqueue(f"export:{export.id}", TOPIC, {"export": export.id})
    return export


def _must_fit(rows: int, most: int, masked: bool) -> None:
    if not rows:
        raise Invalid(_("There is nobody on this list."))
    if rows > most and masked:
        words = _("A file holds at most %(most)s rows. Narrow the list first.", most=_shown(most))
        raise Invalid(words)
    if rows > most:
        words = _(
            "With whole numbers a file holds at most %(most)s rows. Narrow the list, or leave"
            " the numbers hidden.",
            most=_shown(most),
        )
        raise Invalid(words)


def _shown(number: int) -> str:
    return show_number(number)


def _row(wish: Wish, rows: int, by: Actor, act_key: str) -> ExportFile:
    state, keep = ExportState.OPEN, KEPT
    if not wish.masked:
        state, keep = ExportState.ASKED, UNDECIDED
    elif rows > AT_ONCE:
        state = ExportState.WAITING
    export_id = new_id()
    asked = {"args": wish.args.to_dict(flat=False), "about": wish.about, "scope": scope_mark(by)}
    sealed = keys().cipher().seal(json.dumps(asked), f"export_file.asked.{export_id}")
    return ExportFile(
        id=export_id,
        act_key=act_key,
        user_id=by.user_id,
        user_name=by.shown,
        kind=wish.kind,
        asked_enc=sealed,
        masked=wish.masked,
        file_type=wish.file_type,
        lang=current_language(),
        reason=wish.reason,
        rows=rows,
        state=state,
        ends_at=now() + keep,
    )


def scope_mark(actor: Actor) -> str:
    """Whose people the actor reaches: a file that was made in another scope is not given out."""
    scope = actor.scope
    return f"{scope.province} {sorted(scope.communes)} {scope.body_id or ''}"


def wish_of(export: ExportFile, actor: Actor) -> Wish:
    """What was asked for. Raises NotFound when the actor has another scope since."""
    text = keys().cipher().open(export.asked_enc, f"export_file.asked.{export.id}")
    asked = json.loads(text)
    if asked["scope"] != scope_mark(actor):
        raise NotFound()
    args = MultiDict(asked["args"])
    return Wish(export.kind, args, asked["about"], export.file_type, export.masked, export.reason)


def get_own(export_id: str, actor: Actor) -> ExportFile:
    """One's own. Raises NotFound for anybody else's and an unknown id alike."""
    export = db.session.get(ExportFile, export_id)
    if export is None or export.user_id != actor.user_id:
        raise NotFound()
    return export


def get_seen(export_id: str, actor: Actor) -> ExportFile:
    """One's own, or one that asks for a second leader's word. Raises NotFound."""
    export = db.session.get(ExportFile, export_id)
    if export is None:
        raise NotFound()
    mine = export.user_id == actor.user_id
    if not mine and (export.masked or not actor.can(Permission.EXPORT_UNMASKED)):
        raise NotFound()
    return export


def decide(export_id: str, agreed: bool, answer: str, *, by: Actor) -> ExportFile:
    """A second leader agrees or refuses; a repeat of the same word changes nothing.

    Raises Forbidden for one's own, Invalid for a refusal without a reason, Conflict when it
    was decided otherwise or its time is over.
    """
    export = get_seen(export_id, by)
    if export.masked:
        raise NotFound()
    if export.user_id == by.user_id:
        raise Forbidden(_("Somebody else has to decide on your own request."))
    db.session.refresh(export, with_for_update=True)
    if export.decided_by == by.user_id:
        return export
    if export.state is not ExportState.ASKED or export.ends_at <= now():
        raise Conflict(_("This request is decided already, or its time is over."))
    if not agreed and not answer:
        raise Invalid(_("Write why you refuse."))
    export.state = ExportState.WAITING if agreed else ExportState.REFUSED
    export.decided_by, export.decided_name, export.decided_at = by.user_id, by.shown, now()
    export.answer = answer
    export.ends_at = now() + KEPT
    action = "export.agree" if agreed else "export.refuse"
    audit.record(by, action, "export", export.id, fields=[export.kind], reason=answer)
    if agreed:
        enqueue(f"export:{export.id}", TOPIC, {"export": export.id})
    db.session.flush()
    return export


def list_own(actor: Actor, limit: int = 50) -> list[ExportFile]:
    """What the actor asked for, newest first."""
    query = sa.select(ExportFile).where(ExportFile.user_id == actor.user_id)
    order = query.order_by(ExportFile.asked_at.desc(), ExportFile.id)
    return list(db.session.scalars(order.limit(limit)))


def list_undecided(actor: Actor) -> list[ExportFile]:
    """What waits for this leader's word, oldest first."""
    if not actor.can(Permission.EXPORT_UNMASKED):
        return []
    query = sa.select(ExportFile).where(
        ExportFile.state == ExportState.ASKED,
        ExportFile.user_id != actor.user_id,
        ExportFile.ends_at > now(),
    )
    return list(db.session.scalars(query.order_by(ExportFile.asked_at, ExportFile.id).limit(50)))


def list_taken(actor: Actor, since: timedelta = KEPT, limit: int = 20) -> list[ExportFile]:
    """What others took out of the province's data lately, newest first, for a leader."""
    if not actor.can(Permission.EXPORT_UNMASKED):
        return []
    query = sa.select(ExportFile).where(
        ExportFile.asked_at > now() - since,
        ExportFile.user_id != actor.user_id,
        ExportFile.state.not_in((ExportState.ASKED, ExportState.REFUSED)),
    )
    order = query.order_by(ExportFile.asked_at.desc(), ExportFile.id)
    return list(db.session.scalars(order.limit(limit)))
