"""The replies: Vietnamese without marks, one segment of 160 letters, one thing to do in each."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _

from jobfair.conferences.queries import nearest_with_distance
from jobfair.conferences.showing import Communes
from jobfair.conferences.text_codes import Coded, list_coded, text_code
from jobfair.filters import province, show_day_short, show_time
from jobfair.lib import gsm
from jobfair.lib.clock import show_date, to_local
from jobfair.lib.codes import show_slip_code
from jobfair.models import Conference, ConferenceKind, Registration, RegistrationState
from jobfair.registration.ages import adult_from
from jobfair.registration.answers import OTHER_PROVINCE
from jobfair.registration.showing import place_name
from jobfair.registration.sms_talk import Talk
from jobfair.registration.waiting import place_in_line

NEXT_CODES = 2


def _hotline() -> str:
    return province().hotline.replace(" ", "")


def _codes(near: str | None = None, besides: str | None = None) -> list[str]:
    """Codes of the nearest conferences with a free seat; without a commune the next ones."""
    known = list_coded()
    found = nearest_with_distance(near, besides, NEXT_CODES)
    return [text_code(one.conference.slug, known) for one in found]


def _one(text: str) -> str:
    """One segment; what is too long is cut at a word."""
    return gsm.fill("{text}", "text", text)


def help_words() -> str:
    """How to begin."""
    return _one(
        _(
            "To register, text: DK <code> <full name>, <year of birth>, <commune>. "
            "Questions: call %(hotline)s.",
            hotline=_hotline(),
        )
    )


def stopped_words() -> str:
    """After a refusal."""
    return _one(_("Stopped. You have no seat. To register again, text DK and the code."))


def unknown_code(typed: str) -> str:
    """A code that nobody has, with the next ones."""
    codes = " ".join(_codes())
    text = _(
        "No conference has the code {typed}. Next ones: %(codes)s. Questions: call %(hotline)s.",
        codes=codes,
        hotline=_hotline(),
    )
    return gsm.fill(text, "typed", typed[:30])


def ask_code() -> str:
    """Which conference, where none was named."""
    codes = ", ".join(_codes())
    return _one(
        _(
            "Which conference? Text DK and its code, such as %(codes)s. "
            "Questions: call %(hotline)s.",
            codes=codes,
            hotline=_hotline(),
        )
    )


def choose_conference(found: Sequence[Coded]) -> str:
    """Several share the code."""
    names = Communes()
    lines = [
        f"{n} {names.short(one.commune_code)} {to_local(one.starts_at):%d/%m} "
        f"{show_time(one.starts_at)}"
        for n, one in enumerate(found, start=1)
    ]
    return _one(_("Which conference? Text its number: %(choices)s.", choices=", ".join(lines)))


def choose_commune(codes: Sequence[str]) -> str:
    """Several communes fit what was written."""
    lines = [f"{n} {_short(code)}" for n, code in enumerate(codes, start=1)]
    return _one(_("Which commune? Text its number: %(choices)s.", choices=", ".join(lines)))


def _short(code: str | None) -> str:
    return place_name(code) if code in (None, OTHER_PROVINCE) else Communes().short(str(code))


def ask_who(talk: Talk) -> str:
    """What is still missing, all at once: each message costs the sender money."""
    words = {"name": _("full name"), "year": _("year of birth"), "commune": _("commune")}
    samples = {"name": "Lo Thi Xuan", "year": "2000", "commune": "Muong La"}
    open_ = [what for what in words if what in talk.missing]
    return _one(
        _(
            "Still missing: %(what)s. Text it now, such as: %(sample)s.",
            what=", ".join(words[what] for what in open_),
            sample=", ".join(samples[what] for what in open_),
        )
    )


def about_age(kind: str, talk: Talk) -> str:
    """year, young, day, no_day or later: what is wrong with the age, and what to do."""
    if kind == "year":
        return _one(_("Look at the year again. Text it in 4 digits, such as 2000."))
    if kind == "young":
        text = _(
            "Under 18 one cannot register yet. To prepare, call %(number)s.", number=_hotline()
        )
        return _one(text)
    if kind == "later":
        born = talk.birth_date()
        first = show_date(adult_from(born)) if born else ""
        return _one(_("You are 18 from %(day)s on. Choose a later conference.", day=first))
    again = _("There is no such day. Look at it again.") + " " if kind == "no_day" else ""
    return _one(again + _("On which day and month were you born? Text it, such as 26/10."))


def closed(why: str, conference: Conference) -> str:
    """Past, cancelled or closed, with the codes of the next ones."""
    words = {
        "past": _("This conference has begun or is over") + ".",
        "cancelled": _("This conference is cancelled") + ".",
        "closed": _("Registration is closed here") + ".",
    }
    codes = _codes(conference.commune_code, conference.id)
    if not codes:
        return _one(f"{words[why]} " + _("Questions: call %(hotline)s.", hotline=_hotline()))
    return _one(f"{words[why]} " + _("Next ones: text DK %(codes)s.", codes=_or(codes)))


def _or(codes: Sequence[str]) -> str:
    word = _("or")
    return f" {word} DK ".join(codes)


def full(conference: Conference) -> str:
    """No seat: wait in line, or go elsewhere."""
    day = show_day_short(conference.starts_at)
    text = _("The conference of %(day)s is full. To wait in line, text CHO.", day=day)
    codes = _codes(conference.commune_code, conference.id)[:1]
    more = _("Elsewhere: text DK %(codes)s.", codes=codes[0]) if codes else ""
    return _one(f"{text} {more}".strip())


def ask_agree(talk: Talk, conference: Conference) -> str:
    """Read it back, say what is kept and why, and ask for the word."""
    text = _(
        "{name}, %(year)s, %(home)s. Conference %(day)s in %(place)s. Commune and province keep "
        "name, birth year, phone, commune to hold the seat and call you. Agree: text DONG Y.",
        year=talk.year,
        home=_short(talk.commune),
        day=show_day_short(conference.starts_at),
        place=_short(conference.commune_code),
    )
    return gsm.fill(text, "name", talk.name or "")


def done(registration: Registration) -> str:
    """The seat, or the place in line, with the slip code."""
    conference, code = registration.conference, show_slip_code(registration.slip_code)
    if conference is None or registration.state is RegistrationState.CANCELLED:
        return stopped_words()
    day, at = show_day_short(conference.starts_at), show_time(conference.starts_at)
    if registration.state is RegistrationState.WAITING:
        number = place_in_line(registration)
        return _one(
            _(
                "You are number %(number)s in line for %(day)s. When a seat is free, an officer "
                "calls you. Slip code: %(code)s.",
                number=number,
                day=day,
                code=code,
            )
        )
    if conference.kind is ConferenceKind.ONLINE:
        return _joining(conference, code)
    text = _(
        "A seat is held: %(day)s, %(time)s, {place}. Slip code: %(code)s. Bring your identity "
        "card. Nobody may collect money.",
        day=day,
        time=at,
        code=code,
    )
    return gsm.fill(text, "place", conference.place or _short(conference.commune_code))


def _joining(conference: Conference, code: str) -> str:
    """Over the network: the link, else the conference's page, else whom to call; whole or not."""
    text = _(
        "A seat is held: %(day)s, %(time)s, {where}. Slip code: %(code)s. Pay nothing.",
        day=show_day_short(conference.starts_at),
        time=show_time(conference.starts_at),
        code=code,
    )
    page = url_for("conferences.show", slug=conference.slug, _external=True)
    before, _mark, after = (gsm.plain(part) for part in text.partition("{where}"))
    for where in filter(None, (conference.online_url, page)):
        if gsm.fits(f"{before}{where}{after}"):
            return f"{before}{where}{after}"
    return gsm.fill(text, "where", conference.contact_phone)
