"""Reads one spreadsheet in a process of its own, under limits, and imports nothing of the house.

Started by ``reader`` as a plain script: the file comes on standard input, lines of JSON go to
standard output: first what the file is, then one list of texts a row, then ``{"end": true}``;
or ``{"problem": code}`` alone. Whoever made the file decides nothing here: no name, no macro,
no formula is followed, and what is over a limit ends the process.
"""

from __future__ import annotations

import csv
import io
import json
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final

MEMORY: Final = 192 * 1024 * 1024
CPU_SECONDS: Final = 8
UNPACKED: Final = 64 * 1024 * 1024
ROWS: Final = 10_050
COLUMNS: Final = 100
CELL: Final = 300
_PIECE: Final = 64 * 1024
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_FORMULA: Final = re.compile(rb"<f[ >/]")
_FAR_COLUMN: Final = re.compile(rb' r="(?:[A-Z]{3}|[D-Z][A-Z]|C[W-Z])\d')
_FAR_ROW: Final = re.compile(rb'<row[^>]{0,80}? r="\d{6,}"')
_1904: Final = re.compile(rb'date1904="(1|true)"')


class Refused(Exception):
    """The file is not read; the text is a code of ``words.PROBLEMS``."""


def limit_this_process() -> None:
    """No more memory, time, processes or files than reading takes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(content: bytes, sheet: int) -> Iterator[object]:
    """What the file is, then its rows. Raises Refused."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Refused("empty")
    if content.startswith(_ZIP):
        yield from _read_book(content, sheet, _look_into(content))
    elif content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Refused("password")
        yield from _read_book(content, sheet, {"what": "xls", "formulas": False})
    elif content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"PK", b"{\\rtf")):
        raise Refused("half" if content.startswith(b"PK") else "not_a_sheet")
    else:
        yield from _read_text(content)


def _look_into(content: bytes) -> dict[str, Any]:
    """Unpack every part piece by piece and count, before anybody builds a tree of it."""
    facts: dict[str, Any] = {"what": "xlsx", "formulas": False, "from_1904": False}
    left = UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            for name in names:
                with archive.open(name) as part:
                    left = _count(part, name, left, facts)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise Refused("half") from error
    except RuntimeError as error:  # a part that is encrypted, or packed in a way of its own
        raise Refused("password" if "encrypted" in str(error) else "half") from error
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("macro")
    if not any(name.startswith("xl/") or name == "content.xml" for name in names):
        raise Refused("not_a_sheet")
    return facts


def _count(part: Any, name: str, left: int, facts: dict[str, Any]) -> int:
    """Bytes that are left after this part. Raises Refused when there are none."""
    before = b""
    is_sheet, is_book = name.startswith("xl/worksheets/"), name == "xl/workbook.xml"
    while piece := part.read(_PIECE):
        left -= len(piece)
        if left < 0:
            raise Refused("bomb")
        if is_sheet:
            _look_at_sheet(before + piece, facts)
        if is_book:
            facts["from_1904"] = facts["from_1904"] or bool(_1904.search(before + piece))
        before = piece[-32:]
    return left


def _look_at_sheet(piece: bytes, facts: dict[str, Any]) -> None:
    """Formulas are noted. A cell far out would make the reader build everything before it."""
    facts["formulas"] = facts["formulas"] or _FORMULA.search(piece) is not None
    if _FAR_COLUMN.search(piece):
        raise Refused("columns")
    if _FAR_ROW.search(piece):
        raise Refused("rows")


def _read_book(content: bytes, sheet: int, facts: dict[str, Any]) -> Iterator[object]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        shown = [s.name for s in book.sheets_metadata if s.visible is SheetVisibleEnum.Visible]
        names = shown or book.sheet_names
        if not names:
            raise Refused("empty")
        found, number = _choose(book, names, sheet)
        start = found.start
        if start is None:
            raise Refused("empty")
        _check_size(found)
        rows = [[_text(cell) for cell in row] for row in found.iter_rows()]
        merged = _fill(rows, found.merged_cell_ranges or [], start)
    except PasswordError as error:
        raise Refused("password") from error
    except (CalamineError, ValueError, OSError) as error:
        raise Refused("half" if facts["what"] == "xlsx" else "not_a_sheet") from error
    where = {"sheets": names[:30], "sheet": number, "top": start[0], "left": start[1]}
    yield facts | where | {"merged": merged, "bytes": False}
    yield from rows


def _choose(book: Any, names: list[str], sheet: int) -> tuple[Any, int]:
    """The sheet that is asked for, else the first that has at least two rows."""
    if 0 <= sheet < len(names):
        return book.get_sheet_by_name(names[sheet]), sheet
    for number, name in enumerate(names[:30]):
        found = book.get_sheet_by_name(name)
        if found.height > 1:
            return found, number
    return book.get_sheet_by_name(names[0]), 0


def _check_size(sheet: Any) -> None:
    if sheet.width > COLUMNS:
        raise Refused("columns")
    if sheet.height > ROWS:
        raise Refused("rows")


def _text(cell: object) -> str:
    """A cell as text: whole numbers without a point, days as yyyy-mm-dd."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time | timedelta):
        return ""
    return str(cell)[:CELL]


def _fill(rows: list[list[str]], ranges: Iterable[Any], start: tuple[int, int]) -> int:
    """Give every cell of a merged range the text of its first; how many ranges."""
    number = 0
    for (top, left), (bottom, right) in ranges:
        first, column = top - start[0], left - start[1]
        if not (0 <= first < len(rows) and 0 <= column < len(rows[first])):
            continue
        number += 1
        for row in rows[first : bottom - start[0] + 1]:
            row[column : right - start[1] + 1] = [rows[first][column]] * len(
                row[column : right - start[1] + 1]
            )
    return number


def _read_text(content: bytes) -> Iterator[object]:
    text, raw = _decode(content)
    if "\x00" in text:
        raise Refused("not_a_sheet")
    sign = _separator(text)
    rows: list[list[str]] = []
    csv.field_size_limit(100_000)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            rows.append([cell[:CELL] for cell in row])
            if len(row) > COLUMNS:
                raise Refused("columns")
            if len(rows) > ROWS:
                raise Refused("rows")
    except csv.Error as error:
        raise Refused("half") from error
    if max((len(row) for row in rows), default=0) < 2:
        raise Refused("not_a_sheet")
    facts = {"what": "csv", "formulas": False, "from_1904": False, "merged": 0, "bytes": raw}
    yield facts | {"sheets": [], "sheet": 0, "top": 0, "left": 0}
    yield from rows


def _decode(content: bytes) -> tuple[str, bool]:
    """The text, and whether its letters are still those of an unknown table of 256 signs."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace"), False
    head = content[:4000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) > len(head) // 8:
        return content.decode("utf-16-be" if even > odd else "utf-16-le", "replace"), False
    try:
        return content.decode("utf-8-sig"), False
    except UnicodeDecodeError as error:
        if error.start >= len(content) - 3 and error.start > 200:  # cut in the last letter
            return content[: error.start].decode("utf-8-sig"), False
        return content.decode("latin-1"), True


def _separator(text: str) -> str:
    """The sign that stands most evenly in the first lines."""
    lines = [line for line in text[:20_000].splitlines()[:20] if line.strip()]
    return max(";\t,|", key=lambda sign: sum(min(line.count(sign), COLUMNS) for line in lines))


def main() -> None:
    """Read standard input, write lines."""
    limit_this_process()
    out = sys.stdout
    sheet = int(sys.argv[1]) if len(sys.argv) > 1 else -1
    try:
        for part in read(sys.stdin.buffer.read(), sheet):
            out.write(json.dumps(part, ensure_ascii=True, separators=(",", ":")) + "\n")
        out.write('{"end":true}\n')
    except Refused as refusal:
        out.write(json.dumps({"problem": str(refusal)}) + "\n")
    except MemoryError:
        out.write('{"problem":"bomb"}\n')
    out.flush()


if __name__ == "__main__":
    main()
