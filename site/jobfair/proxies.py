"""Which proxies in front may say where a request came from."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from jobfair.config import Settings


def init_proxies(app: Flask, settings: Settings) -> None:
    """Believe X-Forwarded-* of as many proxies as TRUSTED_PROXIES says; of none by default."""
    if settings.trusted_proxies:
        n = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, n, n, n, 0, 0)  # type: ignore[method-assign]
