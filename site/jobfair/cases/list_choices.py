"""What the filters of the case list offer, and the active ones in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext

from jobfair.access import Scope
from jobfair.cases.case_filters import CLOCKS, WAITS, Filters
from jobfair.cases.next_steps import step_choices, step_label
from jobfair.cases.stages import stage_names
from jobfair.database import db
from jobfair.filters import in_language, show_day, show_day_short
from jobfair.geography import commune_names
from jobfair.language import current_language
from jobfair.lib import clock
from jobfair.models import (
    Conference,
    ConferenceState,
    Market,
    Office,
    OfficeKind,
    Programme,
    SendingBody,
    Stage,
)

PAST_DAYS = 400
"""How far back a conference can be asked for."""
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Choices:
    """Pairs of a value and its words, one list a filter; an empty one is not drawn."""

    stages: Pairs
    steps: Pairs
    communes: Pairs
    offices: Pairs
    bodies: Pairs
    programmes: Pairs
    markets: Pairs
    conferences: Pairs
    clocks: Pairs
    waits: Pairs


def list_choices(scope: Scope) -> Choices:
    """Everything that can be chosen within the scope; a fixed number of reads."""
    lang = current_language()
    inside = scope.province or bool(scope.communes)
    return Choices(
        stages=[(str(stage), name) for stage, name in stage_names(lang).items()],
        steps=step_choices(),
        communes=_communes(scope),
        offices=_offices() if scope.province else [],
        bodies=list_bodies() if scope.province else [],
        programmes=_programmes() if inside else [],
        markets=_markets() if inside else [],
        conferences=_conferences(scope) if inside else [],
        clocks=[(code, str(words)) for code, words in CLOCKS.items()],
        waits=[(str(days), _waits(days)) for days in WAITS],
    )


def _waits(days: int) -> str:
    return ngettext("%(num)s day or longer", "%(num)s days or longer", days)


def _communes(scope: Scope) -> Pairs:
    names = commune_names()
    if scope.province:
        return list(names.items())
    if len(scope.communes) > 1:
        return [(code, names.get(code, code)) for code in sorted(scope.communes)]
    return []


def _offices() -> Pairs:
    query = sa.select(Office.id, Office.name).where(Office.kind != OfficeKind.BANK)
    return [(one, name) for one, name in db.session.execute(query.order_by(Office.name, Office.id))]


def list_bodies() -> Pairs:
    """Sending bodies for the filter: id and name, by name."""
    rows = db.session.execute(
        sa.select(SendingBody.id, SendingBody.name).order_by(SendingBody.folded, SendingBody.id)
    )
    return [(body_id, name) for body_id, name in rows]


def _named(rows: Sequence[Programme] | Sequence[Market]) -> Pairs:
    return [(row.code, in_language(row, "name")) for row in rows]


def _programmes() -> Pairs:
    return _named(db.session.scalars(sa.select(Programme).order_by(Programme.code)).all())


def _markets() -> Pairs:
    return _named(db.session.scalars(sa.select(Market).order_by(Market.code)).all())


def _conferences(scope: Scope) -> Pairs:
    """Conferences that have begun, the newest first; of the scope's communes."""
    now = clock.now()
    query = sa.select(Conference).where(
        Conference.starts_at.between(now - timedelta(days=PAST_DAYS), now),
        Conference.state.in_((ConferenceState.OPEN, ConferenceState.CLOSED)),
    )
    if not scope.province:
        query = query.where(Conference.commune_code.in_(scope.communes))
    rows = db.session.scalars(query.order_by(Conference.starts_at.desc(), Conference.id).limit(200))
    return [(row.slug, f"{show_day(row.starts_at)}, {row.place}") for row in rows]


@dataclass(frozen=True)
class Active:
    """One filter that is on: its words and the filters without it."""

    words: str
    rest: Filters


def list_active(filters: Filters, choices: Choices) -> list[Active]:
    """The filters that are on, each removable by itself."""
    found: list[Active] = []

    def add(words: str, name: str, value: str = "") -> None:
        found.append(Active(words, filters.without(name, value)))

    names = dict(choices.stages)
    for stage in filters.stages:
        add(names.get(str(stage), str(stage)), "stages", str(stage))
    places = commune_names()
    for code in filters.communes:
        add(places.get(code, code), "communes", code)
    for name, pairs in _one_of(filters, choices).items():
        value = str(getattr(filters, name))
        if value and value != "0":
            add(dict(pairs).get(value, value), name)
    if filters.step:
        add(step_label(filters.step), "step")
    if filters.overdue:
        add(_("Only overdue"), "overdue")
    if filters.climbed:
        add(_("Past the stage's limit"), "climbed")
    if filters.due_from:
        add(_("due from %(day)s", day=show_day_short(filters.due_from)), "due_from")
    if filters.due_to:
        add(_("due until %(day)s", day=show_day_short(filters.due_to)), "due_to")
    if filters.q:
        add(_("“%(words)s”", words=filters.q), "q")
    return found


def _one_of(filters: Filters, choices: Choices) -> dict[str, Pairs]:
    """Field with one value -> what it can be."""
    return {
        "office_id": choices.offices,
        "body_id": choices.bodies,
        "programme": choices.programmes,
        "market": choices.markets,
        "conference": choices.conferences,
        "clock": choices.clocks,
        "waits": choices.waits,
    }


def stage_of(filters: Filters) -> Stage | None:
    """The one stage that is chosen, None for none or several."""
    return filters.stages[0] if len(filters.stages) == 1 else None
