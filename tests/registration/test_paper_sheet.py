"""Paper sheets: codes that are nobody else's, printed once or ten times the same."""

from __future__ import annotations

import re
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.database import db
from jobfair.lib.codes import PAPER_LETTER, normalise_slip_code, show_slip_code
from jobfair.models import AuditEvent, Conference, PaperRow
from jobfair.registration.paper import get_sheets
from jobfair.registration.paper_print import TEMPLATE, sheet_data
from tests.checked_client import CheckedClient
from tests.pdf_text import text_of
from tests.registration.helpers import change, one, peek
from tests.registration.staff_helpers import conference_id, print_sheets

pytestmark = pytest.mark.both


def rows_of(app: Flask) -> list[PaperRow]:
    return [row for (row,) in peek(app, sa.select(PaperRow).order_by(PaperRow.sheet, PaperRow.row))]


def test_a_sheet_has_twenty_codes_of_its_own(app: Flask, officer_muongla: CheckedClient) -> None:
    print_sheets(officer_muongla, app, 2)
    print_sheets(officer_muongla, app)
    rows = rows_of(app)
    assert [(row.sheet, row.row) for row in rows] == [
        (sheet, row) for sheet in (1, 2, 3) for row in range(1, 21)
    ]
    codes = {row.slip_code for row in rows}
    assert len(codes) == 60
    assert all(code[0] == PAPER_LETTER and normalise_slip_code(code) == code for code in codes)
    act = one(app, sa.select(AuditEvent).where(AuditEvent.reason == "sheets=1-2"))
    assert (act.action, act.actor_name) == ("paper.reserve", "Lò Thị Duyên")


def test_a_double_click_reserves_once(app: Flask, officer_muongla: CheckedClient) -> None:
    path = f"/can-bo/hoi-nghi/{conference_id(app)}/phieu-giay"
    form = officer_muongla.page(path).form() | {"count": "2"}
    answers = [officer_muongla.post(path, data=form) for _ in range(3)]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert len(rows_of(app)) == 40


def test_two_officers_at_once_have_sheets_of_their_own(
    app: Flask, officer_muongla: CheckedClient, counsellor: CheckedClient
) -> None:
    path = f"/can-bo/hoi-nghi/{conference_id(app)}/phieu-giay"
    forms = [(c, c.page(path).form() | {"count": "1"}) for c in (officer_muongla, counsellor)]
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda pair: pair[0].post(path, data=pair[1]), forms))
    assert [answer.status_code for answer in answers] == [303, 303]
    rows = rows_of(app)
    assert {row.sheet for row in rows} == {1, 2}
    assert len({row.slip_code for row in rows}) == 40


def test_a_count_nobody_offers_is_refused(app: Flask, officer_muongla: CheckedClient) -> None:
    path = f"/can-bo/hoi-nghi/{conference_id(app)}/phieu-giay"
    for count in ("0", "6", "x"):
        assert officer_muongla.send(path, {"count": count}).status_code == 422
    assert rows_of(app) == []


def pdf_of(client: CheckedClient, key_path: str, count: int = 1) -> bytes:
    path = key_path.replace("/nhap-giay/", "/phieu-giay/") + f".pdf?so={count}"
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return answer.data


def test_the_pdf_is_tagged_vietnamese_and_two_pages_a_sheet(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    key_path = print_sheets(officer_muongla, app, 3)
    pdf = pdf_of(officer_muongla, key_path, 3)
    assert pdf.startswith(b"%PDF-")
    whole = pdf + b"".join(_streams(pdf))
    assert b"/StructTreeRoot" in whole
    assert b"pdfuaid:part" in whole.replace(b"<pdfuaid:part>", b"pdfuaid:part")
    assert re.search(rb"/Lang\s*\(vi", whole)
    assert len(re.findall(rb"/Type\s*/Page\b", whole)) == 6


def test_who_reads_english_prints_a_vietnamese_sheet(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    change(app, sa.update(Conference).values(place="Trường học 📢", title_vi="Hội nghị tư vấn"))
    key_path = print_sheets(officer_muongla, app)
    form = officer_muongla.page("/can-bo/tai-khoan").form("form[action='/can-bo/ngon-ngu']")
    officer_muongla.post("/can-bo/ngon-ngu", data=form | {"lang": "en"})
    assert "Trường học, xã Mường La" in text_of(pdf_of(officer_muongla, key_path))


def _streams(pdf: bytes) -> list[bytes]:
    found = []
    for body in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.S):
        try:
            found.append(zlib.decompress(body.rstrip(b"\r\n")))
        except zlib.error:
            continue
    return found


def test_a_sheet_printed_again_is_the_same(app: Flask, officer_muongla: CheckedClient) -> None:
    key_path = print_sheets(officer_muongla, app)
    first = sheet_on_paper(app)
    pdf_of(officer_muongla, key_path)
    pdf_of(officer_muongla, key_path)
    assert sheet_on_paper(app) == first
    assert len(rows_of(app)) == 20


def sheet_on_paper(app: Flask) -> dict[str, object]:
    """Everything that is set on the paper of the first sheet."""
    with app.test_request_context():
        conference = db.session.query(Conference).filter_by(slug="muong-la-1").one()
        first = db.session.query(PaperRow.id).filter_by(sheet=1, row=1).scalar()
        data = sheet_data(conference, get_sheets(conference, first))
        db.session.remove()
    return data


def test_the_paper_carries_what_people_sign_and_no_name(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    print_sheets(officer_muongla, app)
    data = sheet_on_paper(app)
    assert [consent["version"] for consent in data["consents"]] == ["bản số 1"] * 3  # type: ignore[attr-defined]
    assert "Không ai được thu tiền" in data["words"]["free"]  # type: ignore[index]
    assert data["hotline"] == "0212 000 0000"
    rows = data["sheets"][0]["rows"]  # type: ignore[index]
    assert [row["code"] for row in rows] == [show_slip_code(row.slip_code) for row in rows_of(app)]
    assert all(row["qr"].startswith("<svg") for row in rows)


def test_a_sheet_of_another_conference_is_not_found(
    app: Flask, officer_muongla: CheckedClient, counsellor: CheckedClient
) -> None:
    key_path = print_sheets(officer_muongla, app)
    elsewhere = key_path.replace(conference_id(app), conference_id(app, "suoi-to-1"))
    for path in (elsewhere, elsewhere.replace("nhap-giay", "phieu-giay") + ".pdf"):
        assert counsellor.get(path).status_code == 404
        assert officer_muongla.get(path).status_code == 404


def test_the_template_sets_every_word_it_is_given(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    print_sheets(officer_muongla, app)
    words = sheet_on_paper(app)["words"]
    used = set(re.findall(r"\bw\.([a-z0-9-]+)", TEMPLATE.read_text(encoding="utf-8")))
    assert used == set(words)  # type: ignore[call-overload]
