"""Drawing a template by itself, and reading what was drawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    Form,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
VOID = {"area", "br", "hr", "img", "input", "link", "meta", "path", "rect", "circle", "line"}
DAY = date(2026, 11, 25)
IMPORTS = (
    '{% import "macros/ui.html" as ui %}{% import "macros/form.html" as forms %}'
    '{% import "macros/filter.html" as filter %}{% import "macros/icon.html" as icons %}'
    '{% import "macros/journey.html" as journey %}{% import "macros/figures.html" as figures %}'
)


class Sheet(Form):
    phone = StringField("Phone", [Length(max=20)])
    note = TextAreaField("Note", [Optional()])
    commune = SelectField("Commune", choices={"03808": "Mường La"})
    signed_on = DateField("Signed on")
    months = IntegerField("Months")
    secret = PasswordField("Password")
    who = RadioField("Who", choices={"me": "Me", "child": "My child"})
    markets = SelectMultipleField("Markets", choices={"jp": "Japan", "tw": "Taiwan"})
    seat = BooleanField("Hold a seat")


class Tree(HTMLParser):
    """Elements in order, with their text, and a complaint when tags do not close in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(html)
        self.wrong += [f"<{tag}> stays open" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        if len(names) != len(set(names)):
            self.wrong.append(f"<{tag}> repeats an attribute: {names}")
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes something else")

    def all(self, *tags: str) -> Iterator[dict[str, str | None]]:
        return (attrs for tag, attrs in self.elements if tag in tags)

    def one(self, element_id: str) -> dict[str, str | None]:
        found = [attrs for _tag, attrs in self.elements if attrs.get("id") == element_id]
        assert len(found) == 1, f"{len(found)} elements with id {element_id}"
        return found[0]


@pytest.fixture(scope="module")
def env() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: text, lambda one, many, n: one if n == 1 else many, newstyle=True
    )
    made.globals["csrf_token"] = lambda: "token"
    made.globals["kept_html"] = lambda *_key, caller, **_more: caller()
    made.globals["clips_for"] = lambda _page, _said: []
    made.filters["weekday_tile"] = lambda day: day.strftime("%A")
    made.filters["month_tile"] = lambda day: day.strftime("%B")
    made.filters["day"] = lambda day: day.strftime("%d/%m/%Y")
    return made


def draw(env: Environment, source: str, **values: Any) -> Tree:
    tree = Tree(env.from_string(IMPORTS + source).render(day=DAY, **values))
    assert tree.wrong == []
    return tree


def filled(*wrong: str) -> Sheet:
    form = Sheet(MultiDict({"phone": "095 0000 012", "markets": "tw"}))
    form.validate()
    for field in form:
        field.errors = [f"{field.name} is wrong"] if field.name in wrong else []
    return form
