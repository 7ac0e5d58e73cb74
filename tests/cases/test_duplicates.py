"""Possibly the same person: somebody compares, and says with a reason whether they are one."""

from __future__ import annotations

import pytest

from jobfair.cases.offices import centre_office, office_for_person
from jobfair.lib import clock
from jobfair.models import DuplicatePair, Person, Task
from tests.door import folk
from tests.door.folk import requests_apart as requests_apart
from tests.world import MUONG_LA, SUOI_TO

pytestmark = pytest.mark.both
WHY = "Cùng tên nhưng khác bản, khác mẹ."


class Twins:
    """A person like one of the same commune and like one of another; a task for Mường La."""

    def __init__(self, session):
        here = folk.add_person(session, "Lò Thị Xuân")
        same = folk.add_person(session, "Lò Thị Xuân", phone="+84950000222", village="bản Mẫu 7")
        there = folk.add_person(session, "Mùa Thị Dơ", commune=SUOI_TO)
        self.pairs = []
        for other, why in ((same, "name_year_commune"), (there, "phone")):
            first, second = sorted((here.person_id, other.person_id))
            pair = DuplicatePair(person_a=first, person_b=second, why=why)
            session.add(pair)
            session.flush()
            self.pairs.append(pair.id)
        task = Task(
            key=f"duplicate:{here.person_id}",
            kind="duplicate",
            office_id=office_for_person(MUONG_LA).id,
            person_id=here.person_id,
            case_id=here.id,
            due_on=clock.today(),
        )
        session.add(task)
        session.flush()
        self.task = task.id
        session.commit()

    def decide(self, client, pair, decision, reason=WHY):
        """Answer on the page of the pair."""
        data = client.page(f"/can-bo/trung/{pair}").form()
        sent = data | {"decision": decision, "reason": reason}
        return client.post(f"/can-bo/trung/{pair}", data=sent)


@pytest.fixture
def twins(session):
    return Twins(session)


def _decisions(session, twins):
    rows = {row.id: row.decided for row in folk.read(session, session.query(DuplicatePair))}
    return [rows[pair] for pair in twins.pairs]


def _open(session):
    return folk.read(session, session.query(Task).filter(Task.done_at.is_(None)))


def test_today_leads_to_the_two_and_hides_who_lives_elsewhere(twins, officer_muongla):
    page = officer_muongla.page("/can-bo/")
    text = page.text("section[aria-labelledby=tasks]")
    assert "bản Mẫu 7" in text
    assert "cùng tên, năm sinh, xã" in text
    assert "Một người ở xã khác" in text
    assert "Mùa Thị Dơ" not in text
    links = [a.get("href") for a in page.css("section[aria-labelledby=tasks] a")]
    assert f"/can-bo/trung/{twins.pairs[0]}" in links


def test_the_page_puts_them_side_by_side(twins, officer_muongla):
    text = officer_muongla.page(f"/can-bo/trung/{twins.pairs[0]}").text("main")
    assert "bản Mẫu 7" in text
    assert "khác nhau" in text
    hidden = officer_muongla.page(f"/can-bo/trung/{twins.pairs[1]}").text("main")
    assert "ẩn: ở xã khác" in hidden
    assert "Mùa Thị Dơ" not in hidden


def test_the_task_is_done_with_its_last_pair_and_both_people_stay(session, twins, officer_muongla):
    assert twins.decide(officer_muongla, twins.pairs[0], "different").status_code == 303
    assert len(_open(session)) == 1
    twins.decide(officer_muongla, twins.pairs[1], "different")
    assert _decisions(session, twins) == ["different", "different"]
    assert _open(session) == []
    people = folk.read(session, session.query(Person))
    assert [p.merged_into for p in people] == [None, None, None]
    pair = folk.read(session, session.query(DuplicatePair).filter_by(id=twins.pairs[0]))[0]
    assert pair.reason == WHY
    assert folk.last_audit(session, "duplicate.decide").fields == "decided"


def test_an_officer_who_sees_one_of_them_asks_the_centre(session, twins, officer_muongla):
    twins.decide(officer_muongla, twins.pairs[0], "different")
    twins.decide(officer_muongla, twins.pairs[1], "same", "Chị chuyển từ Suối Tọ về năm 2025.")
    assert _decisions(session, twins) == ["different", ""]
    centre = centre_office().id
    assert [task.office_id for task in _open(session)] == [centre]


def test_a_decision_takes_a_reason_and_keeps_what_was_chosen(session, twins, officer_muongla):
    answer = twins.decide(officer_muongla, twins.pairs[0], "different", " ")
    assert answer.status_code == 422
    assert "Hãy ghi vài chữ vì sao." in answer.text
    assert 'value="different"' in answer.text
    assert _decisions(session, twins) == ["", ""]


def test_a_decision_stands(session, twins, officer_muongla):
    data = officer_muongla.page(f"/can-bo/trung/{twins.pairs[1]}").form()
    for decision in ("different", "same"):
        sent = data | {"decision": decision, "reason": WHY}
        officer_muongla.post(f"/can-bo/trung/{twins.pairs[1]}", data=sent)
    assert _decisions(session, twins)[1] == "different"


def test_an_answer_that_does_not_exist_is_refused(session, twins, officer_muongla):
    assert twins.decide(officer_muongla, twins.pairs[0], "maybe").status_code == 422
    assert officer_muongla.get("/can-bo/trung/khongco").status_code == 404
    assert _decisions(session, twins) == ["", ""]


def test_nobody_else_decides(session, twins, officer_suoito, leader, agency_one):
    pair = f"/can-bo/trung/{twins.pairs[0]}"
    for client, status in ((officer_suoito, 404), (leader, 403), (agency_one, 403)):
        assert client.get(pair).status_code == status
    assert _decisions(session, twins) == ["", ""]
