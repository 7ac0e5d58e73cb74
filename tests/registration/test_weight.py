"""A later step of the form weighs at most 4 KB on the line, whatever it has to say."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.checked_client import CheckedClient
from tests.registration.helpers import form_of, path_of, send, walk
from tests.registration.test_family import with_family

MOST_BYTES = 4096


class Scales:
    """The visitor's browser, asking for brotli and looking at bytes only."""

    def __init__(self, app: Flask, visitor: CheckedClient) -> None:
        self._visitor = visitor
        self._client = FlaskClient(app, app.response_class)

    def weigh(self, path: str, status: int = 200, typed: dict[str, str] | None = None) -> None:
        cookie = self._visitor.get_cookie("len_duong")
        if cookie is not None:
            self._client.set_cookie("len_duong", cookie.value)
        method = "GET" if typed is None else "POST"
        answer = self._client.open(
            path, method=method, data=typed, headers={"Accept-Encoding": "br"}
        )
        assert answer.status_code == status
        assert answer.headers["Content-Encoding"] == "br"
        assert len(answer.data) <= MOST_BYTES


@pytest.fixture
def scales(app: Flask, visitor: CheckedClient) -> Scales:
    return Scales(app, visitor)


def test_a_family_of_six(visitor: CheckedClient, scales: Scales) -> None:
    check = with_family(visitor, 6)
    scales.weigh(check)
    scales.weigh(path_of(send(visitor, check)))


def test_one_more_person(visitor: CheckedClient, scales: Scales) -> None:
    scales.weigh(walk(visitor).replace("xem-lai", "them-ten"))


def test_the_line(scales: Scales) -> None:
    scales.weigh("/hoi-nghi/chieng-lao-day/hang-cho")


def test_what_is_refused_is_no_heavier(visitor: CheckedClient, scales: Scales) -> None:
    scales.weigh("/hoi-nghi/chieng-lao-day/dang-ky", 409)
    name = walk(visitor, until="/ho-ten")
    scales.weigh(name, 422, form_of(visitor.get(name)) | {"name": ""})
