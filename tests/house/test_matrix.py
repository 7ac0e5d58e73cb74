"""Every route for every role, with an own, another's and an absent object: trust.md's table."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from jobfair.lib.codes import new_form_key
from tests.checked_client import CheckedClient, check_html
from tests.house.conftest import ROLE_OF, VISITOR, Hall, sees
from tests.house.contents import MAY_CHANGE_ON_GET, changed, read_contents
from tests.house.objects import rule_of
from tests.house.route import PUBLIC, Route
from tests.house.routes import ROUTES
from tests.world import CAST

VARIES = {"date", "set-cookie"}
STAFF = [route for route in ROUTES if route.access != PUBLIC]
OPEN = [route for route in ROUTES if route.access == PUBLIC]
ANSWERED = {200, 303, 400, 409, 422}
"""What a form that lacks everything may answer to somebody to whom it is open."""

LEAST: dict[str, dict[str, str]] = {
    "cases.outcome": {"outcome": "spoke", "act_key": new_form_key()},
    "cases.take_case_over": {"act_key": new_form_key()},
    "cases.move": {"to": "interviewed"},
    "papers.mark": {"state": "have"},
    "abroad.answer": {"outcome": "fine", "act_key": new_form_key()},
    "conferences_staff.step_tick": {"done": "1"},
    "conferences_staff.reply": {"answer": "asked"},
    "conferences_staff.answer": {"answer": "coming"},
    "booth.step": {"act": "back"},
    "door.mark": {"present": "1", "act_id": new_form_key()},
    "door.outcome": {"said": "doubt:debt", "act_id": new_form_key()},
    "training.mark": {"present": "1", "act_id": new_form_key(), "day_id": new_form_key()},
    "training.result": {"result": "pass"},
    "content.publish_text": {"number": "1"},
    "content.restore_text": {"number": "1"},
}
"""Buttons: what they send beside the token, so that the object is looked for at all."""


def _name(route: Route) -> str:
    return route.endpoint


def _sent_to_sign_in(answer: TestResponse, fragment: bool) -> bool:
    where = "HX-Redirect" if fragment else "Location"
    status = 204 if fragment else 303
    to_sign_in = answer.headers.get(where, "").startswith("/can-bo/dang-nhap")
    return answer.status_code == status and to_sign_in


def _held_for_sign_in(answer: TestResponse) -> bool:
    """The page that keeps what a person typed whose session ended, and leads to the door."""
    return answer.status_code == 403 and 'href="/can-bo/dang-nhap" target="_blank"' in answer.text


def same(one: TestResponse, other: TestResponse) -> None:
    """Two answers that nobody can tell apart: status, body, headers."""
    assert one.status_code == other.status_code
    assert one.data == other.data
    assert _headers(one) == _headers(other)


def _headers(answer: TestResponse) -> list[tuple[str, str]]:
    return sorted((k.lower(), v) for k, v in answer.headers if k.lower() not in VARIES)


@pytest.mark.parametrize("route", [r for r in STAFF if r.reads], ids=_name)
def test_reading_is_for_whom_the_list_says(hall: Hall, route: Route) -> None:
    path = hall.at(route)
    for fragment in (False, True):
        assert _sent_to_sign_in(hall.get(VISITOR, path, fragment), fragment)
        checked = False
        for name in CAST:
            answer = hall.get(name, path, fragment)
            if answer.status_code == 200 and not checked:
                _says_something(answer)
                checked = True
            assert answer.status_code in _expected(route, name), name
            for argument in hall.arguments(route):
                missing = hall.get(name, hall.at(route, without=argument), fragment)
                if route.open_to(ROLE_OF[name]) and sees(route, name):
                    assert missing.status_code == 404, f"{name}: {argument}"
                else:
                    same(answer, missing)


def _expected(route: Route, name: str) -> tuple[int, ...]:
    """What a GET of the object answers to this member of the cast."""
    if not route.open_to(ROLE_OF[name]):
        return (403,)
    if not sees(route, name):
        return (404,)
    return route.gives if route.lets_in(ROLE_OF[name]) else (403,)


@pytest.mark.parametrize("route", [r for r in STAFF if r.writes], ids=_name)
def test_writing_is_refused_to_everybody_else(hall: Hall, route: Route) -> None:
    path, data = hall.at(route), LEAST.get(route.endpoint)
    before = read_contents(hall.app, without=MAY_CHANGE_ON_GET)
    for fragment in (False, True):
        assert _sent_to_sign_in(hall.post(VISITOR, path, None, fragment), fragment)
        assert not data or _held_for_sign_in(hall.post(VISITOR, path, data, fragment))
        for name in CAST:
            allowed = route.open_to(ROLE_OF[name])
            if allowed and sees(route, name):
                if not route.lets_in(ROLE_OF[name]):
                    refused = hall.post(name, path, data, fragment)
                    assert refused.status_code in (403, 422), name
                continue
            answer = hall.post(name, path, data, fragment)
            assert answer.status_code == (404 if allowed else 403), name
            for argument in hall.arguments(route):
                missing = hall.at(route, without=argument)
                same(answer, hall.post(name, missing, data, fragment))
    assert changed(before, read_contents(hall.app, without=MAY_CHANGE_ON_GET)) == []


@pytest.mark.parametrize("route", [r for r in STAFF if r.writes], ids=_name)
def test_an_empty_form_gets_a_clear_answer(hall: Hall, route: Route) -> None:
    data = LEAST.get(route.endpoint)
    for name in CAST:
        if not (route.open_to(ROLE_OF[name]) and sees(route, name)):
            continue
        if not route.lets_in(ROLE_OF[name]):
            continue
        for argument in hall.arguments(route):
            missing = hall.post(name, hall.at(route, without=argument), data)
            assert missing.status_code == 404, f"{name}: {argument}"
        for fragment in (True, False):
            answer = hall.post(name, hall.at(route), data, fragment)
            assert answer.status_code in {*ANSWERED, *route.answers}, name
            _says_something(answer)


def _says_something(answer: TestResponse) -> None:
    """A page, a message or the way to one; well formed."""
    if answer.status_code == 303:
        assert answer.headers["Location"].startswith("/")
        return
    if answer.mimetype == "application/pdf":
        assert answer.data.startswith(b"%PDF-")
        return
    if answer.mimetype == "image/png":
        assert answer.data.startswith(b"\x89PNG")
        return
    if answer.mimetype.endswith("spreadsheetml.sheet"):
        assert answer.data.startswith(b"PK")
        return
    if answer.mimetype == "image/jpeg":
        assert answer.data.startswith(b"\xff\xd8\xff")
        return
    if answer.mimetype == "audio/ogg":
        assert answer.data.startswith(b"OggS")
        return
    assert answer.text.strip()
    if answer.mimetype == "text/csv":
        return
    if answer.mimetype == "application/json":
        assert isinstance(answer.json, dict)
        return
    assert answer.mimetype == "text/html"
    check_html(answer.text)


@pytest.mark.parametrize("route", [r for r in OPEN if r.reads], ids=_name)
def test_public_pages_open_for_everybody(hall: Hall, route: Route) -> None:
    for fragment in (False, True):
        for name in (VISITOR, "officer_muongla", "admin"):
            answer = hall.get(name, hall.at(route), fragment)
            assert answer.status_code in route.gives, name
            if answer.mimetype == "text/html":
                _says_something(answer)
            for argument in hall.arguments(route):
                missing = hall.get(name, hall.at(route, without=argument), fragment)
                if route.kind == "slip":
                    same(answer, missing)
                else:
                    assert missing.status_code in (303, 404), f"{name}: {argument}"


@pytest.mark.parametrize("route", [r for r in OPEN if r.writes], ids=_name)
def test_an_empty_public_form_gets_a_clear_answer(hall: Hall, route: Route) -> None:
    for fragment in (True, False):
        answer = hall.post(VISITOR, hall.at(route), None, fragment)
        assert answer.status_code in {*ANSWERED, *route.answers}
        _says_something(answer)
        for argument in set(hall.arguments(route)) - {"form_key"}:  # a new key is a new form
            missing = hall.post(VISITOR, hall.at(route, without=argument), None, fragment)
            assert missing.status_code == 404, argument


def test_other_methods_are_refused(app: Flask, visitor: CheckedClient) -> None:
    written = {str(rule_of(app, route)) for route in ROUTES if route.writes}
    for route in ROUTES:
        rule = str(rule_of(app, route))
        path = rule.replace("<", "").replace(">", "")
        asked = [visitor.put, visitor.delete]
        asked += [] if rule in written else [visitor.post]
        for ask in asked:
            assert ask(path).status_code == 405, route.endpoint
