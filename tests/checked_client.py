"""A test client that reads every HTML answer with a strict parser."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import html5lib
from flask.testing import FlaskClient
from lxml import html as lxml_html
from werkzeug.test import TestResponse


class Page:
    """An answer with its tree: ``page.css('main h1')``, ``page.text('h1')``."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.tree = lxml_html.fromstring(response.text or "<p></p>")

    def css(self, selector: str) -> list[Any]:
        return list(self.tree.cssselect(selector))

    def text(self, selector: str = "body") -> str:
        return " ".join(" ".join(e.text_content().split()) for e in self.css(selector))

    def one(self, selector: str) -> Any:
        found = self.css(selector)
        assert len(found) == 1, f"{selector}: {len(found)} found"
        return found[0]

    def form(self, selector: str = "main form") -> dict[str, str]:
        """What the browser would send of the first such form, without touching it."""
        form = self.css(selector)[0]
        values = dict(form.fields)
        return {k: v for k, v in values.items() if v is not None}


class CheckedClient(FlaskClient):
    """Fails a test whose page is not well formed, or repeats an id."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.text:
            check_html(response.text)
        return response

    def page(self, path: str, **kwargs: Any) -> Page:
        return Page(self.get(path, **kwargs))

    def send(
        self, path: str, data: dict[str, Any], form: str = "main form", **kwargs: Any
    ) -> TestResponse:
        """Open the page, fill its form with ``data``, send it where the form says."""
        page = self.page(path)
        filled = page.form(form) | data
        action = page.css(form)[0].get("action") or urlsplit(path).path
        return self.post(action, data=filled, **kwargs)


_VALUE, _WORDS = re.compile(r'="[^"&]*"'), re.compile(r">[^<&]+<")
_checked: set[int] = set()


def check_html(text: str) -> None:
    """Strictly, once for each sequence of tags; words and values change nothing about it."""
    bones = hash(_WORDS.sub("><", _VALUE.sub("", text)))
    if bones not in _checked:
        _parse_strictly(text)
        _checked.add(bones)
    ids = re.findall(r'(?<=\sid=")[^"]*(?=")', text)
    assert len(ids) == len(set(ids)), f"ids repeated: {[i for i in ids if ids.count(i) > 1]}"


def _parse_strictly(text: str) -> None:
    parser = html5lib.HTMLParser(strict=True)
    if text.lstrip()[:9].lower() == "<!doctype":
        parser.parse(text)
    else:
        parser.parseFragment(text)
