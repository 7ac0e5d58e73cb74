"""Sign-in, second factor, users, audit log."""

from __future__ import annotations

from flask import Flask


def init_accounts(app: Flask) -> None:
    """Say how the signed-in actor is found."""
