"""Lên Đường: the public site and staff workplace of a province that sends workers abroad."""

from __future__ import annotations

from flask import Flask

from jobfair.access import check_routes, init_access
from jobfair.assets import init_assets
from jobfair.audit import init_audit
from jobfair.cli import init_cli
from jobfair.compression import init_compression
from jobfair.config import ROOT, Settings, load_settings
from jobfair.database import init_database
from jobfair.demo.guard import init_demo_guard
from jobfair.errors import init_errors
from jobfair.filters import init_filters
from jobfair.forms import init_forms
from jobfair.htmx import init_htmx
from jobfair.keys import init_keys
from jobfair.language import LanguageFlask, init_language
from jobfair.logs import init_logs
from jobfair.ops import init_ops
from jobfair.page_cache import init_page_cache
from jobfair.proxies import init_proxies
from jobfair.rooms import init_rooms
from jobfair.security import init_security
from jobfair.throttle import init_throttle
from jobfair.unit_of_work import init_unit_of_work


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application from settings (default: the environment)."""
    settings = settings or load_settings()
    app = LanguageFlask(__name__, template_folder=ROOT / "templates", static_folder=None)
    app.config.update(SECRET_KEY=settings.secret_key, PROVINCE=settings.province)
    app.config.update(TESTING=settings.testing, SETTINGS=settings, **settings.extra)
    init_logs(app, settings)
    init_database(app, settings)
    init_keys(app, settings)
    init_compression(app)
    init_security(app, settings)
    init_language(app)
    init_unit_of_work(app)
    init_audit(app)
    init_htmx(app)
    init_ops(app)
    init_access(app)
    init_forms(app)
    init_errors(app)
    init_filters(app)
    init_throttle(app, settings)
    init_rooms(app)
    init_demo_guard(app, settings)
    init_cli(app)
    init_page_cache(app, settings)
    init_assets(app, settings)
    init_proxies(app, settings)
    check_routes(app)
    return app
