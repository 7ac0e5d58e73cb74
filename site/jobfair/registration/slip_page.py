"""What a slip shows: the public sentence, next step, one person to call, seat, consents."""

from __future__ import annotations

from dataclasses import dataclass

from jobfair.agencies.queries import get_body
from jobfair.cases.public_status import PublicStatus, public_status
from jobfair.conferences.interviews import interviews_ahead
from jobfair.conferences.showing import share_words
from jobfair.language import current_language
from jobfair.lib.clock import now
from jobfair.lib.codes import show_slip_code
from jobfair.lib.text import given_name
from jobfair.models import (
    Conference,
    ConferenceState,
    Consent,
    Purpose,
    Registration,
    RegistrationState,
)
from jobfair.privacy.notice import split_lines
from jobfair.privacy.queries import find_texts, list_last_consents
from jobfair.privacy.rules import needs_confirming
from jobfair.registration.moving import may_move
from jobfair.registration.queries import get_case_of
from jobfair.registration.showing import (
    about_line,
    is_online,
    place_name,
    when_line,
)
from jobfair.registration.slips import CHOICES_ON_SLIP, may_cancel, may_come_home, said_home
from jobfair.registration.waiting import place_in_line


@dataclass(frozen=True)
class ConsentRow:
    """One purpose on the slip: its words, whether it is in force, what the button sends."""

    title: str
    text: str
    given: bool
    purpose: str
    body_id: str = ""


@dataclass(frozen=True)
class SlipPage:
    """Everything the page shows. ``place`` in line from 1, 0 for who does not wait."""

    code: str
    shown_code: str
    given: str
    status: PublicStatus
    conference: Conference | None
    about: str
    commune: str
    when: str
    state: str
    ahead: bool
    online: bool
    may_cancel: bool
    may_move: bool
    may_come_home: bool
    said_home: bool
    place: int
    share_words: str
    keeps_data: bool
    to_confirm: bool
    interview: str
    consents: list[ConsentRow]


def make_slip(registration: Registration) -> SlipPage:
    """Gather the page of one slip, in the language of the request."""
    conference = registration.conference
    case = get_case_of(registration)
    lang = current_language()
    consents = list_last_consents(registration.person_id)
    place = place_in_line(registration)
    ahead = (
        conference is not None
        and conference.ends_at > now()
        and conference.state is not ConferenceState.CANCELLED
        and registration.state is RegistrationState.HELD
    )
    return SlipPage(
        code=registration.slip_code,
        shown_code=show_slip_code(registration.slip_code),
        given=given_name(registration.person.name),
        status=public_status(case, registration, lang, place),
        conference=conference,
        about=about_line(conference) if conference else "",
        commune=place_name(conference.commune_code) if conference else "",
        when=when_line(conference) if conference else "",
        state=str(registration.state),
        ahead=ahead,
        online=conference is not None and is_online(conference),
        may_cancel=may_cancel(registration),
        may_move=may_move(registration),
        may_come_home=may_come_home(registration),
        said_home=said_home(registration),
        place=place,
        share_words=share_words(conference) if conference else "",
        keeps_data=any(row.given for row in consents if row.purpose is Purpose.SEAT),
        to_confirm=needs_confirming(registration.person_id),
        interview=_interview(registration),
        consents=_consent_rows(consents, lang),
    )


def _interview(registration: Registration) -> str:
    """The hours that are given and not over, at which table; '' without."""
    if registration.conference is None:
        return ""
    ahead = interviews_ahead(registration.conference, registration.id)
    return ahead.get(registration.id, "")


def _consent_rows(consents: list[Consent], lang: str) -> list[ConsentRow]:
    """The purposes of the slip, then each body that was ever agreed to by name."""
    texts = find_texts(lang)
    given = {row.purpose for row in consents if row.given and row.body_id is None}
    rows = []
    for purpose in CHOICES_ON_SLIP:
        alone = purpose is Purpose.AGENCY_PHONE and Purpose.AGENCIES not in given
        if purpose in texts and not alone:
            text = texts[purpose]
            words = " ".join(split_lines(text.text))
            rows.append(ConsentRow(text.title, words, purpose in given, str(purpose)))
    for row in consents:
        if row.purpose is Purpose.BODY and row.body_id and Purpose.BODY in texts:
            name = _body_name(row.body_id, lang)
            text = texts[Purpose.BODY]
            words = " ".join(split_lines(text.text)).replace("{C}", name)
            title = text.title.replace("{C}", name)
            rows.append(ConsentRow(title, words, row.given, str(Purpose.BODY), row.body_id))
    return rows


def _body_name(body_id: str, lang: str) -> str:
    body = get_body(body_id)
    return body.name_en if lang == "en" and body.name_en else body.short_name or body.name
