"""A table: who asks for it, what its own company may know, its hours, the slip that shows them."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from jobfair.door.row_codes import row_code
from jobfair.lib import clock
from jobfair.lib.codes import show_slip_code
from jobfair.models import Conference, Consent, Interest, InterviewSlot, Purpose
from jobfair.privacy.rules import give_consent, withdraw_consent
from tests.checked_client import Page
from tests.door import folk
from tests.door.folk import requests_apart as requests_apart

pytestmark = pytest.mark.both
NAMES = ("Lò Thị Xuân", "Giàng A Páo", "Tòng Thị Hoa")


class Fair:
    """Today's conference with table 2 of the first company and three people."""

    def __init__(self, session, in_days=0):
        meeting = folk.conference(session)
        day = clock.today() + timedelta(days=in_days)
        meeting.starts_at = clock.from_local(day, time(8, 0))
        meeting.ends_at = clock.from_local(day, time(11, 0))
        meeting.guests[0].booth = 2
        seats = [folk.add_seat(session, meeting, name) for name in NAMES]
        session.flush()
        self.id, self.seats = meeting.id, [seat.id for seat in seats]
        self.people = [seat.person_id for seat in seats]
        self.slips = [seat.slip_code for seat in seats]
        ordered = sorted(seats, key=lambda seat: (seat.created_at, seat.id))
        numbers = {seat.id: row_code(number) for number, seat in enumerate(ordered, 1)}
        self.codes = [numbers[seat] for seat in self.seats]
        session.commit()
        self.path = f"/can-bo/hoi-nghi/{self.id}/ban/2"

    def add(self, client, code):
        return client.send(self.path, {"code": code})

    def hours(self, client, **typed):
        page = client.page(f"{self.path}/gio")
        return client.post(f"{self.path}/gio", data=page.form() | typed)

    def give(self, client, who, number=0):
        form = client.page(self.path).css("form[action$='/gio/cho']")[0]
        slot = form.cssselect("select option")[number].get("value")
        data = {"csrf_token": form.fields["csrf_token"], "slot": slot, "who": who}
        return client.post(f"{self.path}/gio/cho", data=data)

    def press(self, client, act, number=0):
        form = client.page(self.path).css("form[action*='/gio/']:not([action$='/cho'])")[number]
        return client.post(form.get("action"), data=dict(form.fields) | {"act": act})


@pytest.fixture
def fair(session):
    return Fair(session)


def interested(client, fair):
    return client.page(fair.path).text("section[aria-labelledby=interested]")


def agree(session, person_id, *purposes):
    for purpose in purposes:
        give_consent(person_id, purpose, lang="vi", how="web", by="worker")
    session.commit()


def test_somebody_is_written_down_by_row_slip_or_picture(session, fair, officer_muongla):
    address = f"https://vidu.example/phieu/{fair.slips[2]}"
    for code in (fair.codes[0].lower(), show_slip_code(fair.slips[1]), address, fair.codes[0]):
        assert fair.add(officer_muongla, code).status_code == 303
    rows = folk.read(session, session.query(Interest))
    assert sorted(row.registration_id for row in rows) == sorted(fair.seats)
    assert {row.how for row in rows} == {"scan"}
    for name in NAMES:
        assert name in interested(officer_muongla, fair)


@pytest.mark.parametrize("code", ["", "A99-1", "A01", "khong co"])
def test_a_code_nobody_has_comes_back_as_it_was_typed(session, fair, officer_muongla, code):
    answer = fair.add(officer_muongla, code)
    assert answer.status_code == 422
    assert f'value="{code}"' in answer.text
    assert folk.read(session, session.query(Interest)) == []


def test_an_officer_takes_a_wrong_person_back(fair, officer_muongla):
    fair.add(officer_muongla, fair.codes[0])
    form = officer_muongla.page(fair.path).css("form[action*='/bo/']")[0]
    assert officer_muongla.post(form.get("action"), data=dict(form.fields)).status_code == 303
    assert NAMES[0] not in interested(officer_muongla, fair)


def test_a_company_reads_names_only_of_those_who_agree(session, fair, agency_one, officer_muongla):
    for code in fair.codes:
        assert fair.add(agency_one, code).status_code == 303
    page = agency_one.get(fair.path).text
    assert not any(name in page for name in NAMES)
    assert "3 người chưa đồng ý cho biết tên." in interested(agency_one, fair)
    agree(session, fair.people[0], Purpose.AGENCIES)
    agree(session, fair.people[1], Purpose.AGENCIES, Purpose.AGENCY_PHONE)
    words = interested(agency_one, fair)
    assert NAMES[0] in words
    assert "1 người chưa đồng ý cho biết tên." in words
    assert words.count("095 0000 123") == 1
    assert "2004" not in words
    withdraw_consent(fair.people[1], Purpose.AGENCIES, lang="vi", how="web", by="worker")
    session.commit()
    words = interested(agency_one, fair)
    assert NAMES[1] not in words
    assert "095 0000 123" not in words
    assert "2 người chưa đồng ý cho biết tên." in words
    assert NAMES[1] in interested(officer_muongla, fair)


def test_a_company_sees_its_own_table_on_the_day_only(
    session, fair, agency_one, agency_two, officer_suoito
):
    assert agency_one.get(fair.path).status_code == 200
    assert "Bàn 2" in agency_one.page("/can-bo/loi-moi").text("section[aria-labelledby=today]")
    for other in (agency_two, officer_suoito):
        assert other.get(fair.path).status_code == 404
        token = other.page("/can-bo/tai-khoan").form()["csrf_token"]
        sent = other.post(fair.path, data={"csrf_token": token, "code": fair.codes[0]})
        assert sent.status_code == 404
    for number in ("1", "3", "02x", "99999"):
        assert agency_one.get(fair.path[:-1] + number).status_code == 404
    for act in ("gio", "in"):
        assert agency_one.get(f"{fair.path}/{act}").status_code == 403
    meeting = session.get_one(Conference, fair.id)
    meeting.starts_at += timedelta(days=1)
    meeting.ends_at += timedelta(days=1)
    session.commit()
    assert agency_one.get(fair.path).status_code == 404


def test_an_hour_is_given_moved_begun_and_over(session, fair, officer_muongla, agency_one):
    made = fair.hours(officer_muongla, minutes="20")
    assert made.status_code == 303
    assert fair.hours(officer_muongla, minutes="20").status_code == 303
    count = len(folk.read(session, session.query(InterviewSlot)))
    assert count == 9
    assert fair.give(officer_muongla, fair.codes[0]).status_code == 303
    assert fair.give(officer_muongla, fair.codes[0], 2).status_code == 303
    (held,) = folk.read(session, session.query(InterviewSlot).filter_by(state="given"))
    assert held.registration_id == fair.seats[0]
    words = agency_one.page(fair.path).text("section[aria-labelledby=hours]")
    assert fair.codes[0] in words
    assert NAMES[0] not in words
    number = [
        "started" if "Bắt đầu" in form.text_content() else ""
        for form in officer_muongla.page(fair.path).css(
            "form[action*='/gio/']:not([action$='/cho'])"
        )
    ].index("started")
    for act, state in (("miss", "missed"), ("start", "started"), ("finish", "done")):
        path = f"{fair.path}/gio/{held.id}"
        token = officer_muongla.page("/can-bo/tai-khoan").form()["csrf_token"]
        data = {"csrf_token": token, "act": act, "who": fair.seats[0]}
        assert officer_muongla.post(path, data=data).status_code == 303
        (slot,) = folk.read(session, session.query(InterviewSlot).filter_by(id=held.id))
        assert slot.state == state
    late = officer_muongla.post(path, data=data | {"act": "miss"})
    assert late.status_code == 409
    assert fair.press(officer_muongla, "remove", number - 1).status_code == 303
    assert len(folk.read(session, session.query(InterviewSlot))) == count - 1


def test_the_paper_for_the_table_names_only_who_agrees(session, fair, officer_muongla):
    fair.hours(officer_muongla, minutes="30")
    fair.give(officer_muongla, fair.codes[0])
    fair.give(officer_muongla, fair.codes[1])
    agree(session, fair.people[1], Purpose.AGENCIES)
    paper = officer_muongla.get(f"{fair.path}/in").text
    assert fair.codes[0] in paper
    assert NAMES[0] not in paper
    assert NAMES[1] in paper


def test_times_that_cannot_be_come_back_with_a_sentence(fair, officer_muongla):
    answer = fair.hours(officer_muongla, starts="05:00", ends="04:00")
    assert answer.status_code == 422
    assert 'value="04:00"' in answer.text
    assert Page(answer).css(".error")


def test_who_is_not_there_gets_no_hour(fair, officer_muongla):
    fair.hours(officer_muongla, minutes="30")
    answer = fair.give(officer_muongla, "A99-1")
    assert answer.status_code == 422
    assert 'value="A99-1"' in answer.text


def test_the_roster_and_the_slip_say_table_and_hour(session, officer_muongla, visitor):
    fair = Fair(session, in_days=1)
    fair.hours(officer_muongla, minutes="20")
    fair.give(officer_muongla, fair.codes[0])
    row = officer_muongla.page(f"/can-bo/hoi-nghi/{fair.id}/diem-danh").text(f"#r-{fair.seats[0]}")
    assert "Phỏng vấn: bàn 2, " in row
    opened = visitor.send("/phieu", {"phone": "0950000123", "code": fair.slips[0]})
    assert "Phỏng vấn: bàn 2, " in visitor.page(opened.location).text("main")
    assert session.query(Consent).filter_by(purpose=Purpose.AGENCIES).count() == 0
