from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from jobfair.database import db
from jobfair.models import Conference, ConferenceGuest, ConferenceReply, SendingBody
from tests.checked_client import CheckedClient
from tests.conferences.helpers import find, values_of
from tests.conferences.test_plan import acts

pytestmark = pytest.mark.both
INVITED = "/can-bo/loi-moi"


def guest_of(app: Flask, slug: str = "muong-la-1") -> tuple[str, str]:
    """The id and the name of the first body invited."""
    with app.app_context():
        row = db.session.execute(
            sa.select(ConferenceGuest.id, SendingBody.name)
            .join(SendingBody, SendingBody.id == ConferenceGuest.body_id)
            .join(Conference, Conference.id == ConferenceGuest.conference_id)
            .where(Conference.slug == slug)
            .order_by(ConferenceGuest.position)
        ).first()
        assert row is not None
        return row[0], row[1]


def say(client: CheckedClient, app: Flask, answer: str, slug: str = "muong-la-1") -> TestResponse:
    here = f"/can-bo/hoi-nghi/{find(app, slug).id}"
    token = client.page("/can-bo/tai-khoan").form()["csrf_token"]
    path = f"{here}/khach/{guest_of(app, slug)[0]}"
    return client.post(path, data={"csrf_token": token, "answer": answer})


def answers(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        rows = db.session.execute(sa.select(ConferenceReply.answer, ConferenceReply.by_name))
        return [(str(answer), name) for answer, name in rows]


def test_staff_write_answers_and_who_says_no_leaves_the_public_page(
    officer_muongla: CheckedClient, visitor: CheckedClient, app: Flask
) -> None:
    name = guest_of(app)[1]
    public = "/hoi-nghi/muong-la-1"
    assert name in visitor.get(public).text
    here = f"/can-bo/hoi-nghi/{find(app, 'muong-la-1').id}"
    for answer, words, shown in (
        ("asked", "Đã mời, chưa trả lời", True),
        ("not_coming", "Không đến", False),
        ("coming", "Sẽ đến", True),
    ):
        assert say(officer_muongla, app, answer).status_code == 303
        assert words in officer_muongla.page(here).text("section[aria-labelledby=who]")
        assert (name in visitor.get(public).text) is shown
    assert say(officer_muongla, app, "coming").status_code == 303  # the same again
    assert answers(app) == [("coming", "Lò Thị Duyên, UBND xã Mường La")]
    assert len(acts(app, find(app, "muong-la-1").id)) == 3
    assert say(officer_muongla, app, "maybe").status_code == 422


def test_an_answer_outlives_a_change_of_the_guests(
    officer_muongla: CheckedClient, app: Flask
) -> None:
    say(officer_muongla, app, "coming")
    path = f"/can-bo/hoi-nghi/{find(app, 'muong-la-1').id}/sua"
    typed = values_of(officer_muongla.page(path))
    more = typed | {"guest_texts": "Cán bộ ngân hàng"}
    assert officer_muongla.post(path, data=more).status_code == 303
    assert [answer for answer, _name in answers(app)] == ["coming"]
    fewer = values_of(officer_muongla.page(path)) | {"orders": [], "bodies": []}
    assert officer_muongla.post(path, data=fewer).status_code == 303
    assert answers(app) == []


def test_a_body_sees_its_own_invitations_and_answers(
    agency_one: CheckedClient,
    agency_two: CheckedClient,
    officer_muongla: CheckedClient,
    app: Flask,
) -> None:
    guest_id, _name = guest_of(app)
    mine, theirs = agency_one, agency_two
    if guest_id not in mine.get(INVITED).text:
        mine, theirs = theirs, mine
    assert guest_id in mine.get(INVITED).text
    assert guest_id not in theirs.get(INVITED).text
    token = mine.page("/can-bo/tai-khoan").form()["csrf_token"]
    path = f"{INVITED}/{guest_id}"
    sent = mine.post(path, data={"csrf_token": token, "answer": "not_coming"})
    assert sent.status_code == 303
    assert "Không đến" in mine.page(INVITED).text("main")
    assert answers(app)[0][0] == "not_coming"
    refused = mine.post(path, data={"csrf_token": token, "answer": "asked"})
    assert refused.status_code == 422
    other = theirs.page("/can-bo/tai-khoan").form()["csrf_token"]
    stolen = theirs.post(path, data={"csrf_token": other, "answer": "coming"})
    assert stolen.status_code == 404
    here = f"/can-bo/hoi-nghi/{find(app, 'muong-la-1').id}"
    officer_muongla.send(f"{here}/huy", {"cancel_reason": "Mưa lũ"})
    assert guest_id not in mine.get(INVITED).text
    late = mine.post(path, data={"csrf_token": token, "answer": "coming"})
    assert late.status_code == 409


def test_a_guest_of_another_conference_is_not_answered_for(
    officer_muongla: CheckedClient, app: Flask
) -> None:
    here = f"/can-bo/hoi-nghi/{find(app, 'muong-la-1').id}"
    token = officer_muongla.page("/can-bo/tai-khoan").form()["csrf_token"]
    path = f"{here}/khach/{guest_of(app, 'suoi-to-1')[0]}"
    sent = officer_muongla.post(path, data={"csrf_token": token, "answer": "coming"})
    assert sent.status_code == 404
    assert answers(app) == []
