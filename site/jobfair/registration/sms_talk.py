"""One registration by text message: what was said so far, what is asked next.

The answers lie in the draft store for 24 hours, under a key derived from the sender's number.
The registration's once-only key is derived from number, conference, name, year and commune:
the same message sent again, by whoever, leads to the same slip.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from jobfair.conferences.rules import WhyClosed, why_closed
from jobfair.keys import keys
from jobfair.lib.clock import to_local
from jobfair.lib.crypto import blind_index
from jobfair.lib.text import fold
from jobfair.models import Conference
from jobfair.registration.ages import Age, adult_from, judge_year
from jobfair.registration.answers import Answers
from jobfair.registration.sms_reading import Said

KEY_LENGTH = 26  # as every once-only key


@dataclass(frozen=True)
class Talk:
    """What one number has said. ``choices``: ids or codes for the numbers 1, 2, …

    ``asked``: what the last reply asked for: code, conference, who, commune, day, wait, agree.
    """

    conference_id: str = ""
    name: str | None = None
    year: int | None = None
    day: int | None = None
    month: int | None = None
    commune: str | None = None
    village: str = ""
    asked: str = ""
    choices: tuple[str, ...] = ()
    agreed: bool = False
    waits: bool = False

    # Any: what json gives.
    def as_json(self) -> dict[str, Any]:
        """For the draft store."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Talk:
        """From the draft store; fields of an older version are left out."""
        fields = {k: v for k, v in kept.items() if k in cls.__dataclass_fields__}
        return cls(**fields | {"choices": tuple(fields.get("choices", ()))})

    @property
    def missing(self) -> frozenset[str]:
        """Which of name, year and commune are still open."""
        known = {"name": self.name, "year": self.year, "commune": self.commune}
        return frozenset(what for what, value in known.items() if value is None)

    def birth_date(self) -> date | None:
        """The day that was said, with the year. Raises ValueError for one that does not exist."""
        if self.year is None or self.day is None or self.month is None:
            return None
        return date(self.year, self.month, self.day)

    def answers(self, e164: str, for_whom: str, on: date) -> Answers:
        """As the form would have them; the birth date only where ``on`` asks for it, as there."""
        asked = self.year is not None and judge_year(self.year, on) is Age.ASK_DAY
        born = self.birth_date() if asked else None
        return Answers(
            for_whom=for_whom,
            name=self.name,
            birth_year=self.year,
            birth_date=born.isoformat() if born else None,
            phone=e164,
            commune=self.commune,
            village=self.village,
            waits="together" if self.waits else "",
        )


def begin(talk: Talk | None, said: Said) -> Talk:
    """After "DK": the conference that was named; who, as said now, else as said before."""
    chosen = said.conferences[0].id if len(said.conferences) == 1 else ""
    before = talk if talk and not said.says_who else Talk()
    fresh = replace(before, conference_id=chosen, asked="", choices=(), agreed=False, waits=False)
    return merge(fresh, said, anew=said.says_who)


def merge(talk: Talk, said: Said, *, anew: bool = False) -> Talk:
    """Take over what was said; what is known already stays, unless it is said ``anew``."""
    communes = said.communes
    # Any: each value fits its field.
    found: dict[str, Any] = {
        "name": said.name if anew or "name" in talk.missing else None,
        "year": said.year if anew or "year" in talk.missing else None,
        "day": said.day,
        "month": said.month,
        "commune": communes[0] if len(communes) == 1 else None,
        "village": said.village or None,
        "choices": communes if len(communes) > 1 and talk.commune is None else None,
    }
    return replace(talk, **{field: value for field, value in found.items() if value is not None})


def choose(talk: Talk, number: int) -> Talk:
    """After a digit: the conference or commune of that number; else as it was."""
    if not 0 < number <= len(talk.choices):
        return talk
    picked = talk.choices[number - 1]
    if talk.asked == "conference":
        return replace(talk, conference_id=picked, choices=())
    return replace(talk, commune=picked, choices=())


def next_question(talk: Talk, conference: Conference | None) -> tuple[str, Talk]:
    """What stands between the talk and a seat, or "ready"; the talk without what was wrong.

    code, past, cancelled, closed, commune, who, year, young, day, no_day, later, full, agree.
    """
    if conference is None:
        return ("conference" if talk.asked == "conference" else "code"), talk
    why: WhyClosed | None = why_closed(conference)
    if why is not None and why != "full":
        return why, replace(talk, conference_id="")
    if talk.choices and talk.missing <= {"commune"}:
        return "commune", talk
    if talk.missing:
        return "who", talk
    age = _age(talk, to_local(conference.starts_at).date())
    if age != "adult":
        return age, _without_age(talk, age)
    if why == "full" and not talk.waits:
        return "full", talk
    return ("ready" if talk.agreed else "agree"), talk


def _age(talk: Talk, on: date) -> str:
    judged = judge_year(talk.year or 0, on)
    if judged is Age.ADULT:
        return "adult"
    if judged is not Age.ASK_DAY:
        return "year" if judged is Age.IMPOSSIBLE else "young"
    try:
        born = talk.birth_date()
    except ValueError:
        return "no_day"
    if born is None:
        return "day"
    return "adult" if adult_from(born) <= on else "later"


def _without_age(talk: Talk, wrong: str) -> Talk:
    if wrong in ("year", "young"):
        return replace(talk, year=None, day=None, month=None)
    return replace(talk, day=None, month=None)


def talk_key(e164: str) -> str:
    """Under which the draft store keeps what a number has said."""
    return blind_index(keys().hmac_key, "sms.talk", e164).hex()[:KEY_LENGTH]


def once_only_key(e164: str, talk: Talk, again: int = 0) -> str:
    """The registration's key. ``again``: how many of the same were given back before."""
    said: Sequence[object] = (e164, talk.conference_id, fold(talk.name or ""), talk.year)
    text = "\x1f".join(map(str, (*said, talk.commune, again)))
    return blind_index(keys().hmac_key, "sms.form_key", text).hex()[:KEY_LENGTH]
