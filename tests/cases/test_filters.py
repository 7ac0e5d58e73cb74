"""Filters of the case list: each narrows, reads back from its address, can be kept and removed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from werkzeug.datastructures import MultiDict

from jobfair.cases.case_filters import Filters, read_filters, write_filters
from jobfair.cases.offices import centre_office, office_for_person
from jobfair.lib import clock
from jobfair.models import Attendance, CaseFile, SavedFilter, Stage
from tests.door import folk
from tests.door.folk import requests_apart as requests_apart
from tests.world import MUONG_LA, SUOI_TO

pytestmark = pytest.mark.both
CASES = "/can-bo/ho-so"


def _shown(client, query):
    page = client.page(f"{CASES}?{query}")
    return sorted(a.text_content() for a in page.css("#cases tbody th a"))


@pytest.fixture
def cases(session):
    """Three people: one late, one placed with the clock running, one who came to the hall."""
    day = clock.today()
    late = folk.add_person(session, "Giàng A Páo", on=day - timedelta(days=4), phone="+84950000321")
    late.stage_since = clock.now() - timedelta(days=40)
    placed = folk.add_person(session, "Lò Thị Xuân", stage=Stage.SELECTED)
    placement = folk.place(session, placed, folk.body_of(session), Stage.SELECTED)
    placement.selected_on = day - timedelta(days=160)
    seat = folk.add_seat(session, folk.conference(session, "past"), "Mùa Thị Dơ", commune=SUOI_TO)
    session.add(Attendance(registration_id=seat.id, act_id="a" * 16, by="x"))
    session.commit()


def test_each_filter_narrows_the_list(cases, session, counsellor):
    day = clock.today()
    office, centre = office_for_person(MUONG_LA).id, centre_office().id
    session.rollback()
    assert _shown(counsellor, "thi-truong=JP") == ["Lò Thị Xuân"]
    assert _shown(counsellor, "chuong-trinh=JP-TITP") == ["Lò Thị Xuân"]
    assert _shown(counsellor, "thi-truong=TW") == []
    assert _shown(counsellor, f"don-vi={centre}") == ["Lò Thị Xuân"]
    assert _shown(counsellor, f"don-vi={office}") == ["Giàng A Páo"]
    assert _shown(counsellor, "viec=call_back") == ["Giàng A Páo"]
    assert _shown(counsellor, f"den={day - timedelta(days=1)}") == ["Giàng A Páo"]
    assert _shown(counsellor, f"tu={day}") == ["Lò Thị Xuân", "Mùa Thị Dơ"]
    assert _shown(counsellor, "it-nhat=30") == ["Giàng A Páo"]
    assert _shown(counsellor, "dong-ho=sap") == ["Lò Thị Xuân"]
    assert _shown(counsellor, "dong-ho=qua") == []
    assert _shown(counsellor, "hoi-nghi=muong-la-truoc") == ["Mùa Thị Dơ"]
    assert _shown(counsellor, "buoc=selected&buoc=interest&xa=03808") == [
        "Giàng A Páo",
        "Lò Thị Xuân",
    ]


@pytest.mark.parametrize("q", ["giang a pao", "Giàng", "321", "0950 000 321"])
def test_text_finds_by_name_and_phone(cases, counsellor, q):
    assert _shown(counsellor, f"q={q}") == ["Giàng A Páo"]


def test_a_body_finds_nobody_by_the_end_of_a_phone(cases, agency_one):
    assert _shown(agency_one, "q=xuan") == ["Lò Thị Xuân"]
    assert _shown(agency_one, "q=123") == []


def test_an_address_reads_back_as_the_same_filters():
    filters = Filters(
        stages=(Stage.SELECTED, Stage.TRAINING),
        communes=(MUONG_LA, SUOI_TO),
        step="papers",
        market="JP",
        due_from=clock.today(),
        overdue=True,
        waits=30,
        clock="sap",
        q="lo thi",
    )
    assert read_filters(MultiDict(write_filters(filters))) == filters
    assert write_filters(Filters()) == {}


def test_what_makes_no_sense_is_left_out(cases, counsellor):
    for query in (
        "tu=2026-13-40",
        "it-nhat=31",
        "dong-ho=x",
        "den=%00",
        "xa=&xa=x",
        "buoc=a&buoc=",
    ):
        assert len(_shown(counsellor, query)) in (0, 3)


def test_active_filters_are_chips_that_take_themselves_away(cases, counsellor):
    page = counsellor.page(f"{CASES}?thi-truong=JP&buoc=selected&it-nhat=30&q=xuan")
    chips = page.css("nav[aria-label='Đang lọc theo'] a")
    assert len(chips) == 5
    without_q = next(c for c in chips if "xuan" in c.text_content()).get("href")
    assert "q=" not in without_q
    assert "thi-truong=JP" in without_q
    assert chips[-1].get("href") == CASES


def test_a_filter_is_kept_without_the_name_that_was_typed(cases, session, counsellor):
    page = counsellor.page(f"{CASES}?q=xuan&thi-truong=JP")
    data = page.form("section[aria-labelledby=keep] form") | {"name": "Nhật Bản"}
    answer = counsellor.post(f"{CASES}/bo-loc?q=xuan&thi-truong=JP", data=data)
    assert answer.status_code == 303
    kept = folk.read(session, session.query(SavedFilter))
    assert [(row.name, row.query) for row in kept] == [("Nhật Bản", "thi-truong=JP")]
    chip = counsellor.page(CASES).css("section[aria-labelledby=saved] a")[0]
    assert chip.get("href").endswith("?thi-truong=JP")


def _keep(client, query, name):
    data = client.page(f"{CASES}?{query}").form("section[aria-labelledby=keep] form")
    return client.post(f"{CASES}/bo-loc?{query}", data=data | {"name": name})


def test_a_name_that_is_taken_takes_the_new_address(cases, session, counsellor):
    _keep(counsellor, "qua-han=1", "Việc")
    _keep(counsellor, "thi-truong=JP", "Việc")
    kept = folk.read(session, session.query(SavedFilter))
    assert [row.query for row in kept] == ["thi-truong=JP"]


def test_without_a_name_the_page_comes_back(cases, session, counsellor):
    answer = _keep(counsellor, "qua-han=1", " ")
    assert answer.status_code == 422
    assert "Hãy đặt tên cho bộ lọc." in answer.text
    assert folk.read(session, session.query(SavedFilter)) == []


def test_a_kept_filter_is_ones_own(cases, session, counsellor, officer_muongla):
    _keep(counsellor, "qua-han=1", "Việc")
    kept = folk.read(session, session.query(SavedFilter))[0].id
    assert officer_muongla.page(CASES).css("section[aria-labelledby=saved]") == []
    token = officer_muongla.page(f"{CASES}?qua-han=1").form("section[aria-labelledby=keep] form")
    assert officer_muongla.post(f"{CASES}/bo-loc/{kept}/xoa", data=token).status_code == 404
    token = counsellor.page(f"{CASES}?qua-han=1").form("section[aria-labelledby=keep] form")
    assert counsellor.post(f"{CASES}/bo-loc/{kept}/xoa", data=token).status_code == 303
    assert folk.read(session, session.query(SavedFilter)) == []


def test_a_row_leads_to_the_step_that_its_reader_makes(cases, session, counsellor, auditor):
    case = folk.read(session, session.query(CaseFile).filter_by(stage=Stage.SELECTED))[0].id
    links = [a.get("href") for a in counsellor.page(CASES).css("#cases tbody td a.chip")]
    assert f"{CASES}/{case}/chuyen/contract_signed" in links
    assert auditor.page(CASES).css("#cases tbody td a.chip, #cases .bulk") == []


@pytest.mark.parametrize("query", ["", "q=lo", "thi-truong=JP&dong-ho=chay&hoi-nghi=muong-la-1"])
def test_the_number_of_reads_does_not_grow(cases, session, counsellor, query):
    counsellor.get(f"{CASES}?{query}")
    with folk.counted() as few:
        counsellor.get(f"{CASES}?{query}")
    body = folk.body_of(session)
    for n in range(20):
        case = folk.add_person(session, f"Lò Thị Xuân {n}", phone=f"+8495000{n:04}")
        folk.place(session, case, body)
    session.commit()
    with folk.counted() as many:
        counsellor.get(f"{CASES}?{query}")
    assert many.n <= few.n + 2
