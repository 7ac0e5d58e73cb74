"""Register A and the ministry's list B of the tests: rename, merger, revocation, one market."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from jobfair.agencies.licence_snapshot import take
from jobfair.agencies.register import BodyEntry, FirstGrant, create_body
from jobfair.database import db
from jobfair.intake.licence_rules import preview_of
from jobfair.lib.clock import show_date, today
from jobfair.models import BodyKind, ImportBatch, Placement, SendingBody, Stage, Task
from tests.agencies.helpers import actor
from tests.agencies.test_licence_documents import placed
from tests.checked_client import CheckedClient
from tests.intake.sheets import book, work_on

AT = "/can-bo/doanh-nghiep/danh-sach-giay-phep"
HEADINGS = (
    *("TT", "Tên doanh nghiệp", "Số giấy phép", "Mã số doanh nghiệp", "Địa chỉ trụ sở"),
    *("Điện thoại", "Tình trạng", "Thị trường bị đình chỉ", "Số quyết định", "Ghi chú"),
)
ON = today() - timedelta(days=2)
A = {
    "003/MAU-GP": ("Công ty mẫu Tên Cũ", "0100000003"),
    "004/MAU-GP": ("Công ty mẫu Suối Nguồn", "0100000004"),
    "005/MAU-GP": ("Công ty mẫu Khe Nhỏ", "0100000005"),
    "007/MAU-GP": ("Công ty mẫu Vắng Tên", "0100000007"),
    "008/MAU-GP": ("Công ty mẫu Như Cũ", "0100000008"),
}
B: list[tuple[Any, ...]] = [
    (1, "CÔNG TY MẪU CÁNH CHIM NÚI", "001/MAU-GP", "", "", "", "Tạm đình chỉ", "Đài Loan", "QĐ 1"),
    (2, "Công ty mẫu Suối Xanh", "002/MAU-GP", "", "", "", "Thu hồi giấy phép", "", "QĐ 2"),
    (3, "Công ty mẫu Tên Mới", "003/MAU-GP", "0100000003", "Số 3, phố Mới", "0212 000 1933"),
    (4, "Công ty mẫu Suối Lớn", "004/MAU-GP", "0100000004", "", "", "Đang hoạt động", "", "",
     "Nhận sáp nhập Công ty mẫu Khe Nhỏ"),
    (5, "Công ty mẫu Như Cũ", "008/MAU-GP", "0100000008", "", "", "Đang hoạt động"),
    (6, "Công ty mẫu Mới Tinh", "009/MAU-GP", "0100000009", "Số 9, phố Mẫu", "", "Đang hoạt động"),
    (7, "Không số", "", "", "", "", "Đang hoạt động"),
]  # fmt: skip


def make_a(app: Flask) -> dict[str, str]:
    """Enter the register; licence number -> body id."""
    with app.app_context():
        by = actor("counsellor")
        for number, (name, code) in A.items():
            entry = BodyEntry(
                BodyKind.ENTERPRISE, name, "", "", code, number, "", "", "mẫu", ON, None
            )
            day = today() - timedelta(days=400)
            create_body(entry, FirstGrant(number, day, day, None), by=by)
        db.session.commit()
        return {b.licence_number: b.id for b in db.session.query(SendingBody)}


def person(number: int, programme: str = "JP-TITP", stage: Stage = Stage.SELECTED) -> Placement:
    """Somebody on the way with the body of this number (1 or 2 of the world, or of A)."""
    made = placed(1, stage, programme)
    made.body_id = (
        db.session.query(SendingBody.id)
        .filter(SendingBody.licence_number == f"00{number}/MAU-GP")
        .scalar()
    )
    db.session.flush()
    return made


def send_list(
    app: Flask,
    client: CheckedClient,
    rows: Sequence[Sequence[Any]],
    *,
    whole: bool = True,
    on: date = ON,
) -> str:
    """Send an xlsx, answer its columns, let every row be checked; the address of the file."""
    form = client.page(AT).form()
    data = {**form, "file": (io.BytesIO(book(rows, HEADINGS)), "danh sach.xlsx")}
    answer = client.post(AT, data=data, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    return go_on(app, client, str(answer.headers["Location"]), whole=whole, on=on)


def go_on(
    app: Flask, client: CheckedClient, address: str, *, whole: bool = True, on: date = ON
) -> str:
    """From the sent file to the preview."""
    work_on(app)
    form = client.page(address).form()
    said = {"list_no": "15/DS-MAU", "list_on": show_date(on)} | ({"whole": "y"} if whole else {})
    answer = client.post(f"{address}/cot", data={**form, **said})
    assert answer.status_code == 303, answer.text
    work_on(app)
    return address


def accept(
    client: CheckedClient,
    address: str,
    answers: dict[str, str] | None = None,
    *,
    only: Sequence[str] | None = None,
) -> TestResponse:
    """Press "accept" with the ticks of the page, or these keys alone; answers by key."""
    data = filled(client, address, answers or {})
    return press(client, address, data if only is None else data | {"tick": list(only)})


def press(client: CheckedClient, address: str, data: dict[str, Any]) -> TestResponse:
    """The button above, with what was filled in before."""
    return client.post(f"{AT}/tep/{address.rsplit('/', 1)[-1]}/nhan", data=data)


def filled(client: CheckedClient, address: str, answers: dict[str, str]) -> dict[str, Any]:
    """What the form of the page sends."""
    page = client.page(address)
    tokens = {n: page.css(f"input[name={n}]")[0].get("value") for n in ("csrf_token", "mark")}
    return {
        **tokens,
        "tick": [e.get("value") for e in page.css("input[name=tick][checked]")],
        "asked": [e.get("value") for e in page.css("input[name=asked]")],
        **{f"answer-{key}": value for key, value in answers.items()},
    }


def seen(app: Flask, address: str) -> list[tuple[str, str, Any]]:
    """Every change of the preview: kind, key, (what, before, after)."""
    with app.app_context():
        batch = db.session.get_one(ImportBatch, address.rsplit("/", 1)[-1])
        found = [
            (c.kind, c.key, [(f.what, f.before, f.after) for f in c.facts])
            for c in preview_of(batch).changes
        ]
        db.session.rollback()
        return found


def register_now(app: Flask) -> dict[str, Any]:
    """The whole register with documents and contacts, by id, and the open tasks by key."""
    with app.app_context():
        bodies = db.session.query(SendingBody).order_by(SendingBody.id).all()
        found = {b.id: json.loads(json.dumps(take(b))) for b in bodies}
        tasks = sorted(t.key for t in db.session.query(Task).filter(Task.done_at.is_(None)))
        db.session.rollback()
        return {**found, "tasks": tasks}
