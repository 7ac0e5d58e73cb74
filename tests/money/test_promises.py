"""Promises: frozen with the interest, compared with the contract and with day 30 abroad."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from jobfair.cases.queries import open_placement
from jobfair.database import db
from jobfair.errors import AppError
from jobfair.lib.clock import today
from jobfair.lib.codes import new_form_key, new_id
from jobfair.models import (
    CaseFile,
    Day30Answer,
    Placement,
    Promise,
    PromiseCheck,
    Stage,
    Task,
)
from jobfair.money import promises, terms
from jobfair.money.compare import verdict_of
from jobfair.money.promise_shares import list_shares
from jobfair.money.promises import Day30Data, PromiseData
from jobfair.money.terms import TermsData
from tests.cases import journey
from tests.checked_client import CheckedClient

S = Stage
TOLD = PromiseData("Cô Mẫu, Công ty mẫu", Decimal(180000), "JPY", None, Decimal(40), 50_000_000)


def placement_of(case: CaseFile) -> Placement:
    found = open_placement(case)
    assert found is not None
    return found


def tasks(case: CaseFile) -> list[Task]:
    return db.session.query(Task).filter_by(kind="promise_worse", case_id=case.id).all()


def tell(case: CaseFile, data: PromiseData = TOLD, key: str = "") -> Promise | None:
    by = journey.actor("officer.muongla")
    return promises.add_promise(case, data, by=by, act_key=key or new_form_key())


@pytest.mark.parametrize(
    ("name", "promised", "came", "verdict"),
    [
        ("wage", 100, 100, "same"),
        ("wage", 100, 99, "worse"),
        ("wage", 100, 101, "better"),
        ("hours_week", 40, 44, "worse"),
        ("hours_week", 44, 40, "better"),
        ("service_fee", 0, 1, "worse"),
        ("deposit", 5, 0, "better"),
        ("months", 36, 24, "worse"),
        ("months", 24, 36, "worse"),
        ("wage", None, 100, "unknown"),
        ("wage", 100, None, "unknown"),
    ],
)
def test_each_line_has_its_direction(
    name: str, promised: int | None, came: int | None, verdict: str
) -> None:
    assert verdict_of(name, promised, came) == verdict


def test_leaving_a_month_late_is_still_kept(session: Session) -> None:
    day = date(2026, 5, 1)
    late = [verdict_of("departure_on", day, day + timedelta(days=n)) for n in (-1, 0, 30, 31)]
    assert late == ["better", "same", "same", "worse"]


@pytest.mark.both
def test_the_order_is_frozen_with_the_introduction(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.INTRODUCED)
    (row,) = promises.list_promises(case.id)
    assert (row.how, row.wage, row.months) == ("introduced", Decimal(180000), 36)
    order = journey.order()
    order.wage = Decimal(150000)
    session.flush()
    assert row.wage == Decimal(180000)
    journey.step(case, S.INTERVIEWED, "agency.one")
    first, second = promises.list_promises(case.id)
    assert (first.wage, second.wage) == (Decimal(180000), Decimal(150000))
    assert promises.first_promise([first, second], placement_of(case)) is first


def test_the_same_order_is_not_frozen_twice(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.INTERVIEWED)
    assert len(promises.list_promises(case.id)) == 1


@pytest.mark.both
def test_a_promise_sent_twice_is_one(session: Session) -> None:
    case, key = journey.new_case(), new_form_key()
    tell(case, key=key)
    tell(case, key=key)
    assert session.query(Promise).filter_by(case_id=case.id).count() == 1
    with pytest.raises(AppError) as empty:
        tell(case, PromiseData("Ai đó"))
    assert empty.value.status == 422


@pytest.mark.both
def test_a_worse_contract_opens_one_task(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.SELECTED)
    data = replace(journey.data_for(S.CONTRACT_SIGNED), wage=Decimal(170000))
    journey.step(case, S.CONTRACT_SIGNED, "agency.one", data=data)
    (task,) = tasks(case)
    assert task.note == "Lương cơ bản một tháng"
    by = journey.actor("counsellor")
    more = TermsData(service_fee=1_000_000)
    terms.save_terms(case, more, by=by, act_key=new_form_key(), version=0)
    assert len(tasks(case)) == 1
    row = session.query(PromiseCheck).filter_by(placement_id=placement_of(case).id).one()
    assert row.worse == "wage,service_fee"


def test_a_contract_as_promised_opens_none(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.CONTRACT_SIGNED)
    assert tasks(case) == []
    row = session.query(PromiseCheck).filter_by(placement_id=placement_of(case).id).one()
    assert row.worse == ""


@pytest.mark.both
def test_day_30_is_answered_once_a_placement(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.DEPARTED)
    by, key = journey.actor("officer.muongla"), new_form_key()
    data = Day30Data(today(), Decimal(165000), "JPY", Decimal(48))
    for _time in range(2):
        promises.record_day30(case, data, by=by, act_key=key)
    assert session.query(Day30Answer).filter_by(case_id=case.id).count() == 1
    assert [task.key.rsplit(":", 1)[1] for task in tasks(case)] == ["day30"]
    with pytest.raises(AppError) as again:
        promises.record_day30(case, data, by=by, act_key=new_form_key())
    assert again.value.status == 409


@pytest.mark.parametrize(
    ("stage", "data", "status"),
    [
        (S.CONTRACT_SIGNED, Day30Data(today(), Decimal(1), "JPY"), 409),
        (S.DEPARTED, Day30Data(today()), 422),
        (S.DEPARTED, Day30Data(today() + timedelta(days=1), Decimal(1), "JPY"), 422),
    ],
    ids=["before leaving", "nothing said", "tomorrow"],
)
def test_what_cannot_be_answered_is_refused(
    session: Session, stage: Stage, data: Day30Data, status: int
) -> None:
    case = journey.bring(journey.new_case(), stage)
    by = journey.actor("counsellor")
    with pytest.raises(AppError) as refused:
        promises.record_day30(case, data, by=by, act_key=new_form_key())
    assert refused.value.status == status


def test_a_share_is_shown_from_twenty_cases_on(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.CONTRACT_SIGNED)
    body_id = placement_of(case).body_id
    (share,) = list_shares()
    assert (share.compared, share.kept, share.percent) == (1, 1, None)
    for number in range(19):
        tried = Placement(
            case_id=case.id, programme_code="JP-TITP", body_id=body_id, closed_on=today()
        )
        session.add(tried)
        session.flush()
        worse = "wage" if number < 5 else ""
        for against, what in (("contract", worse), ("day30", "")):
            session.add(
                PromiseCheck(
                    id=new_id(), placement_id=tried.id, body_id=body_id, against=against, worse=what
                )
            )
    session.flush()
    (share,) = list_shares()
    assert (share.compared, share.kept, share.percent) == (20, 15, 75)


def test_the_page_shows_promise_beside_contract(app: Flask, counsellor: CheckedClient) -> None:
    with app.app_context():
        case = journey.bring(journey.new_case(), S.SELECTED)
        data = replace(journey.data_for(S.CONTRACT_SIGNED), wage=Decimal(170000))
        journey.step(case, S.CONTRACT_SIGNED, "agency.one", data=data)
        db.session.commit()
        case_id = case.id
    page = counsellor.page(f"/can-bo/ho-so/{case_id}").text("main")
    assert "180.000 JPY" in page
    assert "170.000 JPY" in page
    assert "kém hơn" in page
    shares = counsellor.page("/can-bo/loi-hua").text("main")
    assert "từ 20 hồ sơ" in shares


def test_an_agency_sees_no_ledger(app: Flask, agency_one: CheckedClient) -> None:
    with app.app_context():
        case_id = journey.bring(journey.new_case(), S.CONTRACT_SIGNED).id
        db.session.commit()
    assert "Lời hứa" not in agency_one.page(f"/can-bo/ho-so/{case_id}").text("main")
