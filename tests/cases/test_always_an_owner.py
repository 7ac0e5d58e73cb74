"""Every open case has an owner, a next step and a day: the database itself sees to it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from jobfair.cases.consistency import check_cases
from jobfair.lib.clock import now, today
from jobfair.lib.codes import new_id
from jobfair.models import CaseFile, Stage
from tests.cases import journey

pytestmark = pytest.mark.both
NEEDED = ("owner_office_id", "next_step", "next_on")


@pytest.mark.parametrize("column", NEEDED)
def test_an_update_that_takes_one_away_is_refused(session, column):
    case_id = journey.new_case().id
    session.commit()
    with pytest.raises(sa.exc.IntegrityError):
        session.execute(sa.update(CaseFile).where(CaseFile.id == case_id).values({column: None}))
    session.rollback()
    assert getattr(session.get_one(CaseFile, case_id), column)


@pytest.mark.parametrize("column", NEEDED)
def test_an_insert_without_one_is_refused(session, column):
    owner = journey.new_case().owner_office_id
    row = {
        "id": new_id(),
        "person_id": journey.new_person().id,
        "stage": Stage.INTEREST,
        "stage_since": now(),
        "opened_at": now(),
        "reached": 1,
        "next_note": "",
        "version": 1,
        "owner_office_id": owner,
        "next_step": "call_back",
        "next_on": today(),
    }
    session.execute(sa.insert(CaseFile), [row])
    bad = row | {"id": new_id(), "person_id": journey.new_person().id, column: None}
    session.flush()
    with pytest.raises(sa.exc.IntegrityError):
        session.execute(sa.insert(CaseFile), [bad])
    session.rollback()


def test_a_closed_case_that_is_opened_without_them_is_refused(session):
    case = journey.put(journey.new_case(), Stage.WITHDRAWN)
    case_id = case.id
    session.commit()
    with pytest.raises(sa.exc.IntegrityError):
        session.execute(sa.update(CaseFile).where(CaseFile.id == case_id).values(closed_at=None))
    session.rollback()
    assert [finding.bad for finding in check_cases()][-1] == 0


def test_an_owner_that_is_no_office_is_refused(session):
    case_id = journey.new_case().id
    session.commit()
    nobody = sa.update(CaseFile).where(CaseFile.id == case_id).values(owner_office_id="nobody")
    with pytest.raises(sa.exc.IntegrityError):
        session.execute(nobody)
    session.rollback()


@pytest.mark.parametrize("stage", [s for s in Stage if s is not Stage.INTEREST])
def test_whatever_the_stage_the_next_step_is_set_or_the_case_is_closed(session, stage):
    case = journey.put(journey.new_case(), stage)
    complete = all(getattr(case, column) for column in NEEDED)
    assert complete or case.closed_at is not None
