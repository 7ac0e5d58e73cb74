"""The roster: whose door it is, what stands on it, how it is searched."""

from __future__ import annotations

import pytest

from jobfair.lib.codes import show_slip_code
from jobfair.models import ConferenceState, Person, RegistrationState
from tests.door import folk
from tests.door.folk import requests_apart as requests_apart
from tests.world import SUOI_TO


def _address(session, meeting, rest="diem-danh"):
    meeting_id = meeting.id
    session.commit()
    return f"/can-bo/hoi-nghi/{meeting_id}/{rest}"


def _names(page):
    return [b.text_content() for b in page.css("#roster li[id] b")]


@pytest.fixture
def roster(session):
    """A conference of tomorrow in Mường La with six people."""
    meeting = folk.conference(session, in_days=1)
    for name, more in (
        ("Giàng A Páo", {"village": "bản Mẫu 10", "phone": "+84950000201"}),
        ("Lò Thị Xuân", {"village": "bản Mẫu 2", "phone": "+84950000123"}),
        ("Lò Thị Ánh", {"village": "bản Mẫu 2", "phone": "+84950000124"}),
        ("Lò Văn Đức", {"village": "bản Mẫu 2", "phone": "+84950000125"}),
        ("Mùa Thị Dơ", {"commune": SUOI_TO, "village": "bản Mẫu 1", "phone": ""}),
    ):
        folk.add_seat(session, meeting, name, **more)
    folk.add_seat(
        session,
        meeting,
        "Hà Thị Chờ",
        village="bản Mẫu 2",
        phone="+84950000300",
        state=RegistrationState.WAITING,
    )
    folk.add_seat(session, meeting, "Vì Thị Hủy", state=RegistrationState.CANCELLED)
    return _address(session, meeting)


@pytest.mark.both
def test_villages_follow_each_other_and_names_stand_in_vietnamese_order(roster, officer_muongla):
    assert _names(officer_muongla.page(roster)) == [
        "Lò Thị Ánh",
        "Hà Thị Chờ",
        "Lò Văn Đức",
        "Lò Thị Xuân",
        "Giàng A Páo",
        "Mùa Thị Dơ",
    ]


def test_a_row_says_what_the_door_may_know_and_leads_nowhere(session, roster, officer_muongla):
    page = officer_muongla.page(roster)
    text = page.text("#roster")
    for part in ("bản Mẫu 2", "2004 · …123", "bản Mẫu 1, Xã Suối Tọ"):
        assert part in text
    assert "0950000123" not in page.response.text
    assert "+8495" not in page.response.text
    ids = [p.id for p in folk.read(session, session.query(Person))]
    assert not any(person_id in page.response.text for person_id in ids)
    assert not [a for a in page.css("#roster a") if "/ho-so/" in a.get("href")]


FOUND = [
    ("xuan", ["Lò Thị Xuân"]),
    ("Lò thi", ["Lò Thị Ánh", "Lò Thị Xuân"]),
    ("duc lo", ["Lò Văn Đức"]),
    ("123", ["Lò Thị Xuân"]),
    ("0950000123", ["Lò Thị Xuân"]),
    ("A02", ["Lò Thị Xuân"]),
    ("khong co", []),
    ("%", []),
]


def test_the_list_is_narrowed_without_accents(roster, officer_muongla):
    for q, found in FOUND:
        page = officer_muongla.page(roster, query_string={"q": q})
        assert (q, _names(page)) == (q, found)
        assert "0 / 5 đăng ký" in page.text("#count")


def test_a_slip_code_finds_its_row(session, officer_muongla):
    meeting = folk.conference(session, in_days=0)
    code = folk.add_seat(session, meeting, "Lò Thị Xuân").slip_code
    folk.add_seat(session, meeting, "Giàng A Páo")
    address = _address(session, meeting)
    page = officer_muongla.page(address, query_string={"q": show_slip_code(code)})
    assert _names(page) == ["Lò Thị Xuân"]


def test_htmx_gets_the_list_alone(roster, officer_muongla):
    part = officer_muongla.get(f"{roster}?q=xuan", headers=folk.HTMX)
    assert part.text.lstrip().startswith('<div id="roster"')
    assert "<h1" not in part.text


@pytest.mark.parametrize(("days", "status"), [(4, 404), (3, 200), (0, 200), (-7, 200), (-9, 404)])
def test_the_host_commune_enters_from_three_days_before_to_seven_after(
    session, officer_muongla, counsellor, days, status
):
    address = _address(session, folk.conference(session, in_days=days))
    assert officer_muongla.get(address).status_code == status
    assert counsellor.get(address).status_code == 200


def test_another_communes_conference_is_byte_equal_to_none(session, officer_suoito):
    meeting = folk.conference(session, in_days=0)
    folk.add_seat(session, meeting)
    base = _address(session, meeting, "")
    for rest in ("diem-danh", "vang-lai", "in/treo", "in/can-bo"):
        theirs = officer_suoito.get(f"{base}{rest}")
        absent = officer_suoito.get(f"/can-bo/hoi-nghi/khongco/{rest}")
        assert theirs.status_code == absent.status_code == 404
        assert theirs.data == absent.data


def test_a_draft_has_no_door(session, officer_muongla, counsellor):
    meeting = folk.conference(session, in_days=0)
    meeting.state = ConferenceState.DRAFT
    address = _address(session, meeting)
    assert officer_muongla.get(address).status_code == 404
    assert counsellor.get(address).status_code == 404


def test_who_oversees_reads_and_presses_nothing(roster, leader, auditor):
    for client in (leader, auditor):
        page = client.page(roster)
        assert len(_names(page)) == 6
        assert not page.css("main form[method=post]")
        assert not page.css(".walkin")


def test_nobody_else_opens_the_door(roster, agency_one, bank, admin):
    for client in (agency_one, bank, admin):
        assert client.get(roster).status_code == 403


@pytest.mark.both
def test_the_view_is_one_row_of_the_audit_with_everybody_shown(session, roster, officer_muongla):
    officer_muongla.get(roster)
    row = folk.last_audit(session, "view.roster")
    assert len(row.person_ids.split(",")) == 6
    assert row.object_kind == "conference"


def test_an_empty_roster_says_what_to_do(session, officer_muongla):
    page = officer_muongla.page(_address(session, folk.conference(session, in_days=0)))
    assert "Chưa có ai đăng ký." in page.text("#roster")


def test_a_cancelled_conference_marks_nobody(session, officer_muongla):
    meeting = folk.conference(session, "cancelled", in_days=0)
    folk.add_seat(session, meeting)
    page = officer_muongla.page(_address(session, meeting))
    assert "Hội nghị này đã hủy." in page.text("main")
    assert not page.css("#roster form")


def test_the_number_of_reads_does_not_grow_with_the_list(session, officer_muongla):
    meeting = folk.conference(session, in_days=0)
    folk.add_seat(session, meeting)
    address = _address(session, meeting)
    officer_muongla.get(address)
    with folk.counted() as few:
        officer_muongla.get(address)
    meeting = folk.conference(session)
    for n in range(30):
        folk.add_seat(session, meeting, f"Lò Thị Xuân {n}", phone=f"+8495000{n:04}")
    session.commit()
    with folk.counted() as many:
        officer_muongla.get(address)
    assert many.n == few.n
