"""A session ends while a form is being filled in: what was typed waits for the next sign-in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.accounts.sessions import revoke_sessions
from jobfair.models import Registration
from tests.accounts.conftest import ACCOUNT, SIGN_IN, Inside, get_user
from tests.checked_client import CheckedClient, Page
from tests.registration.helpers import one
from tests.registration.staff_helpers import people, print_sheets
from tests.world import PASSWORD

pytestmark = pytest.mark.both
USER = "officer.muongla"
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def end(inside: Inside) -> Callable[[], None]:
    """End every session of the officer."""

    def end_all() -> None:
        with inside():
            revoke_sessions(get_user(USER))

    return end_all


def enter_again(client: CheckedClient) -> None:
    """Sign in as one does in the other tab: the same browser, a new cookie."""
    answer = client.send(SIGN_IN, {"username": USER, "password": PASSWORD})
    assert answer.status_code == 303, answer.text


def count_people(app: Flask) -> int:
    return int(one(app, sa.select(sa.func.count(Registration.id))))


def test_twenty_typed_rows_outlive_the_session(
    app: Flask, officer_muongla: CheckedClient, end: Callable[[], None]
) -> None:
    sheet = print_sheets(officer_muongla, app)
    typed = officer_muongla.page(sheet).form() | people()
    end()
    answer = officer_muongla.post(sheet, data=typed)
    waiting = Page(answer)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (403, "no-store")
    assert waiting.form().items() >= people().items()
    assert waiting.css("main form")[0].get("action") == sheet
    link = waiting.css("main li a")[0]
    assert (link.get("href"), link.get("target")) == (SIGN_IN, "_blank")
    enter_again(officer_muongla)
    looked = Page(officer_muongla.post(sheet, data=waiting.form()))
    assert looked.form().items() >= people().items()
    assert count_people(app) == 0
    assert officer_muongla.post(sheet, data=looked.form()).status_code == 303
    assert count_people(app) == 20


def test_a_part_of_a_page_says_so_and_leaves_the_page_as_it_is(
    app: Flask, officer_muongla: CheckedClient, end: Callable[[], None]
) -> None:
    sheet = print_sheets(officer_muongla, app)
    typed = officer_muongla.page(sheet).form() | people()
    end()
    answer = officer_muongla.post(sheet, data=typed, headers=FRAGMENT)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (403, "#messages")
    assert "HX-Redirect" not in answer.headers
    said = Page(answer)
    assert "vẫn còn nguyên ở đây" in said.text("[role=alert]")
    assert [(a.get("href"), a.get("target")) for a in said.css("a")] == [(SIGN_IN, "_blank")]


def test_a_password_never_waits_in_a_page(
    officer_muongla: CheckedClient, end: Callable[[], None]
) -> None:
    typed = officer_muongla.page(ACCOUNT).form()
    typed |= dict.fromkeys(("current", "new", "again"), "ruộng bậc thang mùa lúa chín")
    end()
    answer = officer_muongla.post(ACCOUNT, data=typed)
    assert (answer.status_code, answer.headers["Location"]) == (303, SIGN_IN)


def test_nothing_is_given_back_that_was_not_sent_from_a_page_of_this_site(
    app: Flask, officer_muongla: CheckedClient, end: Callable[[], None]
) -> None:
    sheet = print_sheets(officer_muongla, app)
    end()
    for token in ({}, {"csrf_token": "ImFiYyI.aaaaaa.bbbbbbbbbbbbbbbbbbb"}):
        answer = officer_muongla.post(sheet, data=people() | token)
        assert (answer.status_code, answer.headers["Location"]) == (303, SIGN_IN)
