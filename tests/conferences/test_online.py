"""A conference over the network: test call, steps, where the link stands, and its door."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.language import answering_in
from jobfair.lib import clock, gsm
from jobfair.models import Conference, Registration
from jobfair.registration.sms_words import done
from tests.checked_client import CheckedClient, Page
from tests.conferences.helpers import change, find, register, values_of
from tests.conferences.test_plan import create, made_by
from tests.registration.helpers import open_slip
from tests.registration.helpers import register as sign_up

pytestmark = pytest.mark.both
SLUG, LINK = "truc-tuyen-1", "https://hoi-nghi.example/phong-1"


def test_a_test_call_needs_a_day_and_an_hour(officer_muongla: CheckedClient, app: Flask) -> None:
    day = (clock.today() + timedelta(days=9)).isoformat()
    half = create(officer_muongla, kind="online", online_url=LINK, try_day=day)
    assert half.status_code == 422
    assert "Ghi cả ngày và giờ thử gọi." in Page(half).text(".summary")
    typed = {"kind": "online", "online_url": LINK, "try_day": day, "try_hour": "19:00"}
    made = made_by(create(officer_muongla, **typed), app)
    assert made.try_at is not None
    assert clock.to_local(made.try_at).hour == 19
    here = f"/can-bo/hoi-nghi/{made.id}"
    assert "19:00" in officer_muongla.page(here).text("section[aria-labelledby=plan]")
    form = values_of(officer_muongla.page(f"{here}/sua"))
    assert form["try_hour"] == ["19:00"]
    hall = form | {"kind": ["hall"], "place": ["Nhà văn hóa"]}
    assert officer_muongla.post(f"{here}/sua", data=hall).status_code == 303
    assert find(app, made.slug).try_at is None


def test_the_link_stands_on_the_slip_and_not_in_public(visitor: CheckedClient, app: Flask) -> None:
    day = clock.today() + timedelta(days=7)
    change(app, SLUG, try_at=clock.from_local(day, time(19, 0)))
    page = visitor.page(f"/hoi-nghi/{SLUG}")
    assert LINK not in visitor.get(f"/hoi-nghi/{SLUG}").text
    assert "19:00" in page.text("main")
    assert len(page.css("section[aria-labelledby=join] li")) == 5
    slip = open_slip(visitor, sign_up(visitor, start=f"/hoi-nghi/{SLUG}/dang-ky"))
    words = visitor.page(slip).text("main")
    assert LINK in words
    assert "Thử gọi:" in words
    assert "Mở phiếu, bấm vào liên kết." in words


@pytest.mark.parametrize("link", [LINK, "https://hoi-nghi.example/" + "p" * 150])
def test_a_text_carries_the_whole_link_or_the_page(app: Flask, link: str) -> None:
    change(app, SLUG, online_url=link)
    made = register(app, SLUG)
    with app.test_request_context(), answering_in("vi"):
        words = done(db.session.get_one(Registration, made))
        assert gsm.fits(words)
        assert (LINK if link == LINK else f"/hoi-nghi/{SLUG}") in words


def test_who_joins_is_marked_as_at_any_door(officer_muongla: CheckedClient, app: Flask) -> None:
    made = register(app, SLUG)
    with app.app_context():
        meeting = db.session.get_one(Conference, find(app, SLUG).id)
        meeting.starts_at = clock.now() - timedelta(minutes=5)
        meeting.ends_at = meeting.starts_at + timedelta(hours=2)
        db.session.commit()
        roster = f"/can-bo/hoi-nghi/{meeting.id}/diem-danh"
    form = officer_muongla.page(roster).css(f"#r-{made} form")[0]
    button = form.cssselect("button")[0]
    data = dict(form.fields) | {button.get("name"): button.get("value")}
    assert officer_muongla.post(form.get("action"), data=data).status_code == 303
    assert "có mặt trên mạng lúc" in officer_muongla.page(roster).text(f"#r-{made}")
