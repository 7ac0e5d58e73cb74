"""htmx on the server: the only module that knows the library."""

from __future__ import annotations

from flask import Flask, Response
from htmx_flask import Htmx
from htmx_flask import request as htmx_request

_htmx = Htmx()

VARY = "Accept-Encoding, Cookie, HX-Request"
"""What changes an answer, said once for all: encoding, who is signed in, page or fragment."""


def wants_fragment() -> bool:
    """Whether the answer is swapped into a page: htmx, not boosted, not a history restore."""
    htmx = getattr(htmx_request, "htmx", None)
    return bool(htmx and not htmx.boosted and not htmx.history_restore_request)


def init_htmx(app: Flask) -> None:
    """Bind the library and say to caches that HX-Request changes the answer."""
    _htmx.init_app(app)

    @app.after_request
    def vary(response: Response) -> Response:
        response.headers["Vary"] = VARY
        return response
