"""The list of cases: filters, counts, pages, scope and the audit."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from jobfair.cases.case_list import PAGE_SIZE
from jobfair.lib import clock
from jobfair.models import CaseFile, Stage
from tests.door import folk
from tests.door.folk import requests_apart as requests_apart
from tests.world import SUOI_TO

CASES = "/can-bo/ho-so"


def _shown(client, **query):
    page = client.page(CASES, query_string={k.replace("_", "-"): v for k, v in query.items()})
    return [a.text_content() for a in page.css("#cases tbody th a")]


@pytest.fixture
def cases(session):
    """Five open cases and a closed one."""
    day = clock.today()
    folk.add_person(session, "Giàng A Páo", on=day - timedelta(days=4))
    folk.add_person(session, "Lò Thị Xuân", stage=Stage.REGISTERED, on=day)
    folk.add_person(session, "Lò Thị Ánh", stage=Stage.REGISTERED, on=day)
    folk.add_person(session, "Mùa Thị Dơ", commune=SUOI_TO, on=day + timedelta(days=1))
    folk.place(session, folk.add_person(session, "Sùng Thị Mỷ"), folk.body_of(session))
    gone = folk.add_person(session, "Hà Văn Mạnh", stage=Stage.WITHDRAWN)
    gone.closed_at, gone.next_step, gone.next_on = clock.now(), None, None
    session.commit()


@pytest.mark.both
def test_open_cases_stand_with_the_most_urgent_first(cases, counsellor):
    assert _shown(counsellor) == [
        "Giàng A Páo",
        "Lò Thị Ánh",
        "Sùng Thị Mỷ",
        "Lò Thị Xuân",
        "Mùa Thị Dơ",
    ]


@pytest.mark.both
def test_each_filter_narrows_and_they_add_up(session, cases, counsellor):
    body_id = folk.body_of(session).id
    session.rollback()
    assert _shown(counsellor, buoc="registered") == ["Lò Thị Ánh", "Lò Thị Xuân"]
    assert _shown(counsellor, xa=SUOI_TO) == ["Mùa Thị Dơ"]
    assert _shown(counsellor, qua_han="1") == ["Giàng A Páo"]
    assert _shown(counsellor, dn=body_id) == ["Sùng Thị Mỷ"]
    assert _shown(counsellor, xa=SUOI_TO, qua_han="1") == []


def test_a_closed_case_is_found_by_its_stage(cases, counsellor):
    assert _shown(counsellor, buoc="withdrawn") == ["Hà Văn Mạnh"]


@pytest.mark.both
def test_the_chips_count_the_stages_under_the_other_filters(cases, counsellor):
    text = counsellor.page(CASES).text("#cases .chips")
    assert "Tất cả 5" in text
    assert "Đã đăng ký 2" in text
    narrowed = counsellor.page(f"{CASES}?xa={SUOI_TO}").text("#cases .chips")
    assert "Tất cả 1" in narrowed
    assert "Đã đăng ký" not in narrowed


@pytest.mark.both
def test_each_role_reads_the_cases_of_its_own_scope(
    cases, officer_muongla, officer_suoito, leader, auditor, agency_one, agency_two
):
    assert "Mùa Thị Dơ" not in _shown(officer_muongla)
    assert _shown(officer_suoito) == ["Mùa Thị Dơ"]
    assert len(_shown(leader)) == len(_shown(auditor)) == 5
    assert _shown(agency_one) == ["Sùng Thị Mỷ"]
    assert _shown(agency_two) == []


def test_another_commune_in_the_address_widens_nothing(cases, officer_muongla, agency_one):
    assert _shown(officer_muongla, xa=SUOI_TO) == []
    assert "bản Mẫu" not in agency_one.page(CASES).text("main")


def test_an_address_that_makes_no_sense_is_harmless(cases, counsellor):
    for query in ("buoc=khong", "trang=0", "trang=99", "trang=x", "xa=%00", "dn=%27", "qua-han=2"):
        assert counsellor.get(f"{CASES}?{query}").status_code == 200


def test_a_case_that_stays_too_long_in_its_stage_is_marked(session, cases, counsellor):
    case = session.query(CaseFile).filter_by(stage=Stage.REGISTERED).first()
    case.stage_since = clock.now() - timedelta(days=40)
    session.commit()
    page = counsellor.page(f"{CASES}?buoc=registered")
    assert page.text("#cases .badge.bad") == "40 ngày"


def test_a_delay_is_said_beside_the_next_step(cases, counsellor):
    assert "Trễ 4 ngày" in counsellor.page(f"{CASES}?qua-han=1").text("#cases tbody")


def test_pages_of_fifty(session, counsellor):
    for n in range(PAGE_SIZE + 3):
        folk.add_person(session, f"Lò Thị Xuân {n}", phone=f"+8495000{n:04}")
    session.commit()
    first = counsellor.page(CASES)
    assert len(first.css("#cases tbody tr")) == PAGE_SIZE
    second = counsellor.page(first.css("nav.pager a[rel=next]")[0].get("href"))
    assert len(second.css("#cases tbody tr")) == 3
    assert len(counsellor.page(f"{CASES}?trang=77").css("#cases tbody tr")) == 3


def test_htmx_gets_the_list_alone(cases, counsellor):
    part = counsellor.get(f"{CASES}?buoc=registered", headers=folk.HTMX)
    assert part.text.lstrip().startswith('<div id="cases"')
    token = re.compile(r'(name="csrf_token"[^>]*value=")[^"]*')  # it holds the second it was made
    whole = token.sub(r"\1", counsellor.get(f"{CASES}?buoc=registered").text)
    assert token.sub(r"\1", part.text).strip() in whole


@pytest.mark.both
def test_the_view_is_one_row_of_the_audit(session, cases, officer_suoito):
    officer_suoito.get(CASES)
    row = folk.last_audit(session, "view.cases")
    assert len(row.person_ids.split(",")) == 1


def test_the_number_of_reads_does_not_grow_with_the_list(session, cases, counsellor):
    counsellor.get(CASES)
    with folk.counted() as few:
        counsellor.get(CASES)
    for n in range(30):
        folk.add_person(session, f"Lò Thị Xuân {n}", phone=f"+8495000{n:04}")
    session.commit()
    with folk.counted() as many:
        counsellor.get(CASES)
    assert many.n == few.n


def test_bank_and_administrator_see_no_case(bank, admin):
    for client in (bank, admin):
        assert client.get(CASES).status_code == 403
