"""Support by the table valid on the day: planned, decided, paid; and what she may get, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from jobfair.cases import identity
from jobfair.cases.identity import IdentityData
from jobfair.database import db
from jobfair.errors import AppError
from jobfair.lib.clock import today
from jobfair.lib.codes import new_form_key
from jobfair.models import AuditEvent, CaseFile, SupportItem, SupportState
from jobfair.money import support
from jobfair.money.support import SupportData
from tests.cases import journey
from tests.checked_client import CheckedClient

MEALS = SupportData("meals_during_training", today(), 1_500_000, quantity=30)
S = SupportState


def planned(case: CaseFile, data: SupportData = MEALS, key: str = "") -> SupportItem | None:
    by = journey.actor("officer.muongla")
    return support.plan(case, data, by=by, act_key=key or new_form_key())


def become(item: SupportItem, state: SupportState, amount: int, number: str = "") -> None:
    case = db.session.get_one(CaseFile, item.case_id)
    by = journey.actor("counsellor")
    support.settle(case, item, state, amount=amount, on=today(), by=by, number=number)


@pytest.mark.both
def test_an_item_goes_from_plan_to_payment(session: Session) -> None:
    item = planned(journey.new_case())
    assert item is not None
    become(item, S.DECIDED, 1_400_000, "QD 01/MAU")
    become(item, S.PAID, 1_400_000)
    become(item, S.PAID, 1)
    assert (item.state, item.paid, item.decision_no) == (S.PAID, 1_400_000, "QD 01/MAU")
    assert support.sums_of([item]) == (1_500_000, 1_400_000, 1_400_000)


@pytest.mark.both
def test_an_item_sent_twice_is_one(session: Session) -> None:
    case, key = journey.new_case(), new_form_key()
    planned(case, key=key)
    planned(case, key=key)
    assert len(support.list_support(case.id)) == 1


@pytest.mark.parametrize(
    ("on", "amount", "fits"),
    [
        (date(2025, 12, 31), 40_000, True),
        (date(2025, 12, 31), 40_001, False),
        (date(2026, 1, 1), 50_000, True),
        (date(2026, 1, 1), 50_001, False),
    ],
    ids=str,
)
def test_the_table_of_the_day_is_the_most(
    session: Session, on: date, amount: int, fits: bool
) -> None:
    data = SupportData("meals_during_training", on, amount)
    if fits:
        assert planned(journey.new_case(), data) is not None
        return
    with pytest.raises(AppError) as refused:
        planned(journey.new_case(), data)
    assert refused.value.status == 422


@pytest.mark.parametrize(
    "change",
    [
        {"item": "loan_max"},
        {"item": "bicycle"},
        {"quantity": 0},
        {"amount": 0},
        {"money_source": "uncle"},
        {"on_date": date(2010, 1, 1)},
    ],
    ids=str,
)
def test_what_the_table_does_not_have_is_refused(
    session: Session, change: dict[str, object]
) -> None:
    with pytest.raises(AppError) as refused:
        planned(journey.new_case(), replace(MEALS, **change))  # type: ignore[arg-type]
    assert refused.value.status == 422


def test_no_step_back_and_no_decision_without_its_number(session: Session) -> None:
    item = planned(journey.new_case())
    assert item is not None
    for state, amount, number, status in (
        (S.PAID, 1, "", 409),
        (S.DECIDED, 1_000, "", 422),
        (S.DECIDED, 1_500_001, "QD", 422),
    ):
        with pytest.raises(AppError) as refused:
            become(item, state, amount, number)
        assert refused.value.status == status
    become(item, S.REFUSED, 0)
    with pytest.raises(AppError) as late:
        become(item, S.DECIDED, 1_000, "QD")
    assert late.value.status == 409
    assert support.sums_of([item]) == (0, 0, 0)


def test_a_poor_household_may_get_what_names_it(session: Session) -> None:
    case = journey.new_case()
    before = {row.item for row, _why in support.may_get(case, today())}
    assert "meals_during_training" not in before
    data = IdentityData(household="poor", year=today().year)
    by = journey.actor("officer.muongla")
    identity.save_identity(case, data, by=by, act_key=new_form_key())
    found = {row.item: why for row, why in support.may_get(case, today())}
    assert found["meals_during_training"] == {"poor"}
    assert found["fund40_death_or_missing"] == frozenset()
    after = support.may_get(case, today() + timedelta(days=366))
    assert {row.item: why for row, why in after}["meals_during_training"] == {"poor"}


def test_why_is_read_with_a_reason_that_is_kept(
    app: Flask, officer_muongla: CheckedClient, counsellor: CheckedClient
) -> None:
    with app.app_context():
        case = journey.new_case()
        data = IdentityData(household="near_poor", year=today().year)
        by = journey.actor("officer.muongla")
        identity.save_identity(case, data, by=by, act_key=new_form_key())
        case_id = case.id
        db.session.commit()
    at = f"/can-bo/ho-so/{case_id}/duoc-ho-tro"
    assert counsellor.get(at).status_code == 403
    page = officer_muongla.send(at, {"why": "Lập danh sách hỗ trợ"}).get_data(as_text=True)
    assert "Hộ cận nghèo" in page
    assert "cần kiểm tra" in page
    with app.app_context():
        row = db.session.query(AuditEvent).filter_by(action="view.flags").one()
        assert row.reason == "Lập danh sách hỗ trợ"


def test_the_pages_plan_and_settle(app: Flask, counsellor: CheckedClient) -> None:
    with app.app_context():
        case_id = journey.new_case().id
        db.session.commit()
    at = f"/can-bo/ho-so/{case_id}/ho-tro"
    wrong = counsellor.send(at, {"item": "health_check_max", "amount": "750.001"})
    assert wrong.status_code == 422
    assert "750.001" in wrong.get_data(as_text=True)
    right = counsellor.send(at, {"item": "health_check_max", "amount": "750.000"})
    assert right.status_code == 303
    with app.app_context():
        item = db.session.query(SupportItem).filter_by(case_id=case_id).one()
        item_id = item.id
    done = counsellor.send(f"{at}/{item_id}", {"number": "QD 02/MAU"})
    assert done.status_code == 303
    page = counsellor.page(f"/can-bo/ho-so/{case_id}").text("main")
    assert "QD 02/MAU" in page
