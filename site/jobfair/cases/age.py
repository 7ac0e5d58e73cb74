"""Whether the person's age fits the programme: a warning that asks for a reason, no gate.

The ranges are facts of the province pack, many of mark K: an order or an employer may decide
otherwise, so nobody is refused for them.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from flask_babel import gettext as _

from jobfair.cases.ground import Ground
from jobfair.filters import in_language
from jobfair.models import Person, Stage

LOOKED_AT: Final = frozenset(
    {(Stage.SCREENED, Stage.INTRODUCED), (Stage.INTERVIEWED, Stage.SELECTED)}
)
"""The steps at which somebody is sent to an employer, or taken by one."""


def outside_age(ground: Ground) -> str | None:
    """The sentence that the age does not fit, or None: it fits, or nobody knows a range."""
    programme = ground.programme
    if (ground.case.stage, ground.to) not in LOOKED_AT or programme is None:
        return None
    ages = ages_on(ground.person, ground.day)
    low, high = programme.age_min or 0, programme.age_max or 200
    if any(low <= age <= high for age in ages):
        return None
    name = in_language(programme, "name")
    if programme.age_min and programme.age_max:
        return _(
            "%(programme)s is for ages %(low)s to %(high)s; this person is %(age)s. Give a reason.",
            programme=name,
            low=programme.age_min,
            high=programme.age_max,
            age=ages[-1],
        )
    return _(
        "%(programme)s: the age %(age)s does not fit. Give a reason.", programme=name, age=ages[-1]
    )


def ages_on(person: Person, day: date) -> list[int]:
    """The age in whole years on the day; two when only the year of birth is known."""
    born = person.birth_date
    if born is None:
        return [day.year - person.birth_year - 1, day.year - person.birth_year]
    return [day.year - born.year - ((day.month, day.day) < (born.month, born.day))]
