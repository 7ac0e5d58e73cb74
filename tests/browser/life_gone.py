"""Chapters of the walked life from the flight on: abroad, home again, work."""

from __future__ import annotations

from datetime import date, timedelta

from playwright.sync_api import expect

from jobfair.lib.clock import add_months
from tests.browser.desk import shown
from tests.browser.life import Life
from tests.browser.life_before import BODY, CENTRE, HER, MONTHS, OFFICER, repays
from tests.browser.worker import Worker

LINES = "main ol.timeline > li"
"""The entries of the timeline, newest first."""


def works_abroad(life: Life) -> date:
    """Working, asked on four days, in trouble once, repaying; gives the end of the contract."""
    exit_on = life.day
    end = add_months(exit_on, MONTHS)
    life.after(3)
    life.step(BODY, "working", end_on=shown(end))
    life.on(exit_on + timedelta(days=7), 20)
    taps_that_she_is_fine(life)
    life.on(exit_on + timedelta(days=30), 19)
    answers(life, OFFICER, 30, outcome="fine", wage="180000", hours="40")
    life.on(exit_on + timedelta(days=120))
    repays(life, "20000000")
    life.on(exit_on + timedelta(days=180), 19)
    answers(life, OFFICER, 180, outcome="problem", about="wage", note="Lương chậm mười ngày.")
    trouble_is_settled(life)
    life.on(exit_on + timedelta(days=365), 19)
    answers(life, BODY, 365, outcome="fine")
    life.after(20)
    repays(life, "30000000")
    return end


def taps_that_she_is_fine(life: Life) -> None:
    """On the slip: phone and code, then one button."""
    phone = life.context(phone=True)
    worker = Worker.at(phone.new_page())
    worker.page.goto("/phieu")
    worker.page.fill("[name=phone]", HER.phone)
    worker.page.fill("[name=code]", life.code)
    worker.press()
    worker.page.locator("main form[action$='/toi-on'] button").click()
    expect(worker.page.locator("main form[action$='/toi-on']")).to_have_count(0)
    phone.close()


def answers(life: Life, username: str, day: int, **typed: str) -> None:
    """One check-in in full, from the case page."""
    desk = life.desk(username)
    assert desk.go(life.case) == 200
    row = desk.page.locator("main tr", has_text=f"Ngày thứ {day}").first
    row.locator("a[href*='/hoi-tham/']").click()
    desk.page.wait_for_load_state()
    assert desk.send(typed) == 303, desk.text


def trouble_is_settled(life: Life) -> None:
    """Handed to the body, answered there, closed by the centre."""
    for username, typed in (
        (CENTRE, {"text": "Đề nghị doanh nghiệp làm việc với chủ.", "hand_to": "body"}),
        (BODY, {"text": "Chủ sử dụng đã trả đủ lương."}),
    ):
        life.after(1)
        life.follow(username, life.case, "/su-viec/")
        assert life.desk(username).send(typed) == 303, life.desk(username).text
    life.after(2)
    life.follow(CENTRE, life.case, "/su-viec/")
    desk = life.desk(CENTRE)
    desk.page.goto(f"{desk.page.url}/dong")
    assert desk.send({"outcome": "solved", "what": "Lương đã về đủ."}) == 303, desk.text


def comes_home(life: Life, end: date) -> None:
    """The plan half a year before, the return on time, the contract settled."""
    life.on(end - timedelta(days=150), 19)
    life.write(OFFICER, "ke-hoach-ve", wish="home", home_on=shown(end), work="wage")
    life.on(end + timedelta(days=1))
    life.step(OFFICER, "completed", entry_on=shown(end))
    life.after(20)
    settled = {"text": "Không còn vướng mắc.", "number": "TL 77", "at_head_office": "y"}
    life.write(BODY, "ghi/liquidation_paper", **settled)
    life.step(BODY, "liquidated")


def works_at_home(life: Life, end: date) -> None:
    """Asked after 3, 6 and 12 months, each with its proof; steady work after the first."""
    for months in (3, 6, 12):
        life.on(add_months(end, months) + timedelta(days=2))
        desk = life.desk(OFFICER)
        assert desk.go(life.case) == 200
        row = desk.page.locator("main tr", has_text=f"{months} tháng")
        row.locator("a[href*='/viec-lam/']").first.click()
        desk.page.wait_for_load_state()
        proof = {"evidence": "contract", "evidence_ref": f"HD {months:02}"}
        typed = {"outcome": "employed", "work": "Công nhân xưởng mẫu"}
        assert desk.send(typed | proof) == 303, desk.text
        if months == 3:
            life.write(OFFICER, "ghi/job_evidence", text="Hợp đồng lao động HD 03")
            life.step(OFFICER, "reintegrated")


def timeline(life: Life) -> list[str]:
    """Her timeline as the counsellor reads it, from first to last."""
    desk = life.desk(CENTRE)
    assert desk.go(f"{life.case}?tat-ca=1") == 200
    lines = desk.page.locator(LINES).all_inner_texts()
    return [" ".join(line.split()) for line in reversed(lines)]
