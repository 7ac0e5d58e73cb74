"""What can be recorded: pages and questions, the province's texts, invitations to conferences."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair.conferences.queries import list_ahead
from jobfair.conferences.selecting import ahead
from jobfair.conferences.showing import about_line
from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.filters import show_time
from jobfair.guide import slots, speech
from jobfair.guide.texts import list_shown
from jobfair.models import Conference, ConferenceState


@dataclass(frozen=True)
class Spoken:
    """One page, question, text or invitation that can be recorded."""

    key: str
    name: str
    kind: str  # page, question, text or conference

    @property
    def conference_id(self) -> str:
        """Of an invitation, else ''."""
        return self.key.removeprefix(speech.CONFERENCE) if self.kind == "conference" else ""


def list_spoken() -> list[Spoken]:
    """Everything that can be recorded here but invitations, in the order of the site."""
    found = [Spoken(key, name, "page") for key, name in _pages().items()]
    found += [Spoken(key, name, "question") for key, name in _questions().items()]
    for name, version in list_shown():
        slot = slots.find_slot(name)
        if slot is not None:
            title = f"{version.title_vi}, {slot.page}"
            found.append(Spoken(speech.TEXT + name, title, "text"))
    return found


def _pages() -> dict[str, str]:
    return {
        "guide/home": _("Home"),
        "guide/family": _("For parents and families"),
        "guide/abroad": _("Help abroad"),
        "guide/back": _("Back home"),
        "registration/call_back": _("Call me back"),
        "complaints/new": _("Report something"),
        "registration/done": _("Registered: a seat is held"),
        "registration/done.line": _("Registered: in the waiting line"),
        "registration/done.call": _("Registered: an officer calls"),
        "registration/line": _("The waiting line"),
        "registration/cancel": _("Give the seat back"),
        "registration/cancel.line": _("Leave the waiting line"),
        "registration/withdraw": _("Withdraw"),
    }


def _questions() -> dict[str, str]:
    return {
        "registration/whom": _("Who is registering?"),
        "registration/name": _("Name"),
        "registration/year": _("Birth year"),
        "registration/phone": _("Phone"),
        "registration/borrowed": _("Phone of somebody else"),
        "registration/place": _("Commune and village"),
        "registration/birthday": _("Day of birth, at eighteen"),
        "registration/check": _("Look over, and what one agrees to"),
        "registration/more_name": _("One more person: name"),
        "registration/more_year": _("One more person: birth year"),
        "registration/more_birthday": _("One more person: day of birth"),
        "registration/new_phone": _("Change the phone number"),
    }


def list_invitations(limit: int, offset: int) -> list[Spoken]:
    """Invitations to the conferences that have not begun, the next one first."""
    return [_invitation(conference) for conference in list_ahead(limit, offset)]


def _invitation(conference: Conference) -> Spoken:
    about = f"{about_line(conference)}, {show_time(conference.starts_at)}"
    name = _("Invitation to %(about)s", about=about)
    return Spoken(speech.spoken_conference(conference.id), name, "conference")


def find_conference(key: str) -> Conference | None:
    """The conference of an invitation's key, whatever became of it; None for a draft."""
    found = db.session.get(Conference, key.removeprefix(speech.CONFERENCE))
    return None if found is None or found.state is ConferenceState.DRAFT else found


def get_spoken(key: str, lang: str) -> Spoken:
    """What has this key, in a language that is offered. Raises NotFound.

    The invitation to a conference that is over is there, without words to record.
    """
    if lang not in speech.LANGUAGES:
        raise NotFound()
    if key.startswith(speech.CONFERENCE):
        conference = find_conference(key)
        if conference is None:
            raise NotFound()
        return _invitation(conference)
    for spoken in list_spoken():
        if spoken.key == key:
            return spoken
    raise NotFound()


def only_spoken(keys: Collection[str]) -> list[Spoken]:
    """Those of the keys that have words to record: the site's in its order, then invitations."""
    if not keys:
        return []
    wanted = {key.removeprefix(speech.CONFERENCE) for key in keys}
    invited = sa.select(Conference).where(ahead(), Conference.id.in_(wanted))
    invited = invited.order_by(Conference.starts_at, Conference.id)
    found = [spoken for spoken in list_spoken() if spoken.key in keys]
    return found + [_invitation(conference) for conference in db.session.scalars(invited)]
