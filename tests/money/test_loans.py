"""Loans: by the rules of the day, only for the branch that the person agreed to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from jobfair.access import Actor
from jobfair.cases import identity
from jobfair.cases.identity import IdentityData
from jobfair.database import db
from jobfair.errors import AppError, NotFound
from jobfair.lib.clock import add_working_days, today
from jobfair.lib.codes import new_form_key
from jobfair.models import (
    AuditEvent,
    CaseFile,
    EthnicGroup,
    Loan,
    LoanAct,
    LoanState,
    Office,
    OfficeKind,
    Purpose,
)
from jobfair.money import loans
from jobfair.money.law import groups_of, loan_law
from jobfair.money.loan_queries import get_loan, list_loans, loan_figures
from jobfair.money.loans import LoanData
from jobfair.privacy.rules import give_consent, withdraw_consent
from tests.cases import journey
from tests.checked_client import CheckedClient

SUM = 60_000_000


def branch() -> Office:
    return db.session.query(Office).filter_by(kind=OfficeKind.BANK).one()


def agree(case: CaseFile) -> None:
    by = journey.actor("counsellor")
    give_consent(case.person_id, Purpose.BANK, lang="vi", how="signed", by=by)


def asked(on: date | None = None, *, consent: bool = True) -> Loan:
    case = journey.new_case()
    if consent:
        agree(case)
    data = LoanData(branch().id, on or today(), 100_000_000, SUM)
    by = journey.actor("officer.muongla")
    loan = loans.ask(case, data, by=by, act_key=new_form_key())
    assert loan is not None
    return loan


def bank() -> Actor:
    return journey.actor("bank")


@pytest.mark.parametrize(
    ("on", "days", "marks", "words"),
    [
        (date(2025, 12, 31), 10, {"V"}, "61/2015"),
        (date(2026, 1, 1), 7, {"K"}, "338/2025"),
    ],
    ids=str,
)
def test_the_day_of_asking_decides_which_decree_holds(
    session: Session, on: date, days: int, marks: set[str], words: str
) -> None:
    loan = asked(on)
    assert loan.decide_by == add_working_days(on, days)
    rows = loan_law(on)
    assert len(rows) == 6
    assert {row.mark for row in rows} == marks
    assert all(words in row.source or "74/2025" in row.source for row in rows)


@pytest.mark.both
def test_a_loan_goes_from_asking_to_the_last_repayment(session: Session) -> None:
    loan = asked()
    loans.approve(loan, 50_000_000, by=bank(), act_key=new_form_key())
    loans.disburse(loan, by=bank(), act_key=new_form_key())
    loans.repay(loan, 20_000_000, today(), by=bank(), act_key=new_form_key())
    assert (loan.state, loan.repaid) == (LoanState.DISBURSED, 20_000_000)
    loans.repay(loan, 30_000_000, today(), by=bank(), act_key=new_form_key())
    assert loan.state is LoanState.REPAID
    session.expire(loan)
    kinds = [act.kind for act in loan.acts]
    assert kinds == ["asked", "approved", "disbursed", "repaid", "repaid"]


@pytest.mark.both
def test_the_same_tap_sent_twice_is_one_act(session: Session) -> None:
    loan, key = asked(), new_form_key()
    for _time in range(2):
        loans.approve(loan, SUM, by=bank(), act_key=key)
    assert session.query(LoanAct).filter_by(loan_id=loan.id, kind="approved").count() == 1
    with pytest.raises(AppError) as later:
        loans.approve(loan, SUM, by=bank(), act_key=new_form_key())
    assert later.value.status == 409
    assert "Lê Minh Kiên" in later.value.message


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"amount": 100_000_001}, 422),
        ({"amount": 0}, 422),
        ({"asked_on": today() + timedelta(days=1)}, 422),
        ({"asked_on": date(2001, 1, 1)}, 422),
        ({"branch_id": "nobody"}, 422),
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_refused(
    session: Session, change: dict[str, object], status: int
) -> None:
    data = replace(LoanData(branch().id, today(), 100_000_000, SUM), **change)  # type: ignore[arg-type]
    with pytest.raises(AppError) as refused:
        loans.ask(journey.new_case(), data, by=journey.actor("counsellor"), act_key=new_form_key())
    assert refused.value.status == status


def test_one_loan_at_a_time_and_another_after_a_refusal(session: Session) -> None:
    loan = asked()
    data = LoanData(branch().id, today(), 100_000_000, SUM)
    by = journey.actor("counsellor")
    with pytest.raises(AppError) as second:
        loans.ask(loan.case, data, by=by, act_key=new_form_key())
    assert second.value.status == 409
    loans.refuse(loan, "papers", by=bank(), act_key=new_form_key())
    assert loans.ask(loan.case, data, by=by, act_key=new_form_key()) is not None


def test_no_more_than_asked_is_approved_and_no_more_than_left_repaid(session: Session) -> None:
    loan = asked()
    with pytest.raises(AppError):
        loans.approve(loan, SUM + 1, by=bank(), act_key=new_form_key())
    with pytest.raises(AppError):
        loans.disburse(loan, by=bank(), act_key=new_form_key())
    loans.approve(loan, SUM, by=bank(), act_key=new_form_key())
    loans.disburse(loan, by=bank(), act_key=new_form_key())
    for amount, on in ((SUM + 1, today()), (1, today() - timedelta(days=1))):
        with pytest.raises(AppError) as refused:
            loans.repay(loan, amount, on, by=bank(), act_key=new_form_key())
        assert refused.value.status == 422


@pytest.mark.both
def test_the_branch_sees_a_loan_only_while_the_person_agrees(session: Session) -> None:
    loan = asked(consent=False)
    with pytest.raises(NotFound):
        get_loan(loan.id, bank())
    agree(loan.case)
    assert list_loans(bank(), None, 0) == [loan]
    by = journey.actor("counsellor")
    withdraw_consent(loan.person_id, Purpose.BANK, lang="vi", how="signed", by=by)
    assert list_loans(bank(), None, 0) == []
    agree(loan.case)
    loans.approve(loan, SUM, by=bank(), act_key=new_form_key())
    loans.disburse(loan, by=bank(), act_key=new_form_key())
    withdraw_consent(loan.person_id, Purpose.BANK, lang="vi", how="signed", by=by)
    assert get_loan(loan.id, bank()) is loan


def test_another_branch_sees_nothing(session: Session) -> None:
    loan = asked()
    other = Office(kind=OfficeKind.BANK, name="Phòng giao dịch mẫu khác")
    session.add(other)
    session.flush()
    loan.branch_id = other.id
    session.flush()
    with pytest.raises(NotFound):
        get_loan(loan.id, bank())


def _household(case: CaseFile, household: str, group: str = "") -> None:
    data = IdentityData(household=household, ethnic_group=group, year=today().year)
    identity.save_identity(case, data, by=journey.actor("officer.muongla"), act_key=new_form_key())


def test_groups_overlap_and_are_counted_each_by_itself(session: Session) -> None:
    minority = session.scalars(
        sa.select(EthnicGroup.code).where(EthnicGroup.is_minority.is_(True)).limit(1)
    ).one()
    for household, group in (("poor", minority), ("near_poor", ""), ("poor", "")):
        loan = asked()
        _household(loan.case, household, group)
        loans.approve(loan, SUM, by=bank(), act_key=new_form_key())
        loans.disburse(loan, by=bank(), act_key=new_form_key())
    figures = loan_figures(today().year)
    assert figures.borrowers == 3
    assert figures.amount == 3 * SUM
    assert dict(figures.groups) == {"poor": 2, "near_poor": 1, "minority": 1}


def test_a_certificate_of_a_later_year_does_not_count_before(session: Session) -> None:
    case = journey.new_case()
    _household(case, "poor")
    year = today().year
    assert groups_of([case.person_id], date(year, 1, 2))[case.person_id].codes == {"poor"}
    assert groups_of([case.person_id], date(year - 1, 12, 31))[case.person_id].codes == set()


def test_two_taps_approve_and_confirm(app: Flask, bank: CheckedClient) -> None:
    with app.app_context():
        loan_id = asked().id
        db.session.commit()
    page = bank.page("/can-bo/vay")
    assert "Lò Thị Xuân" in page.text("main")
    for address in ("duyet", "giai-ngan"):
        sent = bank.page("/can-bo/vay").form("main table form")
        answer = bank.post(f"/can-bo/vay/{loan_id}/{address}", data=sent)
        assert answer.status_code == 303
        assert answer.headers["Location"].endswith("/can-bo/vay")
    with app.app_context():
        loan = db.session.get_one(Loan, loan_id)
        assert (loan.state, loan.amount_approved) == (LoanState.DISBURSED, SUM)


def test_the_bank_reads_poverty_alone_with_a_reason(app: Flask, bank: CheckedClient) -> None:
    with app.app_context():
        minority = db.session.scalars(
            sa.select(EthnicGroup).where(EthnicGroup.is_minority.is_(True)).limit(1)
        ).one()
        name, code = minority.name, minority.code
        loan = asked()
        _household(loan.case, "poor", code)
        loan_id = loan.id
        db.session.commit()
    page = bank.get(f"/can-bo/vay/{loan_id}").get_data(as_text=True)
    assert "Hộ nghèo hoặc cận nghèo" in page
    assert "Hộ nghèo" not in page.replace("Hộ nghèo hoặc", "")
    at = f"/can-bo/vay/{loan_id}/hien/ho-ngheo"
    assert bank.send(at, {"why": "ngắn"}).status_code == 422
    shown = bank.send(at, {"why": "Xét lãi suất ưu đãi"}).get_data(as_text=True)
    assert "Hộ nghèo" in shown
    assert name not in shown.split("<main")[1]
    with app.app_context():
        row = db.session.query(AuditEvent).filter_by(action="view.poverty").one()
        assert row.reason == "Xét lãi suất ưu đãi"


def test_the_commune_sees_the_state_without_sums(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    with app.app_context():
        case_id = asked().case_id
        db.session.commit()
    page = officer_muongla.get(f"/can-bo/ho-so/{case_id}").get_data(as_text=True)
    assert "Đã đề nghị" in page
    assert "60.000.000" not in page
    assert "60 triệu" not in page


def _statements(bank: CheckedClient, app: Flask) -> int:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    bank.get("/can-bo/vay")
    sa.event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_the_list_costs_the_same_for_one_and_for_many(app: Flask, bank: CheckedClient) -> None:
    counts = []
    for number in (1, 1, 6):
        with app.app_context():
            for _one in range(number):
                asked()
            db.session.commit()
        counts.append(_statements(bank, app))
    assert counts[1] == counts[2] <= 20
