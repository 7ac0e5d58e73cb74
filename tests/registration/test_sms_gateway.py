"""The door for the gateway: closed without a secret, silent to who cannot sign."""

from __future__ import annotations

import json
import time

import pytest
from flask import Flask

from jobfair.config import load_settings
from tests.registration.gateway import PATH, Gateway, signed
from tests.registration.gateway import gateway as gateway

MESSAGE = {"message_id": "1", "from": "0950000123", "text": "DK"}
BODY = json.dumps(MESSAGE).encode()


def test_without_a_secret_there_is_no_such_address(app: Flask) -> None:
    client = app.test_client()
    assert client.post(PATH, data=BODY, headers=signed(BODY, secret="")).status_code == 404
    assert client.post(PATH).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Timestamp": "", "X-Signature": ""},
        signed(BODY, secret="another secret altogether"),
        signed(BODY + b" "),
        signed(BODY, at=0),
        signed(BODY) | {"X-Timestamp": "1"},
        signed(BODY) | {"X-Signature": "ă" * 8},
    ],
)
def test_a_wrong_signature_is_refused_with_nothing_said(gateway: Gateway, headers) -> None:
    answer = gateway.client.post(PATH, data=BODY, headers=headers)
    assert answer.status_code == 403
    assert answer.data == b""


@pytest.mark.parametrize(("off", "status"), [(-290, 200), (290, 200), (-310, 403), (310, 403)])
def test_a_signature_holds_for_five_minutes(gateway: Gateway, off: int, status: int) -> None:
    assert gateway.post(BODY, at=time.time() + off).status_code == status


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"\xff\xfe",
        {"message_id": "1"},
        MESSAGE | {"message_id": ""},
        MESSAGE | {"message_id": 7},
        MESSAGE | {"message_id": "x" * 81},
        MESSAGE | {"text": "x" * 1601},
        MESSAGE | {"received_at": "yesterday"},
        MESSAGE | {"received_at": "2026-01-01T00:00:00"},
    ],
)
def test_what_is_no_message_is_told_so(gateway: Gateway, data: object) -> None:
    assert gateway.post(data).status_code == 400


def test_a_body_without_end_is_not_read(gateway: Gateway) -> None:
    assert gateway.post(MESSAGE | {"more": "x" * 20_000}).status_code == 403


def test_the_answer_is_kept_by_nobody(gateway: Gateway) -> None:
    answer = gateway.post(MESSAGE | {"received_at": "2026-01-01T00:00:00+07:00"})
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_a_short_secret_stops_the_start(tmp_path) -> None:
    with pytest.raises(ValueError, match="16 characters"):
        load_settings({"JOBFAIR_INSTANCE": str(tmp_path), "JOBFAIR_SMS_SECRET": "short"})
