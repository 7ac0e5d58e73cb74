"""The once-only key of a form: where it comes from and what counts as one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from jobfair.errors import NotFound
from jobfair.lib.codes import new_form_key

# Any: a view's arguments come from its own rule.
View = TypeVar("View", bound=Callable[..., Any])

_KEY = re.compile(r"[0-9a-z]{26}")


def form_key_or_new(sent: str | None) -> str:
    """The key a form carried, or a new one when it carried none or something else."""
    return sent if sent and _KEY.fullmatch(sent) else new_form_key()


def known_key(sent: str) -> str:
    """The key of an address. Raises NotFound for what cannot be one."""
    if not _KEY.fullmatch(sent):
        raise NotFound()
    return sent


def checks_own_token(view: View) -> View:
    """Mark a POST whose only way to write leads through its form's own token check.

    What writes nothing (a repeat that leads to its receipt, a question out of order) is then
    answered although the token is old; a form with an old token comes back filled.
    """
    view.no_token = True  # type: ignore[attr-defined]
    return view
