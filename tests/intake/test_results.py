"""Results, exits and loans by file: every step by the table of moves, every gate holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from jobfair.cases.queries import find_departure, last_placement
from jobfair.database import db
from jobfair.intake.handling import act_key_of
from jobfair.lib.clock import show_date, today
from jobfair.models import (
    BatchState,
    CaseEvent,
    CaseFile,
    Loan,
    LoanState,
    Office,
    OfficeKind,
    Person,
    Purpose,
    RowState,
    Stage,
    Task,
)
from jobfair.privacy.rules import give_consent
from tests.cases.journey import actor, bring, new_case, paper
from tests.checked_client import CheckedClient
from tests.intake.sheets import book, preview, rows_of, send, state_of, work_on, write
from tests.world import SUOI_TO

pytestmark = pytest.mark.both

HEADINGS = ("Họ tên", "Năm sinh", "Xã", "Kết quả", "Ngày", "Mã đơn hàng")
CONTRACT = (
    *("Họ tên", "Năm sinh", "Kết quả", "Số hợp đồng", "Ngày ký", "Thời hạn", "Lương"),
    *("Loại tiền", "Tỷ giá", "Ký tại trụ sở"),
)
EXITS = ("Họ tên", "Năm sinh", "Ngày xuất cảnh", "Chủ sử dụng lao động", "Căn cứ", "Số hiệu")
DAY = show_date(today() - timedelta(days=1))


def case_at(app: Flask, stage: Stage, name: str) -> str:
    """A case on the straight path with the first body; its id."""
    with app.app_context():
        case = bring(new_case(), stage)
        case.person.name = name
        db.session.commit()
        return case.id


def stage_of(app: Flask, case_id: str) -> Stage:
    with app.app_context():
        return db.session.get_one(CaseFile, case_id).stage


def test_a_body_moves_its_own_people_and_nobody_elses(
    app: Flask, agency_one: CheckedClient, agency_two: CheckedClient
) -> None:
    one = case_at(app, Stage.INTRODUCED, "Lò Thị Một")
    two = case_at(app, Stage.INTERVIEWED, "Lò Thị Hai")
    rows = [
        ("Lò Thị Một", 2001, "Mường La", "Đã phỏng vấn", DAY, "MAU-JP-01"),
        ("LÒ THỊ HAI", 2001, "", "Trúng tuyển", DAY, ""),
        ("Lò Thị Ba", 2001, "", "Trúng tuyển", DAY, ""),
        ("Lò Thị Một", 2001, "", "Trượt", DAY, ""),
    ]
    foreign = preview(app, agency_two, "results", book(rows, HEADINGS))
    assert {row.state for row in rows_of(app, foreign)} == {RowState.ERROR}
    assert {row.problem for row in rows_of(app, foreign)} == {
        "Không có ai như vậy trong các hồ sơ đang mở của bạn."
    }
    address = preview(app, agency_one, "results", book(rows, HEADINGS))
    found = rows_of(app, address)
    assert [row.state for row in found] == [
        *(RowState.NEW, RowState.NEW, RowState.ERROR, RowState.ERROR)
    ], [row.problem for row in found]
    assert (stage_of(app, one), stage_of(app, two)) == (Stage.INTRODUCED, Stage.INTERVIEWED)
    write(app, agency_one, address)
    assert (stage_of(app, one), stage_of(app, two)) == (Stage.INTERVIEWED, Stage.SELECTED)
    assert [row.outcome for row in rows_of(app, address)] == [
        *("updated", "updated", "skipped", "skipped")
    ]
    with app.app_context():
        event = db.session.query(CaseEvent).filter_by(
            act_key=act_key_of(rows_of(app, address)[0].row_key)
        )
        assert event.one().role == "agency"
    again = preview(app, agency_one, "results", book(rows[:2], HEADINGS))
    assert [row.state for row in rows_of(app, again)] == [RowState.KNOWN] * 2


def test_the_centre_acts_for_the_body_with_its_document_only(
    app: Flask, counsellor: CheckedClient
) -> None:
    case_id = case_at(app, Stage.INTERVIEWED, "Lò Thị Một")
    content = book([("Lò Thị Một", 2001, "", "Đậu", DAY, "")], HEADINGS)
    address = send(counsellor, "results", content)
    work_on(app)
    form = counsellor.page(address).form()
    assert counsellor.post(f"{address}/cot", data=form).status_code == 422
    assert state_of(app, address)[0] is BatchState.COLUMNS
    done = preview(app, counsellor, "results", content, document_ref="CV 12/2026")
    write(app, counsellor, done)
    assert stage_of(app, case_id) is Stage.SELECTED
    with app.app_context():
        event = db.session.query(CaseEvent).filter_by(case_id=case_id, to_stage="selected").one()
        assert event.document_ref == "CV 12/2026"


def test_a_contract_needs_everything_its_form_needs(app: Flask, agency_one: CheckedClient) -> None:
    case_id = case_at(app, Stage.SELECTED, "Lò Thị Một")
    full = ("Lò Thị Một", 2001, "Ký hợp đồng", "HD 1", DAY, 36, "180.000", "JPY", 170, "x")
    lacks = (*full[:9], "")
    bad = (*full[:6], "nhiều", *full[7:])
    address = preview(app, agency_one, "results", book([lacks, bad], CONTRACT))
    found = rows_of(app, address)
    assert [row.state for row in found] == [RowState.ERROR] * 2
    assert found[1].cell == "G3"
    good = preview(app, agency_one, "results", book([full], CONTRACT))
    write(app, agency_one, good)
    assert stage_of(app, case_id) is Stage.CONTRACT_SIGNED
    with app.app_context():
        placement = last_placement(db.session.get_one(CaseFile, case_id))
        assert placement is not None
        assert (placement.contract_no, placement.contract_months) == ("HD 1", 36)
        assert int(placement.wage or 0) == 180000


def test_a_body_reports_an_exit_and_the_centre_confirms_it(
    app: Flask, agency_one: CheckedClient, counsellor: CheckedClient
) -> None:
    case_id = case_at(app, Stage.WAITING_DEPARTURE, "Lò Thị Một")
    row = ("Lò Thị Một", 2001, show_date(today()), "Xí nghiệp mẫu", "Vé máy bay", "VN 310")
    content = book([row], EXITS)
    report = preview(app, agency_one, "departures", content)
    assert [(one.state, one.problem) for one in rows_of(app, report)] == [(RowState.NEW, "")]
    write(app, agency_one, report)
    assert stage_of(app, case_id) is Stage.WAITING_DEPARTURE
    with app.app_context():
        assert db.session.query(Task).filter_by(kind="exit_report", done_at=None).count() == 1
    again = preview(app, agency_one, "departures", content)
    assert [one.state for one in rows_of(app, again)] == [RowState.KNOWN]
    without = preview(app, counsellor, "departures", content)
    found = rows_of(app, without)[0]
    assert found.state is RowState.ERROR  # no certificate of orientation yet
    with app.app_context():
        paper(db.session.get_one(CaseFile, case_id), "orientation")
        db.session.commit()
    done = preview(app, counsellor, "departures", content)
    assert [(one.state, one.problem) for one in rows_of(app, done)] == [(RowState.NEW, "")]
    write(app, counsellor, done)
    assert stage_of(app, case_id) is Stage.DEPARTED
    with app.app_context():
        placement = last_placement(db.session.get_one(CaseFile, case_id))
        assert placement is not None
        departure = find_departure(placement.id)
        assert departure is not None
        assert (departure.evidence, departure.evidence_ref) == ("ticket", "VN 310")


def test_the_bank_writes_loans_of_its_branch(app: Flask, bank: CheckedClient) -> None:
    case_id = case_at(app, Stage.CONTRACT_SIGNED, "Lò Thị Một")
    loan_id = _loan(app, case_id)
    headings = ("Họ tên", "Năm sinh", "Kết quả", "Số tiền", "Ngày")
    steps = (
        (("Lò Thị Một", 2001, "Duyệt", "60.000.000", ""), LoanState.APPROVED),
        (("Lò Thị Một", 2001, "Giải ngân", "", ""), LoanState.DISBURSED),
        (("Lò Thị Một", 2001, "Trả nợ", "10.000.000", show_date(today())), LoanState.DISBURSED),
    )
    for row, state in steps:
        address = preview(app, bank, "loans", book([row, ("Ai Đó", 1990, *row[2:])], headings))
        found = rows_of(app, address)
        assert [one.state for one in found] == [RowState.NEW, RowState.ERROR], found[0].problem
        write(app, bank, address)
        with app.app_context():
            assert db.session.get_one(Loan, loan_id).state is state
    again = preview(app, bank, "loans", book([steps[2][0]], headings))
    assert rows_of(app, again)[0].state is RowState.KNOWN
    with app.app_context():
        assert db.session.get_one(Loan, loan_id).repaid == 10_000_000


def _loan(app: Flask, case_id: str) -> str:
    """A loan asked for at the bank's branch, agreed to by the person."""
    with app.app_context():
        case = db.session.get_one(CaseFile, case_id)
        give_consent(case.person_id, Purpose.BANK, lang="vi", how="signed", by=actor("counsellor"))
        branch = db.session.query(Office).filter_by(id=actor("bank").main_grant.office_id).one()
        assert branch.kind is OfficeKind.BANK
        loan = Loan(
            case_id=case.id,
            person_id=case.person_id,
            branch_id=branch.id,
            state=LoanState.ASKED,
            asked_on=today(),
            need=80_000_000,
            amount_asked=80_000_000,
            decide_by=today() + timedelta(days=5),
        )
        db.session.add(loan)
        db.session.commit()
        return loan.id


def test_who_may_send_which_list(
    app: Flask, officer_muongla: CheckedClient, agency_one: CheckedClient, bank: CheckedClient
) -> None:
    allowed = {
        officer_muongla: {"people", "wishes"},
        agency_one: {"results", "departures"},
        bank: {"loans"},
    }
    for client, kinds in allowed.items():
        for kind in ("people", "wishes", "results", "loans", "departures"):
            answer = client.get(f"/can-bo/nhap-danh-sach/{kind}")
            assert (answer.status_code == 200) is (kind in kinds), kind


def test_a_file_is_seen_by_its_office_only(
    app: Flask, officer_muongla: CheckedClient, officer_suoito: CheckedClient
) -> None:
    row = (1, "Lò Văn Xa", "1990", "0950000005", "Suối Tọ", "")
    headings = ("STT", "Họ và tên", "Năm sinh", "SĐT", "Xã", "Bản")
    address = preview(app, officer_suoito, "people", book([row], headings), commune=SUOI_TO)
    assert officer_suoito.get(address).status_code == 200
    assert officer_muongla.get(address).status_code == 404
    write(app, officer_suoito, address)
    with app.app_context():
        assert db.session.query(Person).one().commune_code == SUOI_TO
