"""Who may what: the table of roles as it was agreed, and that nothing goes round it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from jobfair.access import ROLE_PERMISSIONS, Permission
from jobfair.menu import MENU
from jobfair.models import Role
from tests.checked_client import CheckedClient
from tests.house.conftest import FRAGMENT, VISITOR, Hall
from tests.house.contents import changed, read_contents
from tests.house.route import EVERYBODY, LETTERS, PUBLIC, Route
from tests.house.routes import ROUTES
from tests.house.test_matrix import LEAST
from tests.world import CAST

AGREED = {
    Permission.SEE_TODAY: "OCLAU",
    Permission.SEE_CONFERENCES: "OCLABU",
    Permission.PLAN_CONFERENCE: "OCL",
    Permission.ANSWER_INVITATION: "A",
    Permission.SIT_AT_TABLE: "A",
    Permission.SEE_ROSTER: "OCLUD",
    Permission.MARK_ATTENDANCE: "OCD",
    Permission.RUN_DOOR: "OC",
    Permission.PRINT_OFFICER_LIST: "OCLU",
    Permission.NAME_HELPERS: "OC",
    Permission.OPEN_OWN_DOOR: "D",
    Permission.REGISTER_PERSON: "OCL",
    Permission.SEARCH_PEOPLE: "OCLAU",
    Permission.SEE_CASE: "OCLAU",
    Permission.MOVE_CASE: "OCLA",
    Permission.NOTE_CASE: "OC",
    Permission.RECORD_FACT: "OCLA",
    Permission.CORRECT_CASE: "OCLA",
    Permission.TAKE_OVER: "CL",
    Permission.UNMASK: "OCL",
    Permission.DECIDE_DUPLICATE: "OC",
    Permission.ISSUE_CODE: "O",
    Permission.SEE_ABROAD: "OCLAU",
    Permission.RECORD_ABROAD: "OCA",
    Permission.RECORD_RETURN: "OC",
    Permission.SET_LIMITS: "L",
    Permission.SEE_BODIES: "OCLABU",
    Permission.ENTER_BODY: "CL",
    Permission.MODERATE_RATINGS: "C",
    Permission.RATE_FOR_PERSON: "OC",
    Permission.ENTER_ORDER: "CA",
    Permission.APPROVE_ORDER: "L",
    Permission.SEE_WARNINGS: "OCLU",
    Permission.DRAFT_WARNING: "OCL",
    Permission.CHECK_WARNING: "CL",
    Permission.SEE_MISSES: "CLU",
    Permission.SEE_COMPLAINTS: "CLU",
    Permission.HANDLE_COMPLAINT: "CL",
    Permission.SEE_PROFILES: "A",
    Permission.SEE_CLASSES: "OCLAU",
    Permission.RUN_CLASS: "CA",
    Permission.SEE_BODY_REPORTS: "CLU",
    Permission.DECIDE_BODY_REPORT: "CL",
    Permission.WORK_ON_LOANS: "B",
    Permission.SEE_ADVICE: "OCLU",
    Permission.LOG_ADVICE: "OC",
    Permission.EXPORT_LISTS: "OLA",
    Permission.EXPORT_ROSTER: "OL",
    Permission.EXPORT_LOANS: "B",
    Permission.EXPORT_UNMASKED: "L",
    Permission.IMPORT_LISTS: "OCLAB",
    Permission.SEE_BOARD: "OCLU",
    Permission.SEE_AUDIT: "UM",
    Permission.SEE_OWN_AUDIT: EVERYBODY,
    Permission.SEE_FACTS: "OCLU",
    Permission.SEE_CONTENT: "CLU",
    Permission.EDIT_CONTENT: "C",
    Permission.PUBLISH_CONTENT: "CL",
    Permission.MANAGE_USERS: "M",
    Permission.OWN_ACCOUNT: EVERYBODY,
}
"""Permission -> letters of the roles. Whoever widens a role changes this line too."""


@pytest.mark.parametrize("permission", list(Permission))
def test_a_permission_belongs_to_the_agreed_roles(permission: Permission) -> None:
    granted = {role for role in Role if permission in ROLE_PERMISSIONS[role]}
    assert granted == {LETTERS[letter] for letter in AGREED[permission]}


def test_no_role_both_grants_rights_and_uses_them_on_people() -> None:
    personal = {Permission.SEARCH_PEOPLE, Permission.SEE_CASE, Permission.SEE_ROSTER}
    for role in Role:
        may = ROLE_PERMISSIONS[role]
        assert not (Permission.MANAGE_USERS in may and may & personal), role


def test_a_body_never_approves_its_own_order() -> None:
    for role in Role:
        may = ROLE_PERMISSIONS[role]
        assert not {Permission.ENTER_ORDER, Permission.APPROVE_ORDER} <= may, role


def test_a_menu_entry_asks_what_its_page_asks(app: Flask) -> None:
    for _label, endpoint, permission in MENU:
        declared = app.view_functions[endpoint].access  # type: ignore[attr-defined]
        assert permission in declared, endpoint


@pytest.mark.parametrize("name", list(CAST))
def test_every_entry_of_the_menu_opens(
    app: Flask, signed_in: Callable[[str], CheckedClient], name: str
) -> None:
    client = signed_in(CAST[name])
    page = client.page("/can-bo/tai-khoan")
    links = [link.get("href") for link in page.css("header nav a")]
    assert links
    for link in links:
        assert client.get(link).status_code == 200, link


def test_every_permission_guards_something(app: Flask) -> None:
    asked: set[Permission] = set()
    for view in app.view_functions.values():
        declared = getattr(view, "access", frozenset())
        asked |= declared if isinstance(declared, frozenset) else set()
    beside = {
        Permission.SEE_OWN_AUDIT,
        Permission.UNMASK,
        Permission.PRINT_OFFICER_LIST,
    }  # asked inside a page, by ``can``
    assert set(Permission) - asked <= beside


WRITING = [route for route in ROUTES if route.writes]
PRESSED_BY = {"O": "officer_muongla", "C": "counsellor", "L": "leader", "A": "agency_one"}
PRESSED_BY |= {"B": "bank", "U": "auditor", "M": "admin", "D": "door"}


def _name(route: Route) -> str:
    return route.endpoint


TOKENS = ("none", "empty", "another's")
EACH_WAY = [(token, headers) for token in TOKENS for headers in ({}, FRAGMENT)]
"""How a form comes without its token: which token it has instead, as a page or as a fragment."""


@pytest.mark.parametrize("everybody", [False, pytest.param(True, marks=pytest.mark.soak)])
@pytest.mark.parametrize("route", WRITING, ids=_name)
def test_a_post_without_its_token_changes_nothing(
    hall: Hall, route: Route, everybody: bool
) -> None:
    """In each way by one who may press the button, in two ways by each other; in soak in all."""
    path, data = hall.at(route), LEAST.get(route.endpoint, {})
    pressing = {PRESSED_BY[letter] for letter in route.access if letter in PRESSED_BY}
    names = sorted(pressing) if route.access != PUBLIC else [VISITOR, "officer_muongla"]
    before = read_contents(hall.app, without=frozenset({"login_session"}))
    for number, name in enumerate(names):
        others = hall.tokens["auditor" if name != "auditor" else "bank"]
        tokens = {"none": {}, "empty": {"csrf_token": ""}, "another's": {"csrf_token": others}}
        ways = EACH_WAY if everybody or number == 0 else [("none", FRAGMENT), ("another's", {})]
        for token, headers in ways:
            answer = hall.clients[name].post(path, data=tokens[token] | data, headers=headers)
            refused = 400 <= answer.status_code < 500
            assert refused or answer.status_code in route.answers, name
    assert changed(before, read_contents(hall.app, without=frozenset({"login_session"}))) == []
