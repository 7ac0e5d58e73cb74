"""Signing in with a user name and a password."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest

from jobfair.accounts import passwords
from jobfair.models import AuditEvent, LoginSession
from tests.accounts.conftest import ACCOUNT, SIGN_IN, Inside, get_user
from tests.checked_client import CheckedClient, Page
from tests.world import PASSWORD

pytestmark = pytest.mark.both

RIGHT = {"username": "officer.muongla", "password": PASSWORD}


def bare(text: str) -> str:
    """The page without its form token and without what was typed."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", text).replace("nobody.x", "counsellor")


def test_the_right_password_leads_to_today(visitor: CheckedClient, inside: Inside) -> None:
    answer = visitor.send(SIGN_IN, RIGHT)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/can-bo/")
    assert visitor.get(ACCOUNT).status_code == 200
    with inside() as session:
        row = session.query(AuditEvent).filter_by(action="account.sign_in").one()
        assert (row.actor_name, row.role) == ("Lò Thị Duyên", "officer")


def test_the_administrator_begins_at_administration(visitor: CheckedClient) -> None:
    answer = visitor.send(SIGN_IN, RIGHT | {"username": "admin"})
    assert answer.headers["Location"] == "/can-bo/quan-tri"


def test_case_and_outer_spaces_of_the_user_name_do_not_matter(visitor: CheckedClient) -> None:
    answer = visitor.send(SIGN_IN, RIGHT | {"username": "  Officer.MuongLa "})
    assert answer.status_code == 303


def test_wrong_password_and_unknown_name_are_the_same_answer(visitor: CheckedClient) -> None:
    wrong = visitor.send(SIGN_IN, {"username": "counsellor", "password": "không phải đâu"})
    unknown = visitor.send(SIGN_IN, {"username": "nobody.x", "password": "không phải đâu"})
    assert wrong.status_code == unknown.status_code == 422
    assert bare(wrong.text) == bare(unknown.text)
    assert wrong.headers["Cache-Control"] == unknown.headers["Cache-Control"] == "no-store"


def test_the_same_work_is_done_for_an_unknown_name(
    visitor: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str | None] = []
    verify = passwords.verify

    def spy(stored: str | None, password: str) -> bool:
        seen.append(stored)
        return verify(stored, password)

    monkeypatch.setattr(passwords, "verify", spy)
    visitor.send(SIGN_IN, {"username": "nobody.x", "password": "không phải đâu"})
    assert seen == [None]
    assert "m=19456,t=2,p=1" in passwords._NOBODY


def test_what_was_typed_stays_but_for_the_password(visitor: CheckedClient) -> None:
    page = Page(visitor.send(SIGN_IN, {"username": "counsellor", "password": "sai rồi nhé"}))
    assert page.one("#username").get("value") == "counsellor"
    assert page.one("#password").get("value") in (None, "")
    assert "sai rồi nhé" not in page.response.text
    assert "chưa đúng" in page.text(".summary")


def test_an_expired_token_shows_the_filled_form(visitor: CheckedClient, inside: Inside) -> None:
    answer = visitor.post(SIGN_IN, data=RIGHT | {"csrf_token": "quá cũ"})
    page = Page(answer)
    assert page.status == 422
    assert page.one("#username").get("value") == "officer.muongla"
    assert "Trang mở lâu quá" in page.text(".summary")
    with inside() as session:
        assert session.query(LoginSession).count() == 0
    again = page.form() | {"password": PASSWORD}
    assert visitor.post(SIGN_IN, data=again).status_code == 303


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example/can-bo/",
        "http:/evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/can-bo/\r\nSet-Cookie: a=b",
        "/\t/evil.example",
        "javascript:alert(1)",
        "///evil.example",
        " //evil.example",
        "can-bo/",
    ],
)
def test_no_other_address_is_gone_to(visitor: CheckedClient, target: str) -> None:
    form = visitor.page(SIGN_IN).form() | RIGHT
    answer = visitor.post(SIGN_IN, query_string={"next": target}, data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/can-bo/")


def test_the_wanted_page_comes_after_sign_in(visitor: CheckedClient) -> None:
    asked = visitor.get("/can-bo/hoi-nghi?trang=2")
    assert asked.status_code == 303
    address = asked.headers["Location"]
    form = visitor.page(address).form() | RIGHT
    answer = visitor.post(address, data=form)
    assert answer.headers["Location"] == "/can-bo/hoi-nghi?trang=2"


def test_a_new_cookie_begins_at_sign_in(visitor: CheckedClient) -> None:
    with visitor.session_transaction() as cookie:
        cookie["planted"] = "by someone else"
    visitor.send(SIGN_IN, RIGHT)
    with visitor.session_transaction() as cookie:
        assert "planted" not in cookie
        assert "login" in cookie


def test_only_the_digest_of_the_token_is_kept(visitor: CheckedClient, inside: Inside) -> None:
    visitor.send(SIGN_IN, RIGHT)
    with visitor.session_transaction() as cookie:
        token = cookie["login"]
    assert len(token) >= 43
    with inside() as session:
        assert session.query(LoginSession).one().token_hash == sha256(token.encode()).digest()


def test_an_account_switched_off_answers_like_a_wrong_password(
    visitor: CheckedClient, inside: Inside
) -> None:
    with inside():
        get_user("counsellor").active = False
    off = visitor.send(SIGN_IN, RIGHT | {"username": "counsellor"})
    unknown = visitor.send(SIGN_IN, RIGHT | {"username": "nobody.x"})
    assert off.status_code == 422
    assert bare(off.text) == bare(unknown.text)


def test_an_account_without_a_role_is_told_so(visitor: CheckedClient, inside: Inside) -> None:
    with inside():
        grant = get_user("counsellor").grants[0]
        grant.until = grant.since
    page = Page(visitor.send(SIGN_IN, RIGHT | {"username": "counsellor"}))
    assert page.status == 422
    assert "chưa có vai" in page.text(".summary")


def test_a_hash_of_other_parameters_is_made_anew(visitor: CheckedClient, inside: Inside) -> None:
    visitor.send(SIGN_IN, RIGHT)
    with inside():
        kept = get_user("officer.muongla").password_hash
    assert "m=19456,t=2,p=1" in kept
    assert passwords.verify(kept, PASSWORD)


def test_a_failed_try_on_an_account_is_audited(visitor: CheckedClient, inside: Inside) -> None:
    for name in ("counsellor", "nobody.x"):
        form = visitor.page(SIGN_IN).form() | {"username": name, "password": "sai rồi nhé"}
        visitor.post(SIGN_IN, data=form, buffered=True).close()
    with inside() as session:
        row = session.query(AuditEvent).filter_by(action="account.sign_in_failed").one()
        assert row.object_id == get_user("counsellor").id
        assert (row.actor, row.origin) == ("public", "127.0.0.1")


def test_someone_signed_in_does_not_sign_in_twice(officer_muongla: CheckedClient) -> None:
    assert officer_muongla.get(SIGN_IN).headers["Location"] == "/can-bo/"


def test_the_page_is_there_in_english(visitor: CheckedClient) -> None:
    page = visitor.page(SIGN_IN)
    form = page.form("form[action='/can-bo/ngon-ngu']") | {"lang": "en"}
    assert visitor.post("/can-bo/ngon-ngu", data=form).headers["Location"] == SIGN_IN
    assert visitor.page(SIGN_IN).text("h1") == "Sign-in for officers"
    assert visitor.page(SIGN_IN).one("html").get("lang") == "en"
    assert visitor.get("/en/can-bo/dang-nhap").status_code == 404
