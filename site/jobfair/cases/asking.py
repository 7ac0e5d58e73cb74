"""What a step's form asks for, and which gates its answers open."""

from __future__ import annotations

from typing import Final

from jobfair.cases.moves import Move
from jobfair.models import Placement, Stage

GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "placement": ("body_id", "order_id", "programme_code"),
    "order": ("order_id",),
    "selected": ("selected_on",),
    "contract": (
        "contract_no",
        "contract_on",
        "contract_months",
        "wage",
        "currency",
        "rate",
        "head_office",
    ),
    "exit": ("exit_on", "employer", "evidence", "evidence_ref"),
    "end": ("end_on",),
    "entry": ("entry_on",),
}
"""Group -> its fields, named as in cases.ground.MoveData."""

_ANSWERS: Final[dict[str, frozenset[str]]] = {
    "placement": frozenset({"consent_body", "body_ok", "order_open"}),
    "order": frozenset({"order_approved"}),
    "contract": frozenset({"contract_paper", "head_office"}),
    "exit": frozenset({"exit_evidence"}),
    "end": frozenset({"end_date", "end_date_later"}),
    "entry": frozenset({"entry_date", "entry_near_end"}),
}

_BY_EFFECT: Final = {
    "opens_placement": "placement",
    "starts_clock180": "selected",
    "fills_contract": "contract",
    "counts_departure": "exit",
    "sets_end": "end",
}


def asks(move: Move, start: Stage, to: Stage, placement: Placement | None) -> tuple[str, ...]:
    """The groups of fields of a step, from its effects and gates."""
    wanted = [group for effect, group in _BY_EFFECT.items() if effect in move.effects]
    no_order = placement is not None and placement.order_id is None
    retries = (start, to) == (Stage.INTERVIEWED, Stage.INTRODUCED)
    if retries or (no_order and to in (Stage.INTERVIEWED, Stage.SELECTED)):
        wanted.append("order")
    if {"entry_date", "entry_near_end"} & set(move.gates):
        wanted.append("entry")
    return tuple(wanted)


def answered_in_form(groups: tuple[str, ...]) -> frozenset[str]:
    """The gates that are not missing yet, because the form itself asks for them."""
    return frozenset().union(*(_ANSWERS.get(group, frozenset()) for group in groups))
