"""What a sending body sees is one rule, whether it is asked of one case or of all at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from jobfair.access import Scope
from jobfair.cases.queries import last_placement
from jobfair.cases.scoping import in_scope
from jobfair.lib.clock import now, today
from jobfair.models import CaseFile, Purpose, Stage
from jobfair.privacy.rules import withdraw_consent
from tests.cases import journey

pytestmark = pytest.mark.both


@pytest.fixture
def cases(session):
    """Every mix of a consent for the first body and a placement with it."""
    made = []
    for stage in (Stage.INTEREST, Stage.INTRODUCED, Stage.SELECTED, Stage.CONTRACT_SIGNED):
        for closed in (None, 3, 300):
            for agreed in ("no", "yes", "other", "back"):
                case = journey.put(journey.new_case(), stage)
                placement = last_placement(case)
                if placement is not None and closed is not None:
                    placement.closed_on = today() - timedelta(days=closed)
                if agreed != "no":
                    journey.agree(case, 2 if agreed == "other" else 1)
                if agreed == "back":
                    withdraw_consent(
                        case.person_id,
                        Purpose.BODY,
                        lang="vi",
                        how="web",
                        by="worker",
                        body_id=journey.body().id,
                    )
                made.append(case.id)
    session.flush()
    return made


@pytest.mark.parametrize("number", [1, 2])
def test_both_forms_of_the_scope_find_the_same_cases(session, cases, number):
    scope = Scope(body_id=journey.body(number).id)
    found = [
        set(session.scalars(sa.select(CaseFile.id).where(in_scope(scope, many=many))))
        for many in (False, True)
    ]
    assert found[0] == found[1]
    assert 0 < len(found[0]) < len(cases)


def test_in_a_commune_too(session, cases):
    scope = Scope(communes=frozenset({"03808"}))
    many = session.scalars(sa.select(CaseFile.id).where(in_scope(scope, now().date(), many=True)))
    assert set(many) == set(cases)
