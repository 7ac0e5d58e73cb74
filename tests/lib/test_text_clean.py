"""Text on its way in: tidy, cut, counted, made safe for other places."""

from __future__ import annotations

import csv
import io
import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobfair.lib.text import (
    clean,
    clean_lines,
    like_escape,
    neutralise_cell,
    nfc,
    slugify,
    syllables,
)


def test_text_is_stored_composed() -> None:
    assert nfc(unicodedata.normalize("NFD", "Đường")) == "Đường"
    assert clean(unicodedata.normalize("NFD", "Lò Thị Ọi")) == "Lò Thị Ọi"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Lò \t Thị\r\n Ọi ", "Lò Thị Ọi"),
        ("Lò\u0000 Thị\u0007 Ọi\u009f", "Lò Thị Ọi"),
        ("Lò\u200b Thị\u202e Ọi\ufeff", "Lò Thị Ọi"),
        ("Lò\u00a0Thị\u3000Ọi\u2028", "Lò Thị Ọi"),
        ("Lò\ud800 Ọi", "Lò Ọi"),
        ("Lo\u0000\u0300 Ọi", "Lò Ọi"),
        ("H'Mông 2 (Súa)", "H'Mông 2 (Súa)"),
        ("", ""),
    ],
)
def test_a_line_loses_what_cannot_be_seen_and_nothing_else(typed: str, kept: str) -> None:
    assert clean(typed, 100) == kept


def test_a_line_is_cut_at_its_limit_without_a_hanging_space() -> None:
    assert clean("Giàng A Páo", 8) == "Giàng A"
    assert clean("Ọ" * 100, 60) == "Ọ" * 60
    assert clean("Ọ" * 60, 60) == "Ọ" * 60


def test_a_cut_never_leaves_a_letter_without_its_mark() -> None:
    assert clean("aq\u0331\u0331c", 3) == "a"


@given(st.text(), st.integers(min_value=0, max_value=50))
def test_cleaning_twice_changes_nothing_and_keeps_the_limit(text: str, limit: int) -> None:
    once = clean(text, limit)
    assert clean(once, limit) == once
    assert len(once) <= limit
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unicodedata.category(ch) in {"Cc", "Cf", "Cs"} for ch in once)
    once.encode()


def test_a_longer_text_keeps_its_lines() -> None:
    assert clean_lines("\n Nhà  văn hoá \r\n\r\n\r\n\r\nbản Ít\u0000 \r\n") == (
        "Nhà văn hoá\n\nbản Ít"
    )
    assert clean_lines("một\nhai", 5) == "một\nh"


@given(st.text(alphabet="ab \n\r\u0000ọ"))
def test_tidy_lines_stay_as_they_are(text: str) -> None:
    assert clean_lines(clean_lines(text)) == clean_lines(text)


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("Bạn đến hội nghị trước 15 phút nhé.", 8),
        ("Bà con gọi 0212.000.0001 – có người nghe.", 7),
        ("Chào {T}, mai 24/11/2026 là ngày hội nghị!", 8),
        ("Người Khơ-mú, bản A/B", 6),
        ("", 0),
        ("… – !", 0),
    ],
)
def test_a_sentence_counts_its_syllables(sentence: str, count: int) -> None:
    assert syllables(sentence) == count


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Hội nghị xã Mường La", "hoi-nghi-xa-muong-la"),
        ("Công ty mẫu Đường Xanh (SLA)", "cong-ty-mau-duong-xanh-sla"),
        ("H'Mông -- 24/11", "hmong-24-11"),
        ("東京", ""),
        ("", ""),
    ],
)
def test_a_title_becomes_an_address(title: str, slug: str) -> None:
    assert slugify(title) == slug


def test_a_long_title_ends_at_a_whole_word() -> None:
    assert slugify("hội nghị tư vấn", limit=10) == "hoi-nghi"
    assert slugify("hội nghị", limit=8) == "hoi-nghi"
    assert slugify("x" * 30, limit=10) == "x" * 10


@given(st.text(), st.integers(min_value=1, max_value=40))
def test_an_address_is_always_plain(title: str, limit: int) -> None:
    slug = slugify(title, limit)
    assert len(slug) <= limit
    assert slug == "-".join(part for part in slug.split("-") if part)
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@given(st.text(alphabet="a%_\\", max_size=8), st.text(alphabet="a%_\\", max_size=8))
def test_an_escaped_text_matches_itself_only(needle: str, other: str) -> None:
    with sqlite3.connect(":memory:") as db:
        query = "SELECT ? LIKE ? ESCAPE '\\'"
        found = [
            bool(db.execute(query, (text, like_escape(needle))).fetchone()[0])
            for text in (needle, other)
        ]
    db.close()
    assert found == [True, needle == other]


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        "+84950000123",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\nx",
        "＝1+1",
        "＋1",
        "－1",
        "＠a",
        "﹢1",
        "\u22121",
        "  =1",
        "\u00a0=1",
        "\ufeff=1",
        "\u200b\u200b@x",
        "\u0000=cmd|' /C calc'!A0",
    ],
)
def test_a_formula_becomes_text(formula: str) -> None:
    assert neutralise_cell(formula) == "'" + formula
    assert neutralise_cell("'" + formula) == "'" + formula


@pytest.mark.parametrize("text", ["", "Lò Thị Ọi", "H'Mông", "0950000123", "a=b", "1-2", " x", "½"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert neutralise_cell(text) == text


@given(st.text(alphabet="=+-@＝＋－＠ \t\r\n\u200b'\",;ab1"))
def test_no_cell_of_a_file_begins_like_a_formula(text: str) -> None:
    safe = neutralise_cell(text)
    assert safe in {text, "'" + text}
    assert safe.lstrip(" \t\r\n\u200b")[:1] not in tuple("=+-@＝＋－＠")
    file = io.StringIO()
    csv.writer(file).writerow([safe, "x"])
    file.seek(0)
    assert next(csv.reader(io.StringIO(file.getvalue(), newline="")))[1] == "x"
