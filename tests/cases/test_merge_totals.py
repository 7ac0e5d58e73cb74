"""Whatever is joined and separated again, nothing is lost and nothing is counted twice."""

from __future__ import annotations

import random

import pytest
import sqlalchemy as sa

from jobfair.cases import merges, unmerge
from jobfair.cases.consistency import check_cases
from jobfair.cases.merges import Join
from jobfair.database import db
from jobfair.errors import Conflict, NotFound
from jobfair.lib.clock import today
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseFile, DuplicatePair, Person, PersonMerge, Stage
from jobfair.reports import counts as board
from jobfair.reports.turnout import count_turnout
from tests.cases import journey
from tests.cases.test_merge import counts, snapshot
from tests.door import folk

pytestmark = pytest.mark.both
WHY = "Cùng một người."
STAGES = (Stage.INTEREST, Stage.REGISTERED, Stage.SCREENED, Stage.SELECTED, Stage.WITHDRAWN)
GROWS = {"audit_event", "person_merge", "case_event", "duplicate_pair"}


def _people(session, dice: random.Random) -> list[CaseFile]:
    """Six files with seats, papers and stages as the dice say."""
    cases = []
    for _ in range(6):
        if dice.random() < 0.5:
            meeting = folk.conference(session, dice.choice(["soon", "past", "suoi_to"]))
            seat = folk.add_seat(session, meeting, "Lò Thị Xuân")
            cases.append(session.get_one(CaseFile, seat.case_id))
            continue
        case = journey.put(journey.new_case(), dice.choice(STAGES))
        if dice.random() < 0.5:
            journey.agree(case)
        cases.append(case)
    return cases


def _pair(one: str, other: str) -> DuplicatePair:
    first, second = sorted((one, other))
    known = db.session.query(DuplicatePair).filter_by(person_a=first, person_b=second).first()
    pair = known or DuplicatePair(person_a=first, person_b=second, why="phone")
    pair.decided = ""
    db.session.add(pair)
    db.session.flush()
    return pair


def _people_left() -> int:
    query = sa.select(sa.func.count(Person.id)).where(Person.merged_into.is_(None))
    return db.session.scalar(query)


def _board():
    """What the board counts over a year: exits, turnout, steps reached."""
    first, last = board.year_ends(today().year)
    reached = board.count_reached(STAGES, first, last)
    return board.count_exits(first, last), count_turnout(first, last), reached


def _bad() -> list[int]:
    return [finding.bad for finding in check_cases()]


@pytest.mark.parametrize(
    "seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(2, 6))]
)
def test_joining_and_separating_in_any_order_conserves_everything(session, seed):
    dice = random.Random(seed)
    cases = _people(session, dice)
    people = [case.person_id for case in cases]
    before, rows, left = snapshot((*GROWS,)), counts(), _people_left()
    figures, stages, bad = _board(), board.count_stages(), _bad()
    leader, stack = journey.actor("leader"), []
    for _ in range(25):
        if stack and dice.random() < 0.4:
            unmerge.unmerge(stack.pop(), WHY, by=leader)
        else:
            one, other = dice.sample(people, 2)
            try:
                with db.session.begin_nested():
                    key = new_form_key()
                    by = journey.actor("counsellor")
                    row = merges.merge(_pair(one, other).id, Join(WHY), by=by, act_key=key)
                stack.append(row.id)
            except (Conflict, NotFound):
                continue
        assert _people_left() == left - len(stack)
        assert {k for k, n in counts().items() if n != rows[k]} <= GROWS
        assert _board() == figures
        assert _bad() == bad
    assert session.query(PersonMerge).count() > 0
    while stack:
        unmerge.unmerge(stack.pop(), WHY, by=leader)
    session.expire_all()
    assert snapshot((*GROWS,)) == before
    assert (_board(), board.count_stages()) == (figures, stages)
