"""Files as they really arrive, and as somebody means harm: the right sentence each time."""

from __future__ import annotations

import io
import time
import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
import xlsxwriter
from flask import Flask

from jobfair.intake.reader import read_rows
from jobfair.models import BatchState, RowState
from tests.checked_client import CheckedClient
from tests.intake.harmful import bomb, far, with_macro, with_password, zipped
from tests.intake.old_fonts import in_cp1258, in_tcvn3, in_vni
from tests.intake.sheets import (
    GOOD,
    HEADINGS,
    answer_columns,
    book,
    csv_text,
    person,
    post_file,
    preview,
    rows_of,
    send,
    state_of,
    work_on,
)

NAMES = [
    (n, name, "1990", f"095000000{n}", "Mường La", "Bản Nà Lốc")
    for n, name in enumerate(("Lò Thị Xuân", "Quàng Văn Hưởng", "Đỗ Đức Thắng"), start=1)
]


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb": (bomb, "Tệp này giải nén ra quá lớn."),
    "a million columns": (lambda: b"a," * 1_000_000 + b"a\r\n" * 2, "Bảng có hơn 100 cột."),
    "a cell far out": (far, "Bảng có hơn 100 cột."),
    "too many rows": (lambda: b"a,b\r\n" * 10_100, "Bảng có hơn 10.000 dòng."),
    "macros": (with_macro, "Tệp có macro."),
    "a password": (with_password, "Tệp có mật khẩu."),
    "half a book": (lambda: book(GOOD)[:-400], "Tệp bị hỏng hoặc gửi chưa hết."),
    "a broken part": (
        lambda: zipped({"xl/workbook.xml": b"<workbook", "xl/worksheets/sheet1.xml": b"<a"}),
        "Tệp bị hỏng hoặc gửi chưa hết.",
    ),
    "another archive": (lambda: zipped({"photo.jpg": b"x"}), "Đây không phải tệp Excel hay CSV."),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(500), "Đây không phải tệp Excel hay CSV."),
    "a letter": (lambda: "Kính gửi Ủy ban\r\n".encode(), "Đây không phải tệp Excel hay CSV."),
    "NUL bytes": (
        lambda: b"ho ten,nam sinh\r\nLo Van A,19\x0090\r\n",
        "Đây không phải tệp Excel hay CSV.",
    ),
    "only NUL bytes": (lambda: bytes(5000), "Tệp trống."),
    "only spaces": (lambda: b"  \r\n\r\n", "Tệp trống."),
    "an empty sheet": (lambda: book([], headings=()), "Tệp trống."),
    "headings only": (lambda: book([]), "Tệp chỉ có tiêu đề"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    app: Flask, officer_muongla: CheckedClient, what: str
) -> None:
    make, sentence = REFUSED[what]
    content = make()
    address = send(officer_muongla, "people", content)
    began = time.monotonic()
    work_on(app)
    assert time.monotonic() - began < 10
    assert state_of(app, address)[0] is BatchState.REFUSED
    page = officer_muongla.page(address)
    assert sentence in page.text("main")
    assert page.css("main a.btn[href$='/people']")


def test_no_file_and_an_empty_file_are_said_at_the_field(officer_muongla: CheckedClient) -> None:
    none = officer_muongla.post(
        "/can-bo/nhap-danh-sach/people",
        data=officer_muongla.page("/can-bo/nhap-danh-sach/people").form(),
    )
    assert none.status_code == 422
    assert "Hãy chọn tệp trước." in none.text
    empty = post_file(officer_muongla, "people", b"", "x.csv")
    assert empty.status_code == 422
    assert "Tệp trống." in empty.text
    large = post_file(officer_muongla, "people", b"a" * (5 * 1024 * 1024 + 1), "x.csv")
    assert large.status_code == 422
    assert "Tệp lớn hơn 5 MB." in large.text


TEXTS: dict[str, bytes] = {
    "UTF-8": csv_text(NAMES).encode(),
    "UTF-8 with BOM": csv_text(NAMES, ";").encode("utf-8-sig"),
    "UTF-16 with BOM": csv_text(NAMES, "\t").encode("utf-16"),
    "UTF-16 without BOM": csv_text(NAMES, "\t").encode("utf-16-le"),
    "cut in the last letter": csv_text(NAMES).encode().rstrip() + "ố".encode()[:2],
    "decomposed": unicodedata.normalize("NFD", csv_text(NAMES)).encode(),
}


@pytest.mark.parametrize("what", TEXTS)
def test_text_is_read_whatever_its_coding(
    app: Flask, officer_muongla: CheckedClient, what: str
) -> None:
    address = preview(app, officer_muongla, "people", TEXTS[what], "ds.csv")
    rows = rows_of(app, address)
    assert [row.state for row in rows] == [RowState.NEW] * 3
    page = officer_muongla.page(address).text("table")
    assert "Quàng Văn Hưởng" in page
    assert "Đỗ Đức Thắng" in page


OLD: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "TCVN3": ("tcvn3", lambda text: in_tcvn3(text).encode("latin-1")),
    "VNI": ("vni", lambda text: in_vni(text).encode("latin-1")),
    "code page 1258": ("cp1258", in_cp1258),
}


@pytest.mark.parametrize("what", OLD)
def test_text_of_an_old_font_is_asked_about_and_then_right(
    app: Flask, officer_muongla: CheckedClient, what: str
) -> None:
    reading, encode = OLD[what]
    address = send(officer_muongla, "people", encode(csv_text(NAMES)), "ds.csv")
    work_on(app)
    assert state_of(app, address) == (BatchState.LETTERS, "")
    page = officer_muongla.page(address)
    assert "Đọc như thế này đúng không?" in page.text("h1")
    assert page.form()["reading"] == reading
    assert "Quàng Văn Hưởng" in page.text("label")
    officer_muongla.post(f"{address}/chu", data=page.form())
    answer_columns(app, officer_muongla, address)
    assert [row.state for row in rows_of(app, address)] == [RowState.NEW] * 3
    assert "Đỗ Đức Thắng" in officer_muongla.page(address).text("table")


def test_a_book_typed_in_an_old_font_is_asked_about(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    rows = [tuple(in_tcvn3(str(cell)) for cell in row) for row in NAMES]
    headings = [in_tcvn3(heading) for heading in HEADINGS]
    address = send(officer_muongla, "people", book(rows, headings))
    work_on(app)
    page = officer_muongla.page(address)
    assert page.form()["reading"] == "tcvn3"
    officer_muongla.post(f"{address}/chu", data=page.form() | {"reading": "unicode"})
    assert officer_muongla.page(address).form()["cot_name"] == "1"  # the guess of the columns


def test_days_as_text_as_days_and_as_numbers_of_both_systems(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    born = date(1998, 3, 15)
    for from_1904, serial in ((False, 35869), (True, 34407)):
        rows = [
            (1, "Lò Văn Chữ", "15/03/1998", "0950000001", "Mường La", ""),
            (2, "Lò Văn Ngày", born, "0950000002", "Mường La", ""),
            (3, "Lò Văn Số", serial, "0950000003", "Mường La", ""),
            (4, "Lò Văn Năm", 1998, "0950000004", "Mường La", ""),
            (5, "Lò Văn Gạch", "1998-03-15", "0950000005", "Mường La", ""),
        ]
        content = book(rows, options={"date_1904": from_1904}, formats={2: "dd/mm/yyyy"})
        parts = read_rows(content)
        assert next(parts)["from_1904"] is from_1904
        assert [row[2] for row in parts][1:3] == ["15/03/1998", "1998-03-15"]
        address = preview(app, officer_muongla, "people", content)
        states = [row.state for row in rows_of(app, address)]
        assert RowState.ERROR not in states, [row.problem for row in rows_of(app, address)]


def test_phones_that_a_program_made_numbers_get_their_zero_back(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    rows = [
        (1, "Lò Văn Một", "1990", 950000001.0, "Mường La", ""),
        (2, "Lò Văn Hai", "1990", "095 0000 002 / 095 0000 009", "Mường La", ""),
        (3, "Lò Văn Ba", "1990", 84950000003, "Mường La", ""),
        (4, "Lò Văn Bốn", "1990", "", "Mường La", ""),
    ]
    address = preview(app, officer_muongla, "people", book(rows))
    assert [row.state for row in rows_of(app, address)] == [RowState.NEW] * 4


def test_a_title_two_rows_of_headings_merged_cells_and_numbering_are_understood(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.merge_range("A1:F1", "ỦY BAN NHÂN DÂN XÃ MƯỜNG LA")
        sheet.merge_range("A2:F2", "DANH SÁCH NGƯỜI ĐĂNG KÝ")
        for at, heading in ((0, "STT"), (1, "Họ và tên"), (4, "Số điện thoại"), (5, "Xã")):
            sheet.merge_range(3, at, 4, at, heading)
        sheet.merge_range("C4:D4", "Năm sinh")
        sheet.write_row("C5", ["Nam", "Nữ"])
        sheet.write_row("A6", ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"])
        sheet.merge_range("F7:F8", "Mường La")
        sheet.write_row("A7", [1, "Lò Văn Nam", 1990, "", "0950000001"])
        sheet.write_row("A8", [2, "Lò Thị Nữ", "", 1992, "0950000002"])
        sheet.write("B10", "Người lập biểu")
    address = send(officer_muongla, "people", file.getvalue())
    work_on(app)
    form = officer_muongla.page(address).form()
    assert (form["cot_name"], form["cot_men"], form["cot_women"]) == ("1", "2", "3")
    answer_columns(app, officer_muongla, address, commune="03808")
    rows = rows_of(app, address)
    assert [(row.number, row.state) for row in rows] == [
        (7, RowState.NEW),
        (8, RowState.NEW),
        (10, RowState.ERROR),
    ]


def test_wrong_columns_are_asked_for_and_can_be_changed(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    rows = [("Lò Thị Xuân", "1990", "0950000001")]
    address = send(officer_muongla, "people", book(rows, headings=("Cột một", "Cột hai", "Ba")))
    work_on(app)
    page = officer_muongla.page(address)
    assert "Chưa thấy trong các tiêu đề" in page.text("main")
    signed = {"paper_list": "Sổ 1", "consent_seat": "y"}
    missing = officer_muongla.post(f"{address}/cot", data=page.form() | signed)
    assert missing.status_code == 422
    assert "Hãy chỉ ra cột nào là: Họ và tên." in missing.text
    twice = page.form() | signed | {"cot_name": "0", "cot_birth": "0"}
    assert "Mỗi cột chỉ chọn một lần." in officer_muongla.post(f"{address}/cot", data=twice).text
    right = {"cot_name": "0", "cot_birth": "1", "cot_phone": "2"}
    answer_columns(app, officer_muongla, address, **right)
    assert [row.state for row in rows_of(app, address)] == [RowState.NEW]
    again = officer_muongla.page(f"{address}/cot")
    assert again.form()["cot_name"] == "0"


def test_formulas_are_told_and_their_saved_values_are_taken(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, person(1))
        sheet.write_formula(1, 1, '=HYPERLINK("http://x.example","Lò")', None, "Lò Văn Giá Trị")
    address = preview(app, officer_muongla, "people", file.getvalue())
    assert "Lò Văn Giá Trị" in officer_muongla.page(address).text("table")


def test_the_name_of_a_file_means_nothing(app: Flask, officer_muongla: CheckedClient) -> None:
    for content, name in ((csv_text(GOOD).encode(), "a.xlsx"), (book(GOOD), "b.csv")):
        address = send(officer_muongla, "people", content, name)
        work_on(app)
        assert "Tên tệp không đúng loại" in officer_muongla.page(address).text("main")
