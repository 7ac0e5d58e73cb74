"""One act on a case: who, as what, under which once-only key, why."""

from __future__ import annotations

from dataclasses import dataclass

from jobfair.access import Actor
from jobfair.models import Role


@dataclass(frozen=True, slots=True)
class Act:
    """An act that passed every question and is about to be written.

    ``kind``: 'move' or 'fact'; ``body_id``: the sending body for which it is done; ``lacks``: the
    gates that a fact did not have.
    """

    by: Actor
    role: Role
    key: str
    kind: str
    reason: str = ""
    note: str = ""
    document_ref: str = ""
    body_id: str | None = None
    lacks: tuple[str, ...] = ()
