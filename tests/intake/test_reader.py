"""The reader by itself: it ends a bomb, stays small and stops when it is told to."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from jobfair.intake.reader import NotRead, Stopped, read_rows
from tests.intake.harmful import bomb
from tests.intake.sheets import book, person


def test_a_bomb_ends_in_two_seconds_and_the_reader_stays_small() -> None:
    content = bomb()
    assert 110_000 < len(content) < 112_000
    before = _resident()
    began = time.monotonic()
    with pytest.raises(NotRead, match="bomb"):
        list(read_rows(content))
    assert time.monotonic() - began < 2 * max(1.0, os.getloadavg()[0])
    assert _resident() - before < 64 * 1024 * 1024


def test_ten_thousand_rows_are_read_with_little_memory_here() -> None:
    content = book([person(n % 1000) for n in range(10_000)])
    before = _resident()
    rows = sum(1 for _row in read_rows(content))
    assert rows == 10_002  # what the file is, headings, rows
    assert _resident() - before < 64 * 1024 * 1024


def test_reading_stops_when_the_worker_has_to_end() -> None:
    with pytest.raises(Stopped):
        list(read_rows(book([person(n % 1000) for n in range(500)]), stopping=lambda: True))


def _resident() -> int:
    """Bytes of this process in memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
