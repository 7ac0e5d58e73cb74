"""The answers of one form, and which question comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from jobfair.registration.ages import Age, adult_from, judge_year

OTHER_PROVINCE = "other"
MOST_PEOPLE = 6  # one phone serves a family


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
    MORE_NAME = "them-ten"  # one more of the family, from the check page
    MORE_YEAR = "them-nam"
    MORE_BIRTHDAY = "them-ngay"


NUMBER = {
    Step.WHOM: 1,
    Step.NAME: 2,
    Step.YEAR: 3,
    Step.BIRTHDAY: 3,
    Step.PHONE: 4,
    Step.BORROWED: 4,
    Step.PLACE: 5,
    Step.CHECK: 6,
    Step.MORE_NAME: 2,
    Step.MORE_YEAR: 3,
    Step.MORE_BIRTHDAY: 3,
}
"""Step -> the number shown: "Câu 4/5"; six is "Xem lại"."""
COUNT = 5
MORE = (Step.MORE_NAME, Step.MORE_YEAR, Step.MORE_BIRTHDAY)
BEFORE = {
    Step.BORROWED: Step.PHONE,
    Step.MORE_NAME: Step.CHECK,
    Step.MORE_YEAR: Step.MORE_NAME,
    Step.MORE_BIRTHDAY: Step.MORE_YEAR,
}
"""Pages beside the straight line -> the page they come from."""


@dataclass(frozen=True)
class Member:
    """One more of the family: the rest is as with the first. Birth date: yyyy-mm-dd, or ''."""

    name: str
    birth_year: int | None = None
    birth_date: str | None = None


@dataclass(frozen=True)
class Answers:
    """What was answered so far; None is a question still open. ``phone`` is E.164.

    ``phone_owner`` is self, relative, village or office; with office ``phone`` is empty and
    the number of the commune's office is used. ``members``: the rest of the family; ``adding``:
    the one that is being asked about. ``waits``: '' for a seat or nothing, 'together' to wait
    in line where there are not enough, 'split' to take what there is. ``waits_at``: the slug
    of the conference that this was said of, where it was said on a page.
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
    members: tuple[Member, ...] = ()
    adding: Member | None = None
    waits: str = ""
    waits_at: str = ""

    def at(self, slug: str) -> Answers:
        """As they hold for a conference: a place in the line of another one is none here."""
        return self if self.waits_at == slug else replace(self, waits="")

    def without(self, number: int) -> Answers:
        """Without one of the rest of the family, from 0."""
        rest = self.members[:number] + self.members[number + 1 :]
        return replace(self, members=rest)

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
        fields = {k: v for k, v in kept.items() if k in cls.__dataclass_fields__}
        fields["members"] = tuple(Member(**one) for one in kept.get("members", ()))
        adding = kept.get("adding")
        fields["adding"] = Member(**adding) if adding else None
        return cls(**fields)

    def with_year(self, birth_year: int) -> Answers:
        """With this year; a day that was given for another year no longer holds."""
        kept = self.birth_date if birth_year == self.birth_year else None
        return replace(self, birth_year=birth_year, birth_date=kept)

    @property
    def people(self) -> tuple[Answers, ...]:
        """The answers of everybody, one by one: the first, then the rest of the family."""
        alone = replace(self, members=(), adding=None)
        return alone, *(
            replace(
                alone,
                for_whom="relative",
                name=member.name,
                birth_year=member.birth_year,
                birth_date=member.birth_date,
            )
            for member in self.members
        )


def _age_open(answers: Answers, day: date) -> Step | None:
    """Whether the year, or at eighteen the day, is still to be asked for this conference."""
    if answers.birth_year is None:
        return Step.YEAR
    if is_adult(answers.birth_year, answers.birth_date, day):
        return None
    asks_day = judge_year(answers.birth_year, day) is Age.ASK_DAY
    return Step.BIRTHDAY if asks_day else Step.YEAR


def is_adult(birth_year: int | None, birth_date: str | None, day: date) -> bool:
    """Whether what was answered (the date as yyyy-mm-dd) shows eighteen years on ``day``."""
    if birth_year is None:
        return False
    age = judge_year(birth_year, day)
    if age is Age.ASK_DAY:
        return birth_date is not None and adult_from(date.fromisoformat(birth_date)) <= day
    return age is Age.ADULT


@dataclass(frozen=True)
class TooYoung:
    """One of the family of whom eighteen years on the day are not shown.

    ``number``: the place among the members, from 0. ``asks_day``: day and month would tell.
    """

    number: int
    name: str
    asks_day: bool


def too_young(answers: Answers, day: date) -> list[TooYoung]:
    """Who of the family is not eighteen on ``day``: it may be another conference's."""
    return [
        TooYoung(
            number,
            one.name,
            asks_day=one.birth_date is None
            and one.birth_year is not None
            and judge_year(one.birth_year, day) is Age.ASK_DAY,
        )
        for number, one in enumerate(answers.members)
        if not is_adult(one.birth_year, one.birth_date, day)
    ]


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
    if step in MORE:
        return todo is Step.CHECK and _may_add(step, answers, day)
    if step is Step.BIRTHDAY:
        year = answers.birth_year
        return year is not None and judge_year(year, day) is Age.ASK_DAY
    return NUMBER[step] <= NUMBER[todo]


def _may_add(step: Step, answers: Answers, day: date) -> bool:
    """Whether the page of one more person follows from what was answered about them."""
    if step is Step.MORE_NAME:
        return len(answers.members) + 1 < MOST_PEOPLE
    one = answers.adding
    if one is None or step is Step.MORE_YEAR:
        return one is not None
    return one.birth_year is not None and judge_year(one.birth_year, day) is Age.ASK_DAY


def next_for_member(answers: Answers, day: date) -> tuple[Step, Answers]:
    """After an answer about one more person: the next page, and the answers that go with it.

    Whoever is complete joins the family; more than ``MOST_PEOPLE`` never do.
    """
    one = answers.adding
    if one is None or len(answers.members) + 1 >= MOST_PEOPLE:
        return Step.CHECK, replace(answers, adding=None)
    if one.birth_year is None:
        return Step.MORE_YEAR, answers
    if not is_adult(one.birth_year, one.birth_date, day):
        return Step.MORE_BIRTHDAY, answers
    return Step.CHECK, replace(answers, members=(*answers.members, one), adding=None)


def step_before(step: Step, answers: Answers, day: date) -> Step | None:
    """The page the back link leads to; None on the first."""
    if step in BEFORE:
        return BEFORE[step]
    order = [Step.WHOM, Step.NAME, Step.YEAR, Step.PHONE, Step.PLACE, Step.CHECK]
    if answers.birth_year is not None and judge_year(answers.birth_year, day) is Age.ASK_DAY:
        order.insert(3, Step.BIRTHDAY)
    at = order.index(step)
    return order[at - 1] if at else None
