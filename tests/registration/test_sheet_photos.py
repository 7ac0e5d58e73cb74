"""The photo of a sheet: drawn anew, sealed, shown above the rows, gone when its time is over."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.database import db
from jobfair.lib.clock import add_months, now, today
from jobfair.lib.codes import new_form_key
from jobfair.models import AuditEvent, Conference, PaperRow, SheetPhoto
from jobfair.papers.pictures import MOST_BYTES
from jobfair.registration.sheet_photos import shred_old_photos, sweep_photos, vault
from tests.checked_client import CheckedClient, Page
from tests.papers.photos import PLACE, heic, pdf, picture, with_place
from tests.registration.helpers import change, one, peek
from tests.registration.staff_helpers import key, people, print_sheets

pytestmark = pytest.mark.both


def send(client: CheckedClient, sheet: str, *photos: bytes, form_key: str = "") -> Page:
    """As a browser sends it without a script."""
    path = f"{sheet}/anh"
    filled = client.page(path).form('main form[enctype="multipart/form-data"]')
    filled |= {"form_key": form_key} if form_key else {}
    files = [(io.BytesIO(content), f"to{n}.jpg") for n, content in enumerate(photos)]
    return Page(client.post(path, data=filled | {"photos": files}))


def kept(app: Flask) -> list[SheetPhoto]:
    query = sa.select(SheetPhoto).where(SheetPhoto.key_enc.is_not(None))
    return [row for (row,) in peek(app, query)]


def acts(app: Flask, action: str) -> int:
    query = sa.select(sa.func.count()).where(AuditEvent.action == action)
    return int(one(app, query))


def test_a_photo_stands_above_the_rows_that_are_keyed_from_it(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    sheet = print_sheets(officer_muongla, app)
    assert not officer_muongla.page(sheet).css(".sheet-photo")
    assert send(officer_muongla, sheet, picture()).status == 303
    page = officer_muongla.page(sheet)
    (image,) = page.css(".sheet-photo img")
    assert image.get("alt") == "Tờ 1, ảnh 1, như đã ghi bằng tay"
    sizes = [box.get("value") for box in page.css(".sheet-photo input[type=radio]")]
    assert sizes == ["1", "2", "4"]
    main = page.css("main")[0].iterdescendants()
    order = [node.tag for node in main if node.tag in ("img", "table")]
    assert order == ["img", "table"]
    answer = officer_muongla.get(image.get("src"))
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    listed = officer_muongla.page(sheet.rsplit("/", 2)[0] + "/phieu-giay")
    assert "1 ảnh" in listed.text("tbody")


def test_place_and_time_are_taken_out_and_the_file_is_sealed(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    sheet = print_sheets(officer_muongla, app)
    assert PLACE in with_place()
    assert send(officer_muongla, sheet, with_place()).status == 303
    (row,) = kept(app)
    shown = officer_muongla.get(f"{sheet}/anh/{row.id}").data
    assert PLACE not in shown
    assert b"Exif" not in shown
    with app.app_context():
        lying = vault.path_of(row.id).read_bytes()
    assert b"\xff\xd8\xff" not in lying[:64]
    assert shown[:200] not in lying


def test_a_photo_sent_twice_is_kept_once(app: Flask, officer_muongla: CheckedClient) -> None:
    sheet, form_key = print_sheets(officer_muongla, app), new_form_key()
    for _again in range(3):
        assert (
            send(officer_muongla, sheet, picture(), picture("PNG"), form_key=form_key).status == 303
        )
    assert len(kept(app)) == 2
    assert acts(app, "sheet.photo_add") == 2


@pytest.mark.parametrize(
    "sent",
    [(), (heic(),), (pdf(),), (picture(), b"hello"), (b"\xff\xd8\xff" + b"0" * MOST_BYTES,)],
    ids=["none", "heic", "pdf", "one of two", "too large"],
)
def test_what_is_no_photo_is_refused_whole(
    app: Flask, officer_muongla: CheckedClient, sent: tuple[bytes, ...]
) -> None:
    sheet = print_sheets(officer_muongla, app)
    page = send(officer_muongla, sheet, *sent)
    assert page.status == 422
    assert page.css('[role="alert"]')
    assert kept(app) == []


def test_a_sheet_keeps_four(app: Flask, officer_muongla: CheckedClient) -> None:
    sheet = print_sheets(officer_muongla, app)
    assert send(officer_muongla, sheet, picture(), picture(), picture()).status == 303
    assert send(officer_muongla, sheet, picture(), picture()).status == 422
    assert send(officer_muongla, sheet, picture()).status == 303
    page = officer_muongla.page(f"{sheet}/anh")
    assert "đã đủ bốn ảnh" in page.text("main")
    assert not page.css("form[enctype]")


def test_nobody_else_sees_or_adds_one(
    app: Flask,
    officer_muongla: CheckedClient,
    officer_suoito: CheckedClient,
    agency_one: CheckedClient,
    auditor: CheckedClient,
) -> None:
    sheet = print_sheets(officer_muongla, app)
    send(officer_muongla, sheet, picture())
    (row,) = kept(app)
    for client, status in ((officer_suoito, 404), (agency_one, 403), (auditor, 403)):
        for path in (f"{sheet}/anh", f"{sheet}/anh/{row.id}"):
            assert client.get(path).status_code == status
    print_sheets(officer_muongla, app)
    query = sa.select(PaperRow.id).where(PaperRow.sheet == 2, PaperRow.row == 1)
    other = f"{sheet.rsplit('/', 1)[0]}/{one(app, query)}"
    assert officer_muongla.get(other).status_code == 200
    assert officer_muongla.get(f"{other}/anh/{row.id}").status_code == 404
    assert acts(app, "view.sheet_photo") == 0


def test_each_look_names_the_people_on_the_sheet(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    sheet = print_sheets(officer_muongla, app)
    key(officer_muongla, sheet, people(3))
    send(officer_muongla, sheet, picture())
    (row,) = kept(app)
    officer_muongla.get(f"{sheet}/anh/{row.id}")
    seen = one(app, sa.select(AuditEvent.person_ids).where(AuditEvent.action == "view.sheet_photo"))
    assert len(seen.split(",")) == 3


def test_a_photo_is_destroyed_with_its_file(app: Flask, officer_muongla: CheckedClient) -> None:
    sheet = print_sheets(officer_muongla, app)
    send(officer_muongla, sheet, picture())
    (row,) = kept(app)
    token = officer_muongla.page(f"{sheet}/anh").form("details form")
    answer = officer_muongla.post(f"{sheet}/anh/{row.id}/huy", data=token)
    assert answer.status_code == 303
    assert kept(app) == []
    assert officer_muongla.get(f"{sheet}/anh/{row.id}").status_code == 404
    with app.app_context():
        assert not vault.path_of(row.id).exists()
    assert acts(app, "sheet.photo_destroy") == 1


def test_a_photo_goes_when_the_first_on_it_is_forgotten(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    sheet = print_sheets(officer_muongla, app)
    send(officer_muongla, sheet, picture())
    (row,) = kept(app)
    days = (today() - add_months(today(), -12)).days
    for past, gone in ((days - 2, 0), (days + 2, 1)):
        ended = now() - timedelta(days=past)
        change(
            app,
            sa.update(Conference)
            .where(Conference.slug == "muong-la-1")
            .values(starts_at=ended - timedelta(hours=3), ends_at=ended),
        )
        with app.app_context():
            assert shred_old_photos() == gone
            db.session.commit()
            assert vault.path_of(row.id).exists() is not bool(gone)
    assert kept(app) == []
    assert acts(app, "sheet.photo_shred") == 1


def test_files_that_no_row_knows_are_swept(app: Flask, officer_muongla: CheckedClient) -> None:
    sheet = print_sheets(officer_muongla, app)
    send(officer_muongla, sheet, picture())
    (row,) = kept(app)
    stray = new_form_key()
    with app.app_context():
        vault.put(stray, b"left behind", vault.make_key(stray)[0])
        assert sweep_photos(older_than=0) >= 1
        assert vault.path_of(row.id).exists()
        assert not vault.path_of(stray).exists()
