"""Reads the data files beside it.

Signs nobody sees are written as \\u200b, long runs as ⟦a×101⟧.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

HERE = Path(__file__).parent
_RUN = re.compile(r"⟦(.+?)×(\d+)⟧")
_SIGN = re.compile(r"\\(x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|[\\nrt])")
_SHORT = {"\\": "\\", "n": "\n", "r": "\r", "t": "\t"}


def _sign(found: re.Match[str]) -> str:
    code = found[1]
    return _SHORT.get(code) or chr(int(code[1:], 16))


def _plain(text: str) -> str:
    return _SIGN.sub(_sign, _RUN.sub(lambda run: run[1] * int(run[2]), text))


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a file, as they are typed."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return [{k: _plain(v) for k, v in row.items()} for row in csv.DictReader(file)]
