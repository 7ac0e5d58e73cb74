"""What is told beside the numbers: programmes, comparison, papers on a sheet, support, help."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.guide.paper_sheet import sheet_data
from jobfair.guide.support import examples
from jobfair.guide.told import rows_of, together
from jobfair.lib.clock import today
from jobfair.models import GuideText, Programme, Setting
from jobfair.money.law import loan_law
from jobfair.public_version import raise_version
from tests.checked_client import CheckedClient
from tests.guide.test_markets import PROGRAMMES

BOTH = ("", "/en")


@pytest.mark.parametrize("code", PROGRAMMES)
def test_every_programme_tells_its_work_dangers_rights_and_way(
    visitor: CheckedClient, code: str
) -> None:
    page = visitor.page(f"/thi-truong/{code}")
    for part, least in (("viec", 2), ("nguy-hiem", 3), ("quyen", 6), ("cac-buoc", 3)):
        section = f"section[aria-labelledby='{part}']"
        assert len(page.css(f"{section} li")) >= least, (code, part)
        assert re.search(r"\d\d/\d\d/20\d\d", page.text(f"{section} .source")), (code, part)
    money = page.text("section[aria-labelledby='tien']")
    for name in ("Trong đó tiền dịch vụ", "Học tiếng, học nghề", "hộ chiếu", "Vé máy bay"):
        assert name in money, (code, name)


def test_the_narrowest_text_holds_and_one_that_ended_is_gone(app: Flask) -> None:
    with app.app_context():
        ticket = rows_of("programme", "cost", ("JP-TITP", "JP", "enterprise", "*"))[-1]
        assert (ticket.subject, ticket.text_vi) == ("JP-TITP", "Chủ trả vé đi và về.")
        db.session.query(GuideText).filter_by(id=ticket.id).update({"valid_to": date(2026, 1, 2)})
        raise_version("guide")
        db.session.commit()
    with app.app_context():
        ticket = rows_of("programme", "cost", ("JP-TITP", "JP", "enterprise", "*"))[-1]
        assert ticket.subject == "*"


def test_whoever_is_on_the_way_hears_what_the_end_of_a_programme_means(
    visitor: CheckedClient,
) -> None:
    notice = visitor.page("/thi-truong/JP-TITP").text(".notice.mind")
    assert "31/03/2027" in notice
    assert "Đang học hoặc đã trúng tuyển" in notice
    assert "cần kiểm tra" in notice


@pytest.mark.parametrize("prefix", BOTH)
def test_two_programmes_stand_side_by_side(visitor: CheckedClient, prefix: str) -> None:
    page = visitor.page(f"{prefix}/thi-truong/so-sanh?a=JP-TITP&b=TW-CARE-HOME")
    rows = page.css("main table tbody tr")
    assert len(rows) >= 14
    assert all(len(row.cssselect("td")) == 2 for row in rows)
    assert [s.get("name") for s in page.css("main select")] == ["a", "b"]
    assert len(page.css("main option[selected]")) == 2
    assert page.css("main .source")


@pytest.mark.parametrize("query", ["", "?a=JP-TITP", "?a=X&b=" + "y" * 300, "?a=%00&b=LA"])
def test_without_two_known_programmes_the_choice_stays(visitor: CheckedClient, query: str) -> None:
    page = visitor.page(f"/thi-truong/so-sanh{query}")
    assert page.status == 200
    assert len(page.css("main select")) == 2
    assert not page.css("main table")


@pytest.mark.parametrize("prefix", BOTH)
def test_all_papers_stand_on_one_sheet(visitor: CheckedClient, prefix: str) -> None:
    answer = visitor.get(f"{prefix}/thi-truong/KR-E9/giay-to.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", answer.data)) == 1
    assert visitor.get(f"{prefix}/thi-truong/JP/giay-to.pdf").status_code == 404


def test_the_sheet_says_where_to_get_each_paper(app: Flask) -> None:
    with app.test_request_context("/"):
        for programme in db.session.query(Programme):
            data = sheet_data(programme)
            assert len(data["rows"]) >= 5, programme.code
            assert all(row["where"] and row["before"] for row in data["rows"]), programme.code
            assert "20/11/2026" in data["source"]


def test_each_kind_of_household_has_a_worked_example(app: Flask, visitor: CheckedClient) -> None:
    with app.app_context():
        worked = {e.group.subject: e for e in examples(today(), loan_law(today()))}
        whole = 4_000_000 + 530_000 + 66 * 50_000 + 3 * 400_000 + 200_000 + 750_000
        for group in ("poor", "near_poor", "minority", "land", "merit"):
            assert worked[group].given == whole, group
            assert worked[group].left == 60_000_000 - whole
            assert worked[group].collateral is False
        for group in ("demobilised", "other"):
            assert (worked[group].given, worked[group].left) == (0, 60_000_000)
    page = visitor.page("/ho-tro")
    assert len(page.css("section[aria-labelledby='vi-du'] details")) == 7
    assert "9.980.000" in page.text("details")
    assert "cần kiểm tra" in page.text("section[aria-labelledby='vay'] small")
    assert "7 ngày làm việc" in page.text("section[aria-labelledby='vay']")


def test_a_loan_above_the_limit_needs_a_pledge(app: Flask) -> None:
    with app.app_context():
        db.session.query(Setting).filter_by(key="support.example_cost").update(
            {"value": "250000000"}
        )
        worked = {e.group.subject: e for e in examples(today(), loan_law(today()))}
        assert worked["other"].collateral is True
        db.session.rollback()


def test_an_example_without_numbers_is_left_out(app: Flask, visitor: CheckedClient) -> None:
    with app.app_context():
        db.session.query(Setting).filter(Setting.key.like("support.example%")).delete()
        db.session.commit()
    page = visitor.page("/ho-tro")
    assert page.status == 200
    assert not page.css("details")


@pytest.mark.parametrize("prefix", BOTH)
def test_help_abroad_names_whom_to_call_and_what_to_do(visitor: CheckedClient, prefix: str) -> None:
    page = visitor.page(f"{prefix}/o-nuoc-ngoai")
    assert page.css("a[href='tel:+84981848484']")
    assert "+84 981 84 84 84" in page.text("section[aria-labelledby='goi']")
    for case in ("violence", "accident", "wage", "passport", "employer"):
        assert len(page.css(f"section[aria-labelledby='{case}'] li")) >= 3
    assert len(page.css("section[aria-labelledby='so'] dl:first-of-type dt")) == 12
    assert "20/11/2026" in page.text("section[aria-labelledby='so'] .source")
    assert page.css("a[href='tel:15770071']")
    assert "20/11/2026" in page.text("section[aria-labelledby='violence'] .source")


def test_the_fund_pays_beside_what_went_wrong(visitor: CheckedClient) -> None:
    page = visitor.page("/o-nuoc-ngoai")
    assert "7–20 triệu đồng" in page.text("section[aria-labelledby='violence']")
    assert "10–30 triệu đồng" in page.text("section[aria-labelledby='accident']")
    assert "40/2021" in page.text("section[aria-labelledby='accident']")


def test_a_market_without_a_checked_number_has_none(visitor: CheckedClient) -> None:
    page = visitor.page("/o-nuoc-ngoai")
    laos = next(d for d in page.css("dl.facts > div") if d.text_content().startswith("Lào"))
    assert not laos.cssselect("a")
    assert "Thuyền viên" in laos.text_content()
    assert "Chưa có số kiểm tra được" in laos.text_content()


def test_the_pages_for_families_and_returnees_are_short_and_lead_on(
    visitor: CheckedClient,
) -> None:
    for path, wanted in (
        ("/gia-dinh", {"/chi-phi", "/ho-tro", "/kiem-tra", "/hoi-nghi", "/o-nuoc-ngoai"}),
        ("/tro-ve", {"/phieu", "/phu-hop"}),
    ):
        page = visitor.page(path)
        assert wanted <= {a.get("href") for a in page.css("main a")}, path
        words = page.text("main").split()
        assert len(words) < 500, (path, len(words))  # two minutes aloud
        assert page.css("[data-print]")
    assert "15 ngày" in visitor.page("/tro-ve").text("section[aria-labelledby='ngay']")
    assert "180 ngày" in visitor.page("/tro-ve").text("section[aria-labelledby='ngay']")


def test_the_service_worker_brings_help_abroad_from_the_start(visitor: CheckedClient) -> None:
    text = visitor.get("/sw.js").text
    files = re.search(r"FILES = (\[.*?\]);", text)
    assert files is not None
    assert '"/o-nuoc-ngoai"' in files[1]


def test_another_text_makes_another_service_worker(app: Flask, visitor: CheckedClient) -> None:
    before = visitor.get("/sw.js").headers["ETag"]
    with app.app_context():
        db.session.query(GuideText).filter_by(page="abroad", topic="first", position=10).update(
            {"text_vi": "Chạy ra chỗ đông người trước."}
        )
        raise_version("guide")
        db.session.commit()
    assert visitor.get("/sw.js").headers["ETag"] != before


def test_sources_stand_once_and_general_knowledge_last(app: Flask) -> None:
    with app.app_context():
        rows = rows_of("abroad", "wage")
        source = together(rows)
        assert source.text.startswith("Luật 69/2020/QH14, Điều 26 (cách hiểu")
        assert source.text.endswith("Kiến thức chung, chưa có văn bản (cần kiểm tra)")
        assert source.checked_on == date(2026, 11, 20)
        assert source.check_again_on == min(row.check_again_on for row in rows)
