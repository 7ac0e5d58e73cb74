"""Writing rows: memory does not grow with them, and nothing of a cell is lost or run."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from jobfair.intake.export_sheets import LONGEST, WRITERS, Column, Value, safe_text
from tests.intake.export_help import opened, opened_csv

COLUMNS = [Column("name", "Họ và tên", 20), Column("n", "Số", 8), Column("on", "Ngày", 12)]


def rows(number: int) -> Iterator[list[Value]]:
    for at in range(number):
        yield [f"Lò Thị Mẫu số {at}", at, date(2026, 11, 22)]


def peak(path: Path, file_type: str, number: int) -> int:
    """Bytes that Python held at most while writing."""
    tracemalloc.start()
    try:
        WRITERS[file_type](path, "Danh sách", "Ai, lúc nào, vì sao", COLUMNS, rows(number))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("file_type", ["xlsx", "csv"])
def test_ten_times_the_rows_take_no_more_memory(tmp_path: Path, file_type: str) -> None:
    peak(tmp_path / "first", file_type, 10)  # what is loaded once
    short = peak(tmp_path / "short", file_type, 400)
    long = peak(tmp_path / "long", file_type, 4000)
    assert long < short + 500_000
    read = opened if file_type == "xlsx" else opened_csv
    file = read((tmp_path / "long").read_bytes())
    assert len(file.rows) == 4000
    assert file.column("Họ và tên")[-1] == "Lò Thị Mẫu số 3999"


def test_what_the_disk_refuses_is_one_kind_of_error(tmp_path: Path) -> None:
    for write in WRITERS.values():
        with pytest.raises(OSError, match="Errno"):
            write(tmp_path / "khong" / "co", "Danh sách", "Dấu", COLUMNS, rows(1))


def test_long_and_broken_texts_become_one_tidy_line() -> None:
    assert safe_text("a\tb\r\nc\x00d") == "a b cd"
    assert len(safe_text("x" * 50_000)) == LONGEST
    assert safe_text("\t=1+1") == "'=1+1"
    assert safe_text("") == ""
