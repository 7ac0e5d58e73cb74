"""The page of the own account."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jobfair.models import AuditEvent
from tests.accounts.conftest import ACCOUNT, SIGN_IN, Inside
from tests.checked_client import CheckedClient, Page
from tests.world import PASSWORD

pytestmark = pytest.mark.both

Enter = Callable[[str], CheckedClient]
NEW = "bốn từ của riêng tôi"
FORM = "form[aria-label='Đổi mật khẩu']"


def change(client: CheckedClient, new: str, *, current: str = PASSWORD, again: str = "") -> Page:
    data = {"current": current, "new": new, "again": again or new}
    return Page(client.send(ACCOUNT, data, form=FORM))


def test_changing_the_password_signs_other_browsers_out(signed_in: Enter) -> None:
    here, there = signed_in("leader"), signed_in("leader")
    assert change(here, NEW).status == 303
    assert here.get(ACCOUNT).status_code == 200
    assert there.get(ACCOUNT).status_code == 303
    fresh = there.send(SIGN_IN, {"username": "leader", "password": NEW})
    assert fresh.status_code == 303


def test_marks_typed_apart_or_together_are_the_same_password(signed_in: Enter) -> None:
    client = signed_in("leader")
    assert change(client, "mâ\u0323t khẩu của tôi").status == 303
    data = {"username": "leader", "password": "mật khẩu của tôi"}
    client.delete_cookie("len_duong")
    assert client.send(SIGN_IN, data).status_code == 303


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("ngắn quá", "ít nhất 10 ký tự"),
        ("Mật khẩu 1234", "nhiều người dùng"),
        ("1234567890", "nhiều người dùng"),
        ("aaaaaaaaaaaa", "nhiều người dùng"),
        ("nguyenthiha", "là tên của bạn"),
        (PASSWORD, "mật khẩu cũ"),
    ],
)
def test_a_weak_password_is_refused(signed_in: Enter, new: str, sentence: str) -> None:
    page = change(signed_in("leader"), new)
    assert page.status == 422
    assert sentence in page.text(".summary")


def test_two_different_typings_are_refused(signed_in: Enter) -> None:
    page = change(signed_in("leader"), NEW, again="bốn từ khác hẳn")
    assert page.status == 422
    assert "khác nhau" in page.text(".summary")


def test_the_present_password_is_needed_and_slowed(signed_in: Enter) -> None:
    client = signed_in("leader")
    seen = [change(client, NEW, current="không biết đâu").status for _ in range(12)]
    assert seen == [422] * 11 + [429]


def test_the_own_browsers_are_listed_and_ended(signed_in: Enter) -> None:
    here, there = signed_in("leader"), signed_in("leader")
    page = here.page(ACCOUNT)
    assert len(page.css("section[aria-labelledby=sessions] tbody tr")) == 2
    answer = here.send(ACCOUNT, {}, form="form[action*='/phien/']")
    assert answer.status_code == 303
    assert there.get(ACCOUNT).status_code == 303
    assert here.get(ACCOUNT).status_code == 200


def test_nobody_ends_a_session_of_someone_else(
    officer_muongla: CheckedClient, leader: CheckedClient, signed_in: Enter
) -> None:
    signed_in("leader")
    form = leader.page(ACCOUNT).css("form[action*='/phien/']")[0]
    token = officer_muongla.page(ACCOUNT).form()["csrf_token"]
    answer = officer_muongla.post(form.get("action"), data={"csrf_token": token})
    assert answer.status_code == 404
    assert leader.get(ACCOUNT).status_code == 200


def test_the_workplace_speaks_english_when_asked(officer_muongla: CheckedClient) -> None:
    page = officer_muongla.page(ACCOUNT)
    form = page.form("form[action='/can-bo/ngon-ngu']") | {"lang": "en"}
    officer_muongla.post("/can-bo/ngon-ngu", data=form)
    page = officer_muongla.page(ACCOUNT)
    assert page.text("h1") == "My account"
    assert page.one("html").get("lang") == "en"
    assert officer_muongla.page("/").one("html").get("lang") == "vi"
    assert officer_muongla.page("/can-bo/quan-tri").text("h1") == "Not part of your role"


def test_the_own_last_acts_are_shown_in_words(officer_muongla: CheckedClient) -> None:
    change(officer_muongla, NEW)
    text = officer_muongla.page(ACCOUNT).text("section[aria-labelledby=own]")
    assert "tự đổi mật khẩu" in text


def test_the_audit_names_the_field_and_never_the_password(signed_in: Enter, inside: Inside) -> None:
    change(signed_in("leader"), NEW)
    with inside() as session:
        row = session.query(AuditEvent).filter_by(action="account.password_changed").one()
        assert (row.fields, row.reason) == ("password", "")
