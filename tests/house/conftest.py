"""Everybody at once: one signed-in client each and one object of every kind, made once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from jobfair.complaints import pictures
from jobfair.database import db, set_mode
from jobfair.intake import export_vault, store
from jobfair.lib import clock
from jobfair.models import LoginSession, Role
from jobfair.papers import vault as papers_vault
from jobfair.registration.drafts import drafts
from tests.conftest import begin_fresh
from tests.databases import Database
from tests.house.objects import SEEN_BY, Objects, address, make_objects, rule_of
from tests.house.route import Route
from tests.world import CAST, sign_in

FRAGMENT = {"HX-Request": "true"}
ROLE_OF = {
    name: Role.OFFICER if "officer" in name else Role.AGENCY if "agency" in name else Role(name)
    for name in CAST
}
VISITOR = "visitor"
VAULTS = (papers_vault.vault, pictures.vault, export_vault.vault, store.store)


def sees(route: Route, name: str) -> bool:
    """Whether the object in the route's address is this member's of the cast."""
    return name in SEEN_BY.get(route.kind, {name})


@dataclass
class Hall:
    """The application, its objects, and a client for each of the cast and for a visitor."""

    app: Flask
    objects: Objects
    cookies: dict[str, str]
    tokens: dict[str, str]
    clients: dict[str, FlaskClient] = field(default_factory=dict)
    sealed: dict[Path, bytes] = field(default_factory=dict)

    def at(self, route: Route, without: str = "") -> str:
        return address(self.app, route, self.objects, without)

    def arguments(self, route: Route) -> list[str]:
        return sorted(rule_of(self.app, route).arguments)

    def get(self, name: str, path: str, fragment: bool = False) -> TestResponse:
        return self.clients[name].get(path, headers=FRAGMENT if fragment else None)

    def post(
        self, name: str, path: str, data: dict[str, Any] | None = None, fragment: bool = False
    ) -> TestResponse:
        """Send a form with the right token."""
        filled = {"csrf_token": self.tokens[name]} | (data or {})
        return self.clients[name].post(path, data=filled, headers=FRAGMENT if fragment else None)


def _token_of(app: Flask, client: FlaskClient) -> str:
    with client.session_transaction() as cookie, app.test_request_context():
        session.update(cookie)
        token: str = generate_csrf()
        cookie.update(session)
    return token


_kept: dict[str, Hall] = {}


@pytest.fixture
def hall(_built: tuple[Flask, Database]) -> Iterator[Hall]:
    """A fresh copy of the filled hall; filling it takes longer than most of its tests."""
    app, database = _built
    if database.name not in _kept:
        begin_fresh(app, database)
        _kept[database.name] = _fill(app)
        with app.app_context():
            database.save("hall")
            folders = [vault.folder() for vault in VAULTS]
        files = [file for folder in folders for file in folder.iterdir() if file.is_file()]
        _kept[database.name].sealed = {file: file.read_bytes() for file in files}
    made = _kept[database.name]
    begin_fresh(app, database, "hall")
    with app.app_context():
        awake = {"last_seen": clock.now(), "created_at": clock.now()}
        db.session.execute(sa.update(LoginSession).values(awake))
        db.session.commit()
        db.session.remove()
        drafts().save(made.objects.values["form_key"], {"for_whom": "self"})
    for file, content in made.sealed.items():  # another test's worker sweeps what it has no row of
        if not file.exists():
            file.write_bytes(content)
    for name, cookie in made.cookies.items():
        made.clients[name] = _plain_client(app)
        made.clients[name].set_cookie(_cookie_name(app), cookie)
    yield made
    set_mode("write")


def _plain_client(app: Flask) -> FlaskClient:
    """One that does not check the pages it opens: the matrix opens too many."""
    return FlaskClient(app, app.response_class, use_cookies=True)


def _cookie_name(app: Flask) -> str:
    return str(app.config["SESSION_COOKIE_NAME"])


def _fill(app: Flask) -> Hall:
    made = Hall(app, make_objects(app), {}, {})
    for name in (*CAST, VISITOR):
        client = _plain_client(app)
        if name in CAST:
            sign_in(app, client, CAST[name])
        made.tokens[name] = _token_of(app, client)
        cookie = client.get_cookie(_cookie_name(app))
        made.cookies[name] = cookie.value if cookie else ""
    return made
