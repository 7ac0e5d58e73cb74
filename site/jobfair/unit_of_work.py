"""Commit once, at the edge: one transaction a request, kept only when the answer is no error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, g, request

from jobfair.database import db, set_mode

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

# Any: a view's arguments come from its own rule.
View = TypeVar("View", bound=Callable[..., Any])


def reads_only(view: View) -> View:
    """Mark a POST view that writes nothing to the main database (drafts, look-ups).

    It then takes no write lock, so it never waits for one.
    """
    view.reads_only = True  # type: ignore[attr-defined]
    return view


def init_unit_of_work(app: Flask) -> None:
    """Begin each request in its mode and end it with one commit or one rollback."""

    @app.before_request
    def begin() -> None:
        view = app.view_functions.get(request.endpoint or "")
        reading = request.method in SAFE_METHODS or getattr(view, "reads_only", False)
        set_mode("read" if reading else "write")

    @app.after_request
    def end(response: Response) -> Response:
        if not db.session.registry.has():
            return response  # nobody asked the database through the session
        if response.status_code < 400 and not g.get("must_roll_back"):
            db.session.commit()
        else:
            db.session.rollback()
        return response

    @app.teardown_request
    def forget(_error: BaseException | None) -> None:
        set_mode("write")
