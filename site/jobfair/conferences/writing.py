"""Writes a plan into the tables: its address, its fields, its markets, communes and guests."""

from __future__ import annotations

import re
from itertools import count

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from jobfair.conferences.plan import COLUMNS, Plan, guests_of
from jobfair.conferences.queries import commune_rows
from jobfair.conferences.staff_queries import find_made, office_of_commune, slug_taken
from jobfair.database import db
from jobfair.errors import Conflict, Invalid
from jobfair.lib import clock
from jobfair.lib.codes import new_id
from jobfair.lib.text import slugify
from jobfair.models import (
    Conference,
    ConferenceCommune,
    ConferenceGuest,
    ConferenceKind,
    ConferenceMarket,
    Interest,
    InterviewSlot,
)

SLUG_TRIES = 50
SAVED_ALREADY = _l("This draft was saved a moment ago. You find it in the list.")
_ID = re.compile(r"[0-9a-z]{20}")


def id_for(key: str) -> str:
    """The id a new conference takes: its form's once-only id, or a fresh one."""
    return key if _ID.fullmatch(key) else new_id()


def fill(conference: Conference, plan: Plan) -> None:
    """Set the plain fields, the host's office and where the facts come from.

    The plan is its own source: whoever writes it has checked it today.
    """
    for name in COLUMNS:
        setattr(conference, name, getattr(plan, name))
    office = office_of_commune(plan.commune_code)
    conference.host_office_id = office.id
    conference.source = f"kế hoạch hội nghị, {office.name}"
    conference.checked_on = clock.today()
    conference.check_again_on = clock.to_local(plan.starts_at).date()


def add_with_slug(conference: Conference, plan: Plan) -> None:
    """Add under an address made of commune and day; of two at once the later takes a suffix.

    Raises Conflict after fifty conferences in one commune on one day.
    """
    stem = _stem(plan)
    for number in range(1, SLUG_TRIES + 1):
        conference.slug = stem if number == 1 else f"{stem}-{number}"
        if slug_taken(conference.slug):
            continue
        try:
            with db.session.begin_nested():
                db.session.add(conference)
        except IntegrityError:  # taken between the look and the writing
            if find_made(conference.id) is not None:
                raise Conflict(SAVED_ALREADY) from None
            continue
        return
    raise Conflict()


def _stem(plan: Plan) -> str:
    names = {code: short for code, _name, short, _district in commune_rows()}
    day = clock.to_local(plan.starts_at)
    head = "truc-tuyen" if plan.kind is ConferenceKind.ONLINE else ""
    place = slugify(names.get(plan.commune_code, plan.commune_code), 60)
    return "-".join(part for part in (head, place, f"{day:%d-%m-%Y}") if part)


def write_lists(conference: Conference, plan: Plan) -> None:
    """Make markets, invited communes and guests those of the plan, and flush."""
    _write_markets(conference, plan)
    _write_communes(conference, plan)
    if set(guests_of(conference)) != set(plan.guests):
        _write_guests(conference, plan)
    db.session.flush()
    db.session.refresh(conference, ["markets", "communes", "guests"])
    if conference.kind is ConferenceKind.FAIR:
        number_tables(conference)


def number_tables(conference: Conference) -> None:
    """Give every guest without a table the lowest free number, in their order, and flush."""
    taken = {guest.booth for guest in conference.guests}
    free = (number for number in count(1) if number not in taken)
    for guest in conference.guests:
        if guest.booth is None:
            guest.booth = next(free)
    db.session.flush()


def _write_markets(conference: Conference, plan: Plan) -> None:
    there = {row.market_code: row for row in conference.markets}
    for code in set(there) - set(plan.markets):
        db.session.delete(there[code])
    for code in sorted(set(plan.markets) - set(there)):
        db.session.add(ConferenceMarket(conference_id=conference.id, market_code=code))


def _write_communes(conference: Conference, plan: Plan) -> None:
    there = {row.commune_code: row for row in conference.communes}
    for code in set(there) - plan.further:
        db.session.delete(there[code])
    for code in sorted(plan.further - set(there)):
        db.session.add(ConferenceCommune(conference_id=conference.id, commune_code=code))


class GuestWanted(Invalid):
    """422: somebody at the conference is interested in a guest that was left out."""


def _leave_nobody_behind(guest: ConferenceGuest) -> None:
    """Raises GuestWanted where people have said that the guest interests them."""
    asked = sa.exists().where(Interest.guest_id == guest.id)
    met = sa.exists().where(
        InterviewSlot.guest_id == guest.id, InterviewSlot.registration_id.is_not(None)
    )
    if db.session.scalar(sa.select(sa.or_(asked, met))):
        name = guest.body.name if guest.body else guest.text_vi
        raise GuestWanted(
            _l("People asked for %(who)s. Keep it, or write down that it is not coming.", who=name)
        )
    db.session.execute(sa.delete(InterviewSlot).where(InterviewSlot.guest_id == guest.id))


def _write_guests(conference: Conference, plan: Plan) -> None:
    """In the plan's order; who stays keeps the answer to the invitation."""
    there = dict(zip(guests_of(conference), conference.guests, strict=True))
    for guest in set(there) - set(plan.guests):
        _leave_nobody_behind(there[guest])
        db.session.delete(there[guest])
    db.session.flush()
    for number, guest in enumerate(plan.guests):
        if guest in there:
            there[guest].position = number
            continue
        db.session.add(
            ConferenceGuest(
                conference_id=conference.id,
                position=number,
                body_id=guest.body_id,
                order_id=guest.order_id,
                text_vi=guest.text_vi,
                text_en=guest.text_en,
            )
        )
