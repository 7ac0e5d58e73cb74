"""The self-check's rules: what each programme asks against six coarse answers (A7).

A suggestion with its reasons, never a refusal: what is missing is said with where to get it, what
nobody knows is said to be unknown. Nothing of it is kept (docs/adr/024).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair.database import db
from jobfair.filters import in_language
from jobfair.models import Programme, ProgrammeNeed

LEAST_AGE: Final = 18
"""Full civil capacity (Law 69/2020/QH14 Art. 44)."""
SKIP: Final = "bo-qua"
AGES: Final[dict[str, tuple[int, int]]] = {
    "17": (0, 17),
    "18-20": (18, 20),
    "21-24": (21, 24),
    "25-30": (25, 30),
    "31-35": (31, 35),
    "36-40": (36, 40),
    "41-45": (41, 45),
    "46-50": (46, 50),
    "51": (51, 200),
}
"""Answer -> the youngest and the oldest it may stand for."""

Answers = Mapping[str, str]


class Fit(StrEnum):
    """How an answer meets what is asked."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Question:
    """One question: its name in the address, the words, the answers, the fact it is held against.

    ``topic``: the programme's own text on it.
    """

    key: str
    param: str
    words: object
    about: object
    topic: str
    answers: dict[str, object]


def _age_words() -> dict[str, object]:
    named: dict[str, object] = {code: code.replace("-", "–") for code in AGES}
    return named | {"17": _l("Below 18"), "51": _l("51 or older")}


QUESTIONS: Final = (
    Question("age", "tuoi", _l("How old are you?"), _l("Age"), "age", _age_words()),
    Question(
        "schooling",
        "hoc",
        _l("What schooling do you have?"),
        _l("Schooling"),
        "education",
        {
            "primary": _l("Primary school or less"),
            "lower": _l("Lower secondary school"),
            "upper": _l("Upper secondary school"),
            "college": _l("College or university"),
        },
    ),
    Question(
        "language",
        "tieng",
        _l("Which foreign language do you know a little?"),
        _l("Language"),
        "language",
        {
            "none": _l("None yet, I can learn"),
            "ja": _l("Japanese"),
            "ko": _l("Korean"),
            "zh": _l("Chinese"),
            "de": _l("German"),
            "en": _l("English"),
        },
    ),
    Question(
        "work",
        "viec",
        _l("Which work do you want?"),
        _l("Work"),
        "sectors",
        {
            "factory": _l("Factory"),
            "build": _l("Building"),
            "farm": _l("Farming"),
            "care": _l("Care, housework"),
            "service": _l("Restaurant, hotel"),
            "sea": _l("At sea"),
            "skilled": _l("Skilled trade, technology"),
        },
    ),
    Question(
        "months",
        "thoi-gian",
        _l("How long can you be away?"),
        _l("Contract"),
        "contract",
        {
            "short": _l("Up to one year"),
            "mid": _l("About two years"),
            "long": _l("Three years or longer"),
        },
    ),
    Question(
        "money",
        "tien",
        _l("How will you pay before you leave?"),
        _l("Money before you leave"),
        "cost",
        {
            "none": _l("I want to pay almost nothing"),
            "loan": _l("I would borrow"),
            "have": _l("I have savings"),
        },
    ),
)


@dataclass(frozen=True)
class Reason:
    """One question against one programme; ``where``: where to get what is missing."""

    about: str
    fit: Fit
    text: str
    where: str


@dataclass(frozen=True)
class Match:
    """A programme with its reasons in the order of the questions."""

    programme: Programme
    reasons: tuple[Reason, ...]

    def count(self, fit: Fit) -> int:
        """How many answers are met, missing or unknown."""
        return sum(reason.fit is fit for reason in self.reasons)


def list_needs(day: date) -> dict[tuple[str, str], ProgrammeNeed]:
    """Programme and question -> what is asked on the day."""
    query = sa.select(ProgrammeNeed).where(
        ProgrammeNeed.valid_from <= day,
        sa.or_(ProgrammeNeed.valid_to.is_(None), ProgrammeNeed.valid_to >= day),
    )
    rows = db.session.scalars(query.order_by(ProgrammeNeed.valid_from))
    return {(row.programme_code, row.question): row for row in rows}


def read_answers(args: Mapping[str, str]) -> dict[str, str]:
    """Question -> answer of the address; what is no answer was not answered."""
    found = {}
    for question in QUESTIONS:
        answer = args.get(question.param, "")
        if answer in question.answers or answer == SKIP:
            found[question.key] = answer
    return found


def matches(programmes: Sequence[Programme], answers: Answers, day: date) -> list[Match]:
    """Every programme that still takes people, the fewest missing and unknown first."""
    needs = list_needs(day)
    found = [
        Match(programme, _reasons(programme, answers, needs))
        for programme in programmes
        if programme.accepts_until is None or programme.accepts_until >= day
    ]
    return sorted(found, key=lambda m: (m.count(Fit.NO), m.count(Fit.UNKNOWN)))


def _reasons(
    programme: Programme, answers: Answers, needs: Mapping[tuple[str, str], ProgrammeNeed]
) -> tuple[Reason, ...]:
    found = []
    for question in QUESTIONS:
        answer = answers.get(question.key, SKIP)
        if answer == SKIP:
            continue
        need = needs.get((programme.code, question.key))
        if question.key == "age":
            fit, where = _age(programme, answer), _wait(answer)
        else:
            fit, where = _fit(need, answer), in_language(need, "text") if need else ""
        text = in_language(programme, question.topic)
        found.append(Reason(str(question.about), fit, text, where if fit is Fit.NO else ""))
    return tuple(found)


def _fit(need: ProgrammeNeed | None, answer: str) -> Fit:
    if need is None or not need.fits:
        return Fit.UNKNOWN
    return Fit.YES if answer in need.fits.split() else Fit.NO


def _age(programme: Programme, answer: str) -> Fit:
    """Whole inside, whole outside, or partly: then nobody can say without the exact age."""
    youngest, oldest = AGES[answer]
    least, most = max(programme.age_min or 0, LEAST_AGE), programme.age_max
    if oldest < least or (most is not None and youngest > most):
        return Fit.NO
    if programme.age_min is None and most is None:
        return Fit.UNKNOWN
    inside = youngest >= least and (most is None or oldest <= most)
    return Fit.YES if inside else Fit.UNKNOWN


def _wait(answer: str) -> str:
    if answer == "17":
        return _("From 18 on by law. Learn a language and a trade now.")
    return _("Other places take other ages. Ask an officer.")
