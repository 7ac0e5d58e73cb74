"""A photo in pieces: lost answers, repeats, two tabs and a reload all end in one page."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pytest
from flask import Flask
from PIL import Image

from jobfair.database import db
from jobfair.lib.codes import new_form_key
from jobfair.models import PaperFile, PaperUpload
from jobfair.papers import sweeping
from jobfair.papers.uploads import PIECE
from jobfair.papers.vault import vault
from tests.cases import journey
from tests.checked_client import CheckedClient, Page
from tests.papers.photos import heic, picture

pytestmark = pytest.mark.both
HTMX = {"HX-Request": "true"}
Enter = Callable[[str], CheckedClient]


class Phone:
    """What the script does, one request at a time."""

    def __init__(self, client: CheckedClient, at: str, content: bytes) -> None:
        self.client, self.content = client, content
        self.path = f"{at}/giay-to/passport"
        page = client.page(f"{self.path}/anh")
        self.token = page.css("[data-pieces] [name=csrf_token]")[0].get("value")
        self.key = new_form_key()

    def begin(self) -> str:
        sent = {"csrf_token": self.token, "form_key": self.key, "size": str(len(self.content))}
        answer = self.client.post(f"{self.path}/tai-len", data=sent, headers=HTMX)
        assert answer.status_code == 200
        return str(Page(answer).one("[data-at]").get("data-at"))

    def piece(self, address: str, start: int) -> Page:
        headers = HTMX | {"X-CSRFToken": self.token, "Content-Type": "application/octet-stream"}
        body = self.content[start : start + PIECE]
        return Page(self.client.post(f"{address}?tu={start}", data=body, headers=headers))

    def got(self, address: str) -> int:
        page = Page(self.client.get(address, headers=HTMX))
        return int(page.one("[data-at]").get("data-got"))


def photo() -> bytes:
    """A picture of several pieces."""
    noise = random.Random(1).randbytes(900 * 600 * 3)
    drawn = Image.frombytes("RGB", (900, 600), noise)
    written = io.BytesIO()
    drawn.save(written, "JPEG", quality=95)
    assert len(written.getvalue()) > 3 * PIECE
    return written.getvalue()


def made(app: Flask) -> str:
    with app.app_context():
        case_id = journey.new_case().id
        db.session.commit()
    return f"/can-bo/ho-so/{case_id}"


def pages(app: Flask) -> int:
    with app.app_context():
        return db.session.query(PaperFile).count()


def finish(phone: Phone, address: str) -> None:
    while (at := phone.got(address)) < len(phone.content):
        assert phone.piece(address, at).status == 200


def test_a_photo_in_pieces_becomes_one_page(app: Flask, officer_muongla: CheckedClient) -> None:
    phone = Phone(officer_muongla, made(app), photo())
    address = phone.begin()
    finish(phone, address)
    assert pages(app) == 1
    assert phone.piece(address, 0).one("[data-at]").get("data-done") == "1"
    with app.app_context():
        assert [name for name, _ in vault.names()] == [db.session.query(PaperFile).one().id]


def test_lost_answers_cost_nothing(app: Flask, officer_muongla: CheckedClient) -> None:
    """Every request is sent twice, and out of its place once."""
    phone = Phone(officer_muongla, made(app), photo())
    assert phone.begin() == phone.begin()
    address = phone.begin()
    for start in range(0, len(phone.content), PIECE):
        assert phone.piece(address, start + 2 * PIECE).status == 200  # too early
        assert phone.got(address) == start
        for _ in range(2):
            assert phone.piece(address, start).status == 200
    assert pages(app) == 1


def test_two_tabs_and_a_reload_go_on_together(app: Flask, officer_muongla: CheckedClient) -> None:
    content, at = photo(), made(app)
    one, two = Phone(officer_muongla, at, content), Phone(officer_muongla, at, content)
    address = one.begin()
    assert one.piece(address, 0).status == 200
    assert two.got(address) == PIECE
    assert two.piece(address, PIECE).status == 200
    assert one.piece(address, PIECE).one("[data-at]").get("data-got") == str(2 * PIECE)
    finish(two, address)
    assert pages(app) == 1


def test_an_upload_belongs_to_whom_began_it(
    app: Flask, officer_muongla: CheckedClient, signed_in: Enter
) -> None:
    at = made(app)
    address = Phone(officer_muongla, at, photo()).begin()
    assert signed_in("counsellor").get(address).status_code == 404
    assert signed_in("officer.suoito").get(address).status_code == 404
    assert signed_in("leader").get(address).status_code == 404
    assert officer_muongla.get(address.replace("passport", "degree")).status_code == 404


def test_the_last_piece_is_judged_like_any_file(app: Flask, officer_muongla: CheckedClient) -> None:
    phone = Phone(officer_muongla, made(app), heic())
    refused = phone.piece(phone.begin(), 0)
    assert refused.status == 422
    assert "JPEG" in refused.response.text
    assert pages(app) == 0


@pytest.mark.parametrize("size", ["", "0", "-1", "20000000", "x" * 30])
def test_a_size_that_cannot_be_is_said(
    app: Flask, officer_muongla: CheckedClient, size: str
) -> None:
    phone = Phone(officer_muongla, made(app), picture())
    sent = {"csrf_token": phone.token, "form_key": phone.key, "size": size}
    answer = officer_muongla.post(f"{phone.path}/tai-len", data=sent, headers=HTMX)
    assert answer.status_code == 422


def test_a_piece_that_is_too_long_is_refused(app: Flask, officer_muongla: CheckedClient) -> None:
    phone = Phone(officer_muongla, made(app), photo())
    address = phone.begin()
    headers = HTMX | {"X-CSRFToken": phone.token, "Content-Type": "application/octet-stream"}
    long = officer_muongla.post(f"{address}?tu=0", data=b"x" * (PIECE + 1), headers=headers)
    assert long.status_code == 422
    longer = officer_muongla.post(f"{address}?tu=0", data=b"x" * (3 * PIECE), headers=headers)
    assert longer.status_code == 413
    without = officer_muongla.post(f"{address}?tu=0", data=b"x")
    assert without.status_code == 400


def test_pieces_lie_sealed_and_are_swept_after_a_day(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    phone = Phone(officer_muongla, made(app), photo())
    address = phone.begin()
    phone.piece(address, 0)
    with app.app_context():
        (name,) = [name for name, _ in vault.names()]
        assert b"JFIF" not in vault.path_of(name).read_bytes()
        assert sweeping.end_old_uploads() == 0
        later = journey.now() + journey.timedelta(hours=25)
        assert sweeping.end_old_uploads(later) == 1
        db.session.commit()
        assert db.session.query(PaperUpload).count() == 0
        assert not list(vault.names())
    assert officer_muongla.get(address).status_code == 404


def test_readers_begin_no_upload(app: Flask, signed_in: Enter) -> None:
    at = made(app)
    for name, status in (("leader", 403), ("auditor", 403), ("agency.two", 404)):
        client = signed_in(name)
        token = client.page("/can-bo/").css("input[name=csrf_token]")[0].get("value")
        sent = {"csrf_token": token, "size": "100", "form_key": new_form_key()}
        answer = client.post(f"{at}/giay-to/passport/tai-len", data=sent)
        assert answer.status_code == status, name
