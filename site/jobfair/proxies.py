"""What is done to an address before anybody reads it: whom to believe, what it cannot hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from jobfair.config import Settings

# Any: WSGI's own types.
_NUL, _UNKNOWN = "\0", "\ufffd".encode().decode("latin-1")  # as WSGI writes a path


class WithoutNul:
    """A NUL in an address becomes U+FFFD: PostgreSQL takes none in a text, and nothing has one."""

    def __init__(self, app: Any) -> None:
        """Take the application behind."""
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Pass the request on; whoever asks for such a thing finds nothing."""
        environ["PATH_INFO"] = environ.get("PATH_INFO", "").replace(_NUL, _UNKNOWN)
        environ["QUERY_STRING"] = environ.get("QUERY_STRING", "").replace("%00", "%EF%BF%BD")
        answer: Iterable[bytes] = self.app(environ, start_response)
        return answer


def init_proxies(app: Flask, settings: Settings) -> None:
    """Believe X-Forwarded-* of as many proxies as TRUSTED_PROXIES says; of none by default."""
    app.wsgi_app = WithoutNul(app.wsgi_app)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        n = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, n, n, n, 0, 0)  # type: ignore[method-assign]
