"""What a conference cost: amounts in whole đồng, each with its kind and who paid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair import audit
from jobfair.access import Actor
from jobfair.conferences.staff_queries import may_plan
from jobfair.database import db
from jobfair.errors import Conflict, NotFound
from jobfair.lib import clock
from jobfair.models import Conference, ConferenceCost, CostKind, CostPayer

MOST: Final = 10**10
"""Đồng of one amount: more is a slip of the finger."""

MOST_ROWS: Final = 60

KINDS: Final[dict[str, object]] = {
    CostKind.HALL: _l("Hall, tables, chairs"),
    CostKind.SOUND: _l("Sound, screen, power"),
    CostKind.PRINTING: _l("Printing, banner, paper"),
    CostKind.TRAVEL: _l("Travel, vehicle, lodging"),
    CostKind.MEALS: _l("Water, meals"),
    CostKind.SPEAKERS: _l("Speakers, interpreters"),
    CostKind.PUBLICITY: _l("Loudspeaker, radio, messages"),
    CostKind.NETWORK: _l("Line and meeting room on the network"),
    CostKind.OTHER: _l("Another purpose"),
}
PAYERS: Final[dict[str, object]] = {
    CostPayer.CENTRE: _l("The centre"),
    CostPayer.DEPARTMENT: _l("The department"),
    CostPayer.COMMUNE: _l("The commune"),
    CostPayer.BODY: _l("A sending body"),
    CostPayer.OTHER: _l("Another source"),
}


@dataclass(frozen=True)
class Amount:
    """An amount as it was typed: whole đồng, from 1 to ``MOST``."""

    kind: CostKind
    amount: int
    payer: CostPayer
    payer_name: str = ""
    document_ref: str = ""


def list_costs(conference_id: str) -> list[ConferenceCost]:
    """Every amount that counts, in the order of entering."""
    rows = db.session.scalars(
        sa.select(ConferenceCost)
        .where(ConferenceCost.conference_id == conference_id, counts())
        .order_by(ConferenceCost.entered_at, ConferenceCost.id)
    )
    return list(rows)


def counts() -> sa.ColumnElement[bool]:
    """The condition: an amount that was not taken back."""
    return ConferenceCost.removed_at.is_(None)


def add_cost(conference: Conference, typed: Amount, *, act_key: str, by: Actor) -> ConferenceCost:
    """Keep an amount; the same ``act_key`` again gives the one that is there.

    Raises NotFound outside the planning scope, Conflict for a key of another conference and
    when there are more amounts than a conference can have.
    """
    _check(conference, by)
    # The conference's row: a second press waits here and then meets the first.
    db.session.execute(
        sa.select(Conference.id)
        .where(Conference.id == conference.id)
        .with_for_update(key_share=True)
    )
    done = db.session.scalars(
        sa.select(ConferenceCost).where(ConferenceCost.act_key == act_key)
    ).one_or_none()
    if done is not None:
        if done.conference_id != conference.id:
            raise Conflict()
        return done
    if len(list_costs(conference.id)) >= MOST_ROWS:
        raise Conflict(_("A conference keeps sixty amounts at most. Add small ones together."))
    row = ConferenceCost(
        conference_id=conference.id,
        act_key=act_key,
        kind=typed.kind,
        amount=typed.amount,
        payer=typed.payer,
        payer_name=typed.payer_name,
        document_ref=typed.document_ref,
        by_name=by.shown[:160],
    )
    db.session.add(row)
    db.session.flush()
    audit.record(by, "conference.cost", "conference", conference.id, fields=["amount", "kind"])
    return row


def take_cost_back(conference: Conference, cost_id: str, *, by: Actor) -> None:
    """An amount counts no more; once more changes nothing. Raises NotFound."""
    _check(conference, by)
    row = db.session.scalars(
        sa.select(ConferenceCost)
        .where(ConferenceCost.id == cost_id, ConferenceCost.conference_id == conference.id)
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound()
    if row.removed_at is None:
        row.removed_at = clock.now()
        db.session.flush()
        audit.record(by, "conference.cost_back", "conference", conference.id, fields=["amount"])


def _check(conference: Conference, by: Actor) -> None:
    if not may_plan(conference, by):
        raise NotFound()
