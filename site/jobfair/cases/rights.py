"""What an actor may write on a case, and where: for links on its pages.

The rules check again; nothing here is the guard.
"""

from __future__ import annotations

from jobfair.access import Actor, Permission
from jobfair.cases.owners import Standing, standing_of
from jobfair.cases.paper_kinds import PAPER_LETTERS
from jobfair.cases.record_kinds import RECORD_KINDS
from jobfair.models import CaseFile, Stage

Ways = dict[str, tuple[str, str]]
"""Gate -> endpoint and kind of the page on which what it asks for is recorded."""

_ALL: Ways = {
    "age18": ("cases.identity_page", ""),
    "contact": ("cases.phone", ""),
    "consent_seat": ("cases.consent", ""),
    "consent_body": ("cases.consent", ""),
    **{kind: ("cases.record", kind) for kind in RECORD_KINDS},
    "letters_paper": ("cases.record", "letter"),
    "head_office": ("cases.record", "liquidation_paper"),
    **{kind: ("cases.paper", kind) for kind in ("passport", "health", "visa", "orientation")},
}

_RIGHT = {
    "cases.paper": "papers",
    "cases.identity_page": "identity",
    "cases.phone": "phone",
    "cases.consent": "consent",
}


def record_kinds_for(stage: Stage, standing: Standing) -> list[str]:
    """The kinds of records that this standing adds in this stage."""
    return [
        kind
        for kind, words in RECORD_KINDS.items()
        if stage in words.stages and words.letters & standing.letters
    ]


def writes(actor: Actor, standing: Standing) -> frozenset[str]:
    """What the actor may write: papers, identity, consent, phone, note."""
    rights: set[str] = set()
    if standing.letters & PAPER_LETTERS and actor.can(Permission.RECORD_FACT):
        rights.add("papers")
    if standing.letters & frozenset("OC"):
        rights |= {"identity", "consent", "phone", "note"}
    return frozenset(rights)


def ways_of(may_write: frozenset[str], record_kinds: list[str]) -> Ways:
    """The pages on which closed gates can be answered by somebody with these rights."""
    return {
        gate: (endpoint, kind)
        for gate, (endpoint, kind) in _ALL.items()
        if _RIGHT.get(endpoint) in may_write
        or (endpoint == "cases.record" and kind in record_kinds)
    }


def ways_for(case: CaseFile, actor: Actor) -> Ways:
    """As ``ways_of``, for an actor on a case."""
    standing = standing_of(actor, case)
    kinds = record_kinds_for(case.stage, standing)
    return ways_of(writes(actor, standing), kinds)
