"""Invitations to a conference in Thái or Mông: heard on its page while it stands as it was read."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.lib import clock
from jobfair.models import Conference
from tests.checked_client import CheckedClient
from tests.conferences.helpers import find, values_of
from tests.content.helpers import add_conferences
from tests.content.test_recordings import ROOT, press, put
from tests.guide.opus import recording
from tests.registration.helpers import change

pytestmark = pytest.mark.both
PAGE = "/hoi-nghi/muong-la-1"
LIST = f"{ROOT}?loai=hoi-nghi"


def staff_page(app: Flask, slug: str = "muong-la-1") -> str:
    return f"/can-bo/hoi-nghi/{find(app, slug).id}"


def where(app: Flask, slug: str = "muong-la-1", lang: str = "blt") -> str:
    return f"{ROOT}/{lang}/conference.{find(app, slug).id}"


def players(client: CheckedClient, path: str = PAGE) -> int:
    return len(client.page(path).css("audio"))


def test_an_invitation_is_heard_on_the_page_of_its_conference_and_on_no_other(
    app: Flask, visitor, counsellor, leader
) -> None:
    assert not players(visitor)  # the page is kept from now on
    said = counsellor.page(where(app)).text("blockquote")
    for word in ("xã Mường La", "8:00 đến 11:00", "Nhà văn hóa xã", "Cạnh chợ", "Không mang tiền"):
        assert word in said
    assert "50" not in said
    assert "Recruitment conference" in counsellor.page(where(app, lang="en")).text("blockquote")
    assert put(counsellor, where(app), recording(2.0)).status_code == 303
    assert not players(visitor)
    assert press(leader, where(app), "dang-am-thanh").status_code == 303
    assert "tiếng Thái Đen" in visitor.page(PAGE).text("figure.listen")
    assert not players(visitor, f"/en{PAGE}")
    assert not players(visitor, "/hoi-nghi/suoi-to-1")
    change(app, sa.update(Conference).values(seats_taken=Conference.capacity))
    assert "Hết chỗ" in visitor.page(PAGE).text("main")
    assert players(visitor) == 1
    assert press(counsellor, where(app), "go-am-thanh").status_code == 303
    assert not players(visitor)


def test_another_place_another_hour_and_other_things_to_bring_hide_the_invitation(
    app: Flask, visitor, counsellor, leader, officer_muongla
) -> None:
    put(counsellor, where(app), recording(2.0))
    press(leader, where(app), "dang-am-thanh")
    edit = f"{staff_page(app)}/sua"
    before = values_of(officer_muongla.page(edit))
    for changed in ({"place": "Trường tiểu học"}, {"starts": "08:30"}, {"bring": "Ảnh thẻ"}):
        assert players(visitor) == 1, changed
        assert set(changed) <= set(before)
        typed = values_of(officer_muongla.page(edit)) | changed
        assert officer_muongla.post(edit, data=typed).status_code == 303
        assert not players(visitor), changed
        assert "đã cũ" in counsellor.page(LIST).text("main")
        typed = values_of(officer_muongla.page(edit)) | {key: before[key] for key in changed}
        assert officer_muongla.post(edit, data=typed).status_code == 303
    assert players(visitor) == 1


def test_nobody_is_invited_to_what_is_cancelled_or_over(
    app: Flask, visitor, counsellor, leader, officer_muongla
) -> None:
    put(counsellor, where(app), recording(2.0))
    press(leader, where(app), "dang-am-thanh")
    put(counsellor, where(app), recording(3.0))
    assert "Mường La" in leader.page(f"{ROOT}?loai=cho").text("tbody")
    assert "1 bản thu âm chờ bạn nghe" in leader.page("/can-bo/").text("main")
    officer_muongla.send(f"{staff_page(app)}/huy", {"cancel_reason": "Mưa lũ."})
    assert not players(visitor)
    assert "chờ bạn nghe" not in leader.page("/can-bo/").text("main")
    assert "Không có bản nào chờ bạn nghe" in leader.page(f"{ROOT}?loai=cho").text("main")
    for slug in ("muong-la-1", "muong-la-truoc"):
        page = counsellor.page(where(app, slug))
        assert not page.css("blockquote"), slug
        assert not page.css("form[enctype]"), slug
        assert find(app, slug).id not in counsellor.get(LIST).text
    assert not leader.page(where(app)).css("form[action*='dang-am-thanh']")
    assert counsellor.get(where(app, "muong-la-nhap")).status_code == 404


def test_a_province_of_conferences_is_gone_through_page_by_page(app: Flask, counsellor) -> None:
    add_conferences(app, 20, clock.today() + timedelta(days=30))
    first = counsellor.page(f"{LIST}&tieng=hmn")
    rows = first.css("tbody tr")
    assert len(rows) == 20
    assert "muong-la-1" not in first.text("main")
    assert rows[0].cssselect("th a")[0].get("href") == staff_page(app)
    second = counsellor.page(first.one("a[rel=next]").get("href"))
    assert len(second.css("tbody tr")) == 4
    assert second.one("option[selected]").get("value") == "hmn"
    assert not counsellor.page(ROOT).css("td a[href*='conference.']")


def test_who_records_comes_there_from_the_conference_and_its_kit(
    app: Flask, counsellor, leader, officer_muongla
) -> None:
    way = f"{ROOT}?muc=conference.{find(app, 'muong-la-1').id}"
    for path in (staff_page(app), f"{staff_page(app)}/bo-tai-lieu"):
        assert counsellor.page(path).one(f"a[href='{way}']").text_content() == "Ghi âm lời mời"
        assert leader.page(path).css(f"a[href='{way}']")
        assert ROOT not in officer_muongla.get(path).text
    assert len(counsellor.page(way).css("tbody tr")) == 1
    assert counsellor.page(way).css(f"a[href='{where(app)}']")
    assert ROOT not in counsellor.get(staff_page(app, "muong-la-nhap")).text
    assert officer_muongla.get(way).status_code == 403
