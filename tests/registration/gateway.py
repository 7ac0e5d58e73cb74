"""A gateway that signs what it hands in, and the number it comes from."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from jobfair.lib.clock import now

SECRET = "a secret of the tests only"
PATH = "/tin-nhan/den"
NUMBER = "0950000123"
_ids = itertools.count(1)


def switch_on(app: Flask, secret: str = SECRET, number: str = "") -> None:
    """Give the app its gateway."""
    settings = replace(app.config["SETTINGS"], sms_secret=secret, sms_number=number)
    app.config["SETTINGS"] = settings


def signed(body: bytes, *, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """The two headers."""
    stamp = str(int(time.time() if at is None else at))
    mark = hmac.new(secret.encode(), stamp.encode() + body, hashlib.sha256).hexdigest()
    return {"X-Timestamp": stamp, "X-Signature": mark}


class Gateway:
    """``gateway.text("DK …")`` gives the reply's words."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def post(self, data: Any, **kwargs: Any) -> TestResponse:
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        headers = signed(body, **kwargs)
        return self.client.post(PATH, data=body, headers=headers, content_type="application/json")

    def hand_in(
        self, text: str, number: str = NUMBER, message_id: str | None = None
    ) -> TestResponse:
        return self.post(
            {
                "message_id": message_id or f"m-{next(_ids)}",
                "from": number,
                "text": text,
                "received_at": now().isoformat(),
            }
        )

    def outcome(self, text: str, **kwargs: Any) -> str:
        answer = self.hand_in(text, **kwargs)
        assert answer.status_code == 200, answer.status_code
        assert answer.json is not None
        return str(answer.json["outcome"])

    def text(self, text: str, **kwargs: Any) -> str:
        answer = self.hand_in(text, **kwargs)
        assert answer.status_code == 200, answer.status_code
        assert answer.json is not None
        return str(answer.json["reply"])


@pytest.fixture
def gateway(app: Flask) -> Iterator[Gateway]:
    """Open the door for the length of a test."""
    before = app.config["SETTINGS"]
    switch_on(app)
    yield Gateway(app)
    app.config["SETTINGS"] = before
