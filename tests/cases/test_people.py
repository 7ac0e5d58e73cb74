"""People search: what finds whom, for whom, in which order, and what is written down."""

from __future__ import annotations

import pytest

from jobfair.access import Scope
from jobfair.cases.identity import number_mark
from jobfair.cases.search import PAGE_SIZE, read_query, search_people
from jobfair.lib.codes import show_slip_code
from jobfair.lib.phones import show_phone
from jobfair.models import AuditEvent, Person
from tests.door import folk
from tests.door.folk import requests_apart as requests_apart
from tests.world import MUONG_LA, SUOI_TO

PEOPLE = "/can-bo/nguoi-lao-dong"
PROVINCE = Scope(province=True)


def _names(session, q, scope=PROVINCE, **more):
    found = [row.name for row in search_people(q, scope, **more).rows]
    session.rollback()
    return found


def _shown(client, q, **more):
    page = client.page(PEOPLE, query_string={"q": q} | more)
    return [a.text_content() for a in page.css("#people tbody th a")]


@pytest.fixture
def people(session):
    """Seven people of two communes and one of another province."""
    for name, phone, more in (
        ("Lò Thị Xuân", "+84950000123", {}),
        ("Lò Thị Xuân", "+84950000124", {"commune": SUOI_TO, "year": 1999}),
        ("Lò Thị Xuấn", "+84950000223", {}),
        ("Xuân Văn Lộc", "+84950000124", {}),
        ("Giàng A Páo", "+84950000201", {}),
        ("Đặng Thị Hoà", "+84950000202", {"commune": SUOI_TO}),
        ("Vì A H'Mông", "", {"commune": None}),
    ):
        folk.add_person(session, name, phone=phone, **more)
    session.commit()


NAMES = [
    ("pao", ["Giàng A Páo"]),
    ("PÁO", ["Giàng A Páo"]),
    ("giang a", ["Giàng A Páo"]),
    ("gia pa", ["Giàng A Páo"]),
    ("pao giang", ["Giàng A Páo"]),
    ("dang thi hoa", ["Đặng Thị Hoà"]),
    ("đặng hòa", ["Đặng Thị Hoà"]),
    ("hmong", ["Vì A H'Mông"]),
    ("a", ["Giàng A Páo", "Vì A H'Mông"]),
    ("iang", []),
    ("%", []),
    ("_", []),
    ("khongco", []),
    ('xuan" OR "pao', []),
]


@pytest.mark.both
def test_a_name_is_found_by_any_of_its_words_without_accents(session, people):
    for q, found in NAMES:
        assert (q, sorted(_names(session, q))) == (q, sorted(found))


@pytest.mark.both
def test_names_written_as_typed_come_first_then_the_given_name(session, people):
    typed = _names(session, "xuấn")
    assert typed[0] == "Lò Thị Xuấn"
    plain = _names(session, "xuan")
    assert plain[-1] == "Xuân Văn Lộc"
    assert len(plain) == 4
    assert _names(session, "lo")[0] == "Xuân Văn Lộc"  # called Lộc; then the family Lò
    assert _names(session, "lo")[1:] == _names(session, "lo thi")


PHONES = [
    ("123", 1),
    ("124", 2),
    ("0124", 2),
    ("0950000124", 2),
    ("095 0000 124", 2),
    ("+84 95 0000 124", 2),
    ("24", 0),
    ("999", 0),
    ("0950000999", 0),
    ("1234567890123456789", 0),
]


@pytest.mark.both
def test_a_phone_is_found_by_its_end_or_whole(session, people):
    for q, count in PHONES:
        assert (q, len(_names(session, q))) == (q, count)


@pytest.mark.both
def test_a_slip_code_finds_its_person_however_it_is_spaced(session):
    seat = folk.add_seat(session, folk.conference(session), "Lò Thị Xuân")
    code = seat.slip_code
    folk.add_person(session, "Giàng A Páo")
    session.commit()
    for writing in (code, show_slip_code(code), code.lower(), f"{code[:2]}-{code[2:]}"):
        assert _names(session, writing) == ["Lò Thị Xuân"]


@pytest.mark.both
def test_a_whole_national_id_is_found_by_those_who_may(session):
    case = folk.add_person(session, "Lò Thị Xuân")
    case.person.national_id_hmac = number_mark("000304000001")
    session.commit()
    assert _names(session, "000304000001", by_national_id=True) == ["Lò Thị Xuân"]
    assert _names(session, "000 304 000 001", by_national_id=True) == ["Lò Thị Xuân"]
    assert _names(session, "00030400000", by_national_id=True) == []
    assert _names(session, "000304000001") == []


def test_the_national_id_is_for_officers_and_counsellors(
    session, officer_muongla, counsellor, leader, auditor
):
    case = folk.add_person(session, "Lò Thị Xuân")
    case.person.national_id_hmac = number_mark("000304000001")
    session.commit()
    found = [
        _shown(client, "000304000001") for client in (officer_muongla, counsellor, leader, auditor)
    ]
    assert found == [["Lò Thị Xuân"], ["Lò Thị Xuân"], [], []]


@pytest.mark.both
def test_each_role_finds_the_people_of_its_own_scope(
    session, people, officer_muongla, officer_suoito, counsellor, leader, auditor
):
    assert sorted(_shown(officer_muongla, "lo thi xuan")) == ["Lò Thị Xuân", "Lò Thị Xuấn"]
    assert _shown(officer_suoito, "lo thi xuan") == ["Lò Thị Xuân"]
    for client in (counsellor, leader, auditor):
        assert len(_shown(client, "lo thi xuan")) == 3


@pytest.mark.both
def test_a_sending_body_finds_whom_it_may_see_and_neither_phone_nor_village(
    session, agency_one, agency_two
):
    folk.place(session, folk.add_person(session, "Sùng Thị Mỷ"), folk.body_of(session))
    folk.add_person(session, "Sùng Thị Dợ")
    session.commit()
    assert _shown(agency_one, "sung") == ["Sùng Thị Mỷ"]
    assert _shown(agency_one, "123") == []
    assert _shown(agency_two, "sung") == []
    page = agency_one.page(PEOPLE, query_string={"q": "my"})
    assert "bản Mẫu" not in page.text("main")
    assert "123" not in page.text("main table")


def test_bank_and_administrator_search_nobody(bank, admin):
    for client in (bank, admin):
        assert client.get(f"{PEOPLE}?q=lo").status_code == 403


def test_a_row_shows_where_the_case_stands(session, officer_muongla):
    folk.add_person(session, "Lò Thị Xuân")
    session.commit()
    text = officer_muongla.page(f"{PEOPLE}?q=xuan").text("#people tbody tr")
    for part in ("Lò Thị Xuân", "2004", "bản Mẫu", "Mường La", "…123", "Có nguyện vọng"):
        assert part in text
    assert show_phone("+84950000123") not in text


def test_the_link_leads_to_the_case_by_the_full_name(session, officer_muongla):
    case_id = folk.add_person(session, "Lò Thị Xuân").id
    session.commit()
    link = officer_muongla.page(f"{PEOPLE}?q=xuan").css("#people tbody th a")[0]
    assert (link.text_content(), link.get("href")) == ("Lò Thị Xuân", f"/can-bo/ho-so/{case_id}")


def test_a_merged_person_is_not_listed(session):
    kept = folk.add_person(session, "Lò Thị Xuân").person
    gone = Person(name="Lò Thị Xuân", birth_year=2004, commune_code=MUONG_LA, merged_into=kept.id)
    session.add(gone)
    session.commit()
    assert len(_names(session, "xuan")) == 1


@pytest.mark.both
def test_fifty_a_page_and_nobody_twice(session, counsellor):
    for n in range(PAGE_SIZE + 7):
        name = f"Lò Thị Xuân {n}" if n % 2 else f"Xuân Thị Lan {n}"
        folk.add_person(session, name, phone=f"+8495000{n:04}")
    session.commit()
    first = counsellor.page(f"{PEOPLE}?q=xuan")
    assert len(first.css("#people tbody tr")) == PAGE_SIZE
    following = first.css("nav.pager a[rel=next]")[0].get("href")
    second = counsellor.page(following)
    names = [a.text_content() for p in (first, second) for a in p.css("#people tbody th a")]
    assert len(names) == len(set(names)) == PAGE_SIZE + 7
    assert not second.css("nav.pager a[rel=next]")
    assert second.css("nav.pager a[rel=prev]")


def test_htmx_gets_the_list_alone_at_the_same_address(session, people, counsellor):
    whole = counsellor.get(f"{PEOPLE}?q=pao")
    part = counsellor.get(f"{PEOPLE}?q=pao", headers=folk.HTMX)
    assert part.text.lstrip().startswith('<div id="people"')
    assert part.text.strip() in whole.text
    assert "<h1" not in part.text
    boosted = counsellor.get(f"{PEOPLE}?q=pao", headers=folk.HTMX | {"HX-Boosted": "true"})
    assert "<h1" in boosted.text


def test_typing_asks_again_without_a_press(counsellor):
    form = counsellor.page(PEOPLE).one("form[role=search]")
    assert form.get("data-hx-get") == PEOPLE
    assert form.get("data-hx-trigger") == "input changed delay:300ms, search, submit"
    assert form.get("action") == PEOPLE


def test_too_little_to_look_for_shows_how_to_search(counsellor):
    for q in ("", "   ", "12", "!!", "\x00"):
        page = counsellor.page(PEOPLE, query_string={"q": q})
        assert page.status == 200
        assert "Gõ tên, số điện thoại hoặc mã phiếu." in page.text("#people")


def test_a_page_number_that_is_none_is_harmless(session, people, counsellor):
    for page in ("0", "-3", "99999", "x", "1e9", "٣"):
        query = {"q": "xuan", "trang": page}
        assert counsellor.get(PEOPLE, query_string=query).status_code == 200


@pytest.mark.both
def test_a_search_is_one_row_of_the_audit_with_the_ids_and_without_the_words(
    session, people, counsellor
):
    counsellor.get(f"{PEOPLE}?q=páo")
    row = folk.last_audit(session, "view.search")
    found = folk.read(session, session.query(Person).filter_by(given_folded="pao"))
    assert row.person_ids == found[0].id
    assert "pao" not in f"{row.fields}{row.reason}{row.object_id}".lower()
    assert len(folk.read(session, session.query(AuditEvent).filter_by(action="view.search"))) == 1


def test_the_number_of_reads_does_not_grow_with_the_list(session, counsellor):
    def reads() -> int:
        counsellor.get(f"{PEOPLE}?q=lo+thi+xuan")
        with folk.counted() as seen:
            counsellor.get(f"{PEOPLE}?q=lo+thi+xuan")
        return seen.n

    folk.add_person(session, "Lò Thị Xuân")
    session.commit()
    few = reads()
    for n in range(30):
        folk.add_person(session, "Lò Thị Xuân", phone=f"+8495000{n:04}")
    session.commit()
    assert reads() == few


def test_what_is_typed_is_read_as_each_thing_it_may_be():
    assert read_query("Lò  Thị xuân xuân").words == ("lo", "thi", "xuan")
    assert read_query(" 095.0000-123 ").digits == "0950000123"
    assert read_query("").nothing
    assert read_query("12").nothing
    assert not read_query("123").nothing
    assert len(read_query("a" * 500).typed) == 100
