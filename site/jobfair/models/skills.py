"""What work, schooling and language an order asks for and a person has: short ladders."""

from __future__ import annotations

from enum import StrEnum


class Occupation(StrEnum):
    """A kind of work as people name it; what fits none is OTHER."""

    FOOD = "food"
    ELECTRONICS = "electronics"
    GARMENT = "garment"
    MECHANICS = "mechanics"
    FACTORY = "factory"
    BUILDING = "building"
    FARM = "farm"
    FISHERY = "fishery"
    SEA = "sea"
    CARE = "care"
    HOME = "home"
    HOTEL = "hotel"
    DRIVING = "driving"
    OTHER = "other"


class Schooling(StrEnum):
    """Schooling in rising order (domain 5.1); of an order the least that is asked."""

    NONE = "none"
    PRIMARY = "primary"
    LOWER = "lower"
    UPPER = "upper"
    INTERMEDIATE = "intermediate"
    COLLEGE = "college"
    UNIVERSITY = "university"


class LanguageLevel(StrEnum):
    """How far somebody gets in the language of the market, in rising order."""

    NONE = "none"
    BASIC = "basic"
    EVERYDAY = "everyday"
    WORK = "work"


class InterviewForm(StrEnum):
    """How an order's interview is held."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    BOTH = "both"


def up_to(ladder: type[Schooling] | type[LanguageLevel], level: str) -> list[str]:
    """The rungs of a ladder from the lowest to this one."""
    rungs = [str(rung) for rung in ladder]
    return rungs[: rungs.index(level) + 1]


def from_rung(ladder: type[Schooling] | type[LanguageLevel], level: str) -> list[str]:
    """The rungs of a ladder from this one to the highest."""
    rungs = [str(rung) for rung in ladder]
    return rungs[rungs.index(level) :]
