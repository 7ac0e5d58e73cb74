"""The answers of one form, and which question comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from jobfair.registration.ages import Age, adult_from, judge_year

OTHER_PROVINCE = "other"


class Step(StrEnum):
    """One question a page, in order; the value stands in the address."""

    WHOM = "cho-ai"
    NAME = "ho-ten"
    YEAR = "nam-sinh"
    BIRTHDAY = "ngay-sinh"  # only at eighteen
    PHONE = "dien-thoai"
    BORROWED = "nho-so"  # instead of PHONE, for who has none
    PLACE = "xa"
    CHECK = "xem-lai"


NUMBER = {
    Step.WHOM: 1,
    Step.NAME: 2,
    Step.YEAR: 3,
    Step.BIRTHDAY: 3,
    Step.PHONE: 4,
    Step.BORROWED: 4,
    Step.PLACE: 5,
    Step.CHECK: 6,
}
"""Step -> the number shown: "Câu 4/5"; six is "Xem lại"."""
COUNT = 5


@dataclass(frozen=True)
class Answers:
    """What was answered so far; None is a question still open. ``phone`` is E.164.

    ``phone_owner`` is self, relative, village or office; with office ``phone`` is empty and
    the number of the commune's office is used.
    """

    for_whom: str | None = None
    name: str | None = None
    birth_year: int | None = None
    birth_date: str | None = None  # yyyy-mm-dd, asked at eighteen only
    phone: str | None = None
    phone_owner: str = "self"
    phone_note: str = ""
    commune: str | None = None  # code, or 'other'
    village: str = ""

    @property
    def commune_code(self) -> str | None:
        """The person's commune of this province, None for another province."""
        return None if self.commune == OTHER_PROVINCE else self.commune

    @property
    def born_on(self) -> date | None:
        """The full birth date where it was asked."""
        return date.fromisoformat(self.birth_date) if self.birth_date else None

    # Any: what json gives.
    def as_json(self) -> dict[str, Any]:
        """The answers for the draft store."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Answers:
        """The answers of a draft; fields of an older form are left out."""
        return cls(**{k: v for k, v in kept.items() if k in cls.__dataclass_fields__})

    def with_year(self, birth_year: int) -> Answers:
        """With this year; a day that was given for another year no longer holds."""
        kept = self.birth_date if birth_year == self.birth_year else None
        return replace(self, birth_year=birth_year, birth_date=kept)


def _age_open(answers: Answers, day: date) -> Step | None:
    """Whether the year, or at eighteen the day, is still to be asked for this conference."""
    if answers.birth_year is None:
        return Step.YEAR
    age = judge_year(answers.birth_year, day)
    if age is Age.ASK_DAY:
        born = answers.born_on
        return None if born is not None and adult_from(born) <= day else Step.BIRTHDAY
    return None if age is Age.ADULT else Step.YEAR


def first_open(answers: Answers, day: date) -> Step:
    """The first question without an answer that holds on ``day``, else the check page."""
    if answers.for_whom is None:
        return Step.WHOM
    if answers.name is None:
        return Step.NAME
    age = _age_open(answers, day)
    if age is not None:
        return age
    if answers.phone is None:
        return Step.PHONE
    return Step.PLACE if answers.commune is None else Step.CHECK


def may_open(step: Step, answers: Answers, day: date) -> bool:
    """Whether a page may be shown: no question before it is still open."""
    todo = first_open(answers, day)
    if step is Step.BIRTHDAY:
        year = answers.birth_year
        return year is not None and judge_year(year, day) is Age.ASK_DAY
    return NUMBER[step] <= NUMBER[todo]


def step_before(step: Step, answers: Answers, day: date) -> Step | None:
    """The page the back link leads to; None on the first."""
    if step is Step.BORROWED:
        return Step.PHONE
    order = [Step.WHOM, Step.NAME, Step.YEAR, Step.PHONE, Step.PLACE, Step.CHECK]
    if answers.birth_year is not None and judge_year(answers.birth_year, day) is Age.ASK_DAY:
        order.insert(3, Step.BIRTHDAY)
    at = order.index(step)
    return order[at - 1] if at else None
