"""Asking for a list through its page, and opening the file again as a spreadsheet program does."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from flask import Flask
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from jobfair.database import db
from tests.checked_client import CheckedClient

CASES, PEOPLE, MINE = "/can-bo/ho-so/xuat", "/can-bo/nguoi-lao-dong/xuat", "/can-bo/xuat"
WHY = "Mời dự lớp học ở Ít Ong"
Cell = str | float | bool | date | None


@dataclass(frozen=True)
class Opened:
    """What stands in a file: the line above, the headings, the rows."""

    mark: str
    heads: list[str]
    rows: list[list[Cell]]

    def column(self, head: str) -> list[Cell]:
        """The cells below one heading."""
        place = self.heads.index(head)
        return [row[place] for row in self.rows]


@contextmanager
def kept(app: Flask) -> Iterator[None]:
    """What is changed inside is kept."""
    with app.app_context():
        yield
        db.session.commit()
        db.session.remove()


def ask(client: CheckedClient, path: str, **typed: str) -> TestResponse:
    """Send the form of a list."""
    page = client.page(path)
    return client.post(path, data=page.form() | {"file_type": "xlsx", "why": WHY} | typed)


def fetch(client: CheckedClient, path: str, **typed: str) -> bytes:
    """Ask for a list and fetch its file."""
    answer = ask(client, path, **typed)
    assert answer.status_code == 303, answer.text[:2000]
    file = client.get(f"{answer.headers['Location']}/tep")
    assert file.status_code == 200
    assert "attachment" in file.headers["Content-Disposition"]
    assert file.headers["Cache-Control"] == "no-store"
    data: bytes = file.data
    return data


def opened(data: bytes) -> Opened:
    """Read an Excel file."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    lines = sheet.to_python(skip_empty_area=False)
    heads = [str(cell) for cell in lines[1]]
    return Opened(str(lines[0][0]), heads, [list(line) for line in lines[2:]])


def opened_csv(data: bytes) -> Opened:
    """Read a CSV file; its last line says whose it is."""
    assert data.startswith(b"\xef\xbb\xbf")
    heads, *rows, mark = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    return Opened(mark[0], heads, [list(row) for row in rows])


def parts(data: bytes) -> dict[str, str]:
    """The XML of an Excel file by its name."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}
