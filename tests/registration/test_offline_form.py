"""The form for a phone without a network, and the script that keeps it there."""

from __future__ import annotations

import json
import re

import brotli
import pytest
from flask import Flask

from jobfair.assets import squeezed
from jobfair.config import ROOT
from tests.checked_client import CheckedClient
from tests.registration.helpers import START

OFFLINE = f"{START}/ngoai-tuyen"
SCRIPTS = ("app", "phone", "form", "sw")
LARGEST = 20_000


def test_the_form_asks_every_question_and_holds_nobodys_answer(visitor: CheckedClient) -> None:
    page = visitor.page(OFFLINE)
    names = {box.get("name") for box in page.css("form[data-step] [name]")}
    assert names == {
        *("for_whom", "name", "birth_year", "birth_day", "birth_month"),
        *("phone", "phone_owner", "phone_note", "commune", "village"),
        *("consent_seat", "consent_sms", "consent_agencies"),
    }
    assert not page.css("[name=csrf_token], [name=form_key], [checked][type=checkbox]")
    assert len(page.css("form[data-step=xa] option")) > 75


def test_the_form_may_be_kept_by_the_phone(visitor: CheckedClient) -> None:
    answer = visitor.get(OFFLINE)
    assert "Set-Cookie" not in answer.headers
    assert "no-store" not in answer.headers.get("Cache-Control", "")


def test_every_step_of_the_form_is_a_question_of_the_server(visitor: CheckedClient) -> None:
    steps = [form.get("data-step") for form in visitor.page(OFFLINE).css("form[data-step]")]
    source = (ROOT / "static" / "js" / "sw.js").read_text(encoding="utf-8")
    named = re.search(r"\(cho-ai[^)]*\)", source)
    assert named is not None
    assert steps == named.group()[1:-1].split("|")
    key = "0" * 26
    for step in steps:
        assert visitor.get(f"{START}/{key}/{step}").status_code in (200, 303)


def test_the_worker_is_asked_for_each_time_and_answered_shortly(visitor: CheckedClient) -> None:
    answer = visitor.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    again = visitor.get("/sw.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert visitor.get("/en/sw.js").status_code == 404


def test_every_file_that_the_worker_fetches_is_there(visitor: CheckedClient) -> None:
    text = visitor.get("/sw.js").text
    files = re.search(r"FILES = (\[.*?\]);", text)
    assert files is not None
    found = json.loads(files.group(1))
    assert "/ngoai-tuyen" in found
    for path in found:
        assert visitor.get(path).status_code == 200, path


@pytest.mark.parametrize("page", ["/ngoai-tuyen", "/en/ngoai-tuyen"])
def test_the_page_without_a_network_is_for_everybody(visitor: CheckedClient, page: str) -> None:
    answer = visitor.get(page)
    assert "Set-Cookie" not in answer.headers
    assert "kept-note" in answer.text
    assert "{when}" in answer.text


def test_scripts_are_light(app: Flask) -> None:
    """What any public page loads: htmx, its own scripts, the worker."""
    size = {}
    for name in SCRIPTS:
        text = squeezed((ROOT / "static" / "js" / f"{name}.js").read_text(encoding="utf-8"))
        assert not re.search(r"^\s|^/\*", text, re.M)
        size[name] = len(brotli.compress(text.encode(), quality=11))
    htmx = (ROOT / "static" / "vendor" / "htmx-2.0.11" / "htmx.min.js").read_bytes()
    listing = len(brotli.compress(htmx, quality=11)) + size["app"] + size["phone"] + size["sw"]
    assert listing <= LARGEST, (listing, size)
    assert sum(size.values()) <= LARGEST // 2, size
