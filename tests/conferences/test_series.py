from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import Conference, ConferenceState
from tests.checked_client import CheckedClient, Page
from tests.conferences.helpers import find, values_of

pytestmark = pytest.mark.both
COMMUNES = ("03808", "03814", "03901")


def path_of(app: Flask, slug: str = "muong-la-1") -> str:
    return f"/can-bo/hoi-nghi/{find(app, slug).id}/chuoi"


def row(number: int, days: int, commune: str | None = None, **more: str) -> dict[str, str]:
    """What is typed in one row."""
    typed = {
        "day": (clock.today() + timedelta(days=days)).isoformat(),
        "place": f"Nhà văn hóa bản {number}",
        **({"commune": commune} if commune else {}),
        **more,
    }
    return {f"r{number}-{name}": value for name, value in typed.items()}


def opened(client: CheckedClient, path: str, *rows: dict[str, str]) -> dict[str, Any]:
    typed = values_of(client.page(path))
    for one in rows:
        typed |= one
    return typed


def made(app: Flask) -> list[Conference]:
    """The conferences of the rows, by start."""
    with app.app_context():
        rows = db.session.scalars(
            sa.select(Conference)
            .where(Conference.place.like("Nhà văn hóa bản %"))
            .order_by(Conference.starts_at, Conference.place)
        )
        found = list(rows)
        for conference in found:
            _ = conference.guests, conference.markets, conference.communes
        db.session.expunge_all()
        return found


def said(answer: TestResponse, number: int) -> str:
    return Page(answer).text(f"#said-{number}")


def test_a_series_of_twelve_is_one_page(counsellor: CheckedClient, app: Flask) -> None:
    path, source = path_of(app), find(app, "muong-la-1")
    rows = [row(n, 40 + n, COMMUNES[n % 3], landmark="Gốc đa") for n in range(1, 13)]
    answer = counsellor.post(path, data=opened(counsellor, path, *rows))
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("loai=drafts")
    series = made(app)
    assert len(series) == 12
    assert {c.state for c in series} == {ConferenceState.DRAFT}
    for conference in series:
        assert conference.landmark == "Gốc đa"
        assert conference.ends_at - conference.starts_at == source.ends_at - source.starts_at
        assert (
            clock.to_local(conference.starts_at).time() == clock.to_local(source.starts_at).time()
        )
        for name in ("capacity", "agenda", "bring", "contact_phone", "title_vi", "kind"):
            assert getattr(conference, name) == getattr(source, name)
        assert (conference.seats_taken, conference.waiting, conference.version) == (0, 0, 1)
    with app.app_context():
        original = db.session.get_one(Conference, source.id)
        guests = [(g.body_id, g.order_id, g.text_vi) for g in original.guests]
        markets = [m.market_code for m in original.markets]
    assert guests
    for conference in series:
        assert [(g.body_id, g.order_id, g.text_vi) for g in conference.guests] == guests
        assert [m.market_code for m in conference.markets] == markets
    assert "12 bản nháp" in counsellor.get(answer.headers["Location"]).text


def test_sent_twice_it_is_one_series(counsellor: CheckedClient, app: Flask) -> None:
    path = path_of(app)
    typed = opened(counsellor, path, row(1, 40, "03808"), row(2, 41, "03814"))
    assert [counsellor.post(path, data=typed).status_code for _ in range(2)] == [303, 303]
    later = typed | row(3, 42, "03901")  # after Back, with the same page
    assert counsellor.post(path, data=later).status_code == 303
    assert len(made(app)) == 2


def test_ticked_they_are_public_at_once(
    officer_muongla: CheckedClient, visitor: CheckedClient, app: Flask
) -> None:
    path = path_of(app)
    assert "bản 1" not in visitor.get("/hoi-nghi").text
    typed = opened(officer_muongla, path, row(1, 40), row(20, 41)) | {"publish": "y"}
    assert officer_muongla.post(path, data=typed).status_code == 303
    assert [c.state for c in made(app)] == [ConferenceState.OPEN] * 2
    assert {c.commune_code for c in made(app)} == {"03808"}
    assert "bản 1" in visitor.get("/hoi-nghi").text


def test_a_mistake_is_told_at_its_row_and_nothing_is_made_or_lost(
    counsellor: CheckedClient, app: Flask
) -> None:
    path = path_of(app)
    typed = opened(
        counsellor,
        path,
        row(1, 40, "03808", landmark="Vì Thị Ón"),
        row(2, -3, "03808"),
        row(3, 40, "03814", starts="25:00"),
        row(5, 40, "03814", place=""),
        row(7, 40),
        row(9, 40, "99999"),
        row(14, 40, "03901", place="a" * 161),
        {"r18-landmark": "=HYPERLINK(1)\x00"},
    )
    answer = counsellor.post(path, data=typed)
    assert answer.status_code == 422
    assert made(app) == []
    page = Page(answer)
    assert "Hội nghị phải bắt đầu sau lúc này." in said(answer, 2)
    assert "Ghi giờ như 8:00." in said(answer, 3)
    assert "Ghi rõ bà con đến đâu." in said(answer, 5)
    for number in (7, 9):
        assert "Chọn một" in said(answer, number)
    assert "160" in said(answer, 14)
    assert "Ghi rõ ngày nào." in said(answer, 18)
    assert not page.css("#said-1")
    assert not page.css("#said-4")
    assert page.one("#r1-landmark").get("value") == "Vì Thị Ón"
    assert page.one("#r3-starts").get("value") == "25:00"
    assert page.css("details[open] #r14-place")
    assert next(a.get("href") for a in page.css(".summary a")) == "#r2-day"


def test_nothing_typed_is_said_so(officer_muongla: CheckedClient, app: Flask) -> None:
    path = path_of(app)
    answer = officer_muongla.post(path, data=opened(officer_muongla, path))
    assert answer.status_code == 422
    assert "Điền ít nhất một dòng." in Page(answer).text(".summary")


def test_what_is_odd_is_told_once_and_then_made(counsellor: CheckedClient, app: Flask) -> None:
    path, source = path_of(app), find(app, "muong-la-1")
    there = (clock.to_local(source.starts_at).date() - clock.today()).days
    typed = opened(
        counsellor,
        path,
        row(1, 40, "03808"),
        row(2, 40, "03808", starts="18:00"),
        row(3, 40, "03814", starts="9:00"),
        row(4, there, "03808", starts="18:00"),
        row(5, 50, "03814"),
    )
    answer = counsellor.post(path, data=typed)
    assert answer.status_code == 422
    assert made(app) == []
    assert "còn một hội nghị khác: dòng 2" in said(answer, 1)
    assert "cũng phải có mặt ở: dòng 3" in said(answer, 1)
    assert "cũng phải có mặt" not in said(answer, 2)
    assert "cũng phải có mặt ở: dòng 1" in said(answer, 3)
    assert "xã Mường La" in said(answer, 4)
    assert not Page(answer).css("#said-5")
    again = values_of(Page(answer))
    assert counsellor.post(path, data=again | {"r5-place": "Nhà văn hóa bản 55"}).status_code == 303
    assert len(made(app)) == 5


def test_another_communes_draft_is_not_named(
    officer_suoito: CheckedClient, counsellor: CheckedClient, app: Flask
) -> None:
    path = path_of(app, "suoi-to-1")
    theirs = opened(counsellor, path, row(1, 40, "03808"))
    assert counsellor.post(path, data=theirs).status_code == 303
    mine = opened(officer_suoito, path, row(2, 40))
    assert officer_suoito.post(path, data=mine).status_code == 303
    assert len(made(app)) == 2


def test_an_officer_plans_for_the_own_commune_only(
    officer_muongla: CheckedClient, officer_suoito: CheckedClient, app: Flask
) -> None:
    path = path_of(app, "suoi-to-1")  # what is published may be copied by everyone
    answer = officer_muongla.post(path, data=opened(officer_muongla, path, row(1, 40, "03901")))
    assert answer.status_code == 422
    assert made(app) == []
    draft = path_of(app, "muong-la-nhap")
    assert officer_suoito.get(draft).status_code == 404
