"""Conferences in an officer's words: rows of the list, facts, history, what changed meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair.access import PROVINCE_ROLES, Actor, Permission
from jobfair.accounts.audit_fields import learn
from jobfair.conferences.door_days import door_is_open
from jobfair.conferences.forms import KINDS
from jobfair.conferences.page import GuestRow, guest_row
from jobfair.conferences.queries import market_names, seats_left
from jobfair.conferences.showing import Badge, Communes, market_line, state_badge, title_of
from jobfair.conferences.staff_queries import list_acts_since, planning_scope
from jobfair.filters import show_moment, show_time
from jobfair.language import current_language
from jobfair.lib import clock
from jobfair.lib.clock import show_date
from jobfair.lib.phones import show_phone
from jobfair.models import AuditEvent, Conference, ConferenceGuest, ConferenceState, GuestAnswer

ACTS = {
    "conference.create": _l("Draft written"),
    "conference.edit": _l("Plan changed"),
    "conference.publish": _l("Published"),
    "conference.cancel": _l("Cancelled"),
}
FIELDS = {
    "title_vi": _l("Title"),
    "title_en": _l("Title in English"),
    "kind": _l("Kind of conference"),
    "commune_code": _l("Host commune"),
    "starts_at": _l("Starts at"),
    "ends_at": _l("Ends at"),
    "place": _l("Place"),
    "landmark": _l("Landmark"),
    "map_url": _l("On the map"),
    "online_url": _l("Link of the meeting"),
    "try_at": _l("Test call"),
    "capacity": _l("Seats"),
    "contact_name": _l("Who answers questions"),
    "contact_phone": _l("Phone for questions"),
    "agenda": _l("What happens"),
    "bring": _l("Also to bring"),
    "markets": _l("Countries spoken of"),
    "communes": _l("Further communes invited"),
    "guests": _l("Who comes"),
    "booths": _l("Numbers of the tables"),
    "cancel_reason": _l("Why is it cancelled?"),
}
learn(FIELDS.items())


@dataclass(frozen=True)
class StaffRow:
    """One conference in the list."""

    id: str
    commune: str
    kind: str
    starts_at: datetime
    place: str
    taken: int
    capacity: int
    markets: str
    badge: Badge
    own: bool


def staff_rows(conferences: Sequence[Conference], actor: Actor) -> list[StaffRow]:
    """Rows of the list, with two queries whatever their number."""
    communes, names, at = Communes(), market_names(current_language()), clock.now()
    mine = planning_scope(actor).communes
    return [
        StaffRow(
            id=c.id,
            commune=communes.name(c.commune_code),
            kind=kind_words(c),
            starts_at=c.starts_at,
            place=c.place,
            taken=c.seats_taken,
            capacity=c.capacity,
            markets=market_line(c, names),
            badge=state_badge(c, seats_left(c), at),
            own=c.commune_code in mine,
        )
        for c in conferences
    ]


def kind_words(conference: Conference) -> str:
    """The kind as the form calls it."""
    return str(KINDS[conference.kind])


@dataclass(frozen=True)
class StaffPage:
    """What the page of one conference shows beside its columns."""

    title: str
    commune: str
    kind: str
    badge: Badge
    left: int
    markets: str
    invited: str
    guests: list[GuestRow]
    replies: list[tuple[str, Badge | None, str]]
    past: bool
    over: bool
    roster: bool
    desk: bool


def staff_page(conference: Conference, actor: Actor) -> StaffPage:
    """Gather the page of one conference for this member of staff."""
    communes, names = Communes(), market_names(current_language())
    left = seats_left(conference)
    return StaffPage(
        title=title_of(conference, communes),
        commune=communes.name(conference.commune_code),
        kind=kind_words(conference),
        badge=state_badge(conference, left, clock.now()),
        left=left,
        markets=market_line(conference, names),
        invited=", ".join(communes.name(row.commune_code) for row in conference.communes),
        guests=[guest_row(guest, names) for guest in conference.guests],
        replies=[(guest.id, *reply_words(guest)) for guest in conference.guests],
        past=conference.starts_at <= clock.now(),
        over=conference.ends_at <= clock.now(),
        roster=may_open_door(conference, actor),
        desk=may_write_down(conference, actor),
    )


def reply_words(guest: ConferenceGuest) -> tuple[Badge | None, str]:
    """What a guest answered as a badge, and who wrote it down when; nothing before being asked."""
    reply = guest.reply
    if reply is None:
        return None, ""
    badges: dict[GuestAnswer, Badge] = {
        GuestAnswer.ASKED: ("mind", _("Asked, no answer yet"), None),
        GuestAnswer.COMING: ("good", _("Is coming"), None),
        GuestAnswer.NOT_COMING: ("bad", _("Is not coming"), None),
    }
    return badges[reply.answer], f"{show_date(reply.on)}, {reply.by_name}"


def may_open_door(conference: Conference, actor: Actor) -> bool:
    """Whether the roster opens for the actor now (model.md, Who sees and moves what).

    The host commune from three days before to seven days after; offices of the province always.
    """
    if not actor.can(Permission.SEE_ROSTER) or conference.state is ConferenceState.DRAFT:
        return False
    if actor.roles & PROVINCE_ROLES:
        return True
    host = conference.commune_code in planning_scope(actor).communes
    return host and door_is_open(conference, clock.today())


def may_write_down(conference: Conference, actor: Actor) -> bool:
    """Whether the desk opens: hosted where the actor plans, or the own commune is invited."""
    if not actor.can(Permission.REGISTER_PERSON):
        return False
    scope = planning_scope(actor)
    here = {conference.commune_code, *(row.commune_code for row in conference.communes)}
    return scope.province or bool(here & scope.communes)


def history(acts: Sequence[AuditEvent]) -> list[dict[str, str]]:
    """The acts on a conference for the timeline, newest first; fields by name, no values."""
    return [
        {
            "when": show_moment(act.at),
            "iso": act.at.isoformat(),
            "text": str(ACTS.get(act.action, act.action)),
            "small": ". ".join(filter(None, (act.actor_name, field_words(act.fields)))),
            "kind": "bad" if act.action == "conference.cancel" else "move",
        }
        for act in acts
    ]


def field_words(fields: str) -> str:
    """Names of the fields of an audit row, in the reader's language."""
    return ", ".join(str(FIELDS[name]) for name in fields.split(",") if name in FIELDS)


@dataclass(frozen=True)
class Late:
    """What somebody else did since the form was opened, and what stands there now."""

    acts: list[str]
    now: list[tuple[str, str]]


def explain_late(conference: Conference, opened_at: int) -> Late:
    """Say who changed what since version ``opened_at``, with the values that stand now."""
    acts = list_acts_since(conference, opened_at)
    changed = {name for act in acts for name in act.fields.split(",") if name in FIELDS}
    said = [
        _("%(who)s, %(when)s: %(what)s", who=a.actor_name, when=show_moment(a.at), what=_what(a))
        for a in acts
    ]
    now = [(str(FIELDS[name]), _shown(conference, name)) for name in FIELDS if name in changed]
    return Late(said, now)


def _what(act: AuditEvent) -> str:
    return field_words(act.fields) or str(ACTS.get(act.action, act.action))


def _shown(conference: Conference, name: str) -> str:
    communes = Communes()
    special = {
        "kind": lambda: kind_words(conference),
        "commune_code": lambda: communes.name(conference.commune_code),
        "starts_at": lambda: show_moment(conference.starts_at),
        "ends_at": lambda: show_time(conference.ends_at),
        "try_at": lambda: show_moment(conference.try_at) if conference.try_at else "",
        "contact_phone": lambda: show_phone(conference.contact_phone),
        "markets": lambda: market_line(conference, market_names(current_language())),
        "communes": lambda: ", ".join(communes.name(c.commune_code) for c in conference.communes),
        "guests": lambda: ", ".join(guest_row(g, {}).name for g in conference.guests),
        "booths": lambda: ", ".join(guest_row(g, {}).at_table for g in conference.guests),
    }
    text = special[name]() if name in special else str(getattr(conference, name))
    return text or _("(empty)")
