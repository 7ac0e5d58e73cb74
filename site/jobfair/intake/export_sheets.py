"""Writing a list as a file: Excel that opens right, and CSV for other programs.

A text is typed as text (a phone keeps its zero) and never becomes a formula, a link or a
number; a day is a day, a count a number. Excel's rows go to the disk one by one, so memory
does not grow with them; what lies in clear meanwhile lies in the folder that is given.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from jobfair.lib.text import clean, neutralise_cell

Value = str | int | date | None
LONGEST: Final = 2000
"""Characters of one cell."""

MEDIA: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
"""Type of a file -> how it is sent."""

_FOOTER: Final = 200  # a footer holds 255 characters with its codes
_HEAD: Final = 1  # the row of the headings; above it stands whose file this is


@dataclass(frozen=True)
class Column:
    """A column: its name in the audit, its heading, its width in characters."""

    code: str
    title: str
    width: int


def safe_text(value: str) -> str:
    """One tidy line that no spreadsheet takes for a formula, in Excel or saved from it."""
    return neutralise_cell(clean(value, LONGEST))


def write_xlsx(
    path: Path, title: str, mark: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]
) -> None:
    """Write an Excel file. ``mark``: who took the list out, when, why and how many.

    It stands above the headings and at the foot of each printed page. Raises OSError when the
    disk is full.
    """
    try:
        _write_book(path, title, mark, columns, rows)
    except XlsxWriterException as error:  # the library's own word for what the disk said
        raise OSError(str(error)) from error


def _write_book(
    path: Path, title: str, mark: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]
) -> None:
    options = {"constant_memory": True, "tmpdir": str(path.parent), "strings_to_formulas": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": title, "comments": mark})
        sheet = book.add_worksheet()
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
        _lay_out(sheet, mark, columns)
        sheet.write_string(0, 0, safe_text(mark), book.add_format({"italic": True}))
        for place, column in enumerate(columns):
            sheet.write_string(_HEAD, place, safe_text(column.title), bold)
        last = _HEAD
        for last, row in enumerate(rows, _HEAD + 1):
            for place, value in enumerate(row):
                _write(sheet, last, place, value, day)
        sheet.autofilter(_HEAD, 0, last, len(columns) - 1)


# Any: the library's own types.
def _lay_out(sheet: Any, mark: str, columns: Sequence[Column]) -> None:
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
    sheet.freeze_panes(_HEAD + 1, 1)
    sheet.repeat_rows(_HEAD)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L" + clean(mark, _FOOTER).replace("&", "&&") + "&R&P/&N")


def _write(sheet: Any, row: int, place: int, value: Value, day: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, place, value, day)
    elif isinstance(value, int):
        sheet.write_number(row, place, value)
    elif value:
        sheet.write_string(row, place, safe_text(value))


def write_csv(
    path: Path, title: str, mark: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]
) -> None:
    """Write UTF-8 with BOM, RFC 4180; the mark is the last line, so headings come first.

    Raises OSError when the disk is full.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow([safe_text(column.title) for column in columns])
        for row in rows:
            lines.writerow([_plain(value) for value in row])
        lines.writerow([safe_text(f"{title} · {mark}")])


def _plain(value: Value) -> str:
    if isinstance(value, str):
        return safe_text(value)
    return "" if value is None else str(value)


WRITERS: Final = {"xlsx": write_xlsx, "csv": write_csv}
