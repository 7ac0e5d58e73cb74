"""Which slips this browser session has opened; a code alone opens nothing."""

from __future__ import annotations

import time

from flask import session

from jobfair.errors import NotFound
from jobfair.models import Registration
from jobfair.registration.queries import get_slip

_KEY = "slips"
OPEN_SECONDS = 2 * 60 * 60
MOST = 6  # one phone serves a family


def _still_open() -> dict[str, int]:
    kept: dict[str, int] = session.get(_KEY, {})
    now = int(time.time())
    return {code: until for code, until in kept.items() if until > now}


def remember(code: str) -> None:
    """Let this browser open the slip for two hours; the newest six."""
    opened = _still_open() | {code: int(time.time()) + OPEN_SECONDS}
    newest = sorted(opened.items(), key=lambda item: item[1])[-MOST:]
    session[_KEY] = dict(newest)


def is_open(code: str) -> bool:
    """Whether this browser gave phone and code of the slip lately."""
    return code in _still_open()


def opened_slip(code: str) -> Registration:
    """The slip of a code that this browser has opened. Raises NotFound for any other."""
    if not is_open(code):
        raise NotFound()
    return get_slip(code)


def close_all() -> None:
    """Forget every slip of this browser."""
    session.pop(_KEY, None)
