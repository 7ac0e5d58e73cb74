"""The parts of a programme's page that are told in words: costs apart, work, dangers, the way."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from jobfair.filters import in_language
from jobfair.guide.told import ANY, Part, Source, first_of, part, part_of, rows_of, together
from jobfair.models import Programme

PAGE = "programme"


@dataclass(frozen=True)
class Parts:
    """What is told of a programme; None for what nobody has written yet."""

    work: Part | None
    danger: Part | None
    rights: Part | None
    way: Part | None
    on_the_way: Part | None


def _subjects(programme: Programme) -> tuple[str, ...]:
    """Of whom a text may be, the narrowest first."""
    return tuple(dict.fromkeys((programme.code, programme.market_code, programme.channel, ANY)))


def parts_of(programme: Programme) -> Parts:
    """Everything that is told of the programme today."""
    subjects = _subjects(programme)
    work = rows_of(PAGE, "work", subjects) + rows_of(PAGE, "climate", subjects)
    return Parts(
        work=part_of(work),
        danger=part(PAGE, "danger", subjects),
        rights=part(PAGE, "right", subjects),
        way=part_of(first_of(PAGE, "step", subjects)),
        on_the_way=part(PAGE, "on_the_way", subjects),
    )


def cost_lines(programme: Programme) -> tuple[list[tuple[str, str, str]], Source]:
    """What is to be paid beside the fee, one by one: name, words, no source of its own.

    Also gives where all of the money's facts stand.
    """
    rows = rows_of(PAGE, "cost", _subjects(programme))
    lines = [(in_language(row, "title"), in_language(row, "text"), "") for row in rows]
    return lines, together([*rows, programme])


def income_source(programme: Programme) -> str:
    """Where the range of income was read, and when it was checked."""
    if programme.checked_on is None:
        return programme.income_source
    return _(
        "%(source)s, checked in %(year)s",
        source=programme.income_source,
        year=programme.checked_on.year,
    )
