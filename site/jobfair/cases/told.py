"""What follows the words of an opening or a step: conference, body, contract, day, country."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from jobfair.cases.hooks import TELLS
from jobfair.cases.sight import Sight
from jobfair.database import db
from jobfair.filters import in_language, show_day, show_number
from jobfair.geography import find_commune
from jobfair.models import (
    CaseEvent,
    CaseFile,
    CaseRecord,
    Conference,
    Departure,
    Market,
    Placement,
    Registration,
    Stage,
)

S = Stage
OPENED: Final = "open:"
WAYS_IN: Final[dict[str, object]] = {
    "web": _l("On the website"),
    "sms": _l("By text message"),
    "desk": _l("At the desk"),
    "paper": _l("On paper"),
    "door": _l("At the door"),
}
"""Channel of a registration -> words."""

DATED: Final[dict[Stage, tuple[str, object]]] = {
    S.WORKING: ("end_date", _l("Contract until %(day)s")),
    S.EXTENDED: ("end_date", _l("Contract until %(day)s")),
    S.COMPLETED: ("entry_date", _l("Home on %(day)s")),
    S.RETURNED_EARLY: ("entry_date", _l("Home on %(day)s")),
}
"""Step -> the record that it brings, and how its day is told."""


def tell_steps(case: CaseFile, sight: Sight, events: Sequence[CaseEvent]) -> Mapping[str, str]:
    """The entries' keys with what else is known of them; a body reads its own placements."""
    told = {**_openings(events), **_days(case, events)}
    told |= {event.act_key: words for event, words in _placed(case, sight, events) if words}
    return told


def _openings(events: Sequence[CaseEvent]) -> dict[str, str]:
    """How and for which conference the person registered."""
    keys = [e.act_key.removeprefix(OPENED) for e in events if e.kind == "open"]
    if not keys:
        return {}
    rows = db.session.execute(
        sa.select(Registration, Conference)
        .join(Conference, Conference.id == Registration.conference_id, isouter=True)
        .where(Registration.form_key.in_(keys))
    )
    return {f"{OPENED}{row.form_key}": _way_in(row, conference) for row, conference in rows}


def _way_in(row: Registration, conference: Conference | None) -> str:
    way = str(WAYS_IN.get(row.channel, ""))
    if conference is None:
        return _("%(way)s, asks for a call", way=way) if way else ""
    commune = find_commune(conference.commune_code)
    held = _(
        "conference in %(commune)s on %(day)s",
        commune=commune.short_name if commune else conference.commune_code,
        day=show_day(conference.starts_at),
    )
    return ", ".join(filter(None, (way, held)))


def _days(case: CaseFile, events: Sequence[CaseEvent]) -> dict[str, str]:
    """The day that a step brought: of the end, of coming home."""
    steps = {e.act_key: DATED[e.to_stage] for e in events if _is_step(e) and e.to_stage in DATED}
    if not steps:
        return {}
    rows = db.session.scalars(
        sa.select(CaseRecord).where(CaseRecord.case_id == case.id, CaseRecord.act_key.in_(steps))
    )
    return {
        row.act_key: str(steps[row.act_key][1]) % {"day": show_day(row.on_date)}
        for row in rows
        if row.kind == steps[row.act_key][0]
    }


def _is_step(event: CaseEvent) -> bool:
    return event.kind in ("move", "fact")


def _placed(
    case: CaseFile, sight: Sight, events: Sequence[CaseEvent]
) -> Iterator[tuple[CaseEvent, str]]:
    """To which body, with which contract, to which country."""
    for event in events:
        if not _is_step(event) or event.to_stage not in _SAYS:
            continue
        placement = _placement_at(case, event)
        if placement is not None and sight.sees_placement(placement):
            yield event, _SAYS[event.to_stage](placement)


def _placement_at(case: CaseFile, event: CaseEvent) -> Placement | None:
    """The placement that was open when the step was made."""
    before = [p for p in case.placements if p.opened_at <= event.at]
    return max(before, key=lambda p: p.opened_at, default=None)


def _introduced(placement: Placement) -> str:
    order = placement.order.code if placement.order is not None else ""
    return ", ".join(filter(None, (placement.body.name, order)))


def _contract(placement: Placement) -> str:
    if placement.contract_months is None or placement.wage is None:
        return ""
    months = ngettext("%(num)s month", "%(num)s months", placement.contract_months)
    wage = _(
        "%(wage)s %(currency)s a month",
        wage=show_number(placement.wage),
        currency=placement.currency,
    )
    return f"{months}, {wage}"


def _exit(placement: Placement) -> str:
    left = db.session.scalars(
        sa.select(Departure).where(Departure.placement_id == placement.id)
    ).one_or_none()
    if left is None or left.undone_at is not None:
        return ""
    market = db.session.get(Market, left.market_code)
    country = in_language(market, "name") if market is not None else left.market_code
    return _("%(country)s, left on %(day)s", country=country, day=show_day(left.exit_on))


_SAYS: Final = {S.INTRODUCED: _introduced, S.CONTRACT_SIGNED: _contract, S.DEPARTED: _exit}

TELLS.append(tell_steps)
