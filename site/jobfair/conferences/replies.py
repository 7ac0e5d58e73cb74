"""Invitations to a conference: who was asked, who comes; the body answers for itself."""

from __future__ import annotations

from datetime import time, timedelta

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from jobfair import audit
from jobfair.access import Actor
from jobfair.conferences.rules import check_may_change
from jobfair.database import db
from jobfair.errors import Conflict, Invalid, NotFound
from jobfair.lib import clock
from jobfair.models import (
    Conference,
    ConferenceGuest,
    ConferenceReply,
    ConferenceState,
    GuestAnswer,
)
from jobfair.public_version import raise_version

OWN_ANSWERS = (GuestAnswer.COMING, GuestAnswer.NOT_COMING)
CHOOSE = _l("Choose one of the answers.")
TOO_LATE = _l("This conference has begun or was cancelled: there is nothing to answer.")


def set_reply(conference: Conference, guest_id: str, answer: str, *, by: Actor) -> ConferenceGuest:
    """Staff write down what a guest answered; the same again changes nothing.

    Raises NotFound outside the planning scope or for no guest of this conference, Conflict when
    it is over or cancelled, Invalid for another word.
    """
    check_may_change(conference, by)
    guest = _hold(ConferenceGuest.id == guest_id, ConferenceGuest.conference_id == conference.id)
    return _write(conference, guest, _read(answer, tuple(GuestAnswer)), by)


def answer_invitation(guest_id: str, answer: str, *, by: Actor) -> ConferenceGuest:
    """A sending body says whether it comes.

    Raises NotFound for an invitation of another body, Conflict once the conference has begun or
    was cancelled, Invalid for another word.
    """
    guest = _hold(ConferenceGuest.id == guest_id, ConferenceGuest.body_id == _body(by))
    conference = db.session.get_one(Conference, guest.conference_id)
    if conference.state is ConferenceState.DRAFT:
        raise NotFound()
    if conference.state is not ConferenceState.OPEN or conference.starts_at <= clock.now():
        raise Conflict(TOO_LATE)
    return _write(conference, guest, _read(answer, OWN_ANSWERS), by)


def list_invitations(actor: Actor) -> list[tuple[Conference, ConferenceGuest]]:
    """What the actor's body is invited to from now on, by start; drafts are nobody's yet."""
    rows = db.session.execute(
        sa.select(Conference, ConferenceGuest)
        .join(ConferenceGuest, ConferenceGuest.conference_id == Conference.id)
        .where(ConferenceGuest.body_id == _body(actor))
        .where(Conference.state == ConferenceState.OPEN, Conference.starts_at > clock.now())
        .options(
            joinedload(ConferenceGuest.reply),
            joinedload(ConferenceGuest.order),
        )
        .order_by(Conference.starts_at, Conference.id, ConferenceGuest.position)
    )
    return [(conference, guest) for conference, guest in rows]


def list_tables_today(actor: Actor) -> list[tuple[Conference, ConferenceGuest]]:
    """The numbered tables at which the actor's body sits today, by start."""
    day = clock.today()
    rows = db.session.execute(
        sa.select(Conference, ConferenceGuest)
        .join(ConferenceGuest, ConferenceGuest.conference_id == Conference.id)
        .where(
            ConferenceGuest.body_id == _body(actor),
            ConferenceGuest.booth.is_not(None),
            Conference.state == ConferenceState.OPEN,
            Conference.starts_at >= clock.from_local(day, time()),
            Conference.starts_at < clock.from_local(day + timedelta(days=1), time()),
        )
        .order_by(Conference.starts_at, Conference.id, ConferenceGuest.booth)
    )
    return [(conference, guest) for conference, guest in rows]


def _body(actor: Actor) -> str:
    body_id = actor.scope.body_id
    if body_id is None:
        raise NotFound()
    return body_id


def _hold(*conditions: sa.ColumnElement[bool]) -> ConferenceGuest:
    """The guest, locked, so that two answers at once come one after the other."""
    rows = db.session.scalars(
        sa.select(ConferenceGuest)
        .where(*conditions)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    guest = rows.one_or_none()
    if guest is None:
        raise NotFound()
    return guest


def _read(answer: str, allowed: tuple[GuestAnswer, ...]) -> GuestAnswer:
    if answer not in allowed:
        raise Invalid(CHOOSE)
    return GuestAnswer(answer)


def _write(
    conference: Conference, guest: ConferenceGuest, answer: GuestAnswer, by: Actor
) -> ConferenceGuest:
    before = guest.reply.answer if guest.reply else None
    if before is answer:
        return guest
    if guest.reply is None:
        guest.reply = ConferenceReply(guest_id=guest.id, answer=answer, on=clock.today())
    guest.reply.answer, guest.reply.on = answer, clock.today()
    guest.reply.by_name = by.shown
    db.session.flush()
    audit.record(by, "conference.reply", "conference", conference.id, fields=["guests"])
    if GuestAnswer.NOT_COMING in (before, answer):
        raise_version("conferences")
    return guest
