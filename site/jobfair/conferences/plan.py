"""What an officer says about a conference, and how it differs from what is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jobfair.models import Conference, ConferenceGuest, ConferenceKind


@dataclass(frozen=True)
class GuestPlan:
    """One who comes: a body, perhaps with an order, or a text in both languages."""

    body_id: str | None = None
    order_id: str | None = None
    text_vi: str = ""
    text_en: str = ""


@dataclass(frozen=True)
class Plan:
    """All that a conference's form says. Moments are UTC, the phone is E.164."""

    title_vi: str
    kind: ConferenceKind
    commune_code: str
    starts_at: datetime
    ends_at: datetime
    place: str
    capacity: int
    contact_name: str
    contact_phone: str
    title_en: str = ""
    landmark: str = ""
    map_url: str = ""
    online_url: str = ""
    try_at: datetime | None = None  # when somebody waits on the link to try it with people
    agenda: str = ""
    bring: str = ""
    markets: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()  # further ones that are invited
    guests: tuple[GuestPlan, ...] = ()

    @property
    def further(self) -> set[str]:
        """Invited communes without the host."""
        return set(self.communes) - {self.commune_code}


COLUMNS = (
    *("title_vi", "title_en", "kind", "commune_code", "starts_at", "ends_at", "place"),
    *(
        "landmark",
        "map_url",
        "online_url",
        "try_at",
        "contact_name",
        "contact_phone",
        "agenda",
        "bring",
    ),
)
"""The fields that are written as they are; capacity and the lists have rules of their own."""

TOLD_OF = frozenset({"starts_at", "ends_at", "place", "online_url", "commune_code"})
"""Changes that people with a seat must hear of."""


def plan_of_conference(conference: Conference) -> Plan:
    """The plan as it is written, with nothing changed."""
    return Plan(
        **{name: getattr(conference, name) for name in COLUMNS},
        capacity=conference.capacity,
        markets=tuple(row.market_code for row in conference.markets),
        communes=tuple(row.commune_code for row in conference.communes),
        guests=tuple(guests_of(conference)),
    )


def guests_of(conference: Conference) -> list[GuestPlan]:
    """The guests as a plan names them, in their order."""
    return [_as_plan(guest) for guest in conference.guests]


def _as_plan(guest: ConferenceGuest) -> GuestPlan:
    return GuestPlan(guest.body_id, guest.order_id, guest.text_vi, guest.text_en)


def changed_fields(conference: Conference, plan: Plan) -> list[str]:
    """Names of the fields in which the plan differs from what is written."""
    changed = [name for name in COLUMNS if getattr(conference, name) != getattr(plan, name)]
    if conference.capacity != plan.capacity:
        changed.append("capacity")
    if {m.market_code for m in conference.markets} != set(plan.markets):
        changed.append("markets")
    if {c.commune_code for c in conference.communes} != plan.further:
        changed.append("communes")
    if set(guests_of(conference)) != set(plan.guests):
        changed.append("guests")
    return changed
