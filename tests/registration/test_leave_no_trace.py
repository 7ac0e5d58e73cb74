"""A person's name, phone and village never stand in an address, a log or a referrer."""

from __future__ import annotations

import logging
from urllib.parse import unquote

import pytest
import structlog
from flask import Flask

from tests.checked_client import CheckedClient
from tests.registration.helpers import ANSWERS, START, answer, open_slip, send

pytestmark = pytest.mark.both

CANARY = {"name": "Sồng Thị Chim Yến", "phone": "0950000842", "village": "Bản Chim Yến"}
TRACES = ("Chim", "chim", "950000842", "0950000842", "Y\u1ebfn")


def test_nothing_of_a_person_in_addresses_and_logs(
    visitor: CheckedClient,
    app: Flask,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as lines:
        addresses, path = [START], START
        while "/phieu/nhan/" not in path:
            if path.endswith("xem-lai"):
                response = send(visitor, path)
            else:
                response = answer(visitor, path, ANSWERS | CANARY)
            path = response.headers["Location"]
            addresses.append(path)
        addresses.append(open_slip(visitor, path, CANARY["phone"]))
        visitor.get(addresses[-1])
        visitor.post("/phieu", data={"phone": CANARY["phone"], "code": "K7MR4TQX"})
    seen = " ".join([*map(unquote, addresses), str(lines), caplog.text, *capfd.readouterr()])
    for trace in TRACES:
        assert trace not in seen


def test_no_referrer_is_sent_on(visitor: CheckedClient) -> None:
    assert visitor.get(START).headers["Referrer-Policy"] == "no-referrer"


def test_the_pages_are_no_food_for_search_engines(visitor: CheckedClient) -> None:
    page = visitor.page(START)
    assert page.one("meta[name=robots]").get("content") == "noindex"
    assert not page.css("link[rel=canonical]")
