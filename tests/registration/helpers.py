"""Walking the form as a browser without JavaScript does, and looking at what it left."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Flask
from lxml import html as lxml_html
from werkzeug.test import TestResponse

from jobfair.database import db, mode
from tests.checked_client import CheckedClient, Page
from tests.world import MUONG_LA

START = "/hoi-nghi/muong-la-1/dang-ky"
PHONE = "095 0000 123"
ANSWERS = {
    "for_whom": "self",
    "name": "Lò Thị Xuân",
    "birth_year": "2000",
    "phone": PHONE,
    "commune": MUONG_LA,
    "village": "Bản Mẫu",
}
SEAT_ONLY = {"consent_seat": "y"}


def form_of(response: TestResponse) -> dict[str, str]:
    """What the first form of the page would send untouched."""
    form = lxml_html.fromstring(response.text).cssselect("main form")[0]
    return {k: v for k, v in dict(form.fields).items() if v is not None}


def path_of(response: TestResponse) -> str:
    assert "Location" in response.headers, (response.status_code, errors_of(response))
    return urlsplit(response.headers["Location"]).path


def errors_of(response: TestResponse) -> str:
    return Page(response).text(".summary")


def answer(client: CheckedClient, path: str, given: dict[str, str]) -> TestResponse:
    """Open a page, fill in what it asks, send it."""
    page = client.get(path)
    assert page.status_code == 200, (path, page.status_code)
    asked = lxml_html.fromstring(page.text).cssselect("main form")[0].inputs.keys()
    return client.post(path, data=form_of(page) | {k: given[k] for k in given if k in asked})


def walk(
    client: CheckedClient,
    answers: dict[str, str] | None = None,
    *,
    start: str = START,
    until: str = "/xem-lai",
) -> str:
    """Answer question after question; give the path of the page that ends in ``until``."""
    path = start
    for _step in range(9):
        path = path_of(answer(client, path, ANSWERS | (answers or {})))
        if path.endswith(until):
            return path
    raise AssertionError(f"never came to {until}")


def send(client: CheckedClient, check: str, consents: dict[str, str] | None = None) -> TestResponse:
    """Send the check page with these consents (default: the seat's only)."""
    filled = form_of(client.get(check))
    return client.post(check, data=filled | (SEAT_ONLY if consents is None else consents))


def register(
    client: CheckedClient,
    answers: dict[str, str] | None = None,
    *,
    start: str = START,
    consents: dict[str, str] | None = None,
) -> str:
    """The whole way; gives the path of the receipt."""
    return path_of(send(client, walk(client, answers, start=start), consents))


def code_on(client: CheckedClient, receipt: str) -> str:
    """The slip code that the done page shows."""
    return client.page(receipt).text(".code").replace(" ", "")


def open_slip(client: CheckedClient, receipt: str, phone: str = PHONE) -> str:
    """Give phone and code as the person does; gives the slip's path."""
    code = code_on(client, receipt)
    return path_of(client.post("/phieu", data={"phone": phone, "code": code}))


def key_of(check: str) -> str:
    """The once-only key in the address of a step."""
    return check.rstrip("/").split("/")[-2]


def peek(app: Flask, statement: sa.Select[Any]) -> list[Any]:
    """Rows as they stand now, read in a transaction of its own."""
    with app.app_context(), mode("read"):
        rows = list(db.session.execute(statement))
        db.session.expunge_all()  # else the rollback would empty them
        db.session.rollback()
    return rows


def one(app: Flask, statement: sa.Select[Any]) -> Any:
    found = peek(app, statement)
    assert len(found) == 1, found
    return found[0][0] if len(found[0]) == 1 else found[0]


def change(app: Flask, statement: Any) -> None:
    """Change the world behind the visitor's back."""
    with app.app_context(), mode("write"):
        db.session.execute(statement)
        db.session.commit()
