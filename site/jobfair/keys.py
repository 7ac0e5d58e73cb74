"""The installation's keys, outside the database; loaded once an app."""

from __future__ import annotations

from flask import Flask, current_app

from jobfair.config import Settings
from jobfair.lib.crypto import KeyRing, derive, load_or_make_keys


def init_keys(app: Flask, settings: Settings) -> None:
    """Load the key file of the instance folder, making it on the first start."""
    app.extensions["jobfair_keys"] = load_or_make_keys(settings.instance / "keys.json")


def keys() -> KeyRing:
    """The key ring of the running app."""
    ring: KeyRing = current_app.extensions["jobfair_keys"]
    return ring


def misses_key() -> bytes:
    """The key by which questions that were not found are counted; it opens nothing else.

    Made from the ring's own, so that no installation needs a new key file.
    """
    return derive(keys().hmac_key, "check misses")
