"""About what a body is rated, and how an answer is called: one place for the words (B5, B6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Topic:
    """``question`` as the worker reads it, ``name`` as the body's page does."""

    question: object
    name: object


TOPICS: Final[dict[str, Topic]] = {
    "promises": Topic(_l("Were work and wage as promised?"), _l("Work and wage as promised")),
    "fees": Topic(_l("Did you pay what was agreed, no more?"), _l("Fees as agreed")),
    "training": Topic(_l("Did the lessons help you?"), _l("Lessons that help")),
    "help": Topic(_l("When you asked for help, did it come?"), _l("Help while abroad")),
    "return": Topic(_l("Was everything settled on your return?"), _l("Return and settlement")),
}
"""In the order in which they are asked."""

SCORES: Final[dict[int, object]] = {3: _l("Yes"), 2: _l("Partly"), 1: _l("No")}
