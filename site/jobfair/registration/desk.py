"""The officer's desk: whose people may be written down where, and who was, in this sitting.

An officer writes down anybody for a conference that her own commune hosts, and people of her
own commune for one to which that commune is invited; the province's offices everybody. What is
outside is the 404 of what is not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from jobfair.access import Actor
from jobfair.conferences.selecting import for_communes
from jobfair.conferences.staff_queries import planning_scope
from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.lib import clock
from jobfair.models import Conference, ConferenceState, Consent, Purpose, Registration
from jobfair.registration.answers import OTHER_PROVINCE
from jobfair.registration.showing import Choices, commune_choices

SITTING = timedelta(hours=4)
MOST_SHOWN = 20
HOW = ("read_aloud", "signed", "witness")


def get_desk(conference_id: str, actor: Actor) -> Conference:
    """A published conference for which the actor may write people down.

    Raises NotFound for a draft, another commune's and an unknown id alike.
    """
    scope = planning_scope(actor)
    mine = sa.true() if scope.province else for_communes(scope.communes)
    found = db.session.scalars(
        sa.select(Conference)
        .where(Conference.id == conference_id, Conference.state != ConferenceState.DRAFT, mine)
        .options(joinedload(Conference.host_office), selectinload(Conference.communes))
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found


def is_host(conference: Conference | None, actor: Actor) -> bool:
    """Whether people of every commune may be written down here by the actor."""
    scope = planning_scope(actor)
    return scope.province or (conference is not None and conference.commune_code in scope.communes)


def choices_for(conference: Conference | None, actor: Actor) -> Choices:
    """The communes whose people the actor may write down here, as a select offers them."""
    offered = commune_choices(conference.commune_code if conference else None)
    if is_host(conference, actor):
        return offered
    own = planning_scope(actor).communes
    mine = {group: [c for c in choices if c[0] in own] for group, choices in offered.items()}
    return {group: choices for group, choices in mine.items() if choices}


def may_write_down(conference: Conference | None, commune: str, actor: Actor) -> bool:
    """Whether a person of this commune (or 'other') is the actor's to write down here."""
    if is_host(conference, actor):
        return True
    return commune != OTHER_PROVINCE and commune in planning_scope(actor).communes


@dataclass(frozen=True)
class Before:
    """What the desk keeps from one person to the next."""

    commune: str
    village: str = ""
    how: str = ""
    witness: str = ""


def list_sitting(conference: Conference | None, actor: Actor) -> list[Registration]:
    """Whom the actor wrote down here in the last four hours, the latest first, twenty at most."""
    here = conference.id if conference else None
    same = Registration.conference_id == here if here else Registration.conference_id.is_(None)
    rows = db.session.scalars(
        sa.select(Registration)
        .where(same, Registration.registered_by == actor.user_id, Registration.channel == "desk")
        .where(Registration.created_at > clock.now() - SITTING)
        .options(joinedload(Registration.person))
        .order_by(Registration.created_at.desc(), Registration.id)
        .limit(MOST_SHOWN)
    )
    return list(rows)


def find_before(latest: Registration | None, conference: Conference | None, actor: Actor) -> Before:
    """What the next person's form begins with: the last one's, else the conference's commune."""
    if latest is None:
        return Before(home_of(conference, actor))
    consent = db.session.scalars(
        sa.select(Consent)
        .where(Consent.person_id == latest.person_id, Consent.purpose == Purpose.SEAT)
        .order_by(Consent.at, Consent.seq)
        .limit(1)
    ).one_or_none()
    how = consent.how if consent is not None and consent.how in HOW else ""
    note = consent.note if consent is not None and how == "witness" else ""
    return Before(latest.typed_commune, latest.typed_village, how, note)


def home_of(conference: Conference | None, actor: Actor) -> str:
    """The commune with which a first form begins: the host's, else the actor's own."""
    own = sorted(planning_scope(actor).communes)
    if conference is not None and (is_host(conference, actor) or not own):
        return conference.commune_code
    return own[0] if own else ""


def find_sent(form_key: str, actor: Actor) -> Registration | None:
    """What the actor wrote down with this once-only key before, or None."""
    return db.session.scalars(
        sa.select(Registration).where(
            Registration.form_key == form_key, Registration.registered_by == actor.user_id
        )
    ).one_or_none()
