"""What a new plan gets in the way of: the commune's other conference, a guest elsewhere.

Nothing here is refused: two conferences a day may be meant. Whoever plans is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _

from jobfair.access import Actor
from jobfair.conferences.page import agenda_lines
from jobfair.conferences.plan import Plan, plan_of_conference
from jobfair.conferences.showing import Communes
from jobfair.conferences.staff_queries import list_between
from jobfair.filters import show_day_short, show_time
from jobfair.lib import clock
from jobfair.models import Conference


@dataclass(frozen=True)
class _Other:
    """A conference beside the one that is planned, and how to name it."""

    plan: Plan
    words: str


def find_clashes(plans: dict[int, Plan], source: Conference, actor: Actor) -> dict[int, list[str]]:
    """Row -> sentences about each plan: against the other rows and what stands already.

    Only conferences that the actor may read are named. ``source``: whose copies they are.
    """
    if not plans:
        return {}
    communes = Communes()
    names = {g.body_id: g.body.name for g in source.guests if g.body}
    standing = _standing(list(plans.values()), actor, communes)
    found: dict[int, list[str]] = {}
    for row, plan in plans.items():
        beside = [
            _Other(other, _("row %(row)s", row=number))
            for number, other in plans.items()
            if number != row
        ]
        said = [*_said(plan, [*beside, *standing], names), *_off_hours(plan, source)]
        if said:
            found[row] = said
    return found


def _standing(plans: Sequence[Plan], actor: Actor, communes: Communes) -> list[_Other]:
    day = timedelta(days=1)
    since, until = min(p.starts_at for p in plans) - day, max(p.ends_at for p in plans) + day
    return [
        _Other(
            plan_of_conference(conference),
            _(
                "%(commune)s, %(day)s, %(time)s",
                commune=communes.inline(conference.commune_code),
                day=show_day_short(conference.starts_at),
                time=show_time(conference.starts_at),
            ),
        )
        for conference in list_between(actor, since, until)
    ]


def _said(plan: Plan, others: Sequence[_Other], names: dict[str | None, str]) -> list[str]:
    """At most one sentence of each kind, so that a row stays readable."""
    said: list[str] = []
    near = [o for o in others if _same_day_and_commune(plan, o.plan)]
    if near:
        said.append(
            _("The commune has another conference that day: %(other)s.", other=near[0].words)
        )
    for other in others:
        both = _bodies(plan) & _bodies(other.plan) & names.keys()
        if both and _overlap(plan, other.plan):
            who = ", ".join(sorted(names[body] for body in both))
            said.append(
                _("At that hour %(who)s is also at: %(other)s.", who=who, other=other.words)
            )
            break
    return said


def _same_day_and_commune(one: Plan, other: Plan) -> bool:
    return one.commune_code == other.commune_code and _day(one.starts_at) == _day(other.starts_at)


def _day(moment: datetime) -> str:
    return clock.to_local(moment).date().isoformat()


def _overlap(one: Plan, other: Plan) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _bodies(plan: Plan) -> set[str | None]:
    return {guest.body_id for guest in plan.guests if guest.body_id}


def _off_hours(plan: Plan, source: Conference) -> list[str]:
    """The agenda is taken over as it is, also for another hour."""
    same = clock.to_local(plan.starts_at).time() == clock.to_local(source.starts_at).time()
    if same or not any(hour for hour, _words in agenda_lines(plan.agenda)):
        return []
    hour = show_time(source.starts_at)
    return [_("The course of the day still has the hours of a start at %(hour)s.", hour=hour)]
