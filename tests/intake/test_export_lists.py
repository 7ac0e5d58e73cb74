"""A list that is taken out: right types, masked, in scope, as its own page was narrowed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import AuditEvent, CaseFile, Stage
from tests.cases import journey
from tests.checked_client import CheckedClient
from tests.door.folk import add_seat, conference
from tests.intake.export_help import CASES, PEOPLE, WHY, fetch, kept, opened, opened_csv, parts
from tests.world import MUONG_LA, SUOI_TO

pytestmark = pytest.mark.both

HOSTILE = (
    '=HYPERLINK("http://x.invalid")',
    "+84 1",
    "-2+3",
    "@SUM(A1)",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20x",
    "\u200b=1",
)
"""Texts that a spreadsheet would run, plain and in full width."""


def test_excel_has_texts_days_and_numbers_as_such(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    with kept(app):
        case = journey.put(journey.new_case(name="Lò Thị Mẫu Xuất"), Stage.SELECTED)
        phone = case.person.phones[0].e164
        case.next_on, case.person.village = date(2026, 12, 5), "007"
    data = fetch(officer_muongla, CASES)
    file = opened(data)
    assert file.heads[:5] == ["Họ và tên", "Năm sinh", "Bản, tổ", "Xã, phường", "Điện thoại"]
    assert file.column("Họ và tên") == ["Lò Thị Mẫu Xuất"]
    assert file.column("Năm sinh") == [2001.0]
    assert file.column("Bản, tổ") == ["007"]
    assert file.column("Ngày của việc tiếp theo") == [date(2026, 12, 5)]
    assert file.column("Số ngày ở bước này") == [0.0]
    assert file.column("Điện thoại") == [f"…{phone[-3:]}"]
    assert phone[-6:] not in "".join(parts(data).values())


def test_the_sheet_is_ready_to_work_with(app: Flask, officer_muongla: CheckedClient) -> None:
    with kept(app):
        journey.new_case()
    xml = parts(fetch(officer_muongla, CASES))
    sheet = xml["xl/worksheets/sheet1.xml"]
    assert '<pane xSplit="1" ySplit="2"' in sheet
    assert re.search(r'<autoFilter ref="A2:[A-Z]+3"/>', sheet)
    assert "<cols>" in sheet
    assert "<f>" not in sheet
    assert not [name for name in xml if "externalLink" in name or "vba" in name.lower()]


def test_the_file_says_whose_it_is(app: Flask, officer_muongla: CheckedClient) -> None:
    with kept(app):
        journey.new_case()
    for file in (
        opened(fetch(officer_muongla, CASES)),
        opened_csv(fetch(officer_muongla, CASES, file_type="csv")),
    ):
        for words in ("Lò Thị Duyên", WHY, "1 dòng", "đã che số", clock.show_date(clock.today())):
            assert words in file.mark


@pytest.mark.parametrize("file_type", ["xlsx", "csv"])
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula(
    app: Flask, officer_muongla: CheckedClient, text: str, file_type: str
) -> None:
    with kept(app):
        journey.new_case().person.village = text
    data = fetch(officer_muongla, CASES, file_type=file_type)
    file = opened(data) if file_type == "xlsx" else opened_csv(data)
    (cell,) = file.column("Bản, tổ")
    assert str(cell).startswith("'")
    if file_type == "xlsx":
        sheet = parts(data)["xl/worksheets/sheet1.xml"]
        assert "<f>" not in sheet
        assert "<hyperlink" not in sheet.lower()


def test_only_the_own_commune_is_in_it(app: Flask, officer_muongla: CheckedClient) -> None:
    with kept(app):
        journey.new_case(MUONG_LA, "Lò Thị Nhà")
        journey.new_case(SUOI_TO, "Mùa Thị Xa")
    for address in (CASES, f"{CASES}?xa={SUOI_TO}&xa={MUONG_LA}", f"{PEOPLE}?q=thi"):
        assert opened(fetch(officer_muongla, address)).column("Họ và tên") == ["Lò Thị Nhà"]
    assert "chưa có ai" in officer_muongla.page(f"{CASES}?xa={SUOI_TO}").text("main")


def test_a_body_takes_out_its_own_people_without_home_and_phone(
    app: Flask, agency_one: CheckedClient, agency_two: CheckedClient
) -> None:
    with kept(app):
        journey.put(journey.new_case(name="Lò Thị Được Giới Thiệu"), Stage.CONTRACT_SIGNED)
        journey.new_case(name="Lò Thị Khác")
    file = opened(fetch(agency_one, CASES))
    assert file.column("Họ và tên") == ["Lò Thị Được Giới Thiệu"]
    assert not {"Bản, tổ", "Điện thoại", "Căn cước", "Ngày sinh"} & set(file.heads)
    assert "chưa có ai" in agency_two.page(CASES).text("main")


def test_the_filters_of_the_list_hold_and_its_order(app: Flask, leader: CheckedClient) -> None:
    with kept(app):
        for number, name in enumerate(("Lò Thị Sau", "Lò Thị Trước", "Lò Thị Khác Bước")):
            case = journey.new_case(name=name)
            case.next_on = date(2026, 12, 9 - number)
        journey.put(case, Stage.COUNSELLED)
    file = opened(fetch(leader, f"{CASES}?buoc=interest"))
    assert file.column("Họ và tên") == ["Lò Thị Trước", "Lò Thị Sau"]
    assert set(file.column("Bước")) == {"Có nguyện vọng"}


def test_the_roster_shows_no_more_than_the_door(app: Flask, officer_muongla: CheckedClient) -> None:
    with kept(app):
        meeting = conference(db.session(), in_days=1)
        seat = add_seat(db.session(), meeting, "Quàng Thị Mẫu Cửa", phone="+84950000688")
        assert seat.typed_phone == "+84950000688"
        address = f"/can-bo/hoi-nghi/{meeting.id}/diem-danh/xuat"
    data = fetch(officer_muongla, address)
    file = opened(data)
    assert file.column("Họ và tên") == ["Quàng Thị Mẫu Cửa"]
    assert file.column("Điện thoại") == ["…688"]
    assert "0000688" not in "".join(parts(data).values()).replace(" ", "")


def test_english_headings_for_who_reads_english(app: Flask, leader: CheckedClient) -> None:
    with kept(app):
        journey.new_case()
    with leader.session_transaction() as cookie:
        cookie["staff_language"] = "en"
    file = opened(fetch(leader, CASES))
    assert file.heads[:2] == ["Full name", "Year of birth"]
    assert "numbers hidden" in file.mark


def test_fetching_is_one_row_with_the_ids(app: Flask, officer_muongla: CheckedClient) -> None:
    with kept(app):
        ids = {journey.new_case(name=f"Lò Thị Mẫu {n}").person_id for n in "ABC"}
    fetch(officer_muongla, CASES)
    with app.app_context():
        row = db.session.query(AuditEvent).filter_by(action="export.fetch").one()
        assert set(row.person_ids.split(",")) == ids
        assert row.reason == WHY
        assert {"name", "village", "phone_tail"} <= set(row.fields.split(","))
        assert db.session.query(AuditEvent).filter_by(action="export.ask").count() == 1
        db.session.remove()


def test_a_closed_case_is_taken_out_by_its_stage_only(app: Flask, leader: CheckedClient) -> None:
    with kept(app):
        journey.put(journey.new_case(name="Lò Thị Thôi"), Stage.WITHDRAWN)
        journey.new_case(name="Lò Thị Đang")
        assert db.session.query(CaseFile).count() == 2
    assert opened(fetch(leader, CASES)).column("Họ và tên") == ["Lò Thị Đang"]
    file = opened(fetch(leader, f"{CASES}?buoc=withdrawn"))
    assert file.column("Họ và tên") == ["Lò Thị Thôi"]
    assert file.column("Ngày của việc tiếp theo") == [""]


SignIn = Callable[[str], CheckedClient]


@pytest.mark.parametrize("username", ["counsellor", "bank", "auditor", "admin"])
def test_who_takes_no_list_of_people_out(signed_in: SignIn, username: str) -> None:
    client = signed_in(username)
    assert client.get(CASES).status_code == 403
    assert client.get(PEOPLE).status_code == 403
    assert client.get("/can-bo/ho-so/xuat?buoc=interest").status_code == 403
