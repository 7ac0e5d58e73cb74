"""One whole life: read in the demonstration, and walked through the forms over years."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from jobfair.config import ROOT
from jobfair.database import db
from jobfair.demo.life_setting import NAME
from jobfair.demo.load import load_demo
from jobfair.keys import keys
from jobfair.lib import clock
from jobfair.provinces.load import load_pack
from tests.browser import life_before as before
from tests.browser import life_gone as gone
from tests.browser.conftest import DESK, PHONE, sign_in
from tests.browser.life import Life, travelling
from tests.life_told import CHAPTERS, in_order
from tests.live import Live, serve
from tests.world import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.soak]  # her life is told in tests/demo each time


def _demonstration() -> None:
    session = db.session()
    load_pack(session, "son_la", base=ROOT / "provinces", today=clock.today())
    session.commit()
    load_demo(session, "son_la", keys(), people=12, seed=1, password=PASSWORD, day=clock.today())
    session.commit()


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serve(tmp_path_factory.mktemp("demonstration"), fill=_demonstration) as live:
        yield live


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_her_life_is_found_and_read_from_first_to_last(
    browser: Browser, demonstration: Live, size: dict[str, int]
) -> None:
    context = browser.new_context(
        base_url=demonstration.url,
        java_script_enabled=False,
        viewport=size,  # type: ignore[arg-type]
    )
    page = sign_in(context, "counsellor")
    page.goto("/can-bo/nguoi-lao-dong?q=ban+mai")
    page.get_by_role("link", name=NAME, exact=True).click()
    page.locator("main a[href*='tat-ca=1']").first.click()
    page.wait_for_load_state()
    lines = page.locator(gone.LINES).all_inner_texts()
    in_order([" ".join(line.split()) for line in reversed(lines)], CHAPTERS)
    context.close()


WALKED = (
    *("Qua trang web, hội nghị ở Mường La", "Được hứa: 180.000 JPY", "Ở hội nghị: muốn đi"),
    *("Phiếu đăng ký", "Đã đăng ký", "Tư vấn: Thị trường", "Đã tư vấn", "Đạt sơ tuyển"),
    *("Đã giới thiệu doanh nghiệp. Công ty mẫu", "phỏng vấn", "Trúng tuyển"),
    *("Hộ chiếu: Đã nộp đơn", "Hộ chiếu: Đã kiểm tra", "Đã ký hợp đồng đưa đi. 24 tháng"),
    *("Đang học ngoại ngữ", "Đề nghị vay vốn", "Vay vốn: đã giải ngân", "Đạt: Tiếng Nhật"),
    *("Đạt: Giáo dục định hướng", "Đang làm thủ tục", "Thị thực (visa)", "Chờ xuất cảnh"),
    *("Đã trả quỹ hỗ trợ", "Đã xuất cảnh. Nhật Bản", "Đang làm việc ở nước ngoài"),
    *("ngày thứ 7: ổn", "ngày thứ 30: ổn", "đã trả một phần", "ngày thứ 180: có vấn đề"),
    *("chuyển nơi khác", "Lương đã về đủ", "ngày thứ 365: ổn", "Vay vốn: đã trả hết"),
    *("Dự định sau hợp đồng: về nước", "Hoàn thành hợp đồng", "Đã thanh lý hợp đồng"),
    *("sau 3 tháng về nước", "Có việc làm ổn định", "sau 6 tháng", "sau 12 tháng về nước"),
)
"""What the timeline of the walked life says, in this order."""


@pytest.fixture
def life(browser: Browser, tmp_path: Path) -> Iterator[Life]:
    with travelling(browser, tmp_path) as walked:
        yield walked


def test_from_the_poster_to_the_job_after_return_through_the_forms(life: Life) -> None:
    before.registers(life)
    before.prepares(life)
    before.signs(life)
    before.pays(life, before.OFFICER, "papers", "200000", "office", "HC 77")
    before.borrows(life)
    before.learns(life)
    before.leaves(life)
    end = gone.works_abroad(life)
    gone.comes_home(life, end)
    gone.works_at_home(life, end)
    in_order(gone.timeline(life), WALKED)
