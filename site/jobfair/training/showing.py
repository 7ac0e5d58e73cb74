"""What the pages of this room are written with, and trying a rule with its form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jobfair.conferences.queries import market_names
from jobfair.errors import BadRequest, Invalid, Stale
from jobfair.forms import Form
from jobfair.geography import commune_names
from jobfair.language import current_language
from jobfair.training.words import KINDS, RESULT_BADGES, RESULTS, STATES


def class_words() -> dict[str, Any]:
    """Names that a class is written with; Any: a template's context."""
    return {
        "kinds": KINDS,
        "states": STATES,
        "results": RESULTS,
        "result_badges": RESULT_BADGES,
        "communes": commune_names(),
        "markets": market_names(current_language()),
    }


def try_rule(form: Form, act: Callable[[], object]) -> int | None:
    """Run a rule: None when it is done, else the status; the form says why, all typed stays."""
    try:
        act()
    except (Invalid, Stale) as error:
        form.form_errors.append(error.message)
        return error.status
    return None


def checked(form: Form) -> None:
    """A tap is right or not made by the page. Raises BadRequest."""
    if not form.validate():
        raise BadRequest(next(iter(form.errors.values()))[0])
