"""The track record: counted once a day, by its definition, and not below twenty people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.lib.clock import add_months, now, today
from jobfair.models import (
    BodyRating,
    BodyTopic,
    BodyTrack,
    CommentState,
    Departure,
    RatingComment,
    Setting,
    StayState,
)
from jobfair.ratings import counting
from jobfair.ratings.counting import count_all, count_once_a_day, period
from jobfair.ratings.sweeping import erase_old
from tests.checked_client import CheckedClient
from tests.ratings.people import body, says, went, wrote

pytestmark = pytest.mark.both

ONE = "/doanh-nghiep/cong-ty-mau-canh-chim-nui"
OLD = today() - timedelta(days=300)


def told(app: Flask, visitor: CheckedClient) -> str:
    app.extensions["jobfair_page_cache"].clear()
    return visitor.page(ONE).text("main")


def test_the_period_ends_180_days_ago_and_is_three_years_long(app: Flask) -> None:
    with app.app_context():
        first, last = period(today())
    assert last == today() - timedelta(days=180)
    assert first == add_months(last, -36) + timedelta(days=1)


def test_twenty_selected_are_told_and_nineteen_are_not(app: Flask, visitor: CheckedClient) -> None:
    with app.app_context():
        first, last = period(today())
        for days in (80, 100, 120):
            for _n in range(4):
                went(OLD, days)
        for _n in range(5):
            went(first, None)
        went(last, 90, state=StayState.EARLY)
        went(last, 90, state=StayState.EARLY)
        for out in (last + timedelta(days=1), first - timedelta(days=1)):
            went(out, 10)
        went(OLD, 10, direct=True)
        count_all(today())
        db.session.commit()
        assert db.session.get_one(BodyTrack, body().id).departed is None
    page = told(app, visitor)
    assert "Chưa đủ người: có từ 20 người trúng tuyển" in page
    with app.app_context():
        back = went(OLD, 100)
        count_all(today())
        db.session.commit()
        track = db.session.get_one(BodyTrack, body().id)
        assert (track.selected, track.departed, track.median_days) == (20, 15, 100)
        assert (track.early, track.complaints) == (2, 0)
        placement_id = back.id
    page = told(app, visitor)
    assert "15 trong 20 người (75%)" in page
    assert "100 ngày" in page
    assert "Về nước sớmdưới 5" in page  # two people would be known
    with app.app_context():
        db.session.query(Departure).filter_by(placement_id=placement_id).one().undone_at = now()
        count_all(today())
        assert db.session.get_one(BodyTrack, body().id).departed == 14


def test_ratings_are_told_from_five_people_on(app: Flask, visitor: CheckedClient) -> None:
    with app.app_context():
        placements = [went(OLD, 90) for _n in range(5)]
        for placement, score in zip(placements, (3, 3, 3, 2, 1), strict=True):
            says(placement, "promises", score)
        for placement in placements[:4]:
            says(placement, "fees", 3)
        count_all(today())
        db.session.commit()
        counted = db.session.query(BodyTopic).one()
        assert (counted.topic, counted.people, counted.yes, counted.partly) == ("promises", 5, 3, 1)
    page = told(app, visitor)
    assert "Việc làm, lương đúng như đã hứađúng 60%, một phần 20%" in page
    assert "Tiền nộp" not in page
    with app.app_context():
        db.session.get_one(Setting, "limit.rating_least").value = "6"
        count_all(today())
        db.session.commit()
    assert "có từ 6 người" in told(app, visitor)


def test_the_worker_counts_once_a_day(app: Flask) -> None:
    with app.app_context():
        counting._done.clear()
        assert (count_once_a_day(), count_once_a_day()) == (1, 0)
        counting._done.clear()


def test_old_ratings_and_hidden_comments_are_erased(app: Flask) -> None:
    with app.app_context():
        kept, old = went(OLD, 90), went(OLD, 90)
        for placement in (kept, old):
            says(placement, "fees", 3)
        written = [(wrote(kept), 80), (wrote(old), 100)]
        for comment, days in written:
            comment.state = CommentState.HIDDEN
            comment.decided_at = now() - timedelta(days=days)
        rating = db.session.query(BodyRating).filter_by(placement_id=old.id).one()
        rating.given_at = now() - timedelta(days=37 * 31)
        db.session.flush()
        assert erase_old(today()) == 2
        assert [r.placement_id for r in db.session.query(BodyRating)] == [kept.id]
        assert [c.placement_id for c in db.session.query(RatingComment)] == [kept.id]
        assert erase_old(today()) == 0
