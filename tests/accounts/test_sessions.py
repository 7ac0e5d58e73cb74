"""How long a session lives, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from jobfair.accounts import users
from jobfair.accounts.sessions import actor_of, revoke_sessions
from jobfair.lib.clock import now
from jobfair.models import AuditEvent, LoginSession
from tests.accounts.conftest import ACCOUNT, SIGN_IN, Inside, get_user
from tests.checked_client import CheckedClient

pytestmark = pytest.mark.both

Enter = Callable[[str], CheckedClient]


def is_in(client: CheckedClient) -> bool:
    answer = client.get(ACCOUNT)
    assert answer.status_code in (200, 303)
    return answer.status_code == 200


def test_a_revoked_session_ends_with_the_next_request(
    officer_muongla: CheckedClient, inside: Inside
) -> None:
    assert is_in(officer_muongla)
    with inside():
        revoke_sessions(get_user("officer.muongla"))
    answer = officer_muongla.get(ACCOUNT)
    assert answer.headers["Location"] == f"{SIGN_IN}?next={ACCOUNT}"


def test_switching_the_account_off_ends_its_sessions(
    officer_muongla: CheckedClient, inside: Inside
) -> None:
    for on in (False, True):
        with inside():
            by = actor_of(get_user("admin"))
            users.switch(get_user("officer.muongla"), on, "nghỉ việc", by=by)
        assert not is_in(officer_muongla)


def test_ending_the_only_role_ends_the_access(
    officer_muongla: CheckedClient, inside: Inside
) -> None:
    with inside():
        user = get_user("officer.muongla")
        users.end_role(user, user.grants[0].id, by=actor_of(get_user("admin")))
    assert not is_in(officer_muongla)


@pytest.mark.parametrize(
    ("username", "minutes"),
    [("officer.muongla", 30), ("leader", 30), ("admin", 15), ("bank", 15), ("auditor", 15)],
)
def test_an_idle_session_ends(signed_in: Enter, username: str, minutes: int) -> None:
    client, start = signed_in(username), now()
    with time_machine.travel(start + timedelta(minutes=minutes - 1), tick=False):
        assert is_in(client)
    with time_machine.travel(start + timedelta(minutes=2 * minutes), tick=False):
        assert not is_in(client)


def test_use_keeps_a_session_alive_but_not_beyond_eight_hours(signed_in: Enter) -> None:
    client, start = signed_in("leader"), now()
    for minutes in range(25, 8 * 60, 25):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert is_in(client)
    with time_machine.travel(start + timedelta(hours=8), tick=False):
        assert not is_in(client)


def test_a_fourth_session_ends_the_oldest(signed_in: Enter) -> None:
    start = now()
    clients = []
    for minute in range(3):
        with time_machine.travel(start + timedelta(minutes=minute), tick=False):
            clients.append(signed_in("leader"))
    with time_machine.travel(start + timedelta(minutes=4), tick=False):
        assert all(is_in(client) for client in clients)
        fourth = signed_in("leader")
        assert [is_in(client) for client in (*clients, fourth)] == [False, True, True, True]


def test_last_seen_is_written_at_most_once_a_minute(signed_in: Enter, inside: Inside) -> None:
    client, start = signed_in("leader"), now()

    def seen_after(seconds: int) -> object:
        with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
            assert is_in(client)
        with inside() as session:
            return session.query(LoginSession.last_seen).scalar()

    first = seen_after(10)
    assert seen_after(50) == first
    assert seen_after(75) == start + timedelta(seconds=75)
    assert seen_after(100) == start + timedelta(seconds=75)


def test_signing_out_ends_the_session_and_clears_the_browser(
    officer_muongla: CheckedClient, inside: Inside
) -> None:
    with officer_muongla.session_transaction() as cookie:
        token = cookie["login"]
    answer = officer_muongla.send(ACCOUNT, {}, form="form[action='/can-bo/thoat']")
    assert (answer.status_code, answer.headers["Location"]) == (303, SIGN_IN)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(officer_muongla)
    with officer_muongla.session_transaction() as cookie:
        cookie["login"] = token
    assert not is_in(officer_muongla)
    with inside() as session:
        assert session.query(AuditEvent).filter_by(action="account.sign_out").count() == 1


def test_signing_out_needs_the_page_s_token(officer_muongla: CheckedClient) -> None:
    assert officer_muongla.post("/can-bo/thoat").status_code == 400
    assert is_in(officer_muongla)


def test_an_htmx_request_of_an_ended_session_is_led_to_sign_in(
    officer_muongla: CheckedClient, inside: Inside
) -> None:
    with inside():
        revoke_sessions(get_user("officer.muongla"))
    answer = officer_muongla.get("/can-bo/hoi-nghi", headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith(SIGN_IN)


def test_a_made_up_token_is_nobody(visitor: CheckedClient) -> None:
    with visitor.session_transaction() as cookie:
        cookie["login"] = "x" * 43
    assert not is_in(visitor)
