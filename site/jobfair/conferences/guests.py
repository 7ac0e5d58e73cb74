"""Who comes to a conference: sending bodies with licence history and order, or texts."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from jobfair.database import db
from jobfair.models import (
    Conference,
    ConferenceCommune,
    ConferenceGuest,
    ConferenceMarket,
    ConferenceReply,
    GuestAnswer,
    JobOrder,
    Programme,
    SendingBody,
)

_ORDER = (JobOrder.code, JobOrder.title_vi, JobOrder.title_en, JobOrder.programme_code)


def comes() -> sa.ColumnElement[bool]:
    """Condition on guests: not one who said no."""
    return sa.not_(
        sa.exists().where(
            ConferenceReply.guest_id == ConferenceGuest.id,
            ConferenceReply.answer == GuestAnswer.NOT_COMING,
        )
    )


def list_codes(conference_id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Market codes and codes of the further communes of one conference, each in order."""
    markets = db.session.scalars(
        sa.select(ConferenceMarket.market_code)
        .where(ConferenceMarket.conference_id == conference_id)
        .order_by(ConferenceMarket.market_code)
    )
    communes = db.session.scalars(
        sa.select(ConferenceCommune.commune_code)
        .where(ConferenceCommune.conference_id == conference_id)
        .order_by(ConferenceCommune.commune_code)
    )
    return tuple(markets), tuple(communes)


def with_guests() -> tuple[ExecutableOption, ...]:
    """Load who comes with one conference: bodies with licence history, orders, programmes."""
    guests = selectinload(Conference.guests)
    return (
        guests.joinedload(ConferenceGuest.body).selectinload(SendingBody.licence_events),
        guests.joinedload(ConferenceGuest.order).joinedload(JobOrder.programme),
        guests.joinedload(ConferenceGuest.reply),
    )


def list_guests(conference_id: str) -> list[ConferenceGuest]:
    """The guests in their order, with what the public page says of them and no more."""
    order = joinedload(ConferenceGuest.order).load_only(*_ORDER)
    rows = db.session.scalars(
        sa.select(ConferenceGuest)
        .where(ConferenceGuest.conference_id == conference_id, comes())
        .options(
            joinedload(ConferenceGuest.body).selectinload(SendingBody.licence_events),
            order.joinedload(JobOrder.programme).load_only(Programme.code, Programme.market_code),
        )
        .order_by(ConferenceGuest.position, ConferenceGuest.id)
    )
    return list(rows)
