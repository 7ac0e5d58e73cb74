"""htmx on the server: the only module that knows the library."""

from __future__ import annotations

from flask import Flask, Response, request
from htmx_flask import Htmx
from htmx_flask import request as htmx_request

_htmx = Htmx()


def wants_fragment() -> bool:
    """Whether the answer is swapped into a page: htmx, not boosted, not a history restore."""
    htmx = getattr(htmx_request, "htmx", None)
    return bool(htmx and not htmx.boosted and not htmx.history_restore_request)


def init_htmx(app: Flask) -> None:
    """Bind the library and say to caches that HX-Request changes the answer."""
    _htmx.init_app(app)

    @app.after_request
    def vary(response: Response) -> Response:
        if request.endpoint != "static":
            response.vary.add("HX-Request")
        return response
