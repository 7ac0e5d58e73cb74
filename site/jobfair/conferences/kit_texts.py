"""What is read out, sent by Zalo and sent as a text message, from the facts of a kit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from jobfair.conferences.kit import LANG, Kit
from jobfair.language import answering_in
from jobfair.lib import gsm
from jobfair.lib.text import lower_first, syllables

MOST_SYLLABLES = 180
"""Of the loudspeaker's script: about 60 seconds at three syllables a second."""

LEAST_SYLLABLES = 130


@dataclass(frozen=True)
class Texts:
    """The three texts, ready to copy."""

    loudspeaker: str
    zalo: str
    sms: str

    @property
    def syllables(self) -> int:
        """Of the loudspeaker's script."""
        return syllables(self.loudspeaker)


def texts_of(kit: Kit) -> Texts:
    """Write the three texts, in Vietnamese."""
    with answering_in(LANG):
        return Texts(loudspeaker(kit), zalo(kit), sms(kit))


def loudspeaker(kit: Kit) -> str:
    """A script of 130 to 180 syllables, numbers in words.

    Day, hour, place and phone always stand; what is left of the minute is filled with what
    people ask most. An overlong place (160 characters) takes the room of the rest.
    """
    said = _said(kit)
    chosen = {at for at, (rank, _text) in enumerate(said) if rank == 0}
    left = MOST_SYLLABLES - sum(syllables(said[at][1]) for at in chosen)
    more = sorted((rank, at) for at, (rank, text) in enumerate(said) if rank and text)
    for _rank, at in more:
        length = syllables(said[at][1])
        if length <= left:
            chosen.add(at)
            left -= length
    return "\n".join(said[at][1] for at in sorted(chosen))


def _said(kit: Kit) -> list[tuple[int, str]]:
    """Sentences in the order of reading, each with its rank: 0 must stand, 1 goes in first."""
    where = lower_first(kit.place) if kit.online else kit.place
    return [
        (
            0,
            _(
                "Dear people! %(commune)s invites you to ask about work abroad.",
                commune=kit.commune,
            ),
        ),
        (0, _("Time: %(hour)s, %(day)s.", hour=kit.spoken_hour, day=kit.spoken_day)),
        (0, _("It is over the network.") if kit.online else _("Place: %(place)s.", place=where)),
        (3, _("How to find it: %(landmark)s.", landmark=kit.landmark) if kit.landmark else ""),
        (
            1,
            _(
                "You hear which country to go to, what one earns, what it costs, where to borrow,"
                " and which company has a licence."
            ),
        ),
        (0, _("Listening costs nothing. Nobody may collect money from you.")),
        (5, _("Who says that you must pay to get a seat is a swindler.")),
        (4, _bring(kit)),
        (6, _("Young people, parents, and those who came home from abroad are all welcome.")),
        (7, _("You can ask the officers in private, about your own family.")),
        (
            0,
            _(
                "For a seat or a question, call %(phone)s. Once more: %(phone)s.",
                phone=kit.spoken_phone,
            ),
        ),
        (2, _once_more(kit, where)),
        (0, _("Thank you for listening.")),
    ]


def _bring(kit: Kit) -> str:
    if kit.online:
        return _("Have your identity card ready. Your family may listen too.")
    return _("Bring your identity card, and bring your family to listen.")


def _once_more(kit: Kit, where: str) -> str:
    return _(
        "We repeat: %(hour)s, %(day)s, %(where)s.",
        hour=kit.spoken_hour,
        day=kit.spoken_day,
        where=where if kit.online else _("at %(place)s", place=where),
    )


def zalo(kit: Kit) -> str:
    """A message with all its marks, one fact a line."""
    place = f"{kit.place} ({kit.landmark})" if kit.landmark else kit.place
    lines = [
        kit.title,
        _("When: %(when)s", when=kit.when),
        _("Where: %(place)s", place=place),
        _("The link of the meeting stands on the slip.") if kit.online else "",
        _("Countries spoken of: %(markets)s", markets=kit.markets) if kit.markets else "",
        _("Ask what one earns, what it costs, where to borrow, which company has a licence."),
        _("Pay nothing. Nobody may collect money.")
        if kit.online
        else _("Bring your identity card. Bring no money: nobody may collect any."),
        _("Keep a seat: %(address)s", address=kit.address),
        _("Questions: %(contact)s, %(phone)s", contact=kit.contact, phone=kit.phone),
        f"({kit.mark})",
    ]
    return "\n".join(filter(None, lines))


def sms(kit: Kit) -> str:
    """One segment without marks, shortened in fixed steps.

    First the landmark goes, then what may be known, then the place is cut at a word; day, hour
    and phone always stand.
    """
    for text in _shorter(kit):
        if gsm.fits(text):
            return text
    raise ValueError("day, hour and phone alone are too long for one segment")


def _shorter(kit: Kit) -> Iterator[str]:
    """The same message, from the fullest to the shortest."""
    plain = [gsm.plain(text).strip() for text in (kit.place, kit.landmark, kit.commune)]
    place, landmark, commune = (" ".join(text.split()) for text in plain)
    place = place or commune
    about, free = _("Advice on work abroad"), _("Free.")
    if landmark:
        yield _message(kit, about, [place, landmark], free)
    yield _message(kit, about, [place], free)
    yield _message(kit, _("Work abroad"), [place], free)
    words = place.split(" ")
    for last in range(len(words) - 1, 0, -1):
        yield _message(kit, _("Work abroad"), [" ".join(words[:last])], free)
    yield _message(kit, _("Work abroad"), [place[:40]], free)
    yield _message(kit, _("Work abroad"), [], "")


def _message(kit: Kit, about: str, places: Sequence[str], free: str) -> str:
    when = f"{kit.hour} {lower_first(kit.weekday)} {kit.day}"
    where = ", ".join(place.strip(" ,.;:") for place in (when, *places))
    ask = _("Ask and keep a seat: %(phone)s.", phone=kit.phone)
    return gsm.plain(" ".join(filter(None, (f"{about}: {where}.", free, ask))))
