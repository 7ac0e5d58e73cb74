"""Helpers at the door: named for one conference, on its day; closed at once; kept apart."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.conferences.helpers import end_old_doors
from jobfair.database import db
from jobfair.lib import clock
from jobfair.lib.codes import new_id
from jobfair.models import AuditEvent, ConferenceState, RoleGrant, UserAccount
from tests.accounts.conftest import SIGN_IN
from tests.checked_client import CheckedClient, Page
from tests.conferences.helpers import change, find

pytestmark = pytest.mark.both
Enter = Callable[[str], CheckedClient]
SLUG = "muong-la-1"
HER = {"full_name": "Cà Thị Ngân", "username": "095 0000 456"}
OWN = {"new": "bốn từ của riêng tôi", "again": "bốn từ của riêng tôi"}
MY_DOOR = "/can-bo/cua"


def base(app: Flask, slug: str = SLUG) -> str:
    return f"/can-bo/hoi-nghi/{find(app, slug).id}"


def page_of(app: Flask, slug: str = SLUG) -> str:
    return f"{base(app, slug)}/nguoi-giup"


def name(client: CheckedClient, app: Flask, slug: str = SLUG, **typed: str) -> Page:
    return Page(client.send(page_of(app, slug), HER | typed, form="#helper"))


def first_of(sheet: Page) -> str:
    return str(sheet.css("td.rc")[1].text_content())


def user(app: Flask, username: str = "0950000456") -> UserAccount:
    with app.app_context():
        found = db.session.query(UserAccount).filter_by(username_folded=username).one()
        db.session.expunge_all()
        return found


def grant_of(app: Flask, username: str = "0950000456") -> RoleGrant:
    return user(app, username).grants[-1]


def acts(app: Flask, user_id: str) -> list[str]:
    with app.app_context():
        rows = db.session.query(AuditEvent.action).filter_by(object_id=user_id)
        return sorted(row.action for row in rows)


def day_of(app: Flask, slug: str = SLUG) -> date:
    return clock.to_local(find(app, slug).starts_at).date()


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return clock.from_local(day, time(hour, minute))


def test_a_helper_is_named_signs_in_and_reads_on_which_day_the_list_opens(
    officer_muongla: CheckedClient, visitor: CheckedClient, app: Flask
) -> None:
    assert "Chưa giao ai giúp" in officer_muongla.page(page_of(app, "truc-tuyen-1")).text("main")
    sheet = name(officer_muongla, app)
    assert sheet.status == 200
    assert "0950000456" in sheet.text("table")
    assert clock.show_date(day_of(app)) in sheet.text("table")
    made = user(app)
    assert (made.must_change_password, made.is_demo, made.active) == (True, False, True)
    assert acts(app, made.id) == ["user.created", "user.door_given"]
    assert "Chưa cài đặt tài khoản" in officer_muongla.page(page_of(app)).text("main")
    answer = visitor.send(SIGN_IN, {"username": "0950000456", "password": first_of(sheet)})
    assert answer.status_code == 303
    assert visitor.get(MY_DOOR).headers["Location"] == "/can-bo/thiet-lap"
    assert visitor.send("/can-bo/thiet-lap", OWN).status_code == 303
    assert visitor.page("/can-bo/thiet-lap").text("h1") == "Gắn điện thoại của bạn"


def test_she_lands_on_the_roster_of_the_day_and_sees_only_that(
    signed_in: Enter, app: Flask
) -> None:
    day = day_of(app)
    roster = f"{base(app)}/diem-danh"
    with clock.at(at(day - timedelta(days=1), 23, 59)):
        door = signed_in("door.muongla")
        assert door.get("/can-bo/").headers["Location"] == MY_DOOR
        page = door.page(MY_DOOR)
        assert f"mở từ 0:00 ngày {clock.show_date(day)}" in page.text("main")
        assert page.css("main a[href^='/can-bo']") == []
        assert door.get(roster).status_code == 404
    with clock.at(at(day, 0, 0)):
        assert door.get(MY_DOOR).headers["Location"] == roster
        page = door.page(roster)
        assert page.status == 200
        assert [a.get("href") for a in page.css("header nav a")] == [MY_DOOR]
        links = {a.get("href") for a in page.css("main a")}
        assert links == {f"{base(app)}/in/treo", f"{base(app)}/vang-lai"}
    with clock.at(at(day, 23, 59)):
        door = signed_in("door.muongla")
        assert door.get(roster).status_code == 200
    with clock.at(at(day + timedelta(days=1), 0, 0)):
        assert door.get(roster).status_code == 404
        assert "Đã kết thúc" in door.page(MY_DOOR).text("main")


def test_the_door_goes_with_the_day_and_stays_shut_for_a_draft_or_a_cancelled_one(
    signed_in: Enter, app: Flask
) -> None:
    held, day = find(app, SLUG), day_of(app)
    roster = f"{base(app)}/diem-danh"
    with clock.at(at(day, 9)):
        door = signed_in("door.muongla")
        for state, status, words in (
            (ConferenceState.DRAFT, 404, "Chưa công bố"),
            (ConferenceState.CANCELLED, 404, "Đã hủy"),
        ):
            change(app, SLUG, state=state)
            assert door.get(roster).status_code == status
            assert words in door.page(MY_DOOR).text("main")
        change(app, SLUG, state=ConferenceState.OPEN)
        assert door.get(roster).status_code == 200
        a_day = timedelta(days=1)
        change(app, SLUG, starts_at=held.starts_at + a_day, ends_at=held.ends_at + a_day)
        assert door.get(roster).status_code == 404
        change(app, SLUG, starts_at=held.starts_at - a_day, ends_at=held.ends_at)
        assert door.get(roster).status_code == 200  # its second day


def test_a_double_click_is_one_account_and_shows_a_sheet_that_works(
    officer_muongla: CheckedClient, app: Flask
) -> None:
    sent = officer_muongla.page(page_of(app)).form("#helper") | HER
    one, two = (Page(officer_muongla.post(page_of(app), data=sent)) for _ in range(2))
    assert first_of(one) == first_of(two)
    assert acts(app, user(app).id) == ["user.created", "user.door_given"]
    other = Page(officer_muongla.post(page_of(app), data=sent | {"form_key": new_id()}))
    assert other.status == 422
    assert "đã có người dùng" in other.text("#helper")
    assert other.form("#helper")["full_name"] == HER["full_name"]
    with app.app_context():
        changed = sa.update(UserAccount).where(UserAccount.username == "0950000456")
        db.session.execute(changed.values(must_change_password=False))
        db.session.commit()
    assert officer_muongla.post(page_of(app), data=sent).status_code == 409


def test_ending_closes_the_open_browser_at_once(
    officer_muongla: CheckedClient, signed_in: Enter, app: Flask
) -> None:
    grant = grant_of(app, "door.muongla")
    with clock.at(at(day_of(app), 9)):
        officer, door = signed_in("officer.muongla"), signed_in("door.muongla")
        assert door.get(f"{base(app)}/diem-danh").status_code == 200
        token = officer.page(page_of(app)).form()["csrf_token"]
        for _twice in range(2):
            path = f"{page_of(app)}/{grant.id}/dung"
            assert officer.post(path, data={"csrf_token": token}).status_code == 303
        assert door.get(f"{base(app)}/diem-danh").headers["Location"].startswith(SIGN_IN)
        assert "Đã ngừng ngày" in officer.page(page_of(app)).text("table")
    assert acts(app, grant.user_id).count("user.door_ended") == 1


def test_who_helped_before_is_named_again_with_one_tap(
    officer_muongla: CheckedClient, officer_suoito: CheckedClient, app: Flask
) -> None:
    made = user(app, "door.muongla")
    online = page_of(app, "truc-tuyen-1")
    form = officer_muongla.page(online)
    assert "Quàng Thị Mẩy" in form.text("[aria-labelledby=known]")
    sent = {"csrf_token": form.form()["csrf_token"], "user": made.id}
    for _twice in range(2):
        assert officer_muongla.post(f"{online}/lai", data=sent).status_code == 303
    assert acts(app, made.id).count("user.door_given") == 1
    assert "known" not in officer_muongla.get(online).text
    theirs = page_of(app, "suoi-to-1")
    page = officer_suoito.page(theirs)
    assert "Quàng Thị Mẩy" not in page.text("main")
    sent["csrf_token"] = page.form()["csrf_token"]
    assert officer_suoito.post(f"{theirs}/lai", data=sent).status_code == 404


def test_nobody_gets_at_another_roster_by_way_of_a_helpers_account(
    counsellor: CheckedClient,
    officer_muongla: CheckedClient,
    officer_suoito: CheckedClient,
    app: Flask,
) -> None:
    """Named at two communes by the counsellor: a new sheet comes from the province only."""
    made, grant = user(app, "door.muongla"), grant_of(app, "door.muongla")
    theirs = page_of(app, "suoi-to-1")
    token = counsellor.page(theirs).form()["csrf_token"]
    again = counsellor.post(f"{theirs}/lai", data={"csrf_token": token, "user": made.id})
    assert again.status_code == 303
    path = f"{page_of(app)}/{grant.id}/mat-khau"
    token = officer_muongla.page(page_of(app)).form()["csrf_token"]
    assert officer_muongla.post(path, data={"csrf_token": token}).status_code == 409
    token = officer_suoito.page(theirs).form()["csrf_token"]
    assert officer_suoito.post(path, data={"csrf_token": token}).status_code == 404
    token = counsellor.page(page_of(app)).form()["csrf_token"]
    sent = {"csrf_token": token, "form_key": new_id()}
    one, two = (Page(counsellor.post(path, data=sent)) for _ in range(2))
    assert one.status == two.status == 200
    assert first_of(one) == first_of(two)
    assert acts(app, made.id).count("user.password_reset") == 1
    assert user(app, "door.muongla").must_change_password


def test_a_name_of_staff_is_taken_and_a_helper_gets_no_other_role(
    officer_muongla: CheckedClient, admin: CheckedClient, app: Flask
) -> None:
    page = name(officer_muongla, app, username="leader")
    assert page.status == 422
    assert "đã có người dùng" in page.text("#helper")
    path = f"/can-bo/quan-tri/tai-khoan/{user(app, 'door.muongla').id}"
    form = admin.page(path)
    offered = {option.get("value") for option in form.css("#role option, [name=role] option")}
    assert "door" not in offered
    office = find(app, SLUG).host_office_id
    sent = {"csrf_token": form.form()["csrf_token"], "role": "officer", "office": office}
    assert admin.post(path, data=sent).status_code == 422
    assert len(user(app, "door.muongla").grants) == 1


def test_ten_help_and_no_eleventh(officer_muongla: CheckedClient, app: Flask) -> None:
    for number in range(9):  # one is there already
        assert name(officer_muongla, app, username=f"giup.{number}").status == 200
    assert name(officer_muongla, app, username="giup.10").status == 409


@pytest.mark.parametrize("slug", ["muong-la-huy", "muong-la-truoc"])
def test_nobody_is_named_for_what_is_off_or_over(
    officer_muongla: CheckedClient, app: Flask, slug: str
) -> None:
    page = officer_muongla.page(page_of(app, slug))
    assert page.status == 200
    assert page.css("[name=full_name]") == []
    token = officer_muongla.page(page_of(app)).form()["csrf_token"]
    sent = HER | {"csrf_token": token, "form_key": new_id()}
    assert officer_muongla.post(page_of(app, slug), data=sent).status_code == 409


def test_a_week_after_the_helper_cannot_sign_in_any_more(
    visitor: CheckedClient, app: Flask
) -> None:
    day = day_of(app)
    with app.app_context(), clock.at(at(day + timedelta(days=7), 23)):
        assert end_old_doors() == 0
    with app.app_context(), clock.at(at(day + timedelta(days=8), 1)):
        assert end_old_doors() == 1
        db.session.commit()
        assert end_old_doors() == 0
    grant = grant_of(app, "door.muongla")
    assert grant.until is not None
    assert "user.door_ended" in acts(app, grant.user_id)
