"""Three taps on the slip for who is abroad: fine, or help, about what, send."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.lib.clock import today
from jobfair.models import CaseFile, CheckIn, Incident, IncidentStep, Office, OfficeKind, Placement
from tests.checked_client import CheckedClient
from tests.registration.helpers import change, form_of, one, open_slip, path_of, peek, register

pytestmark = pytest.mark.both


def go_abroad(app: Flask, due_in: int = 0) -> None:
    """The office knows: departed; a check-in is due."""
    case = one(app, sa.select(CaseFile))
    body = one(app, sa.text("SELECT id FROM sending_body ORDER BY id LIMIT 1"))
    centre = one(app, sa.select(Office.id).where(Office.kind == OfficeKind.CENTRE))
    change(app, sa.update(CaseFile).values(stage="departed", next_step="check_in"))
    placement = {"id": "p1", "case_id": case.id, "programme_code": "JP-TITP", "body_id": body}
    change(app, sa.insert(Placement).values(placement))
    due = today() + timedelta(days=due_in)
    row = {"placement_id": "p1", "case_id": case.id, "day": 7, "due_on": due, "ask_on": due}
    change(app, sa.insert(CheckIn).values({"id": "k1", "office_id": centre} | row))


def words(client: CheckedClient, slip: str) -> str:
    return client.page(slip).text("main")


def test_fine_is_one_press_and_fills_the_row(visitor: CheckedClient, app: Flask) -> None:
    slip = open_slip(visitor, register(visitor))
    assert "Tôi ổn" not in words(visitor, slip)
    go_abroad(app)
    token = form_of(visitor.get(slip))
    for _press in range(2):
        assert path_of(visitor.post(f"{slip}/toi-on", data=token)) == slip
    check = one(app, sa.select(CheckIn))
    assert (check.outcome, check.answered_at is not None) == ("fine", True)
    page = words(visitor, slip)
    assert "Tôi ổn" not in page
    assert "Cần giúp" in page


def test_help_is_chosen_sent_and_owned(visitor: CheckedClient, app: Flask) -> None:
    slip = open_slip(visitor, register(visitor))
    go_abroad(app)
    asked = visitor.get(f"{slip}/can-giup")
    assert "Lương chậm hoặc thấp" in asked.text
    filled = form_of(asked) | {"about": "wage"}
    for _press in range(2):
        assert path_of(visitor.post(f"{slip}/can-giup", data=filled)) == slip
    incident = one(app, sa.select(Incident))
    centre = one(app, sa.select(Office.id).where(Office.kind == OfficeKind.CENTRE))
    assert (incident.kind, incident.told_how) == ("wage", "slip")
    assert incident.owner_office_id == centre
    assert one(app, sa.select(CheckIn)).outcome == "problem"
    again = form_of(visitor.get(f"{slip}/can-giup")) | {"about": "wage"}
    assert again["form_key"] != filled["form_key"]
    visitor.post(f"{slip}/can-giup", data=again)
    assert len(peek(app, sa.select(Incident.id))) == 1
    assert len(peek(app, sa.select(IncidentStep.id))) == 2


def test_nothing_chosen_says_what_to_do(visitor: CheckedClient, app: Flask) -> None:
    slip = open_slip(visitor, register(visitor))
    go_abroad(app, due_in=30)
    assert "Tôi ổn" not in words(visitor, slip)  # nothing is due for a month
    refused = visitor.post(f"{slip}/can-giup", data=form_of(visitor.get(f"{slip}/can-giup")))
    assert refused.status_code == 422
    assert "Bạn chọn một việc." in refused.text
    assert peek(app, sa.select(Incident.id)) == []


def test_who_is_at_home_is_not_asked(visitor: CheckedClient, app: Flask) -> None:
    slip = open_slip(visitor, register(visitor))
    assert path_of(visitor.get(f"{slip}/can-giup")) == slip
    visitor.post("/phieu/dong", data=form_of(visitor.get(slip)))
    assert visitor.get(f"{slip}/can-giup").status_code == 404
