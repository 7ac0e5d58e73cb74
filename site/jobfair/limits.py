"""Whole numbers among the rows of ``setting``: limits that a province may change."""

from __future__ import annotations

from jobfair.database import db
from jobfair.models import Setting


def get_number(key: str, default: int) -> int:
    """The whole number of a setting; the default when it is absent or no number."""
    row = db.session.get(Setting, key)
    return int(row.value) if row is not None and row.value.isdecimal() else default
