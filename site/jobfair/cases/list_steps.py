"""The next step of each case of a list, for somebody who would make it from there."""

from __future__ import annotations

from collections.abc import Iterable

from jobfair.access import Actor, Permission
from jobfair.cases.case_view import goes_forward
from jobfair.cases.owners import Standing, own_moves
from jobfair.cases.queries import open_placement
from jobfair.models import BodyKind, CaseFile, Role, Stage

_PUBLIC = (BodyKind.PUBLIC_UNIT, BodyKind.AGREEMENT)


def first_steps(cases: Iterable[CaseFile], actor: Actor) -> dict[str, Stage]:
    """Case -> the step forward that this actor makes next; cases without one are left out.

    The cases are in the actor's scope and come with person and placements, so nothing is read
    here. Whether the step's gates are open is asked on its own page.
    """
    if not actor.can(Permission.MOVE_CASE):
        return {}
    found: dict[str, Stage] = {}
    for case in cases:
        if case.closed_at is None:
            standing = standing_in_list(case, actor)
            for to, _move, _letter in own_moves(case.stage, standing):
                if goes_forward(case.stage, to):
                    found[case.id] = to
                    break
    return found


def standing_in_list(case: CaseFile, actor: Actor) -> Standing:
    """As ``owners.standing_of``, without asking for consents: the scope asked already."""
    letters = set()
    communes = {g.commune_code for g in actor.grants if g.role is Role.OFFICER}
    if case.person.commune_code is not None and case.person.commune_code in communes:
        letters.add("O")
    if Role.COUNSELLOR in actor.roles:
        letters.add("C")
    if Role.LEADER in actor.roles:
        letters.add("L")
    placement = open_placement(case)
    bodies = {g.body_id for g in actor.grants if g.role is Role.AGENCY}
    if placement is not None and placement.body_id in bodies:
        letters.add("A")
    public = placement is not None and placement.body.kind in _PUBLIC
    return Standing(frozenset(letters), public)
