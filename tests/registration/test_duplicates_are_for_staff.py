"""Possibly the same person: registered all the same, told to staff alone (D10)."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.models import AuditEvent, DuplicatePair, Registration, Task
from tests.checked_client import CheckedClient
from tests.registration.gateway import Gateway, switch_on
from tests.registration.helpers import ANSWERS, PHONE, code_on, open_slip, peek, register

pytestmark = pytest.mark.both
FIRST = {"phone": "095 0000 771", "village": "Bản Một"}
AGAIN = {"phone": PHONE, "name": "LO THI XUAN", "village": "Bản Hai"}


def shown(client: CheckedClient, path: str) -> str:
    """The page without what is everybody's own: codes, keys, names, villages."""
    text = client.page(path).text("main")
    return re.sub(r"[A-Z0-9]{4} [A-Z0-9]{4}", "…", re.sub("Xuân|XUAN", "…", text))


def test_the_second_is_answered_exactly_as_the_first(app: Flask, visitor: CheckedClient) -> None:
    first = register(visitor, FIRST)
    second = register(visitor, AGAIN)
    assert len(peek(app, sa.select(DuplicatePair.id))) == 1
    assert code_on(visitor, first) != code_on(visitor, second)
    assert shown(visitor, first) == shown(visitor, second)
    phones = (FIRST["phone"], PHONE)
    slips = [
        open_slip(visitor, path, phone) for path, phone in zip((first, second), phones, strict=True)
    ]
    assert shown(visitor, slips[0]) == shown(visitor, slips[1])
    assert {row.state for (row,) in peek(app, sa.select(Registration))} == {"held"}


def test_a_text_message_is_not_told_either(app: Flask, visitor: CheckedClient) -> None:
    register(visitor, FIRST)
    before = app.config["SETTINGS"]
    switch_on(app)
    try:
        gateway = Gateway(app)
        gateway.text(f"DK muong-la-1 {ANSWERS['name']}, {ANSWERS['birth_year']}, Mường La")
        assert gateway.outcome("DONG Y") == "held"
    finally:
        app.config["SETTINGS"] = before
    assert [why for (why,) in peek(app, sa.select(DuplicatePair.why))] == ["name_year_commune"]


def test_the_officer_of_the_commune_sees_both_and_decides(
    app: Flask, visitor: CheckedClient, officer_muongla: CheckedClient
) -> None:
    register(visitor, FIRST)
    register(visitor, AGAIN)
    tasks = officer_muongla.page("/can-bo/").one("section[aria-labelledby=tasks]")
    words = " ".join(tasks.text_content().split())
    assert "Bản Một" in words
    assert "cùng tên, năm sinh, xã" in words
    links = [a.get("href") for a in tasks.cssselect("a") if "/trung/" in a.get("href")]
    assert len(links) == 1
    typed = {"decision": "different", "reason": "Hai chị em họ trùng tên."}
    data = officer_muongla.page(links[0]).form() | typed
    answer = officer_muongla.post(links[0], data=data)
    assert answer.status_code == 303
    assert [d for (d,) in peek(app, sa.select(DuplicatePair.decided))] == ["different"]
    assert all(done for (done,) in peek(app, sa.select(Task.done_at).filter_by(kind="duplicate")))
    acts = [a for (a,) in peek(app, sa.select(AuditEvent.action))]
    assert acts.count("duplicate.decide") == 1
