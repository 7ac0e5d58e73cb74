"""Reference data kept in the process until its section's public version changes.

Communes, markets, the province: read by every page, changed a few times a year. A function
marked ``@kept("guide")`` is asked again only when the number of that section has been raised
(public_version), the day has changed, or the request may write.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, current_app, g, has_app_context, has_request_context, request
from markupsafe import Markup

from jobfair.database import db, writing
from jobfair.language import current_language
from jobfair.lib.clock import today
from jobfair.models import Base
from jobfair.public_version import Section, read_numbers

MAX_ENTRIES = 1000
FOR_GOOD = float("inf")
SECTIONS: tuple[Section, ...] = ("conferences", "agencies", "orders", "guide")
NUMBERS = "jobfair.public_numbers"
"""Where the page cache leaves the numbers it has read for this request."""
_anew: ContextVar[bool] = ContextVar("anew", default=False)

P = ParamSpec("P")
R = TypeVar("R")


def public_numbers() -> dict[str, int]:
    """Section -> number, read once a request."""
    if has_request_context() and NUMBERS in request.environ:
        numbers: dict[str, int] = request.environ[NUMBERS]
        return numbers
    if "public_numbers" not in g:
        g.public_numbers = read_numbers(db.engine)
    found: dict[str, int] = g.public_numbers
    return found


def kept(
    *sections: Section, seconds: float = FOR_GOOD
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep a function's answers for each set of (hashable) arguments.

    ``seconds``: the longest age, for what changes without raising a number (free seats of a
    list). The answer is shared between requests: nobody may change it. Model rows in it are
    taken out of their session, so only their loaded columns can be read. None is not kept.
    """

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        name = f"{function.__module__}.{function.__qualname__}"

        @wraps(function)
        def inner(*args: P.args, **kwargs: P.kwargs) -> R:
            if not has_app_context() or writing():
                return function(*args, **kwargs)
            key = (name, today(), args, tuple(sorted(kwargs.items())))
            return _keep(key, sections, seconds, lambda: function(*args, **kwargs))

        return inner

    return wrap


def kept_html(name: str, *key: object, when: bool = True, caller: Callable[[], Markup]) -> Markup:
    """For templates: keep a part of a page that only reference data and ``key`` decide.

    ``{% call kept_html('footer') %}…{% endcall %}``. The language, the day and every public
    number belong to the key by themselves. Never around a form token or a person's words:
    ``when=false`` draws the part anew.
    """
    if not when or writing() or _anew.get():
        return caller()
    parts = tuple(tuple(part) if isinstance(part, list) else part for part in key)
    return _keep(("html", name, current_language(), today(), parts), SECTIONS, FOR_GOOD, caller)


@contextmanager
def drawn_anew() -> Iterator[None]:
    """Inside, every part of a page is drawn, so that whoever listens to it hears the whole."""
    token = _anew.set(True)
    try:
        yield
    finally:
        _anew.reset(token)


def kept_as(name: str, *key: Hashable, sections: tuple[Section, ...], make: Callable[[], R]) -> R:
    """Keep what ``make`` gives, as ``kept``, for something whose arguments make no key.

    ``key``: all that decides the answer beside the sections, the day and the language.
    """
    if writing():
        return make()
    return _keep((name, current_language(), today(), key), sections, FOR_GOOD, make)


def _keep(key: Hashable, sections: tuple[Section, ...], seconds: float, make: Callable[[], R]) -> R:
    found: R | None = _find(key, sections)
    if found is not None:
        return found
    answer = make()
    if answer is not None:
        _detach(answer)
        _store(key, sections, seconds, answer)
    return answer


def _stamp(sections: tuple[Section, ...]) -> tuple[int, ...]:
    numbers = public_numbers()
    return tuple(numbers.get(section, 0) for section in sections)


# Any: what each function gives; one store holds them all.
def _find(key: Hashable, sections: tuple[Section, ...]) -> Any | None:
    found = current_app.extensions["jobfair_kept"].get(key)
    if found is None or found[0] != _stamp(sections) or found[1] < time.monotonic():
        return None
    return found[2]


def _store(key: Hashable, sections: tuple[Section, ...], seconds: float, answer: object) -> None:
    store = current_app.extensions["jobfair_kept"]
    if len(store) >= MAX_ENTRIES:
        store.clear()
    store[key] = (_stamp(sections), time.monotonic() + seconds, answer)


def _detach(answer: object) -> None:
    if isinstance(answer, Base):
        _detach_all([answer])
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
    app.jinja_env.globals["kept_html"] = kept_html
    app.extensions.setdefault("jobfair_reset", []).append(store.clear)
