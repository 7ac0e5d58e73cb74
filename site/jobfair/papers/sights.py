"""Who may add and who may open the pages of which paper: the trust table, as data.

The image of an identity card, health and judicial papers are open to the sending body after the
selection only; commune, centre and department learn their state. Staff at the desk may add a
page that they cannot open afterwards. A certificate of a priority group says who is poor: only
the commune's officer, who writes the household down, opens it.
"""

from __future__ import annotations

from typing import Final

from jobfair.access import Actor, Permission
from jobfair.cases.owners import standing_of
from jobfair.cases.paper_kinds import HIDDEN_FROM_BODIES, PAPER_LETTERS
from jobfair.cases.queries import open_placement
from jobfair.models import CaseFile, Purpose

OPEN_TO: Final[dict[str, frozenset[str]]] = {
    "id_card": frozenset("A"),
    "health": frozenset("A"),
    "judicial": frozenset("A"),
    "priority": frozenset("O"),
}
"""Kind -> letters that open its pages; A from the selection on."""

OPEN_OTHERWISE: Final = frozenset("OCLA")

NEEDS_CONSENT: Final = {"health": Purpose.HEALTH, "judicial": Purpose.JUDICIAL}
"""Kinds whose pages are kept only after the person agreed to it (model, consent purposes)."""

SHREDDED_EARLY: Final = ("id_card", "health", "judicial")
"""Kinds that do not stay: 90 days after the decision key and file go (trust, retention)."""


def may_open(actor: Actor, case: CaseFile, kind: str) -> bool:
    """Whether the actor may read the pages of a paper of this case."""
    letters = standing_of(actor, case).letters & OPEN_TO.get(kind, OPEN_OTHERWISE)
    if letters - {"A"}:
        return True
    if "A" not in letters or kind in HIDDEN_FROM_BODIES:
        return False
    placement = open_placement(case)
    return placement is not None and placement.selected_on is not None


def may_add(actor: Actor, case: CaseFile, kind: str) -> bool:
    """Whether the actor may add a page, also one that is closed to him afterwards."""
    if not actor.can(Permission.RECORD_FACT):
        return False
    letters = standing_of(actor, case).letters & PAPER_LETTERS
    return bool(letters - {"A"}) or (bool(letters) and kind not in HIDDEN_FROM_BODIES)
