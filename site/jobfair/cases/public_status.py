"""What the worker reads about the own journey: six milestones and one sentence.

The sentences are rows of ``milestone``; no word that only staff use stands in them. The
reason for an ending is told by a person, not by a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from jobfair.cases.next_steps import NEXT_STEPS
from jobfair.cases.offices import office_for_person
from jobfair.cases.queries import last_move_from, last_placement
from jobfair.cases.settings import refund_days
from jobfair.cases.stages import ON_THE_CLOCK
from jobfair.database import db
from jobfair.lib.clock import now, show_date, show_short, to_local, today
from jobfair.lib.text import given_name
from jobfair.models import (
    Attendance,
    CaseFile,
    ConferenceState,
    Market,
    Milestone,
    Office,
    OfficeKind,
    Placement,
    Programme,
    Province,
    Registration,
    RegistrationState,
    Stage,
)


@dataclass(frozen=True, slots=True)
class PublicStatus:
    """What the slip shows.

    ``done``: milestones ticked (0-6), None for no trail; ``here``: the one under way or None;
    ``extra``: a second sentence or ''; ``call_phone``: E.164, whom to call and by what name.
    """

    done: int | None
    here: int | None
    sentence: str
    extra: str
    next_step: str
    call_name: str
    call_phone: str


def _interest_key(registration: Registration | None) -> str:
    """The situation inside ``interest``: seat ahead, waiting list, did not come, call back."""
    if registration is None or registration.conference is None:
        return "interest.call_back"
    conference = registration.conference
    ahead = conference.ends_at > now() and conference.state is not ConferenceState.CANCELLED
    if ahead and registration.state is RegistrationState.WAITING:
        return "interest.waiting"
    if ahead and registration.state is RegistrationState.HELD:
        return "interest.ahead"
    past = conference.ends_at <= now() and conference.state is not ConferenceState.CANCELLED
    if past and registration.state is RegistrationState.HELD and not _came(registration):
        return "interest.no_show"
    return "interest.call_back"


def _came(registration: Registration) -> bool:
    mark: Attendance | None = registration.attendance
    return mark is not None and mark.present


def _milestone_key(case: CaseFile, registration: Registration | None) -> str:
    if case.stage is Stage.INTEREST:
        return _interest_key(registration)
    if case.stage is Stage.LIQUIDATED:
        came_from = last_move_from(case, Stage.LIQUIDATED)
        return "liquidated.dead" if came_from is Stage.DECEASED_MISSING else "liquidated"
    return str(case.stage)


def clock_end(placement: Placement | None) -> date | None:
    """The day on which the 180 days from selection are over, or None before selection."""
    if placement is None or placement.selected_on is None:
        return None
    return placement.selected_on + timedelta(days=refund_days())


def _country(placement: Placement | None, lang: str) -> str:
    programme = db.session.get(Programme, placement.programme_code) if placement else None
    market = db.session.get(Market, programme.market_code) if programme else None
    if market is None:
        return "nước ngoài" if lang == "vi" else "another country"
    return market.name_vi if lang == "vi" else market.name_en


def _body(placement: Placement | None, lang: str) -> str:
    if placement is None:
        return "công ty" if lang == "vi" else "the company"
    body = placement.body
    return body.name_en if lang == "en" and body.name_en else body.short_name or body.name


def _words(
    case: CaseFile, registration: Registration | None, lang: str, place: int
) -> dict[str, str]:
    placement = last_placement(case)
    conference = registration.conference if registration else None
    end, clock = (placement.end_on if placement else None), clock_end(placement)
    return {
        "{T}": given_name(case.person.name),
        "{N}": _country(placement, lang),
        "{C}": _body(placement, lang),
        "{n}": str(place or (registration.waiting_no if registration else "") or ""),
        "{dd/mm}": show_short(to_local(conference.starts_at).date()) if conference else "",
        "{dd/mm/yyyy}": show_date(clock) if clock else "",
        "{mm/yyyy}": f"{end.month:02}/{end.year:04}" if end else "",
    }


def _fill(text: str, words: dict[str, str]) -> str:
    """Put the words in; a sentence whose date nobody knows is left out."""
    kept = []
    for sentence in re.split(r"(?<=[.])\s+(?=[^a-z])", text):
        gaps = [mark for mark, word in words.items() if mark in sentence and not word]
        if not gaps:
            kept.append(sentence)
    filled = " ".join(kept)
    return re.sub(r"\{[^}]+\}", lambda found: words.get(found.group(), ""), filled)


def _milestone(key: str) -> Milestone | None:
    return db.session.get(Milestone, key)


def _sentence(row: Milestone | None, words: dict[str, str], lang: str) -> str:
    if row is None:
        return ""
    return _fill(row.sentence_en if lang == "en" else row.sentence_vi, words)


def is_past_clock(case: CaseFile, day: date | None = None) -> bool:
    """Whether the 180 days ran out before departure; it marks, it never blocks."""
    end = clock_end(last_placement(case))
    return case.stage in ON_THE_CLOCK and end is not None and (day or today()) > end


def _office_to_call(case: CaseFile) -> Office:
    """A state office: the owner, or for a step of the sending body the person's commune."""
    owner = case.owner_office
    if owner is not None and owner.kind not in (OfficeKind.BODY, OfficeKind.BANK):
        return owner
    return office_for_person(case.person.commune_code)


def _phone(office: Office) -> str:
    if office.phone:
        return office.phone
    province = db.session.scalars(sa.select(Province).order_by(Province.code)).first()
    return province.hotline_tel if province else ""


def public_status(
    case: CaseFile, registration: Registration | None, lang: str, place: int = 0
) -> PublicStatus:
    """What the worker reads now.

    ``registration`` is the one whose slip is shown (None: no conference in view); ``lang`` is
    'vi' or 'en' and must be the language of the request for the next step's words; ``place``
    is how many stand in line up to this person, 0 for nobody waits.
    """
    words = _words(case, registration, lang, place)
    row = _milestone(_milestone_key(case, registration))
    late = _milestone("late.clock180") if is_past_clock(case) else None
    step = NEXT_STEPS.get(case.next_step or "") if case.closed_at is None else None
    office = _office_to_call(case)
    keeps = row is not None and row.keeps_reached
    return PublicStatus(
        done=case.reached if keeps else (row.done if row else None),
        here=row.here if row else None,
        sentence=_sentence(row, words, lang),
        extra=_sentence(late, words, lang),
        next_step=_fill(str(step.public), words) if step and step.public else "",
        call_name=office.name_en if lang == "en" and office.name_en else office.name,
        call_phone=_phone(office),
    )
