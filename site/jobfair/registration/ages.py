"""Who is old enough for a conference: eighteen years on its day.

Year of the conference minus year of birth: 19 and more is accepted, 17 and less refused; at
18 the day and month decide. Law 69/2020/QH14 Art. 44: full capacity for civil acts.
"""

from __future__ import annotations

from datetime import date
from enum import Enum, auto

from jobfair.lib.clock import add_months

ADULT_YEARS = 18
OLDEST_YEARS = 100


class Age(Enum):
    """What a year of birth says by itself."""

    ADULT = auto()
    ASK_DAY = auto()
    TOO_YOUNG = auto()
    IMPOSSIBLE = auto()


def judge_year(birth_year: int, day: date) -> Age:
    """What the year of birth says about the age on ``day`` (the conference's, or today)."""
    years = day.year - birth_year
    if years < 0 or years > OLDEST_YEARS:
        return Age.IMPOSSIBLE
    if years < ADULT_YEARS:
        return Age.TOO_YOUNG
    return Age.ASK_DAY if years == ADULT_YEARS else Age.ADULT


def adult_from(birth: date) -> date:
    """The first day on which somebody born on ``birth`` is eighteen.

    Born on 29 February: the last day of that February.
    """
    return add_months(birth, 12 * ADULT_YEARS)
