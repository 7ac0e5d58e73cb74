"""Consent for a named body: it opens the body's view and closes it at once, until the contract."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from jobfair.access import Scope
from jobfair.cases.consents import record_consent, withdraw_by_worker
from jobfair.cases.queries import get_case
from jobfair.database import db
from jobfair.errors import AppError, NotFound
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseFile, OfficeKind, Purpose, Stage, Task
from tests.cases import journey
from tests.checked_client import CheckedClient

S = Stage


def sees(case: CaseFile, number: int = 1) -> bool:
    try:
        get_case(case.id, Scope(body_id=journey.body(number).id))
    except NotFound:
        return False
    return True


def say(case: CaseFile, given: bool, by: str = "counsellor") -> None:
    record_consent(
        case,
        Purpose.BODY,
        given=given,
        how="read_aloud",
        by=journey.actor(by),
        act_key=new_form_key(),
        body_id=journey.body().id,
    )


@pytest.mark.both
def test_a_body_sees_nobody_without_consent(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.SCREENED)
    assert not sees(case)
    say(case, True)
    assert sees(case)
    assert not sees(case, 2)


@pytest.mark.both
@pytest.mark.parametrize("stage", [S.INTRODUCED, S.INTERVIEWED, S.SELECTED])
def test_taking_it_back_ends_the_view_at_once(session: Session, stage: Stage) -> None:
    case = journey.bring(journey.new_case(), stage)
    assert sees(case)
    withdraw_by_worker(case, journey.body().id)
    assert not sees(case)
    with pytest.raises(AppError) as refused:
        journey.step(case, S.INTERVIEWED if stage is S.INTRODUCED else S.DROPPED, "agency.one")
    assert refused.value.status in (403, 409)
    assert session.query(Task).filter_by(kind="consent_back", case_id=case.id).count() == 1
    assert case.owner_office is not None
    assert case.owner_office.kind is OfficeKind.CENTRE


@pytest.mark.parametrize("stage", [S.CONTRACT_SIGNED, S.WAITING_DEPARTURE, S.DEPARTED])
def test_after_the_contract_the_view_rests_on_it(session: Session, stage: Stage) -> None:
    case = journey.bring(journey.new_case(), stage)
    withdraw_by_worker(case, journey.body().id)
    assert sees(case)


def test_agreeing_again_closes_the_task(session: Session) -> None:
    case = journey.bring(journey.new_case(), S.INTRODUCED)
    say(case, False)
    say(case, True)
    task = session.query(Task).filter_by(kind="consent_back", case_id=case.id).one()
    assert task.done_at is not None


@pytest.mark.both
def test_the_page_of_the_body_closes_with_the_consent(
    app: Flask, agency_one: CheckedClient
) -> None:
    with app.app_context():
        case_id = journey.bring(journey.new_case(), S.SELECTED).id
        db.session.commit()
    assert agency_one.get(f"/can-bo/ho-so/{case_id}").status_code == 200
    with app.app_context():
        withdraw_by_worker(db.session.get_one(CaseFile, case_id), journey.body().id)
        db.session.commit()
    assert agency_one.get(f"/can-bo/ho-so/{case_id}").status_code == 404


@pytest.mark.parametrize("who", ["agency.one", "leader", "auditor", "officer.suoito"])
def test_only_officer_and_counsellor_record_it(session: Session, who: str) -> None:
    case = journey.bring(journey.new_case(), S.SCREENED)
    with pytest.raises(AppError) as refused:
        say(case, True, who)
    assert refused.value.status == 403


def test_a_named_body_is_needed(session: Session) -> None:
    case = journey.new_case()
    with pytest.raises(AppError) as refused:
        record_consent(
            case,
            Purpose.BODY,
            given=True,
            how="signed",
            by=journey.actor("counsellor"),
            act_key=new_form_key(),
        )
    assert refused.value.status == 422
