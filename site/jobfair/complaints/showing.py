"""Lines of a complaint's history, for who wrote it and for staff."""

from __future__ import annotations

from flask_babel import gettext as _

from jobfair.complaints.events import list_events
from jobfair.complaints.sealing import open_event
from jobfair.complaints.words import EVENTS, OUTCOMES
from jobfair.filters import show_day, show_moment
from jobfair.models import Complaint, ComplaintEvent


def told_lines(complaint: Complaint) -> list[dict[str, str]]:
    """What the writer reads, the newest first; no officer's name."""
    return [_line(complaint, event, who="") for event in list_events(complaint, told=True)]


def staff_lines(complaint: Complaint) -> list[dict[str, str]]:
    """The whole history, the newest first."""
    return [_line(complaint, event, who=event.by_name) for event in list_events(complaint)]


def _line(complaint: Complaint, event: ComplaintEvent, who: str) -> dict[str, str]:
    said = open_event(event)
    if event.kind == "hand_over" and complaint.handed_on is not None:
        said = _(
            "%(to)s, document %(number)s of %(day)s",
            to=complaint.handed_to,
            number=complaint.handed_no,
            day=show_day(complaint.handed_on),
        )
    ended = event.kind == "close" and complaint.outcome.value in OUTCOMES
    end = str(OUTCOMES[complaint.outcome.value]) if ended else ""
    small = " · ".join(part for part in (end, said, who) if part)
    return {
        "when": show_moment(event.at),
        "iso": event.at.isoformat(),
        "text": str(EVENTS.get(event.kind, event.kind)),
        "small": small,
        "kind": "bad" if event.kind in ("climb", "escalate") else "move",
    }
