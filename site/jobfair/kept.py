"""Reference data kept in the process until its section's public version changes.

Communes, markets, the province: read by every page, changed a few times a year. A function
marked ``@kept("guide")`` is asked again only when the number of that section has been raised
(public_version), the day has changed, or the request may write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import sqlalchemy as sa
from flask import Flask, current_app, g, has_app_context, has_request_context, request

from jobfair.database import db, writing
from jobfair.lib.clock import today
from jobfair.models import Base, PublicVersion
from jobfair.public_version import Section

MAX_ENTRIES = 500
NUMBERS = "jobfair.public_numbers"
"""Where the page cache leaves the numbers it has read for this request."""

P = ParamSpec("P")
R = TypeVar("R")


def public_numbers() -> dict[str, int]:
    """Section -> number, read once a request."""
    if has_request_context() and NUMBERS in request.environ:
        numbers: dict[str, int] = request.environ[NUMBERS]
        return numbers
    if "public_numbers" not in g:
        rows = db.session.execute(sa.select(PublicVersion.section, PublicVersion.n))
        g.public_numbers = {str(section): int(n) for section, n in rows}
    found: dict[str, int] = g.public_numbers
    return found


def kept(*sections: Section) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep a function's answers for each set of (hashable) arguments.

    The answer is shared between requests: nobody may change it. Model rows in it are taken out
    of their session, so only their loaded columns can be read.
    """

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        name = f"{function.__module__}.{function.__qualname__}"

        @wraps(function)
        def inner(*args: P.args, **kwargs: P.kwargs) -> R:
            if not has_app_context() or writing():
                return function(*args, **kwargs)
            numbers = public_numbers()
            stamp = tuple(numbers.get(section, 0) for section in sections)
            key = (name, today(), args, tuple(sorted(kwargs.items())))
            store: dict[Any, tuple[tuple[int, ...], R]]  # Any: arguments of every function
            store = current_app.extensions["jobfair_kept"]
            found = store.get(key)
            if found is not None and found[0] == stamp:
                return found[1]
            answer = function(*args, **kwargs)
            _detach(answer)
            if len(store) >= MAX_ENTRIES:
                store.clear()
            store[key] = (stamp, answer)
            return answer

        return inner

    return wrap


def _detach(answer: object) -> None:
    if isinstance(answer, Base):
        db.session.expunge(answer)
    elif isinstance(answer, dict):
        _detach_all(answer.values())
    elif isinstance(answer, list | tuple):
        _detach_all(answer)


def _detach_all(rows: Iterable[object]) -> None:
    for row in rows:
        if isinstance(row, Base) and row in db.session:
            db.session.expunge(row)


def init_kept(app: Flask) -> None:
    """Give the app its store; tests clear it with everything else."""
    store: dict[Any, Any] = {}  # Any: see ``kept``
    app.extensions["jobfair_kept"] = store
    app.extensions.setdefault("jobfair_reset", []).append(store.clear)
