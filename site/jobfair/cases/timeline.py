"""The stage line of nine with its days, and the history as one role reads it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair.cases.history import steps_in_force
from jobfair.cases.hooks import Happening, happenings, told_by_rooms
from jobfair.cases.public_status import clock_end
from jobfair.cases.queries import last_placement, list_events
from jobfair.cases.sight import Sight
from jobfair.cases.stages import ON_THE_CLOCK, line_position
from jobfair.cases.topics import topic_of
from jobfair.cases.words import Names, event_kind, event_note, event_text
from jobfair.database import db
from jobfair.filters import in_language, show_day, show_day_short, show_moment
from jobfair.lib.clock import local_date, show_date, today
from jobfair.models import CaseEvent, CaseFile, Placement, ReasonCode, SendingBody

LEAVING = 9
OPEN = "open"
SHORT = 8
"""So many entries stand on the page before "see all"."""


@dataclass(frozen=True)
class StageLine:
    """Ticked up to ``done``, under way at ``here`` (None: nothing), with days beside them."""

    done: int
    here: int | None
    notes: dict[int, str]


def stage_line(case: CaseFile) -> StageLine:
    """Where the case stands on the staff's line, from the steps that hold."""
    steps = steps_in_force(case.id)
    notes: dict[int, str] = {}
    last = 1
    for step in steps:
        position = line_position(step.to_stage) if step.to_stage is not None else None
        if position is not None:
            notes = {n: text for n, text in notes.items() if n < position or position == LEAVING}
            notes.setdefault(position, show_day_short(step.at))
            last = position
    here = line_position(case.stage)
    if here is None or here == LEAVING:
        return StageLine(last if here is None else LEAVING, None, notes)
    since = local_date(case.stage_since)
    days = (today() - since).days
    notes[here] = _("since %(day)s, day %(days)s", day=show_day_short(since), days=days + 1)
    end = clock_end(last_placement(case))
    if case.stage in ON_THE_CLOCK and end is not None:
        notes[LEAVING] = _("before %(day)s", day=show_date(end))
    return StageLine(here - 1, here, notes)


@dataclass(frozen=True)
class History:
    """Entries as the timeline draws them, how many there are in all, of which topics."""

    entries: list[dict[str, str]]
    in_all: int
    topics: dict[str, int]


def history(
    case: CaseFile, sight: Sight, names: Names, *, everything: bool, topic: str | None = None
) -> History:
    """Entries of the timeline, newest first; ``topic`` keeps those of one kind."""
    placement = last_placement(case)
    events = [e for e in list_events(case.id) if sight.sees_event(e, placement)]
    others = happenings(case, sight)
    topics = Counter([*map(topic_of, events), *(other.topic for other in others)])
    if topic is not None:
        events = [event for event in events if topic_of(event) == topic]
        others = [other for other in others if other.topic == topic]
    shown, aside = (events, others) if everything else (events[:SHORT], others[:SHORT])
    reasons = _reasons(shown)
    bodies = _body_names(shown)
    told = told_by_rooms(case, sight, shown)
    own = [(e, _entry(e, sight, names, reasons, bodies, told.get(e.act_key, ""))) for e in shown]
    entries = [(e.at, entry) for e, entry in own if e.kind != OPEN]
    entries += [(other.at, _told(other)) for other in aside]
    entries += [(e.at, entry) for e, entry in own if e.kind == OPEN]  # before what came with it
    entries.sort(key=lambda pair: pair[0], reverse=True)
    newest = [entry for _at, entry in entries]
    short = newest if everything else newest[:SHORT]
    return History(short, len(events) + len(others), dict(topics))


def _told(other: Happening) -> dict[str, str]:
    return {
        "when": show_day(other.at) if other.day_only else show_moment(other.at),
        "iso": other.at.isoformat(timespec="seconds"),
        "text": other.text,
        "small": other.small,
        "kind": other.kind,
    }


def _entry(
    event: CaseEvent,
    sight: Sight,
    names: Names,
    reasons: dict[tuple[str, str], str],
    bodies: dict[str, str],
    told: str,
) -> dict[str, str]:
    text = told if told and event.kind == "record" else event_text(event, names)
    reason = reasons.get((str(event.to_stage), event.reason)) or reasons.get(("*", event.reason))
    if reason and event.to_stage is not None:
        text = f"{text}: {reason}"
    if told and event.kind != "record":
        text = f"{text}. {told}"
    note = event_note(event)
    if note and sight.sees_note(event):
        text = f"{text}. {note}" if event.kind != "note" or event.reason else note
    return {
        "when": show_moment(event.at),
        "iso": event.at.isoformat(timespec="seconds"),
        "text": text,
        "small": _signed(event, bodies),
        "kind": event_kind(event),
    }


def _signed(event: CaseEvent, bodies: dict[str, str]) -> str:
    """Who did it, for which body, with which document."""
    parts = [event.by_name or (_("The worker") if event.by == "worker" else _("The system"))]
    body = bodies.get(event.on_behalf_of or "")
    if body and body not in parts[0]:
        parts.append(_("on behalf of %(body)s", body=body))
    if event.document_ref:
        parts.append(_("document %(number)s", number=event.document_ref))
    return ", ".join(parts)


def _reasons(events: list[CaseEvent]) -> dict[tuple[str, str], str]:
    codes = {event.reason for event in events if event.reason}
    rows = db.session.scalars(sa.select(ReasonCode).where(ReasonCode.code.in_(codes)))
    return {(row.stage, row.code): in_language(row, "name") for row in rows}


def _body_names(events: list[CaseEvent]) -> dict[str, str]:
    ids = {event.on_behalf_of for event in events if event.on_behalf_of}
    rows = db.session.scalars(sa.select(SendingBody).where(SendingBody.id.in_(ids)))
    return {row.id: row.name for row in rows}


def placement_days(placement: Placement | None) -> int | None:
    """Days left of the 180, negative when they are over; None without a selection."""
    end = clock_end(placement)
    return (end - today()).days if end is not None else None
