"""The table of moves is the agreed one, row by row."""

from __future__ import annotations

import csv
from pathlib import Path

from jobfair.cases.moves import MOVES, Move
from jobfair.cases.next_steps import AFTER, NEXT_STEPS
from jobfair.models import CLOSED_STAGES, Stage

EXPECTED = Path(__file__).with_name("moves_expected.csv")

GATE_WORDS = {
    "order_open if named": "order_open",
    "visa valid": "visa",
    "not counted before": "not_counted",
    "end_date later than before": "end_date_later",
    "end_date later": "end_date_later",
    "entry_date within tolerance of end": "entry_near_end",
    "letters_paper (three": "letters_paper",
    "came_home (last end was completed or returned_early)": "came_home",
    "consent_seat in force": "consent_seat",
    "within 24 months": "within_24_months",
}
EFFECT_WORDS = {
    "closes placement": "closes_placement",
    "refund_task": "refund_task",
    "starts clock180": "starts_clock180",
}
REASONS = {"": "", "yes": "yes", "if clock passed": "clock"}
OWNERS = {
    "C (W asks)": ({"C"}, {"W"}, set()),
    "C L (A reports)": ({"C", "L"}, set(), {"A"}),
    "L (A, C report)": ({"L"}, set(), {"A", "C"}),
}


def _agreed(row: dict[str, str]) -> tuple[set[str], set[str], set[str], set[str], set[str], str]:
    owners, asks, reports = OWNERS.get(row["owners"], (set(row["owners"].split()), set(), set()))
    words = [w.strip() for w in row["gates"].replace(";", ",").split(",") if w.strip()]
    words = [w for w in words if w != "180 days)"]
    effects = {EFFECT_WORDS[w] for w in words if w in EFFECT_WORDS}
    gates = {GATE_WORDS.get(w, w) for w in words if w not in EFFECT_WORDS}
    return owners, asks, reports, gates, effects, REASONS[row["reason"]]


def _ours(move: Move) -> tuple[set[str], set[str], set[str], set[str], set[str], str]:
    agreed_effects = set(EFFECT_WORDS.values()) & set(move.effects)
    return (
        set(move.owners),
        set(move.asks),
        set(move.reports),
        set(move.gates),
        agreed_effects,
        move.reason,
    )


def test_every_row_is_in_the_table_with_the_same_owners_gates_and_reasons() -> None:
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    agreed = {(Stage(row["from"]), Stage(row["to"])): _agreed(row) for row in rows}
    assert len(rows) == len(agreed) == len(MOVES)
    assert agreed == {pair: _ours(move) for pair, move in MOVES.items()}


def test_every_open_stage_has_a_next_step_with_words() -> None:
    assert set(AFTER) == set(Stage) - CLOSED_STAGES
    assert {code for code, _office in AFTER.values()} <= set(NEXT_STEPS)
