"""What the first page reads beside the conferences."""

from __future__ import annotations

from jobfair.database import db
from jobfair.models import LegalDocument

SENDING_LAW = "69/2020/QH14"
"""The law on Vietnamese workers going abroad under contract."""


def find_sending_law() -> LegalDocument | None:
    """The law that the warning on the first page rests on, with the day it was checked."""
    return db.session.get(LegalDocument, SENDING_LAW)
