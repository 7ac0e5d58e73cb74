"""Demonstration data: never on a public address, always under a red band.

With demonstration data present every address but the machine's own is refused, unless
JOBFAIR_DEMO=1 was set by hand. The band is drawn by the layouts on every page.
"""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Iterable
from pathlib import Path

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from jobfair import kept as reference
from jobfair.config import Settings, load_settings
from jobfair.database import db
from jobfair.models import Setting

LOADED = "demo.loaded"
"""The setting that says a database holds demonstration data."""

PASSWORD_FILE = "demo.json"  # noqa: S105 - the name of a file
"""Where the instance folder keeps the password of the demonstration accounts."""

REFUSED = (
    "This database holds demonstration data: it is served on 127.0.0.1 only, not on %s. "
    "Set JOBFAIR_DEMO=1 by hand if that is what you want."
)


def demo_is_loaded() -> bool:
    """Whether this database holds demonstration data.

    "Yes" is kept for the life of the process: demonstration data never leave a database.
    """
    kept: dict[str, bool] = current_app.extensions["jobfair_demo"]
    if not kept and _look():
        kept["loaded"] = True
    return bool(kept)


@reference.kept("guide")
def _look() -> bool:
    return db.session.get(Setting, LOADED) is not None


def init_demo_guard(app: Flask, settings: Settings) -> None:
    """Let the layouts know; the bind address is checked by the server's own configuration."""
    kept: dict[str, bool] = {}
    app.extensions["jobfair_demo"] = kept
    app.extensions.setdefault("jobfair_reset", []).append(kept.clear)
    app.config["DEMO_LOADED"] = demo_is_loaded


def is_loopback(bind: str) -> bool:
    """Whether an address of the server's `bind` can be reached from this machine only.

    Takes host:port as gunicorn writes it. A socket file or descriptor is no loopback address:
    what stands before it is not known here.
    """
    host = bind.removeprefix("tcp://").rpartition(":")[0].strip("[]")
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_public_demo(binds: Iterable[str], instance: Path | None = None) -> None:
    """End the start-up when demonstration data would be served to others.

    Takes the server's addresses and the instance folder (default: that of the environment).
    Raises SystemExit with a sentence; passes when every address is a loopback one, when
    JOBFAIR_DEMO=1 was set by hand, and when there are no demonstration data.
    """
    open_to_others = [bind for bind in binds if not is_loopback(bind)]
    if not open_to_others:
        return
    settings = load_settings()
    if settings.demo_bind_anywhere:
        return
    if _holds_demo(settings.database_url, instance or settings.instance):
        sys.exit(REFUSED % ", ".join(open_to_others))


def _holds_demo(url: str, instance: Path) -> bool:
    """Look from outside the application: the password file, else the database itself."""
    if (instance / PASSWORD_FILE).exists():
        return True
    engine = sa.create_engine(url)
    try:
        with engine.connect() as connection:
            found = connection.execute(sa.select(Setting.key).where(Setting.key == LOADED))
            return found.first() is not None
    except SQLAlchemyError:  # no tables yet
        return False
    finally:
        engine.dispose()
