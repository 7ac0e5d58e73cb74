"""Sign-in, second factor, users, audit log."""

from __future__ import annotations

from flask import Flask, g, request, session

from jobfair.access import set_actor_loader
from jobfair.accounts.audit_words import (
    action_words,
    actor_words,
    field_words,
    object_link,
    reason_words,
)
from jobfair.accounts.labels import role_name
from jobfair.accounts.sessions import load_actor
from jobfair.language import LANGUAGES

STAFF_AREA = "/can-bo"


def init_accounts(app: Flask) -> None:
    """Say how the signed-in actor is found, in which language, and how rows are worded."""
    set_actor_loader(load_actor)
    app.jinja_env.filters.update(
        audit_words=action_words,
        audit_actor=actor_words,
        audit_link=object_link,
        audit_reason=reason_words,
        audit_fields=field_words,
        role_name=role_name,
    )

    # A value preprocessor runs before every guard: their sentences are in that language too.
    @app.url_value_preprocessor
    def staff_language(_endpoint: str | None, _values: dict[str, object] | None) -> None:
        if request.path == STAFF_AREA or request.path.startswith(f"{STAFF_AREA}/"):
            chosen = session.get("staff_language")
            if chosen in LANGUAGES:
                g.staff_language = chosen
