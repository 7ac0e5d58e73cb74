"""Jinja: an unknown name is an error, white space is squeezed."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import StrictUndefined


class PlainGlobals(Environment):
    """The globals are complete before the first template is read, so each gets a plain dict.

    Jinja's own chain of dicts is walked name by name for every import of every page.
    """

    # Any: Jinja's globals are what the application puts there.
    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Every global name with those of one template, in a dict of its own."""
        return {**self.globals, **(d or {})}


def init_templating(app: Flask) -> None:
    """Set the environment before the first template is read."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
