"""Rating a body on the slip: who may, once, changed, withdrawn; a comment is read first."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.agencies.topics import TOPICS
from jobfair.cases.merge_rows import count_rows
from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.models import AuditEvent, BodyRating, CaseFile, CommentState, Placement, RatingComment
from jobfair.ratings.counting import count_all
from tests.checked_client import CheckedClient
from tests.ratings.people import body, leave, says, went
from tests.registration.helpers import open_slip, path_of, register

pytestmark = pytest.mark.both

ONE = "/doanh-nghiep/cong-ty-mau-canh-chim-nui"
WORDS = "Công ty mẫu giữ lời, H'Mông và Giàng A Páo đều được giúp."


def abroad(app: Flask) -> str:
    """The one case there is has left with the first body; its id."""
    with app.app_context():
        case = db.session.query(CaseFile).one()
        placement = Placement(case_id=case.id, body_id=body().id, programme_code="JP-TITP")
        db.session.add(placement)
        db.session.flush()
        leave(case, placement, today() - timedelta(days=30))
        db.session.commit()
        return case.id


def answers(app: Flask) -> dict[str, int]:
    with app.app_context():
        return {row.topic: row.score for row in db.session.query(BodyRating)}


def comment(app: Flask) -> RatingComment | None:
    with app.app_context():
        found = db.session.query(RatingComment).one_or_none()
        db.session.expunge_all()
        return found


def test_who_has_not_left_is_not_asked(app: Flask, visitor: CheckedClient) -> None:
    slip = open_slip(visitor, register(visitor))
    assert "Nói về công ty" not in visitor.page(slip).text("main")
    assert path_of(visitor.get(f"{slip}/danh-gia")) == slip
    other = app.test_client()
    assert other.get(f"{slip}/danh-gia").status_code == 404  # nobody's but who opened it


def test_answers_are_given_changed_and_withdrawn(app: Flask, visitor: CheckedClient) -> None:
    slip = open_slip(visitor, register(visitor))
    abroad(app)
    assert "Nói về công ty" in visitor.page(slip).text("main")
    there = f"{slip}/danh-gia"
    page = visitor.page(there)
    assert page.text("main").count("Không trả lời") == len(TOPICS)
    form = page.form()
    assert visitor.post(there, data=form).status_code == 422  # nothing at all
    filled = form | {"topic_promises": "3", "topic_fees": "1", "topic_help": "9"}
    assert visitor.post(there, data=filled).status_code == 422  # no such answer
    filled = filled | {"topic_help": "", "comment": WORDS}
    for _press in range(2):
        assert path_of(visitor.post(there, data=filled)) == slip
    assert answers(app) == {"promises": 3, "fees": 1}
    kept = comment(app)
    assert kept is not None
    assert WORDS.encode() not in kept.text_enc
    again = visitor.page(there).form()
    assert (again["topic_fees"], again["comment"].strip()) == ("1", WORDS)
    changed = again | {"topic_fees": "2", "topic_promises": ""}
    assert path_of(visitor.post(there, data=changed)) == slip
    assert answers(app) == {"fees": 2}
    assert comment(app).id == kept.id  # type: ignore[union-attr]  # the same words stay
    form = visitor.page(there).form("form[action$='/rut']")
    for _press in range(2):
        assert path_of(visitor.post(f"{there}/rut", data=form)) == slip
    assert (answers(app), comment(app)) == ({}, None)
    with app.app_context():
        acts = db.session.scalars(
            sa.select(AuditEvent.action).where(AuditEvent.action.like("rating.%"))
        )
        assert sorted(acts) == ["rating.give"] * 3 + ["rating.withdraw"]


def test_a_comment_is_seen_only_after_a_counsellor(
    app: Flask, visitor: CheckedClient, counsellor: CheckedClient, leader: CheckedClient
) -> None:
    slip = open_slip(visitor, register(visitor))
    abroad(app)
    there = f"{slip}/danh-gia"
    visitor.post(there, data=visitor.page(there).form() | {"topic_fees": "3", "comment": WORDS})
    with app.app_context():
        for _n in range(4):
            says(went(today() - timedelta(days=200), 90), "fees", 3)
        count_all(today())
        db.session.commit()

    def shown() -> bool:
        app.extensions["jobfair_page_cache"].clear()
        return WORDS in visitor.page(ONE).text("main")

    assert not shown()
    page = counsellor.page("/can-bo/danh-gia")
    assert WORDS in page.text("main")
    assert "Lò Thị Xuân" not in page.text("main")  # who wrote it stands nowhere
    assert leader.get("/can-bo/danh-gia").status_code == 403
    form = page.form("main table form")
    action = page.one("main table form").get("action")
    assert counsellor.post(action, data=form | {"do": "bad"}).status_code == 422
    for do, seen in (("show", True), ("names", False), ("show", True)):
        assert counsellor.post(action, data=form | {"do": do}).status_code == 303
        assert shown() is seen
    changed = visitor.page(there).form() | {"comment": "Lời khác."}
    visitor.post(there, data=changed)
    assert not shown()  # other words are read anew
    assert comment(app).state is CommentState.WAITING  # type: ignore[union-attr]


def test_staff_write_for_a_person_but_never_over_her_own_answers(
    app: Flask, visitor: CheckedClient, officer_muongla: CheckedClient, agency_one: CheckedClient
) -> None:
    slip = open_slip(visitor, register(visitor))
    case_id = abroad(app)
    there = f"/can-bo/ho-so/{case_id}/danh-gia"
    assert there in officer_muongla.get(f"/can-bo/ho-so/{case_id}").text
    assert agency_one.get(there).status_code == 403
    assert officer_muongla.send(there, {"topic_training": "2"}).status_code == 303
    assert answers(app) == {"training": 2}
    assert "checked" not in str(officer_muongla.page(there).form().get("topic_training"))
    own = visitor.page(f"{slip}/danh-gia").form() | {"topic_training": "1"}
    visitor.post(f"{slip}/danh-gia", data=own)
    token = officer_muongla.page(f"/can-bo/ho-so/{case_id}").form()["csrf_token"]
    late = {"csrf_token": token, "topic_training": "3"}
    assert path_of(officer_muongla.post(there, data=late)) == f"/can-bo/ho-so/{case_id}"
    assert answers(app) == {"training": 1}
    with app.app_context():
        person_id = db.session.query(CaseFile.person_id).filter_by(id=case_id).scalar()
        assert count_rows(person_id)["body_rating"] == 1  # follows when two files are joined
