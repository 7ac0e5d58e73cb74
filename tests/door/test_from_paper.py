"""Paper at the door: the list to sign, and the codes on it marked back on one screen."""

from __future__ import annotations

import pytest

from jobfair.door.from_paper import read_codes
from jobfair.door.queries import list_rows
from jobfair.door.sign_print import roster_data
from jobfair.lib.codes import show_slip_code
from jobfair.models import Attendance, Conference, DoorAct
from tests.checked_client import CheckedClient, Page
from tests.door import folk
from tests.door.folk import requests_apart as requests_apart
from tests.pdf_text import pages, text_of

pytestmark = pytest.mark.both


@pytest.fixture
def door(session):
    """The address of a conference with four people of two villages on its list."""
    meeting = folk.conference(session, in_days=0)
    names = ("Giàng A Páo", "Lò Thị Ánh", "Quàng Văn Ân", "Cà Thị An")
    villages = ("bản Mẫu 10", "bản Mẫu 2", "bản Mẫu 2", "bản Mẫu 2")
    for at, (name, village) in enumerate(zip(names, villages, strict=True)):
        folk.add_seat(session, meeting, name, village=village, phone=f"+8495000020{at}")
    address = f"/can-bo/hoi-nghi/{meeting.id}"
    session.commit()
    return address


def send(client: CheckedClient, door: str, codes: str, **more: str):
    path = f"{door}/diem-danh-giay"
    form = client.page(path).form("main form")
    return client.post(path, data=form | {"codes": codes} | more)


def came(session) -> int:
    return sum(row.present for row in folk.read(session, session.query(Attendance)))


def codes_on(client: CheckedClient, door: str) -> dict[str, str]:
    rows = client.page(f"{door}/in/can-bo").css("tbody tr")
    return {row[1].text_content(): row[0].text_content() for row in rows if len(row) > 1}


def test_codes_are_marked_together_and_shown_to_be_compared(session, door, officer_muongla):
    codes = codes_on(officer_muongla, door)
    typed = f"{codes['Lò Thị Ánh'].lower()},\n{codes['Giàng A Páo'][:3]}  {codes['Lò Thị Ánh']}"
    answer = send(officer_muongla, door, typed)
    assert answer.status_code == 303
    page = officer_muongla.page(answer.location)
    assert "2 người đã đến." in page.text(".flash")
    marked = page.text("section[aria-labelledby=marked]")
    assert "Lò Thị Ánh" in marked
    assert "Giàng A Páo" in marked
    assert "Cà Thị An" not in marked
    assert came(session) == 2
    assert folk.last_audit(session, "door.from_paper").person_ids.count(",") == 1


def test_the_same_sending_again_and_people_marked_before_change_nothing(
    session, door, officer_muongla
):
    codes = codes_on(officer_muongla, door)
    path = f"{door}/diem-danh-giay"
    form = officer_muongla.page(path).form("main form") | {"codes": codes["Lò Thị Ánh"]}
    for _again in range(3):
        assert officer_muongla.post(path, data=form).status_code == 303
    answer = send(officer_muongla, door, " ".join(codes[n] for n in ("Lò Thị Ánh", "Cà Thị An")))
    said = officer_muongla.page(answer.location).text(".flash")
    assert "1 người đã đến. 1 người đã đánh dấu từ trước." in said
    assert len(folk.read(session, session.query(DoorAct))) == 2
    assert came(session) == 2


@pytest.mark.parametrize("wrong", ["Z99", "A01-0", "lò thị ánh", "12345678"])
def test_one_wrong_code_marks_nobody_and_keeps_what_was_typed(
    session, door, officer_muongla, wrong
):
    codes = codes_on(officer_muongla, door)
    right = codes["Lò Thị Ánh"]
    assert codes["Giàng A Páo"] != "A01-0"
    page = Page(send(officer_muongla, door, f"{right} {wrong}"))
    assert page.status == 422
    assert wrong.split()[0] in page.text("main")
    assert page.css("textarea")[0].text.strip() == f"{right} {wrong}"
    assert came(session) == 0


def test_nothing_typed_is_asked_for_again(session, door, officer_muongla):
    assert send(officer_muongla, door, "").status_code == 422
    assert send(officer_muongla, door, "A" * 3001).status_code == 422


def test_a_blank_row_leads_to_the_form_for_people_not_registered(session, door, officer_muongla):
    codes = codes_on(officer_muongla, door)
    blank = next(code for code in codes.values() if code.startswith("V"))
    answer = send(officer_muongla, door, f"{blank} {codes['Cà Thị An']}")
    page = officer_muongla.page(answer.location)
    assert f"({blank})" in page.text(".flash")
    assert page.css(f"main a[href='{door}/vang-lai']")
    assert came(session) == 1


def test_a_slip_code_marks_as_well_written_in_two_halves(session, door):
    rows = list_rows(session.get(Conference, door.rsplit("/", 1)[1]))
    typed = f"{show_slip_code(rows[0].slip_code)} {rows[1].slip_code.lower()} {rows[2].code}"
    read = read_codes(typed, rows)
    assert [one.name for one in read.new] == [one.name for one in rows[:3]]
    assert (read.unknown, read.blank) == ([], [])


def test_a_cancelled_conference_marks_nobody(session, door, officer_muongla):
    path = f"{door}/diem-danh-giay"
    codes = codes_on(officer_muongla, door)
    form = officer_muongla.page(path).form("main form") | {"codes": codes["Cà Thị An"]}
    meeting = session.get(Conference, door.rsplit("/", 1)[1])
    meeting.state, meeting.cancel_reason = "cancelled", "Mưa lũ"
    session.commit()
    assert officer_muongla.post(path, data=form).status_code == 409
    assert not officer_muongla.page(path).css("textarea")
    assert came(session) == 0


def test_the_list_to_sign_goes_by_village_then_by_given_name(app, session, door, officer_muongla):
    answer = officer_muongla.get(f"{door}/in/ky-ten.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    with app.test_request_context():
        meeting = session.get(Conference, door.rsplit("/", 1)[1])
        data = roster_data(meeting, list_rows(meeting))
    groups = [(one["home"], [row["name"] for row in one["rows"]]) for one in data["groups"]]
    assert groups == [
        ("bản Mẫu 2", ["Cà Thị An", "Lò Thị Ánh", "Quàng Văn Ân"]),
        ("bản Mẫu 10", ["Giàng A Páo"]),
    ]
    words = text_of(answer.data)
    for part in ("Danh sách ký tên", "Ký hoặc điểm chỉ", "Quàng Văn Ân", "…202", "V01-"):
        assert part in words
    assert "0950000202" not in words
    assert b"pdfuaid" in answer.data
    assert "phone_tail" in folk.last_audit(session, "view.print_can-bo").fields


def test_an_empty_list_can_be_signed_all_the_same(session, officer_muongla):
    meeting = folk.conference(session, in_days=0)
    address = f"/can-bo/hoi-nghi/{meeting.id}/in/ky-ten.pdf"
    session.commit()
    words = text_of(officer_muongla.get(address).data)
    assert "Chưa có ai đăng ký." in words
    assert "V10-" in words


def test_a_long_list_goes_over_several_pages(session, officer_muongla):
    meeting = folk.conference(session, in_days=0)
    for number in range(120):
        folk.add_seat(session, meeting, f"Lò Thị Mẫu {number}", phone=f"+84950{number:06}")
    address = f"/can-bo/hoi-nghi/{meeting.id}/in/ky-ten.pdf"
    session.commit()
    assert pages(officer_muongla.get(address).data) >= 4
