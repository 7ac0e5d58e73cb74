"""A view is written once in ten minutes for the same people; who is new is written again."""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.lib.codes import new_form_key, new_id, new_slip_code
from jobfair.models import AuditEvent, Person, Registration, RegistrationState
from tests.house.conftest import Hall
from tests.world import MUONG_LA

pytestmark = pytest.mark.both


def views(app: Flask) -> Counter[str]:
    """How many rows each kind of view has."""
    with app.app_context():
        rows = db.session.query(AuditEvent.action).filter(AuditEvent.action.like("view.%"))
        found = Counter(action for (action,) in rows)
        db.session.remove()
    return found


def test_the_same_case_is_one_row_for_each_reader(hall: Hall) -> None:
    path = f"/can-bo/ho-so/{hall.objects.values['case_id']}"
    for name in ("officer_muongla", "counsellor", "officer_muongla", "officer_muongla"):
        assert hall.get(name, path).status_code == 200
    assert views(hall.app)["view.case"] == 2


def test_a_roster_with_somebody_new_is_a_new_row(hall: Hall) -> None:
    path = f"/can-bo/hoi-nghi/{hall.objects.values['conference_id']}/diem-danh"
    for _ in range(2):
        hall.get("officer_muongla", path)
    assert views(hall.app)["view.roster"] == 1
    person_id = _one_more(hall)
    hall.get("officer_muongla", path)
    assert views(hall.app)["view.roster"] == 2
    with hall.app.app_context():
        seen = db.session.query(AuditEvent).filter(AuditEvent.person_ids.contains(person_id))
        assert [row.action for row in seen] == ["view.roster"]
        db.session.remove()


def _one_more(hall: Hall) -> str:
    with hall.app.app_context():
        person = Person(name="Hoàng Thị Mẫu", birth_year=2001, commune_code=MUONG_LA)
        db.session.add(person)
        db.session.flush()
        db.session.add(
            Registration(
                conference_id=hall.objects.values["conference_id"],
                person_id=person.id,
                form_key=new_form_key(),
                slip_code=new_slip_code(),
                receipt=new_id(),
                typed_name=person.name,
                typed_birth_year=2001,
                typed_phone="+84950000001",
                typed_commune=MUONG_LA,
                state=RegistrationState.HELD,
            )
        )
        db.session.commit()
        return person.id


def test_every_reason_is_kept(hall: Hall) -> None:
    path = f"/can-bo/ho-so/{hall.objects.values['case_id']}/hien/national_id"
    reasons = {"Đối chiếu hộ chiếu mới", "Công an xã hỏi lại số"}
    for why in sorted(reasons):
        assert hall.post("officer_muongla", path, {"why": why}).status_code == 200
    with hall.app.app_context():
        kept = db.session.query(AuditEvent.reason).filter_by(action="view.national_id")
        assert {reason for (reason,) in kept} == reasons
        db.session.remove()
