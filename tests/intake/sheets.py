"""Files as offices send them, and the way through the pages of an import."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter
from flask import Flask
from werkzeug.test import TestResponse

from jobfair.database import db, set_mode
from jobfair.intake.jobs import work
from jobfair.models import BatchState, ImportBatch, ImportRow
from tests.checked_client import CheckedClient

AT = "/can-bo/nhap-danh-sach"
HEADINGS = ("STT", "Họ và tên", "Ngày sinh", "Số điện thoại", "Xã", "Bản")
SIGNED = {
    "paper_list": "Sổ 12/2026, ngăn 3",
    "consent_seat": "y",
    "consent_sms": "y",
    "commune": "03808",
}


def person(number: int, name: str = "Lò Thị Mẫu", commune: str = "Mường La") -> tuple[Any, ...]:
    """A row of an invented person; the number makes name and phone her own."""
    letters = "".join(chr(97 + int(digit)) for digit in str(number))
    return (
        number,
        f"{name} {letters}",
        "15/03/1998",
        f"0950000{number % 1000:03}",
        commune,
        "Bản A",
    )


GOOD = [person(n) for n in range(1, 4)]


def book(
    rows: Sequence[Sequence[Any]],
    headings: Sequence[str] = HEADINGS,
    *,
    above: Sequence[str] = (),
    options: dict[str, Any] | None = None,
    formats: dict[int, str] | None = None,
) -> bytes:
    """An xlsx file: lines of a title, the headings, the rows."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **(options or {})}) as made:
        sheet = made.add_worksheet("Danh sách")
        kinds = {at: made.add_format({"num_format": text}) for at, text in (formats or {}).items()}
        for at, line in enumerate(above):
            sheet.write(at, 0, line)
        sheet.write_row(len(above), 0, headings)
        for number, row in enumerate(rows, start=len(above) + 1):
            for at, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, at, cell, kinds.get(at))
                else:
                    sheet.write(number, at, cell)
    return file.getvalue()


def csv_text(rows: Sequence[Sequence[Any]], sign: str = ",") -> str:
    """The same as text."""
    return "\r\n".join(sign.join(str(cell) for cell in row) for row in (HEADINGS, *rows)) + "\r\n"


def send(client: CheckedClient, kind: str, content: bytes, name: str = "danh sach.xlsx") -> str:
    """Send a file; the address of its page."""
    answer = post_file(client, kind, content, name)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def post_file(client: CheckedClient, kind: str, content: bytes, name: str) -> TestResponse:
    """Send a file, whatever the answer."""
    form = client.page(f"{AT}/{kind}").form()
    data = {**form, "file": (io.BytesIO(content), name)}
    return client.post(f"{AT}/{kind}", data=data, content_type="multipart/form-data")


def work_on(app: Flask) -> None:
    """Let the worker do all its turns."""
    with app.app_context():
        set_mode("write")
        while work(lambda: False):
            pass
        db.session.remove()


def state_of(app: Flask, address: str) -> tuple[BatchState, str]:
    """Where a file stands, and why it is refused."""
    with app.app_context():
        batch = db.session.get_one(ImportBatch, address.rsplit("/", 1)[-1])
        found = (batch.state, batch.problem)
        db.session.remove()
    return found


def rows_of(app: Flask, address: str) -> list[ImportRow]:
    """The rows of a file in its order, detached."""
    with app.app_context():
        query = db.session.query(ImportRow).filter_by(batch_id=address.rsplit("/", 1)[-1])
        rows = query.order_by(ImportRow.number).all()
        db.session.expunge_all()
        db.session.remove()
    return rows


def answer_columns(app: Flask, client: CheckedClient, address: str, **more: str) -> dict[str, str]:
    """Take the guess of the columns, sign the list, let the rows be checked; what was sent."""
    form = client.page(address).form()
    signed = {k: v for k, v in SIGNED.items() if k in form or k.startswith("consent")}
    data = {**form, **signed, **more}
    answer = client.post(f"{address}/cot", data=data)
    assert answer.status_code == 303, answer.text
    work_on(app)
    return data


def preview(
    app: Flask, client: CheckedClient, kind: str, content: bytes, name: str = "x.xlsx", **more: str
) -> str:
    """Send, read, take the guess, check; the address of the file."""
    address = send(client, kind, content, name)
    work_on(app)
    answer_columns(app, client, address, **more)
    return address


def press(client: CheckedClient, address: str, do: str, ticked: Sequence[int] = ()) -> TestResponse:
    """Press a button above the rows, with these lines ticked on the page, else as they are."""
    page = client.page(address)
    token = page.css("input[name=csrf_token]")[0].get("value")
    numbers = [e.get("value") for e in page.css("input[name=row]")]
    shown = [e.get("value") for e in page.css("input[name=tick][checked]")]
    ticks = [str(number) for number in ticked] or shown
    data = {"do": do, "row": numbers, "tick": ticks, "csrf_token": token}
    return client.post(f"{address}/chon", data=data)


def write(app: Flask, client: CheckedClient, address: str) -> None:
    """Let every row that is ticked be written."""
    answer = press(client, address, "run")
    assert answer.status_code == 303, answer.text
    work_on(app)
