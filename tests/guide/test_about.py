"""Who runs this: the law it rests on and figures that are never added to our own."""

from __future__ import annotations

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.guide.words import period_words
from jobfair.models import LegalDocument, Statistic
from tests.checked_client import CheckedClient


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_says_who_where_and_when(visitor: CheckedClient, prefix: str) -> None:
    page = visitor.page(f"{prefix}/gioi-thieu")
    assert page.status == 200
    text = page.text("main")
    for words in ("0212 000 0000", "lienhe@sonla.example", "69/2020/QH14", "2553/DA-UBND"):
        assert words in text
    assert "20/11/2026" in page.css("main > p.source")[-1].text_content()
    assert page.css("main a[href^='tel:']")


def test_figures_stand_one_by_one_with_their_source(visitor: CheckedClient) -> None:
    page = visitor.page("/gioi-thieu")
    figures = page.text("section[aria-labelledby='so-lieu']")
    assert "304: Đã đi làm việc ở nước ngoài, 01/01/2025–02/12/2025" in figures
    assert "Báo Sơn La" in figures
    assert "Không cộng" in figures


def test_everything_is_listed_on_request(app: Flask, visitor: CheckedClient) -> None:
    page = visitor.page("/gioi-thieu?tat-ca=1")
    with app.app_context():
        documents = db.session.query(LegalDocument).count()
        figures = db.session.query(Statistic).count()
    assert len(page.css("section[aria-labelledby='can-cu'] li")) == documents
    assert len(page.css("section[aria-labelledby='so-lieu'] li")) == figures


def test_a_repealed_document_says_so(visitor: CheckedClient) -> None:
    text = visitor.page("/gioi-thieu?tat-ca=1").text("section[aria-labelledby='can-cu']")
    assert "Đã bãi bỏ" in text
    assert "Thay bằng 338/2025/NĐ-CP" in text


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2023", "2023"),
        ("2020..2024", "2020–2024"),
        ("2025-01..2025-10", "1/2025–10/2025"),
        ("2025-01-01..2025-12-02", "01/01/2025–02/12/2025"),
        ("2024-Q1", "quý 1/2024"),
        ("2025-H1", "6 tháng đầu năm 2025"),
        ("2025-06", "6/2025"),
    ],
)
def test_periods_in_words(app: Flask, period: str, words: str) -> None:
    with app.test_request_context("/"):
        assert period_words(period) == words
