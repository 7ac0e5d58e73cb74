"""``flask --app wsgi user create``: how the first administrator comes into being."""

from __future__ import annotations

import pytest
from flask import Flask

from jobfair.models import AuditEvent, Role
from tests.accounts.conftest import SET_UP, SIGN_IN, Inside, get_user
from tests.checked_client import CheckedClient

pytestmark = pytest.mark.both


def run(app: Flask, username: str, *more: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(
        args=["user", "create", username, "--name", "Lường Văn Hặc", *more]
    )
    return result.exit_code, result.output


def test_the_first_password_is_printed_and_works(
    app: Flask, visitor: CheckedClient, inside: Inside
) -> None:
    status, output = run(app, "can.bo.moi", "--role", "officer", "--office", "commune:03808")
    assert status == 0, output
    first = output.split("first password: ")[1].strip()
    answer = visitor.send(SIGN_IN, {"username": "can.bo.moi", "password": first})
    assert answer.status_code == 303
    assert visitor.get("/can-bo/").headers["Location"] == SET_UP
    with inside() as session:
        user = get_user("can.bo.moi")
        assert user.grants[0].role is Role.OFFICER
        row = session.query(AuditEvent).filter_by(action="user.created").one()
        assert row.actor == "system"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--role", "officer", "--office", "commune:99999"), "no office"),
        (("--role", "officer", "--office", "commune"), "several offices"),
        (("--role", "officer", "--office", "Đơn vị không có"), "no office"),
        (("--role", "bank", "--office", "commune:03808"), "kind of office"),
        (("--role", "king", "--office", "commune:03808"), "king"),
    ],
)
def test_what_cannot_be_is_said(app: Flask, arguments: tuple[str, ...], sentence: str) -> None:
    status, output = run(app, "can.bo.moi", *arguments)
    assert status != 0
    assert sentence in output


def test_a_taken_name_is_said(app: Flask) -> None:
    status, output = run(app, "leader", "--role", "officer", "--office", "commune:03808")
    assert status == 1
    assert "Traceback" not in output
