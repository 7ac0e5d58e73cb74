"""The agreed table of moves, read from its own file: who may make which."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from jobfair.models import Stage

S = Stage
FIRST_REASON = {S.WITHDRAWN: "cost", S.INELIGIBLE: "health", S.DROPPED: "failed_test"}
LETTER = {"officer.muongla": "O", "counsellor": "C", "agency.one": "A", "leader": "L"}


def read_table() -> dict[tuple[Stage, Stage], frozenset[str]]:
    """The agreed table: (from, to) -> letters of its owners. Not the product's own."""
    with Path(__file__).with_name("moves_expected.csv").open(encoding="utf-8", newline="") as file:
        return {
            (Stage(row["from"]), Stage(row["to"])): frozenset(
                re.sub(r"\(.*?\)", "", row["owners"]).split()
            )
            for row in csv.DictReader(file)
        }


TABLE = read_table()
FROM_START: dict[Stage, list[Stage]] = {}
for _start, _to in TABLE:
    FROM_START.setdefault(_start, []).append(_to)
