"""Which letter of the table an actor is on a case, and whether that letter may make a step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from jobfair.access import Actor
from jobfair.cases.moves import Move, moves_from
from jobfair.cases.queries import last_placement, open_placement
from jobfair.errors import Forbidden
from jobfair.models import BodyKind, CaseFile, Purpose, Role, Stage
from jobfair.privacy.rules import consent_in_force

LETTERS: Final = ("O", "C", "A", "L")
LETTER_ROLE: Final = {
    "O": Role.OFFICER,
    "C": Role.COUNSELLOR,
    "C*": Role.COUNSELLOR,
    "A": Role.AGENCY,
    "L": Role.LEADER,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """An actor on a case: the letters held, and whether the body's part falls to C.

    Public units and agreements have no account of their own here, so A is C for them.
    """

    letters: frozenset[str]
    counsellor_is_body: bool = False


def _is_agency_of(actor: Actor, case: CaseFile) -> bool:
    """The placement's body, on the contract or on the consent; before a placement the consent."""
    bodies = {g.body_id for g in actor.grants if g.role is Role.AGENCY and g.body_id}
    placement = open_placement(case)
    for body_id in bodies:
        if placement is not None and placement.body_id != body_id:
            continue
        if placement is not None and placement.contract_on is not None:
            return True
        if consent_in_force(case.person_id, Purpose.BODY, body_id):
            return True
    return False


def standing_of(actor: Actor, case: CaseFile) -> Standing:
    """What the actor is on this case; no letter at all for auditor, bank and admin."""
    letters = set()
    communes = {g.commune_code for g in actor.grants if g.role is Role.OFFICER}
    if case.person.commune_code is not None and case.person.commune_code in communes:
        letters.add("O")
    if Role.COUNSELLOR in actor.roles:
        letters.add("C")
    if Role.LEADER in actor.roles:
        letters.add("L")
    if Role.AGENCY in actor.roles and _is_agency_of(actor, case):
        letters.add("A")
    placement = last_placement(case)
    public = (BodyKind.PUBLIC_UNIT, BodyKind.AGREEMENT)
    return Standing(frozenset(letters), placement is not None and placement.body.kind in public)


def acting_as(move: Move, standing: Standing) -> str | None:
    """The letter under which the step is made, or None when it is somebody else's.

    'C*' means: on behalf of the body, with the number of its document.
    """
    for letter in LETTERS:
        if letter in standing.letters and letter in move.owners:
            return letter
    if "C" in standing.letters:
        if "A" in move.owners and standing.counsellor_is_body:
            return "C"
        if "C*" in move.owners:
            return "C*"
    return None


def must_hold(actor: Actor, case: CaseFile, letters: frozenset[str]) -> str:
    """The letter under which the actor writes here. Raises Forbidden without one."""
    held = standing_of(actor, case).letters & letters
    if not held:
        raise Forbidden(_("Somebody else records this."))
    return min(held, key="OCAL".index)


def own_moves(stage: Stage, standing: Standing) -> Iterator[tuple[Stage, Move, str]]:
    """The steps out of a stage that this standing makes, each with its letter."""
    for to, move in moves_from(stage).items():
        letter = acting_as(move, standing)
        if letter is not None:
            yield to, move, letter
