"""Tries are slowed by account, never by address, and nobody is locked out for good."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from jobfair.lib.clock import now
from tests.accounts.conftest import SIGN_IN
from tests.checked_client import CheckedClient, Page
from tests.world import PASSWORD


def try_wrong(client: CheckedClient, username: str = "counsellor") -> Page:
    return Page(client.send(SIGN_IN, {"username": username, "password": "sai rồi nhé"}))


def test_the_right_password_passes_within_a_minute(visitor: CheckedClient) -> None:
    right = {"username": "counsellor", "password": PASSWORD}
    start = now()
    with time_machine.travel(start, tick=False) as clock:
        for _ in range(11):
            assert try_wrong(visitor).status == 422
        refused = Page(visitor.send(SIGN_IN, right))
        assert refused.status == 429
        seconds = int(refused.response.headers["Retry-After"])
        assert 0 < seconds <= 60
        assert refused.one("#username").get("value") == "counsellor"
        assert "thử lại" in refused.text(".summary")
        clock.move_to(start + timedelta(seconds=seconds + 1))
        assert visitor.send(SIGN_IN, right).status_code == 303


def test_a_right_password_forgets_the_failures(visitor: CheckedClient) -> None:
    for _ in range(9):
        try_wrong(visitor)
    assert (
        visitor.send(SIGN_IN, {"username": "counsellor", "password": PASSWORD}).status_code == 303
    )
    visitor.delete_cookie("len_duong")
    for _ in range(9):
        assert try_wrong(visitor).status == 422


def test_other_accounts_at_the_same_address_are_not_slowed(visitor: CheckedClient) -> None:
    for _ in range(15):
        try_wrong(visitor)
    assert try_wrong(visitor).status == 429
    assert visitor.send(SIGN_IN, {"username": "leader", "password": PASSWORD}).status_code == 303


@pytest.mark.parametrize("username", ["counsellor", "nobody.at.all"])
def test_a_name_nobody_has_is_slowed_alike(visitor: CheckedClient, username: str) -> None:
    seen = [try_wrong(visitor, username).status for _ in range(12)]
    assert seen == [422] * 11 + [429]
