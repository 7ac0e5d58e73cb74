"""Nobody's data leave by a side door: log lines, addresses of redirects, pages of errors."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_plus

import pytest
import structlog
from flask import Flask

from jobfair.database import db
from jobfair.models import Registration
from tests.checked_client import CheckedClient
from tests.house.objects import make_objects
from tests.world import MUONG_LA, SUOI_TO

NAME = "Tòng Thị Hoàng Yến Canh"
GIVEN_IN = ("Hoàng Yến", "hoang yen", "Canh Yến")
PHONE, SHOWN_PHONE, TAIL = "0950000934", "095 0000 934", "50000934"
NATIONAL_ID = "000304001934"
VILLAGE = "Bản Chim Hót"
CANARIES = (NAME, *GIVEN_IN, PHONE, SHOWN_PHONE, TAIL, NATIONAL_ID, VILLAGE)


@dataclass
class Listener:
    """Everything the product says beside its answers."""

    lines: io.StringIO
    old: logging.Handler

    def heard(self) -> str:
        return self.lines.getvalue()


@pytest.fixture
def listener(app: Flask) -> Iterator[Listener]:
    """Real log lines, at the level of production and below, of every logger."""
    lines = io.StringIO()
    before = structlog.get_config()
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
        logger_factory=structlog.PrintLoggerFactory(lines),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(lines)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield Listener(lines, handler)
    root.removeHandler(handler)
    root.setLevel(level)
    structlog.configure(**before)


def clean(text: str) -> None:
    """No canary stands in the text, neither as it is nor as an address would carry it."""
    plain = unquote_plus(text)
    found = [canary for canary in CANARIES if canary.casefold() in plain.casefold()]
    assert not found, f"{found} in {plain[:300]}"


def register(visitor: CheckedClient) -> tuple[str, list[str]]:
    """Walk the whole registration; give the slip code and every address it led to."""
    path = "/hoi-nghi/muong-la-1/dang-ky"
    typed: list[dict[str, str]] = [
        {"for_whom": "self"},
        {"name": NAME},
        {"birth_year": "2001"},
        {"phone": PHONE},
        {"commune": MUONG_LA, "village": VILLAGE},
        {"consent_seat": "y", "consent_sms": "y", "consent_agencies": "y"},
    ]
    led = []
    for answers in typed:
        answer = visitor.send(path, answers)
        assert answer.status_code == 303, answer.text
        path = answer.headers["Location"]
        led.append(path)
    done = visitor.page(path)
    assert done.css('[data-seat="held"]')
    with visitor.application.app_context():
        code = db.session.query(Registration).filter_by(typed_name=NAME).one().slip_code
        db.session.remove()
    return code, led


def test_registration_and_slip_leave_no_trace(visitor: CheckedClient, listener: Listener) -> None:
    code, led = register(visitor)
    clean(" ".join(led))
    opened = visitor.send("/phieu", {"phone": PHONE, "code": code})
    assert opened.status_code == 303
    clean(opened.headers["Location"])
    assert visitor.get(opened.headers["Location"]).status_code == 200
    wrong = visitor.send("/phieu", {"phone": PHONE, "code": "AAAA AAAA"})
    assert wrong.status_code == 422
    clean(wrong.text)
    heard = listener.heard()
    assert '"endpoint": "registration.send"' in heard
    clean(heard)
    assert code not in heard
    keys = [part for path in led for part in re.findall(r"[0-9a-z]{26}", path)]
    assert keys
    assert not [key for key in keys if key in heard], "a form key or receipt is logged"


def test_a_call_back_leaves_no_trace(visitor: CheckedClient, listener: Listener) -> None:
    answer = visitor.send(
        "/goi-lai",
        {
            "name": NAME,
            "birth_year": "2001",
            "phone": PHONE,
            "commune": MUONG_LA,
            "village": VILLAGE,
            "consent_seat": "y",
        },
    )
    assert answer.status_code == 303
    clean(answer.headers["Location"])
    clean(listener.heard())


def test_a_search_leaves_no_trace(
    visitor: CheckedClient, officer_muongla: CheckedClient, listener: Listener
) -> None:
    register(visitor)
    for typed in (NAME, "hoang yen canh", PHONE, "934", NATIONAL_ID):
        for headers in ({}, {"HX-Request": "true"}):
            answer = officer_muongla.get(
                "/can-bo/nguoi-lao-dong", query_string={"q": typed}, headers=headers
            )
            assert answer.status_code == 200
            assert not {"Location", "HX-Push-Url", "HX-Redirect"} & set(answer.headers.keys())
    clean(listener.heard())


def test_a_wrong_sign_in_leaves_no_trace(visitor: CheckedClient, listener: Listener) -> None:
    """Somebody types a phone where the user name belongs, and a name as the password."""
    answer = visitor.send("/can-bo/dang-nhap", {"username": PHONE, "password": NAME})
    assert answer.status_code == 422
    clean(listener.heard())
    assert NAME not in answer.text


ERRORS = [
    ("GET", f"/khong-co/{NAME}?q={PHONE}", {}, 404),
    ("GET", f"/hoi-nghi/{PHONE}", {}, 404),
    ("GET", f"/can-bo/ho-so/{PHONE}", {}, 404),
    ("PUT", f"/phieu?phone={PHONE}", {}, 405),
    ("POST", "/can-bo/thoat", {"name": NAME, "phone": PHONE}, 400),
    ("POST", "/can-bo/ngon-ngu", {"lang": NAME}, 400),
    ("POST", "/hoi-nghi/chieng-lao-day/dang-ky", {"name": NAME, "for_whom": "self"}, 409),
    ("POST", "/goi-lai", {"name": "x" * 3_000_000}, 413),
]


@pytest.mark.parametrize(
    ("method", "path", "data", "status"), ERRORS, ids=[f"{e[3]}-{e[1][:12]}" for e in ERRORS]
)
def test_an_error_page_repeats_nothing(
    officer_muongla: CheckedClient,
    listener: Listener,
    method: str,
    path: str,
    data: dict[str, str],
    status: int,
) -> None:
    answer = officer_muongla.open(path, method=method, data=data or None)
    assert answer.status_code == status
    clean(answer.text)
    clean(listener.heard())


def test_a_full_conference_leaves_no_trace(visitor: CheckedClient, listener: Listener) -> None:
    """Full only when the form is sent: the 409 page names nobody."""
    path = "/hoi-nghi/suoi-to-1/dang-ky"
    for answers in (
        {"for_whom": "self"},
        {"name": NAME},
        {"birth_year": "2001"},
        {"phone": PHONE},
        {"commune": SUOI_TO, "village": VILLAGE},
    ):
        path = visitor.send(path, answers).headers["Location"]
    form = visitor.page(path).form()
    with visitor.application.app_context():
        db.session.execute(
            db.text("UPDATE conference SET seats_taken = capacity WHERE slug = 'suoi-to-1'")
        )
        db.session.commit()
        db.session.remove()
    answer = visitor.post(path, data=form | {"consent_seat": "y"})
    assert answer.status_code == 409
    clean(answer.text)
    clean(listener.heard())


def test_a_broken_page_names_nobody(
    app: Flask,
    visitor: CheckedClient,
    listener: Listener,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An unhandled error carries the person's data in its text; neither page nor log shows it."""

    def broken(*_values: object, **_more: object) -> None:
        raise RuntimeError(f"{NAME} {PHONE} {NATIONAL_ID}")

    monkeypatch.setattr("jobfair.registration.routes.register", broken)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    path = "/hoi-nghi/muong-la-1/dang-ky"
    for answers in (
        {"for_whom": "self"},
        {"name": NAME},
        {"birth_year": "2001"},
        {"phone": PHONE},
        {"commune": MUONG_LA, "village": VILLAGE},
    ):
        path = visitor.send(path, answers).headers["Location"]
    answer = visitor.send(path, {"consent_seat": "y"})
    assert answer.status_code == 500
    clean(answer.text)
    assert '"kind": "RuntimeError"' in listener.heard()
    clean(listener.heard())


def test_the_case_page_leaves_no_trace(
    app: Flask, officer_muongla: CheckedClient, listener: Listener
) -> None:
    objects = make_objects(app)
    assert officer_muongla.get(f"/can-bo/ho-so/{objects.values['case_id']}").status_code == 200
    assert objects.values["case_id"] not in listener.heard()
    assert "Quàng Thị Bướm" not in listener.heard()
