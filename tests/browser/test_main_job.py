"""The main job, end to end: from a conference listing on a phone to a recorded departure."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa

from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.lib.codes import new_id
from jobfair.models import AuditEvent, Person
from tests.browser.conftest import Open
from tests.browser.desk import Desk, shown
from tests.browser.registering import Who, find_and_mark_present, register
from tests.browser.worker import Worker
from tests.live import Live

pytestmark = pytest.mark.browser

HER = Who("Lường Thị Ánh Nguyệt", "Nguyệt", "0950000612", "luong thi anh nguyet")
NAME, GIVEN, PHONE_NUMBER = HER.name, HER.given, HER.phone
NATIONAL_ID = "000301000612"
INTERNAL = (
    "sơ tuyển",
    "nguồn",
    "thanh lý",
    "bỏ trốn",
    "cư trú bất hợp pháp",
    "không đủ điều kiện",
    "trượt",
    "lý do",
    "ghi chú",
)
"""Words that never stand on a public page (model.md, "What the worker reads")."""

NOT_THEIRS = {
    "registered": ("agency.one", "leader"),
    "counselled": ("officer.muongla", "agency.one", "leader"),
    "screened": ("officer.muongla", "leader"),
    "introduced": ("officer.muongla", "agency.one", "leader"),
    "interviewed": ("officer.muongla", "leader"),
    "selected": ("officer.muongla", "leader"),
    "contract_signed": ("officer.muongla", "leader"),
    "training": ("officer.muongla", "leader"),
    "visa_process": ("officer.muongla", "leader"),
    "waiting_departure": ("officer.muongla", "leader"),
    "departed": ("officer.muongla", "agency.one"),
}
"""Step -> who is refused it; counsellor steps for the body need a document (C*)."""


def test_from_a_listing_on_a_phone_to_a_departure(open_browser: Open, live: Live) -> None:
    people = {
        name: Desk.of(open_browser, name)
        for name in (
            *("officer.muongla", "officer.suoito", "counsellor"),
            *("agency.one", "agency.two", "leader", "auditor"),
        )
    }
    left_before = board_row(people["leader"])
    worker, code = register(open_browser(js=False), HER)
    case = find_and_mark_present(people["officer.muongla"], HER)
    for desk in people.values():
        desk.case = case
    nobody_else_knows(people["officer.suoito"], people["agency.one"])
    until_introduced(people)
    until_waiting(people)
    depart(people)
    assert board_row(people["leader"]) == left_before + 1
    slip_tells_her(worker, code)
    audit_lists_everything(people["auditor"], live)
    for secret in (NAME, "Ánh Nguyệt", PHONE_NUMBER, PHONE_NUMBER[1:], NATIONAL_ID, code):
        assert secret not in live.log, f"{secret} stands in the server's log"


def board_row(leader: Desk) -> int:
    """How many of Mường La have departed, as the board says."""
    assert leader.go("/can-bo/bao-cao") == 200
    cell = leader.page.locator("tr#x03808 td").nth(1)
    return int(cell.inner_text().split()[-1].replace(".", ""))


def nobody_else_knows(officer: Desk, agency: Desk) -> None:
    """404, byte for byte that of a case that does not exist; and no search finds her."""
    for desk in (officer, agency):
        theirs = desk.page.request.get(desk.case)
        absent = desk.page.request.get(f"/can-bo/ho-so/{new_id()}")
        assert (theirs.status, theirs.body()) == (404, absent.body())
        assert _headers(theirs.headers) == _headers(absent.headers)
        for typed in (NAME, "nguyet", PHONE_NUMBER):
            desk.go(f"/can-bo/nguoi-lao-dong?q={typed}")
            assert NAME not in desk.text


def _headers(found: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in found.items() if name not in ("date", "set-cookie")}


def refused(people: dict[str, Desk], to: str) -> None:
    """Everybody whose step it is not is told so (403), or does not see the case (404)."""
    for name in NOT_THEIRS[to]:
        assert people[name].may_step(to) in (403, 404), f"{name}: {to}"
    for name in ("agency.two", "officer.suoito"):
        assert people[name].may_step(to) == 404


def until_introduced(people: dict[str, Desk]) -> None:
    officer, counsellor, agency = (
        people[name] for name in ("officer.muongla", "counsellor", "agency.one")
    )
    refused(people, "registered")
    assert officer.step("registered") == 422, "a full birth date is missing"
    birth = {"birth_date": "2001-03-04", "sex": "F", "national_id": NATIONAL_ID}
    assert officer.form("phieu-dang-ky", birth | {"identity_seen": "y"}) == 303
    assert officer.step("registered") == 303
    refused(people, "counselled")
    counsellor.record("counsel_note", "Nhật Bản, chi phí, quyền lợi")
    assert counsellor.step("counselled") == 303
    refused(people, "screened")
    counsellor.record("screening_record", "Đạt")
    assert counsellor.step("screened") == 303
    assert counsellor.go(f"{counsellor.case}/dong-y") == 200
    body = counsellor.page.locator("main [name=body_id] option", has_text="Cánh Chim Núi")
    body_id = str(body.first.get_attribute("value"))
    assert agency.go(agency.case) == 404, "no consent yet"
    agreed = {"purpose": "consent_body", "body_id": body_id, "given": "y", "how": "read_aloud"}
    assert counsellor.send(agreed) == 303
    assert agency.go(agency.case) == 200
    refused(people, "introduced")
    assert counsellor.go(f"{counsellor.case}/chuyen/introduced") == 200
    order = counsellor.page.locator("main [name=order_id] option", has_text="MAU-JP-01")
    order_id = str(order.first.get_attribute("value"))
    assert counsellor.send({"body_id": body_id, "order_id": order_id}) == 303


def until_waiting(people: dict[str, Desk]) -> None:
    agency, day = people["agency.one"], today()
    steps: list[tuple[str, dict[str, str]]] = [
        ("interviewed", {}),
        ("selected", {"selected_on": shown(day)}),
        (
            "contract_signed",
            {"contract_no": "HD 01/MAU", "contract_on": shown(day), "head_office": "y"},
        ),
        ("training", {}),
        ("visa_process", {}),
    ]
    for to, typed in steps:
        refused(people, to)
        assert agency.step(to, **typed) == 303, to
    refused(people, "waiting_departure")
    assert agency.step("waiting_departure") == 422, "the papers are missing"
    for kind in ("passport", "health", "visa"):
        agency.paper(kind, day - timedelta(days=9), day + timedelta(days=700))
    assert agency.step("waiting_departure") == 303


def depart(people: dict[str, Desk]) -> None:
    """Refused to everybody until the orientation certificate is there."""
    counsellor, leader, day = people["counsellor"], people["leader"], today()
    left = {"exit_on": shown(day), "employer": "Xí nghiệp mẫu", "evidence": "ticket"}
    for desk in (counsellor, leader):
        assert desk.step("departed", **left) == 422
        assert "chứng chỉ giáo dục định hướng" in desk.text
        assert desk.page.input_value("[name=employer]") == "Xí nghiệp mẫu"
    refused(people, "departed")
    counsellor.paper("orientation", day - timedelta(days=5))
    assert leader.step("departed", **left, evidence_ref="VN 300") == 303
    assert "Đã xuất cảnh" in leader.text or "Xuất cảnh" in leader.text


def slip_tells_her(worker: Worker, code: str) -> None:
    """Phone and code open it; one sentence in her words."""
    page = worker.page
    page.goto("/phieu")
    page.fill("[name=phone]", PHONE_NUMBER)
    page.fill("[name=code]", code.lower().replace(" ", ""))
    worker.press()
    assert page.url.endswith("/phieu/" + code.replace(" ", ""))
    sentence = page.inner_text("h1")
    assert GIVEN in sentence
    assert 3 <= len(sentence.split()) <= 15
    told = page.inner_text("body").lower()
    assert not [word for word in INTERNAL if word in told]
    assert PHONE_NUMBER not in told.replace(" ", "")
    assert page.locator(".trail li, .trail").count() >= 1


ACTS = {
    "registration.create": 1,
    "door.present": 1,
    "person.identity": 1,
    "consent.give": 1,
    "case.move": 11,
    "case.record": 6,  # counselling, screening, passport, health, visa, orientation
}
"""What was done with her, and how often."""
VIEWERS = {"Lò Thị Duyên", "Trần Thu Hương", "Vũ Thu Trang", "Nguyễn Thị Hà"}


def audit_lists_everything(auditor: Desk, live: Live) -> None:
    """Each act and each view, on the page of the log as in the database; no value of hers."""
    with live.app.app_context():
        person = db.session.scalars(sa.select(Person).filter_by(name=NAME)).one()
        events = db.session.scalars(
            sa.select(AuditEvent).where(AuditEvent.person_ids.contains(person.id))
        ).all()
        db.session.remove()
    done = Counter(event.action for event in events)
    assert {action: done[action] for action in ACTS} == ACTS, done
    opened = {event.actor_name for event in events if event.action == "view.case"}
    assert opened == VIEWERS
    searched = {event.actor_name for event in events if event.action == "view.search"}
    assert searched == {"Lò Thị Duyên"}
    assert done["view.roster"] >= 1
    lines = read_log(auditor, f"/can-bo/nhat-ky?ve={NAME}")
    assert len(lines) == len(events)
    whole = "\n".join(lines)
    assert {name for name in VIEWERS if name in whole} >= VIEWERS
    assert "Mùa A Sếnh" not in whole, "who saw nothing stands in no row"
    assert NATIONAL_ID not in whole
    assert PHONE_NUMBER not in whole


def read_log(auditor: Desk, path: str) -> list[str]:
    """Every row of the log's page, over as many pages as it takes."""
    assert auditor.go(path) == 200
    lines: list[str] = []
    while True:
        rows = auditor.page.locator("main tbody tr")
        lines += [" ".join(text.split()) for text in rows.all_inner_texts()]
        older = auditor.page.locator("nav.pager a[rel=next]")
        if not older.count():
            return lines
        older.click()
        auditor.page.wait_for_load_state()
