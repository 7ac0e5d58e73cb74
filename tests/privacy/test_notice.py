"""The privacy notice says who, what, why, to whom, how long, which rights and how."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.database import db
from jobfair.lib.text import syllables
from jobfair.models import Setting
from jobfair.public_version import raise_version
from tests.checked_client import CheckedClient


def test_the_notice_names_every_purpose_in_its_words(visitor: CheckedClient) -> None:
    page = visitor.page("/quyen-rieng-tu")
    assert page.status == 200
    text = page.text("main")
    for title in ("Giữ chỗ tại hội nghị", "Nhắn tin nhắc lịch", "Cho công ty bạn chọn xem hồ sơ"):
        assert title in text
    assert "{C}" not in text
    assert len(page.css("#de-lam-gi ~ h3")) == 10


def test_the_notice_names_the_law(visitor: CheckedClient) -> None:
    text = visitor.page("/quyen-rieng-tu").text("main")
    assert "91/2025/QH15" in text
    assert "356/2025/NĐ-CP" in text
    assert "13/2023" not in text


def test_rights_have_their_days(visitor: CheckedClient) -> None:
    rows = visitor.page("/quyen-rieng-tu").css("section[aria-labelledby=quyen] tbody tr")
    days = [row.cssselect("td")[0].text_content().strip() for row in rows]
    assert days == ["2 ngày làm việc", "10 ngày", "15 ngày", "20 ngày", "20 ngày"]


def test_terms_that_wait_for_the_province_say_so(visitor: CheckedClient) -> None:
    rows = visitor.page("/quyen-rieng-tu").css("section[aria-labelledby=bao-lau] tbody tr")
    assert len(rows) == 13
    assert all("chờ xác nhận" in row.text_content() for row in rows)
    assert "24 giờ" in rows[0].text_content()


def test_a_changed_term_is_shown(visitor: CheckedClient, app: Flask) -> None:
    assert "12 tháng" in visitor.page("/quyen-rieng-tu").text("main")
    with app.app_context():
        db.session.execute(
            sa.update(Setting)
            .where(Setting.key == "retention.no_show_months")
            .values(value="6", mark="V")
        )
        raise_version("guide")
        db.session.commit()
    page = visitor.page("/quyen-rieng-tu")
    row = page.css("section[aria-labelledby=bao-lau] tbody tr")[1].text_content()
    assert "6 tháng" in row
    assert "chờ xác nhận" not in row


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_ways_to_ask_are_links(visitor: CheckedClient, prefix: str) -> None:
    page = visitor.page(f"{prefix}/quyen-rieng-tu")
    links = [a.get("href") for a in page.css("section[aria-labelledby=cach] a")]
    assert f"{prefix}/phieu" in links
    assert any(link.startswith("tel:") for link in links)


def test_the_notice_in_english_has_no_vietnamese_left(visitor: CheckedClient) -> None:
    page = visitor.page("/en/quyen-rieng-tu")
    assert page.text("h1") == "Your data and your rights"
    for paragraph in page.css("main p, main li, main th, main td, main h2, main h3"):
        if paragraph.get("lang") != "vi":
            for word in ("dữ liệu", "đồng ý", "người", "tỉnh"):
                assert word not in paragraph.text_content()


def test_sentences_are_short(visitor: CheckedClient) -> None:
    page = visitor.page("/quyen-rieng-tu")
    for line in page.css("main h1, main h2, main h3, main p, main li, main small"):
        text = " ".join(line.text_content().split())
        if "91/2025" in text or line.get("class") == "source":
            continue
        for sentence in text.replace("?", ".").replace(":", ".").split(". "):
            assert syllables(sentence) <= 15, sentence
