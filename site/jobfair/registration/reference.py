"""Reference rows that every sending needs, kept for a minute in the process.

Which office answers for a commune and which version of a consent text is in force change with
a province pack, not with a visitor; reading them again for each sending would double its reads.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app

from jobfair.cases.offices import office_for_person
from jobfair.models import Purpose
from jobfair.privacy.queries import find_texts

SECONDS = 60.0
_NAME = "jobfair_registration_reference"
T_ = TypeVar("T_")

# Any: what each key's maker gives.
_Kept = dict[object, tuple[float, Any]]


def init_reference(app: Flask) -> None:
    """Give the app its own memory, forgotten between tests."""
    kept: _Kept = {}
    app.extensions[_NAME] = kept
    app.extensions.setdefault("jobfair_reset", []).append(kept.clear)


def _remember(key: object, make: Callable[[], T_]) -> T_:
    kept: _Kept = current_app.extensions[_NAME]
    found = kept.get(key)
    if found is None or found[0] < time.monotonic():
        found = kept[key] = (time.monotonic() + SECONDS, make())
    value: T_ = found[1]
    return value


def office_id_for(commune_code: str | None) -> str:
    """The id of the office that answers for a person; None: from another province."""
    return _remember(("office", commune_code), lambda: office_for_person(commune_code).id)


def text_versions(lang: str) -> dict[Purpose, tuple[int, str]]:
    """Purpose -> version and language of the words in force for readers of ``lang``."""
    return _remember(
        ("texts", lang),
        lambda: {purpose: (text.version, text.lang) for purpose, text in find_texts(lang).items()},
    )
