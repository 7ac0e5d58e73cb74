"""Where the page of a conference leads: what is done at this moment first, the rest in groups."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from flask import url_for
from flask_babel import gettext as _

from jobfair.access import Actor, Permission
from jobfair.conferences.staff_showing import StaffPage
from jobfair.lib import clock
from jobfair.models import Conference, ConferenceState

DRAFT, BEFORE, DAY, AFTER, CANCELLED = "draft", "before", "day", "after", "cancelled"
FIRST: Final = {
    DRAFT: ("publish", "edit"),
    BEFORE: ("desk", "kit", "roster"),
    DAY: ("roster", "room", "walk_in", "desk"),
    AFTER: ("roster", "calls", "costs"),
    CANCELLED: (),
}
"""Moment -> what an officer comes for then; of those that are open to her the first two."""

AT_ONCE: Final = 2


@dataclass(frozen=True)
class Way:
    """One button or link of the page; ``posts`` presses it, the others only open a page."""

    key: str
    text: str
    url: str
    icon: str
    posts: bool = False


@dataclass(frozen=True)
class Ways:
    """The two of the moment, and the rest under headings: (id, heading, ways)."""

    first: list[Way]
    groups: list[tuple[str, str, list[Way]]]


def moment_of(conference: Conference) -> str:
    """Where the conference stands for who works on it; its day ends with its last hour."""
    if conference.state is ConferenceState.CANCELLED:
        return CANCELLED
    now = clock.now()
    if conference.ends_at <= now:
        return AFTER
    if conference.state is ConferenceState.DRAFT:
        return DRAFT
    begins = clock.to_local(conference.starts_at).date()
    return DAY if begins <= clock.to_local(now).date() else BEFORE


def ways_of(conference: Conference, page: StaffPage, *, mine: bool, by: Actor) -> Ways:
    """What this member of staff may open now; a way that is at the top is not named again."""
    groups = [
        ("lists", _("People who registered"), _lists(conference, page, by)),
        ("organise", _("Organising it"), _organise(conference, page, mine, by)),
        ("more", _("Another one like it"), _more(conference, by)),
    ]
    known = {way.key: way for _id, _heading, ways in groups for way in ways}
    wanted = FIRST[moment_of(conference)]
    first = [known[key] for key in wanted if key in known][:AT_ONCE]
    rest = [(id_, head, [way for way in ways if way not in first]) for id_, head, ways in groups]
    return Ways(first, [(id_, head, ways) for id_, head, ways in rest if ways])


def _lists(conference: Conference, page: StaffPage, by: Actor) -> list[Way]:
    """Whoever registers, comes and is called."""
    ways: list[Way] = []
    if conference.state in (ConferenceState.DRAFT, ConferenceState.CANCELLED):
        return ways
    if page.roster:
        ways += [_way(conference, "roster", _("Roster"), "door.roster", "list")]
    if page.roster and by.can(Permission.MARK_ATTENDANCE) and moment_of(conference) == DAY:
        words = _("Somebody not registered")
        ways += [_way(conference, "walk_in", words, "door.walk_in", "plus")]
    if page.desk and not page.past:
        words = _("Write down for people")
        ways += [_way(conference, "desk", words, "registration.desk", "pencil")]
        ways += [_way(conference, "paper", _("Paper forms"), "registration.paper", "paper")]
    if by.can(Permission.NOTE_CASE):
        ways += [_way(conference, "calls", _("Call list"), "cases.conference_calls", "phone")]
    return ways


def _organise(conference: Conference, page: StaffPage, mine: bool, by: Actor) -> list[Way]:
    """What the host prepares, publishes, changes, pays and calls off."""
    ways: list[Way] = []
    draft = conference.state is ConferenceState.DRAFT
    if conference.state is not ConferenceState.CANCELLED:
        if mine and draft and not page.past:
            ways += [replace(_own(conference, "publish", _("Publish"), "check"), posts=True)]
        if conference.online_url and not page.over:
            ways += [Way("room", _("Open the meeting"), conference.online_url, "globe")]
        if not page.past:
            words = _("Kit of the conference")
            ways += [_way(conference, "kit", words, "kit.show", "print")]
        if mine and by.can(Permission.NAME_HELPERS):
            ways += [_own(conference, "helper_list", _("Helpers at the door"), "people")]
        if mine and (draft or not page.past):
            ways += [_own(conference, "edit", _("Edit"), "pencil")]
    if mine:
        ways += [_own(conference, "costs", _("What it cost"), "money")]
    if mine and conference.state is ConferenceState.OPEN and not page.past:
        ways += [_own(conference, "cancel", _("Cancel it"), "cross")]
    return ways


def _more(conference: Conference, by: Actor) -> list[Way]:
    """One copy, or many."""
    if not by.can(Permission.PLAN_CONFERENCE):
        return []
    copy = url_for("conferences_staff.create", tu=conference.id)
    return [
        Way("copy", _("Copy"), copy, "plus"),
        _own(conference, "series", _("More like this"), "calendar"),
    ]


def _way(conference: Conference, key: str, text: str, endpoint: str, icon: str) -> Way:
    return Way(key, text, url_for(endpoint, conference_id=conference.id), icon)


def _own(conference: Conference, view: str, text: str, icon: str) -> Way:
    """A page of this room, named as its view."""
    return _way(conference, view, text, f"conferences_staff.{view}", icon)
