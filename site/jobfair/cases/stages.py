"""Groups of stages, their names, and the staff's line of nine."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from jobfair.database import db
from jobfair.models import Stage, StageDefinition

S = Stage

ENDINGS: Final = frozenset({S.WITHDRAWN, S.INELIGIBLE, S.DROPPED})
"""The worker reads the last milestone reached; a placement, if any, is closed."""

PLACED: Final = frozenset(
    {
        S.INTRODUCED,
        S.SOURCE_TRAINING,
        S.INTERVIEWED,
        S.SELECTED,
        S.CONTRACT_SIGNED,
        S.TRAINING,
        S.VISA_PROCESS,
        S.WAITING_DEPARTURE,
        S.DEPARTED,
        S.WORKING,
        S.EXTENDED,
        S.COMPLETED,
        S.RETURNED_EARLY,
        S.ABSCONDED,
        S.DECEASED_MISSING,
    }
)
"""Stages in which exactly one placement is open."""

ON_THE_CLOCK: Final = frozenset(
    {S.SELECTED, S.CONTRACT_SIGNED, S.TRAINING, S.VISA_PROCESS, S.WAITING_DEPARTURE}
)
"""Stages 80 to 120: selected and not gone, 180 days run (Law 69/2020/QH14 Art. 26)."""

BEFORE_CONTRACT: Final = frozenset({S.INTRODUCED, S.SOURCE_TRAINING, S.INTERVIEWED, S.SELECTED})
"""Placed, and the body's view of the person rests on the consent alone."""

_LINE: Final[dict[Stage, int]] = {
    S.INTEREST: 1,
    S.REGISTERED: 1,
    S.COUNSELLED: 2,
    S.SCREENED: 2,
    S.INTRODUCED: 3,
    S.SOURCE_TRAINING: 3,
    S.INTERVIEWED: 3,
    S.SELECTED: 4,
    S.CONTRACT_SIGNED: 5,
    S.TRAINING: 6,
    S.VISA_PROCESS: 7,
    S.WAITING_DEPARTURE: 8,
}


SHORT_NAMES: Final[dict[Stage, object]] = {
    S.INTRODUCED: _l("Introduced"),
    S.SELECTED: _l("Selected"),
    S.CONTRACT_SIGNED: _l("Contract signed"),
    S.TRAINING: _l("In training"),
    S.VISA_PROCESS: _l("Visa and papers"),
    S.WAITING_DEPARTURE: _l("Waiting to leave"),
    S.DEPARTED: _l("Left the country"),
}
"""Short words for buttons, the same as on the staff's line."""


def short_names(lang: str) -> dict[Stage, str]:
    """Stage -> the words for a button: short where the line has such, else the full name."""
    return stage_names(lang) | {stage: str(words) for stage, words in SHORT_NAMES.items()}


def line_position(stage: Stage) -> int | None:
    """The place on the staff's line of nine; 9 from departure on, None for the endings."""
    if stage in ENDINGS:
        return None
    return _LINE.get(stage, 9)


def stage_names(lang: str) -> dict[Stage, str]:
    """Stage -> its name in 'vi' or 'en', as the province pack words it."""
    rows = db.session.scalars(sa.select(StageDefinition))
    return {Stage(row.code): row.name_en if lang == "en" else row.name_vi for row in rows}


def stage_name(stage: Stage, lang: str) -> str:
    """One stage's name; its code where no pack names it."""
    row = db.session.get(StageDefinition, str(stage))
    if row is None:
        return str(stage)
    return row.name_en if lang == "en" else row.name_vi
