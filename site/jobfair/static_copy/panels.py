"""What a copy says of itself: the line at the head of each page, the panel in place of a form."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from flask import Flask, render_template

from jobfair.database import mode
from jobfair.language import LANG_KEY, PREFIX

T = TypeVar("T")


@dataclass(frozen=True)
class Panels:
    """Two pieces of HTML."""

    band: str
    form: str


def draw_panels(app: Flask, made_at: datetime, lang: str) -> Panels:
    """The line and the panel in a language; ``made_at`` in UTC."""

    def draw() -> Panels:
        return Panels(
            render_template("static_copy/_band.html", made_at=made_at),
            render_template("static_copy/_form.html", made_at=made_at),
        )

    return _in_language(app, lang, draw)


def draw_call_page(app: Flask, lang: str) -> str:
    """The page that stands for everything a copy cannot do."""
    return _in_language(app, lang, lambda: render_template("static_copy/call.html"))


def _in_language(app: Flask, lang: str, draw: Callable[[], T]) -> T:
    """Draw as a request of nobody in the language, reading only."""
    own = {"SCRIPT_NAME": PREFIX, LANG_KEY: "en"} if lang == "en" else {}

    def inside() -> T:
        with mode("read"), app.test_request_context("/", environ_overrides=own):
            return draw()

    return Context().run(inside)
