"""What the first page reads beside the conferences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jobfair.database import db
from jobfair.kept import kept
from jobfair.models import LegalDocument

SENDING_LAW = "69/2020/QH14"
"""The law on Vietnamese workers going abroad under contract."""


@dataclass(frozen=True)
class Law:
    """A law as the foot of the page names it."""

    number: str
    checked_on: date | None
    check_again_on: date | None


@kept("guide")
def find_sending_law() -> Law | None:
    """The law that the warning on the first page rests on, with the day it was checked."""
    row = db.session.get(LegalDocument, SENDING_LAW)
    return Law(row.number, row.checked_on, row.check_again_on) if row else None
