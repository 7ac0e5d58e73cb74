"""The facts of one conference, and the longest that a form takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
from flask import Flask

from jobfair.conferences.kit import Kit, kit_of
from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import Conference
from tests.conferences.helpers import change

SLUG = "muong-la-1"


def on_a_saturday(app: Flask, **more: str) -> None:
    """A day and an hour that are hard to read out."""
    starts = clock.from_local(date(2031, 4, 5), time(13, 30))
    change(app, SLUG, starts_at=starts, ends_at=starts + timedelta(hours=3), **more)


@pytest.fixture
def kit(app: Flask) -> Iterator[Kit]:
    """The facts of one conference."""
    on_a_saturday(app)
    with app.test_request_context(base_url="https://lenduong.example"):
        conference = db.session.query(Conference).filter_by(slug=SLUG).one()
        yield kit_of(conference)
        db.session.remove()


LONGEST = {
    "title": "Hội nghị tư vấn, tuyển dụng người đi làm việc ở nước ngoài " * 3,
    "place": ("Nhà văn hóa trung tâm cụm xã vùng cao " * 5)[:160],
    "landmark": ("cạnh cầu treo qua suối, đối diện trạm y tế " * 5)[:160],
    "contact": ("Hoàng Thị Nguyệt Ánh " * 7)[:120],
    "host": "Trung tâm Dịch vụ việc làm trực thuộc Sở Nội vụ " * 3,
    "markets": "Nhật Bản, Đài Loan, Hàn Quốc, Trung Quốc, Lào, Đức, Hungary, Ba Lan " * 2,
    "guests": ("Công ty cổ phần dịch vụ hợp tác quốc tế mẫu " * 4,) * 5,
}
