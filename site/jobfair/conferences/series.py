"""A series: further conferences as copies of one, all written in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from jobfair.access import Actor
from jobfair.conferences.plan import Plan, plan_of_conference
from jobfair.conferences.rules import create_conference, publish_conference
from jobfair.conferences.staff_queries import list_made, may_plan
from jobfair.errors import NotFound
from jobfair.models import Conference

MOST_COPIES = 20
_ID_LENGTH = 20


@dataclass(frozen=True)
class Copy:
    """What one row of the series says: where and from when (UTC)."""

    commune_code: str
    starts_at: datetime
    place: str
    landmark: str = ""


def plan_copy(source: Conference, copy: Copy) -> Plan:
    """The source's plan on another day: as long as the source, with all who come to it.

    Further communes are invited where they already were: in the source's own commune.
    """
    plan = plan_of_conference(source)
    same = copy.commune_code == source.commune_code
    return replace(
        plan,
        commune_code=copy.commune_code,
        starts_at=copy.starts_at,
        ends_at=copy.starts_at + (source.ends_at - source.starts_at),
        place=copy.place,
        landmark=copy.landmark,
        map_url=plan.map_url if same and copy.place == source.place else "",
        try_at=None,
        communes=plan.communes if same else (),
    )


def create_series(
    plans: Sequence[Plan], *, by: Actor, key: str, publish: bool = False
) -> list[Conference]:
    """Write every plan as a draft, or publish it at once; all or, on an error, none.

    ``key``: the once-only id of the form. Sent again, whatever else it carries, it gives the
    series that it made. Raises as ``create_conference`` and ``publish_conference``.
    """
    made = find_series(key, by=by)
    if made:
        return made
    ids = _ids(key)
    for number, plan in enumerate(plans[:MOST_COPIES]):
        conference = create_conference(plan, by=by, key=ids[number])
        if publish:
            publish_conference(conference, by=by)
        made.append(conference)
    return made


def find_series(key: str, *, by: Actor) -> list[Conference]:
    """What the form's once-only id made already, by start; empty before.

    Raises NotFound when it is not the actor's to plan.
    """
    made = list_made(_ids(key))
    if not all(may_plan(conference, by) for conference in made):
        raise NotFound()
    return made


def _ids(key: str) -> list[str]:
    """An id for each conference of the series: the same key gives the same ones."""
    return [
        hashlib.sha256(f"series:{key}:{number}".encode()).hexdigest()[:_ID_LENGTH]
        for number in range(MOST_COPIES)
    ]
