"""The application as a whole: it starts, answers, and guards."""

from __future__ import annotations

import pytest
from flask import Flask

from jobfair.access import ROLE_PERMISSIONS, Permission, check_routes
from jobfair.models import Role
from tests.checked_client import CheckedClient

pytestmark = pytest.mark.both


def test_it_is_alive_and_ready(visitor: CheckedClient) -> None:
    assert visitor.get("/health").status_code == 200
    assert visitor.get("/ready").status_code == 200


def test_a_route_without_a_declaration_keeps_the_app_from_starting(app: Flask) -> None:
    app.view_functions["nobody.listed"] = lambda: ""
    try:
        with pytest.raises(RuntimeError, match=r"nobody\.listed"):
            check_routes(app)
    finally:
        del app.view_functions["nobody.listed"]


def test_the_administrator_sees_no_person() -> None:
    personal = {
        Permission.SEARCH_PEOPLE,
        Permission.SEE_CASE,
        Permission.SEE_ROSTER,
        Permission.UNMASK,
        Permission.SEE_TODAY,
    }
    assert not ROLE_PERMISSIONS[Role.ADMIN] & personal


def test_the_auditor_and_the_bank_change_nothing() -> None:
    writing = {
        Permission.PLAN_CONFERENCE,
        Permission.MARK_ATTENDANCE,
        Permission.MOVE_CASE,
        Permission.NOTE_CASE,
        Permission.RECORD_FACT,
        Permission.CORRECT_CASE,
        Permission.ENTER_BODY,
        Permission.ENTER_ORDER,
        Permission.APPROVE_ORDER,
        Permission.MANAGE_USERS,
    }
    for role in (Role.AUDITOR, Role.BANK):
        assert not ROLE_PERMISSIONS[role] & writing


def test_every_answer_carries_the_security_policy(visitor: CheckedClient) -> None:
    answer = visitor.get("/khong-co-trang-nay")
    assert answer.status_code == 404
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
