"""Who sees the board of the communes, and what opening it leaves behind and costs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from jobfair.database import db
from jobfair.models import (
    AuditEvent,
    Commune,
    Stage,
)
from tests.checked_client import CheckedClient
from tests.reports.board_page import BOARD
from tests.reports.people import depart, make_case
from tests.world import MUONG_LA, SUOI_TO

pytestmark = pytest.mark.both


@pytest.mark.parametrize("member", ["leader", "counsellor", "auditor", "officer.muongla"])
def test_who_answers_for_people_sees_the_board(
    member: str, signed_in: Callable[[str], CheckedClient]
) -> None:
    assert signed_in(member).get(BOARD).status_code == 200


@pytest.mark.parametrize("member", ["agency.one", "bank", "admin"])
def test_the_others_do_not(member: str, signed_in: Callable[[str], CheckedClient]) -> None:
    client = signed_in(member)
    assert client.get(BOARD).status_code == 403
    assert client.get(f"{BOARD}/nguoi").status_code == 403


def test_the_public_is_sent_to_the_sign_in(visitor: CheckedClient) -> None:
    assert visitor.get(BOARD).status_code == 303


def test_an_officer_sees_all_rows_the_own_marked_and_linked(
    officer_muongla: CheckedClient, session: Session
) -> None:
    depart(session)
    depart(session, SUOI_TO)
    session.commit()
    page = officer_muongla.page(BOARD)
    assert len(page.css(".hexmap a")) == 75
    assert page.one(f"tr#x{MUONG_LA}").get("class") == "on"
    assert page.one(f"tr#x{SUOI_TO}").get("class") is None
    assert page.css(f"tr#x{MUONG_LA} a")
    assert page.css(f"tr#x{SUOI_TO} a") == []
    assert "Xã của bạn, Mường La: 1 người đã đi" in page.text()


def test_opening_the_board_is_no_view_of_a_person(leader: CheckedClient, session: Session) -> None:
    leader.get(BOARD)
    session.expire_all()
    actions = session.scalars(sa.select(AuditEvent.action)).all()
    assert not [action for action in actions if action.startswith("view.")]


def test_the_number_of_queries_does_not_grow(
    app: Flask, leader: CheckedClient, session: Session
) -> None:
    leader.get(BOARD)  # the first request also writes "last seen"
    few = _queries(app, lambda: leader.get(BOARD))
    for code in session.scalars(sa.select(Commune.code)).all():
        depart(session, code)
        make_case(session, Stage.TRAINING, code)
    session.commit()
    many = _queries(app, lambda: leader.get(BOARD))
    assert many == few
    assert many <= 26


def _queries(app: Flask, act: Callable[[], object]) -> int:
    seen: list[str] = []

    def listen(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", listen)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    return len(seen)
