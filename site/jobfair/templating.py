"""Jinja: an unknown name is an error, white space is squeezed."""

from __future__ import annotations

from flask import Flask
from jinja2 import StrictUndefined


def init_templating(app: Flask) -> None:
    """Set the environment before the first template is read."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
