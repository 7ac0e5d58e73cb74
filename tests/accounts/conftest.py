"""Accounts that were not made by ``demo load``: they need a second factor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pyotp
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from jobfair.accounts import second_factor
from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.models import Office, OfficeKind, Role, RoleGrant, UserAccount
from tests.checked_client import CheckedClient, Page
from tests.world import _HASH, MUONG_LA, PASSWORD

SIGN_IN = "/can-bo/dang-nhap"
ACCOUNT = "/can-bo/tai-khoan"
SET_UP = "/can-bo/thiet-lap"


def add_user(username: str, role: Role, kind: OfficeKind) -> str:
    """A finished account of a real person, without a second factor yet; gives its id."""
    offices = db.session.query(Office).filter_by(kind=kind)
    if kind is OfficeKind.COMMUNE:
        offices = offices.filter_by(commune_code=MUONG_LA)
    office = offices.order_by(Office.name).first()
    assert office is not None
    user = UserAccount(
        username=username,
        username_folded=username.casefold(),
        full_name="Quàng Thị Xoan",
        password_hash=_HASH,
        grants=[RoleGrant(role=role, office=office, since=today())],
    )
    db.session.add(user)
    db.session.commit()
    return user.id


class RealPerson:
    """An account, its client and the phone that makes its codes."""

    def __init__(self, app: Flask, username: str, user_id: str) -> None:
        self.app, self.username, self.user_id = app, username, user_id
        client = app.test_client()
        assert isinstance(client, CheckedClient)
        self.client = client
        self.secret = ""

    def type_password(self) -> str:
        """Send the first page; give where it leads."""
        data = {"username": self.username, "password": PASSWORD}
        answer = self.client.send(SIGN_IN, data)
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    def read_secret(self) -> None:
        """Scan the QR code."""
        with self.app.app_context():
            user = db.session.get(UserAccount, self.user_id)
            assert user is not None
            self.secret = second_factor.secret_of(user)

    def code(self) -> str:
        return pyotp.TOTP(self.secret).now()

    def set_up(self) -> list[str]:
        """Sign in for the first time and link the phone; give the printed codes."""
        assert self.type_password() == "/can-bo/"
        self.read_secret()
        sheet = Page(self.client.send(SET_UP, {"code": self.code()}))
        assert sheet.status == 200
        return [cell.text_content().strip() for cell in sheet.css("td.rc")]


Inside = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def inside(app: Flask) -> Inside:
    """``with inside() as session``: a context of its own between requests, committed at the end.

    An application context held open around a request would lend it its ``g`` and session.
    """

    @contextmanager
    def enter() -> Iterator[Session]:
        with app.app_context():
            yield db.session  # type: ignore[misc]  # follows whoever removes it
            db.session.commit()

    return enter


def get_user(username: str) -> UserAccount:
    return db.session.query(UserAccount).filter_by(username=username).one()


@pytest.fixture
def real_person(app: Flask) -> Callable[..., RealPerson]:
    """Make an account of a real person."""

    def make(
        username: str = "can.bo.that",
        role: Role = Role.OFFICER,
        kind: OfficeKind = OfficeKind.COMMUNE,
    ) -> RealPerson:
        with app.app_context():
            user_id = add_user(username, role, kind)
        return RealPerson(app, username, user_id)

    return make
