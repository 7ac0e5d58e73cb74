"""Possibly the same person: an officer says yes or no, and nobody is joined by it."""

from __future__ import annotations

import pytest

from jobfair.cases.offices import office_for_person
from jobfair.lib import clock
from jobfair.models import DuplicatePair, Person, Task
from tests.door import folk
from tests.door.folk import requests_apart as requests_apart
from tests.world import MUONG_LA, SUOI_TO

pytestmark = pytest.mark.both


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

    def decide(self, client, pair, decision):
        """Press one of the two buttons."""
        token = client.page("/can-bo/").form("form")["csrf_token"]
        data = {"csrf_token": token, "pair": pair, "decision": decision}
        return client.post(f"/can-bo/viec/{self.task}/trung", data=data)


@pytest.fixture
def twins(session):
    return Twins(session)


def _decisions(session, twins):
    rows = {row.id: row.decided for row in folk.read(session, session.query(DuplicatePair))}
    return [rows[pair] for pair in twins.pairs]


def _open(session):
    return folk.read(session, session.query(Task).filter(Task.done_at.is_(None)))


def test_today_puts_the_two_side_by_side_and_hides_who_lives_elsewhere(twins, officer_muongla):
    text = officer_muongla.page("/can-bo/").text("section[aria-labelledby=tasks]")
    assert "bản Mẫu 7" in text
    assert "cùng tên, năm sinh, xã" in text
    assert "Một người ở xã khác" in text
    assert "Mùa Thị Dơ" not in text


def test_the_task_is_done_with_its_last_pair_and_both_people_stay(session, twins, officer_muongla):
    assert twins.decide(officer_muongla, twins.pairs[0], "same").status_code == 303
    assert len(_open(session)) == 1
    twins.decide(officer_muongla, twins.pairs[1], "different")
    assert _decisions(session, twins) == ["same", "different"]
    assert _open(session) == []
    people = folk.read(session, session.query(Person))
    assert [p.merged_into for p in people] == [None, None, None]
    assert folk.last_audit(session, "duplicate.decide").fields == "decided"


def test_a_decision_stands(session, twins, officer_muongla):
    twins.decide(officer_muongla, twins.pairs[0], "same")
    twins.decide(officer_muongla, twins.pairs[0], "different")
    assert _decisions(session, twins)[0] == "same"


def test_an_answer_that_does_not_exist_and_a_pair_of_another_task_are_refused(
    session, twins, officer_muongla
):
    assert twins.decide(officer_muongla, twins.pairs[0], "maybe").status_code == 400
    assert twins.decide(officer_muongla, "khongco", "same").status_code == 404
    assert _decisions(session, twins) == ["", ""]


def test_nobody_else_decides(session, twins, officer_suoito, leader, agency_one):
    for client, status in ((officer_suoito, 404), (leader, 403), (agency_one, 403)):
        assert twins.decide(client, twins.pairs[0], "same").status_code == status
    assert _decisions(session, twins) == ["", ""]
