"""What somebody says after listening, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Said:
    """An answer at the door: its words, the next step and in how many days."""

    label: object
    step: str
    days: int


ANSWERS: Final = {
    "counsel": Said(_l("Wants to go: counselling"), "counsel", 3),
    "family": Said(_l("Asks the family first"), "call_back", 7),
    "later": Said(_l("Not now"), "call_back", 30),
}
"""Code of the button -> what follows."""
