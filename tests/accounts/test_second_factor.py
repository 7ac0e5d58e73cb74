"""The second factor of every account that demonstration data did not make."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from jobfair.accounts import second_factor, users
from jobfair.accounts.sessions import actor_of
from jobfair.lib.clock import now
from jobfair.models import AuditEvent, OfficeKind, RecoveryCode, Role, UserAccount
from tests.accounts.conftest import ACCOUNT, SET_UP, SIGN_IN, Inside, RealPerson, get_user
from tests.checked_client import CheckedClient, Page
from tests.world import PASSWORD

pytestmark = pytest.mark.both

CONFIRM = "/can-bo/xac-nhan"
Make = Callable[..., RealPerson]


def sign_out(client: CheckedClient) -> None:
    """End the session if there is one."""
    if client.get(ACCOUNT).status_code == 200:
        client.send(ACCOUNT, {}, form="form[action='/can-bo/thoat']")


def test_a_real_account_sees_nothing_before_its_phone_is_linked(real_person: Make) -> None:
    person = real_person()
    person.type_password()
    for address in ("/can-bo/", ACCOUNT, "/can-bo/hoi-nghi", "/can-bo/nguoi-lao-dong?q=a"):
        answer = person.client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (303, SET_UP), address
    assert person.client.page(SET_UP).css("nav[aria-label='Mục làm việc']") == []


def test_the_set_up_page_shows_picture_and_key(real_person: Make) -> None:
    person = real_person()
    person.type_password()
    page = person.client.page(SET_UP)
    person.read_secret()
    assert page.css(".qr svg")
    assert page.text(".key").replace(" ", "") == person.secret
    assert "style=" not in page.response.text


def test_the_key_is_sealed_in_the_database(real_person: Make, inside: Inside) -> None:
    person = real_person()
    person.type_password()
    person.read_secret()
    with inside():
        sealed = get_user(person.username).totp_enc
    assert sealed is not None
    assert person.secret.encode() not in sealed


def test_a_wrong_first_code_links_nothing(real_person: Make, inside: Inside) -> None:
    person = real_person()
    person.type_password()
    page = Page(person.client.send(SET_UP, {"code": "000000"}))
    assert page.status == 422
    assert "chưa đúng" in page.text(".summary")
    with inside():
        assert get_user(person.username).totp_confirmed_at is None


def test_another_key_takes_the_place_of_the_first(real_person: Make) -> None:
    person = real_person()
    person.type_password()
    person.read_secret()
    first = person.secret
    person.client.send(SET_UP, {}, form="form[action='/can-bo/thiet-lap/khoa']")
    person.read_secret()
    assert person.secret != first


def test_linking_the_phone_gives_ten_codes_and_opens_the_workplace(real_person: Make) -> None:
    person = real_person()
    codes = person.set_up()
    assert len(set(codes)) == 10
    assert person.client.get(ACCOUNT).status_code == 200
    assert person.client.get(SET_UP).headers["Location"] == "/can-bo/"


def test_later_a_code_is_asked_for_and_works_once(real_person: Make) -> None:
    person = real_person()
    person.set_up()
    sign_out(person.client)
    with time_machine.travel(now() + timedelta(minutes=1), tick=False):
        assert person.type_password() == CONFIRM
        assert person.client.get(ACCOUNT).status_code == 303
        code = person.code()
        answer = person.client.send(CONFIRM, {"code": f"{code[:3]} {code[3:]}"})
        assert answer.headers["Location"] == "/can-bo/"
        assert person.client.get(ACCOUNT).status_code == 200
        sign_out(person.client)
        assert person.type_password() == CONFIRM
        page = Page(person.client.send(CONFIRM, {"code": code}))
        assert page.status == 422
        assert "đã dùng" in page.text(".summary")
    with time_machine.travel(now() + timedelta(minutes=2), tick=False):
        assert person.client.send(CONFIRM, {"code": person.code()}).status_code == 303


def test_the_code_of_set_up_does_not_work_again(real_person: Make) -> None:
    person = real_person()
    with time_machine.travel(now(), tick=False):
        person.set_up()
        sign_out(person.client)
        person.type_password()
        assert person.client.send(CONFIRM, {"code": person.code()}).status_code == 422


def test_an_old_code_does_not_work(real_person: Make) -> None:
    person = real_person()
    person.set_up()
    sign_out(person.client)
    with time_machine.travel(now() + timedelta(minutes=5), tick=False):
        old = person.code()
    with time_machine.travel(now() + timedelta(minutes=7), tick=False):
        person.type_password()
        assert person.client.send(CONFIRM, {"code": old}).status_code == 422


def test_a_printed_code_works_once(real_person: Make, inside: Inside) -> None:
    person = real_person()
    code = person.set_up()[3]
    for expected in (303, 422):
        sign_out(person.client)
        person.type_password()
        assert person.client.send(CONFIRM, {"code": code.lower()}).status_code == expected
    with inside() as session:
        used = session.query(RecoveryCode).filter(RecoveryCode.used_at.is_not(None)).count()
        assert used == 1
        assert session.query(AuditEvent).filter_by(action="account.recovery_used").count() == 1


def test_printed_codes_are_not_kept_readable(real_person: Make, inside: Inside) -> None:
    person = real_person()
    codes = [code.replace(" ", "").encode() for code in person.set_up()]
    with inside() as session:
        kept = [row.code_hash for row in session.query(RecoveryCode)]
    assert len(kept) == 10
    assert not any(code in row for code in codes for row in kept)


def test_new_printed_codes_end_the_old_ones(real_person: Make) -> None:
    person = real_person()
    old = person.set_up()[0]
    form = "form[action='/can-bo/tai-khoan/ma-in']"
    sheet = Page(person.client.send(ACCOUNT, {}, form=form))
    new = sheet.css("td.rc")[0].text_content().strip()
    for code, expected in ((old, 422), (new, 303)):
        sign_out(person.client)
        person.type_password()
        assert person.client.send(CONFIRM, {"code": code}).status_code == expected


def test_codes_are_slowed_too(real_person: Make) -> None:
    person = real_person()
    person.set_up()
    sign_out(person.client)
    person.type_password()
    seen = [person.client.send(CONFIRM, {"code": "000000"}).status_code for _ in range(12)]
    assert seen == [422] * 11 + [429]


def test_the_second_page_alone_leads_to_the_first(visitor: CheckedClient) -> None:
    assert visitor.get(CONFIRM).headers["Location"] == SIGN_IN


def test_the_second_page_waits_ten_minutes(real_person: Make) -> None:
    person = real_person()
    person.set_up()
    sign_out(person.client)
    person.type_password()
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        assert person.client.get(CONFIRM).headers["Location"] == SIGN_IN


def test_a_reset_between_the_two_pages_ends_the_sign_in(real_person: Make, inside: Inside) -> None:
    person = real_person()
    person.set_up()
    sign_out(person.client)
    person.type_password()
    with inside():
        by = actor_of(get_user("admin"))
        users.reset_password(get_user(person.username), "quên mật khẩu", by=by)
    assert person.client.get(CONFIRM).headers["Location"] == SIGN_IN


def test_the_wanted_page_is_remembered_over_both_pages(real_person: Make) -> None:
    person = real_person()
    code = person.set_up()[0]
    sign_out(person.client)
    address = f"{SIGN_IN}?next=/can-bo/hoi-nghi"
    form = person.client.page(address).form()
    form |= {"username": person.username, "password": PASSWORD}
    assert person.client.post(address, data=form).headers["Location"] == CONFIRM
    answer = person.client.send(CONFIRM, {"code": code})
    assert answer.headers["Location"] == "/can-bo/hoi-nghi"


def test_a_session_without_a_code_ends_when_the_phone_is_linked_elsewhere(
    real_person: Make, app: Flask
) -> None:
    person = real_person()
    person.type_password()
    other = RealPerson(app, person.username, person.user_id)
    other.set_up()
    assert person.client.get(SET_UP).headers["Location"].startswith(SIGN_IN)


def test_a_demonstration_account_needs_no_code(officer_muongla: CheckedClient) -> None:
    page = officer_muongla.page(ACCOUNT)
    assert page.status == 200
    assert "tài khoản mẫu" in page.text("#factor + p")


def test_a_linked_phone_s_key_is_not_made_anew(real_person: Make) -> None:
    person = real_person()
    person.set_up()
    token = person.client.page(ACCOUNT).form()["csrf_token"]
    answer = person.client.post("/can-bo/thiet-lap/khoa", data={"csrf_token": token})
    assert answer.status_code == 404


def test_five_minutes_later_administration_asks_for_a_code(
    real_person: Make, inside: Inside
) -> None:
    person = real_person("quan.tri", Role.ADMIN, OfficeKind.DEPARTMENT)
    assert person.type_password() == "/can-bo/quan-tri"
    person.read_secret()
    person.client.send(SET_UP, {"code": person.code()})
    with inside():
        address = f"/can-bo/quan-tri/tai-khoan/{get_user('leader').id}"
    assert person.client.get(address).status_code == 200
    with time_machine.travel(now() + timedelta(minutes=6), tick=False):
        asked = person.client.get(address).headers["Location"]
        assert asked.startswith("/can-bo/xac-nhan-lai?next=")
        form = person.client.page(asked).form()
        wrong = person.client.post(asked, data=form | {"code": "000000"})
        assert wrong.status_code == 422
        answer = person.client.post(asked, data=form | {"code": person.code()})
        assert answer.headers["Location"] == address
        assert person.client.get(address).status_code == 200


def test_two_takings_of_one_code_at_once_give_one(real_person: Make, inside: Inside) -> None:
    person = real_person()
    person.type_password()
    person.read_secret()
    with inside() as session:
        user = session.get_one(UserAccount, person.user_id)
        code = person.code()
        # The second sees the row as it was read before the first one wrote.
        assert [second_factor._take_totp(user, code) for _ in range(2)] == [True, False]
