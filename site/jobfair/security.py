"""Headers that every answer carries; nothing personal is kept by a cache."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from jobfair.access import current_actor
from jobfair.config import Settings

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "media-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


RECORDS = {
    "Permissions-Policy": HEADERS["Permissions-Policy"].replace(
        "microphone=()", "microphone=(self)"
    ),
    "Content-Security-Policy": CSP.replace("media-src 'self'", "media-src 'self' blob:"),
}
"""Of the page on which staff record: its microphone, and what it recorded before it is sent."""


class CookieSessions(SecureCookieSessionInterface):
    """Flask's signed cookie; what signs it is made once, not at each request."""

    _signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """As Flask's own."""
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer


BIGGEST = 2 * 1024 * 1024
"""Bytes that a request may bring, but for the few routes that say otherwise."""

# Any: a view's arguments come from its own rule.
View = TypeVar("View", bound=Callable[..., Any])


def takes_up_to(size: int) -> Callable[[View], View]:
    """Let a route take more (or less) than the others: ``size`` bytes in one request."""

    def declare(view: View) -> View:
        view.takes_up_to = size  # type: ignore[attr-defined]
        return view

    return declare


FRAMED = {
    "Content-Security-Policy": CSP.replace(
        "frame-ancestors 'none'", "frame-ancestors http: https:"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""Of a page that is made to stand in another site's frame: it has no form and no person."""
_FRAME_HEADERS = [(n, v) for n, v in {**HEADERS, **FRAMED}.items() if n != "X-Frame-Options"]


def framed(view: View) -> View:
    """Let every site put this page into a frame; all others stay refused."""
    view.framed = True  # type: ignore[attr-defined]
    return view


def init_security(app: Flask, settings: Settings) -> None:
    """Set the headers, secure cookies behind TLS, and no-store wherever a person is known."""
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=settings.trusted_proxies > 0,  # a proxy in front means TLS
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_NAME="len_duong",
        MAX_CONTENT_LENGTH=BIGGEST,
        MAX_FORM_MEMORY_SIZE=500_000,
        MAX_FORM_PARTS=500,
    )

    app.session_interface = CookieSessions()

    @app.before_request
    def allow_more() -> None:
        view = app.view_functions.get(request.endpoint or "")
        size = getattr(view, "takes_up_to", None)
        if size is not None:
            request.max_content_length = size

    @app.after_request
    def secure(response: Response) -> Response:
        own = {name.lower() for name, _value in response.headers}
        may_be_framed = getattr(app.view_functions.get(request.endpoint or ""), "framed", False)
        headers = _FRAME_HEADERS if may_be_framed else HEADERS.items()
        response.headers.extend([(n, v) for n, v in headers if n.lower() not in own])
        if response.status_code == 303:  # 300 bytes that no browser shows, at each step of a form
            response.set_data(b"")
        if request.is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        personal = "Set-Cookie" in response.headers or request.method == "POST"
        if personal or current_actor() is not None:
            response.headers["Cache-Control"] = "no-store"
        return response
