"""The door without signal: two phones, a tab that dies, three shuffled sendings, one state."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from playwright.sync_api import expect

from jobfair.database import db
from jobfair.door.wire import open_file
from jobfair.models import DoorAct, Registration
from tests.browser.conftest import Open, sign_in
from tests.browser.hall import Phone, Said, Size, open_hall, plan, state
from tests.live import Live
from tests.world import PASSWORD

pytestmark = pytest.mark.browser

SIZES = [
    pytest.param(Size(10, 4, 8), id="small"),
    pytest.param(Size(50, 12, 40), id="full", marks=pytest.mark.soak),
]
POST = """async ([address, body]) => {
  const deck = await (await fetch(address)).json();
  const headers = { "Content-Type": "application/json", "X-CSRFToken": deck.token };
  const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  return [answer.status, answer.ok ? await answer.json() : null];
}"""


def _phone(open_browser: Open, conference_id: str, user: str = "officer.muongla") -> Phone:
    context = open_browser()
    page = sign_in(context, user)
    page.wait_for_url("**/can-bo/")
    phone = Phone(context, page, f"/can-bo/hoi-nghi/{conference_id}/diem-danh")
    phone.open()
    assert page.evaluate("async () => Boolean(await navigator.serviceWorker.ready)")
    page.wait_for_function("async () => Boolean(await caches.match('/can-bo/mat-song'))")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.wait_for_function(
        "async () => (await (await caches.open('hall')).keys()).length >= 9", timeout=15_000
    )
    return phone


@pytest.mark.parametrize("size", SIZES)
def test_two_phones_without_signal_lead_to_what_one_with_signal_leads_to(
    live: Live, open_browser: Open, tmp_path: Path, size: Size
) -> None:
    day = plan(size)
    clean = open_hall(live, f"cua-sach-{size.came}", size.came + 5)
    hall = open_hall(live, f"cua-{size.came}", size.came + 5)

    one = _phone(open_browser, clean)
    one.work(day)
    expect(one.page.locator("[data-unsent]")).to_be_hidden(timeout=30_000)

    phones = [_phone(open_browser, hall) for _ in range(2)]
    saved = []
    for which, phone in enumerate(phones):
        phone.context.set_offline(True)
        half = day.half(which)
        middle = len(half.came) // 2
        for name in half.came[:middle]:
            phone.came(name)
        phone.kill()
        assert phone.unsent() == f"{middle} chưa gửi"
        for name in half.came[middle:]:
            phone.came(name)
        for name, contact in half.walked:
            phone.write_down(name, contact)
        for said in half.said:
            phone.say(said)
        saved.append(phone.export(tmp_path))
    assert len(state(live, hall)) == size.came + 5  # nothing has reached the server

    for phone in phones:
        phone.page.goto("about:blank")  # they send later
        phone.context.set_offline(False)
    dice = random.Random(11)
    with live.app.app_context():
        brought = [open_file(path.read_bytes()) for path in saved]
    every = [(b.body["device"], act) for b in brought for act in b.body["acts"]]
    assert len(every) == size.came + size.walked + size.said
    messenger = _phone(open_browser, hall)
    for _round in range(3):
        dice.shuffle(every)
        for start in range(0, len(every), 7):
            for device in {device for device, _act in every[start : start + 7]}:
                acts = [a for d, a in every[start : start + 7] if d == device]
                body = {"device": device, "since": 0, "acts": acts}
                status, answer = messenger.page.evaluate(
                    POST, [f"/can-bo/hoi-nghi/{hall}/cua", body]
                )
                assert status == 200
                assert {one[1] for one in answer["answers"]} <= {"taken", "waits"}
    assert state(live, hall) == state(live, clean)

    for phone in phones:  # and at last they send the same themselves
        phone.open()
        expect(phone.page.locator("[data-unsent]")).to_be_hidden(timeout=30_000)
    assert state(live, hall) == state(live, clean)
    with live.app.app_context():
        acts = db.session.query(DoorAct).filter_by(conference_id=hall).count()
    assert acts == len(every)


def test_two_phones_that_differ_are_told_so_in_words(live: Live, open_browser: Open) -> None:
    hall = open_hall(live, "cua-khac", 3)
    first, second = (_phone(open_browser, hall) for _ in range(2))
    for phone in (first, second):
        phone.context.set_offline(True)
    for phone, code in ((first, "debt"), (second, "parents")):
        phone.came("Giàng A Páo")
        phone.say(Said("Giàng A Páo", "doubt", code))
    for phone in (first, second):
        phone.context.set_offline(False)
        expect(phone.page.locator("[data-unsent]")).to_be_hidden(timeout=30_000)
    notes = second.page.locator("[data-notes] li")
    expect(notes).to_have_count(1)
    expect(notes).to_contain_text("Giàng A Páo")
    expect(notes).to_contain_text("Sợ nợ")
    expect(notes).to_contain_text("Bố mẹ chưa đồng ý")
    second.say(Said("Giàng A Páo", "doubt", "wage"))  # somebody who saw both decides
    expect(notes).to_have_count(0, timeout=15_000)


def test_nothing_readable_lies_on_the_phone_and_a_wrong_code_opens_nothing(
    live: Live, open_browser: Open
) -> None:
    hall = open_hall(live, "cua-kin", 3)
    phone = _phone(open_browser, hall)
    phone.context.set_offline(True)
    phone.write_down("Canh Thị Kín", "095 0000 777")
    kept = phone.page.evaluate(
        """async () => {
          const open = indexedDB.open('hall', 1);
          const base = await new Promise(done => { open.onsuccess = () => done(open.result); });
          const shelf = base.transaction('kept').objectStore('kept');
          const asked = shelf.getAll();
          await new Promise(done => { asked.onsuccess = done; });
          const latin = new TextDecoder('latin1');
          const texts = asked.result.map(
            one => one && one.ct ? latin.decode(one.ct) : JSON.stringify(one));
          for (const name of await caches.keys()) {
            for (const asked of await (await caches.open(name)).keys()) {
              texts.push(await (await caches.match(asked)).text());
            }
          }
          return texts.join('|') + JSON.stringify(localStorage);
        }"""
    )
    for canary in ("Canh Thị", "Páo", "950000777"):
        assert canary not in kept
    phone.page.goto(phone.address)
    phone.page.fill("#h-code", "khong phai")
    phone.page.click("[data-door] button")
    expect(phone.page.locator("#h-code-error")).to_contain_text("không mở được")
    assert not phone.page.is_visible("[data-hall]")
    phone.unlock()
    assert phone.unsent() == "1 chưa gửi"
    phone.context.set_offline(False)
    expect(phone.page.locator("[data-unsent]")).to_be_hidden(timeout=30_000)


def test_a_session_that_ended_asks_to_sign_in_and_keeps_what_was_tapped(
    live: Live, open_browser: Open
) -> None:
    hall = open_hall(live, "cua-het-phien", 3)
    phone = _phone(open_browser, hall)
    phone.context.clear_cookies()
    phone.came("Vì Thị Ón")
    expect(phone.page.locator("[data-trouble]")).to_contain_text("Đăng nhập lại")
    assert phone.unsent() == "1 chưa gửi"
    phone.page.click("[data-sign-in] button")
    phone.page.fill("input[name=username]", "officer.muongla")
    phone.page.fill("input[name=password]", PASSWORD)
    phone.page.click("main form button")
    phone.unlock()
    expect(phone.page.locator("[data-unsent]")).to_be_hidden(timeout=30_000)
    assert ("Vì Thị Ón", True) in [(row[0], row[4]) for row in state(live, hall)]


def test_an_unknown_slip_is_let_in_and_a_known_one_is_marked(
    live: Live, open_browser: Open
) -> None:
    hall = open_hall(live, "cua-quet", 3)
    with live.app.app_context():
        code = (
            db.session.query(Registration)
            .filter_by(conference_id=hall, typed_name="Vì Thị Ón")
            .one()
            .slip_code
        )
    phone = _phone(open_browser, hall)
    phone.context.set_offline(True)
    phone.page.fill("#h-find", f"https://vi-du.example/phieu/{code}")
    phone.page.press("#h-find", "Enter")
    expect(phone.row("Vì Thị Ón").locator(".tap[aria-pressed=true]")).to_be_visible()
    phone.page.fill("#h-find", "K7MR 4TQX")
    phone.page.press("#h-find", "Enter")
    expect(phone.page.locator("[data-unknown]")).to_be_visible()
    phone.page.fill("#h-name", "Hồ Thị Lạ")
    phone.page.fill("#h-contact", "không nhớ")
    phone.page.click("[data-stranger] button[type=submit]")
    expect(phone.row("Hồ Thị Lạ")).to_contain_text("xem lại số điện thoại")
    phone.context.set_offline(False)
    expect(phone.page.locator("[data-unsent]")).to_be_hidden(timeout=30_000)
    assert ("Hồ Thị Lạ", "walk_in", True) in [(r[0], r[3], r[4]) for r in state(live, hall)]


def test_names_are_found_without_accents_and_by_the_row_code(
    live: Live, open_browser: Open
) -> None:
    hall = open_hall(live, "cua-tim", 8)
    phone = _phone(open_browser, hall)
    for typed, name in (
        ("on", "Vì Thị Ón"),
        ("dieu dao", "Điêu Thị Đào"),
        ("HMONG", "H'Mông Thị Mỷ"),
    ):
        phone.page.fill("#h-find", typed)
        expect(phone.page.locator("li[data-ref]:not([hidden])")).to_have_count(1)
        expect(phone.row(name)).to_be_visible()
    phone.page.fill("#h-find", "khongcoai")
    expect(phone.page.locator("[data-nobody]")).to_be_visible()


def test_half_an_hour_without_a_hand_closes_the_lock(live: Live, open_browser: Open) -> None:
    hall = open_hall(live, "cua-im", 3)
    context = open_browser()
    page = sign_in(context, "officer.muongla")
    page.wait_for_url("**/can-bo/")
    page.clock.install()
    phone = Phone(context, page, f"/can-bo/hoi-nghi/{hall}/diem-danh")
    phone.open()
    phone.came("Vì Thị Ón")
    page.clock.fast_forward("29:00")
    assert page.is_visible("[data-hall]")
    page.clock.fast_forward("02:00")
    page.wait_for_selector("[data-door]:not([hidden])")
    assert not page.is_visible("[data-hall]")


def test_what_was_unfolded_stays_so_when_the_answer_comes(live: Live, open_browser: Open) -> None:
    hall = open_hall(live, "cua-mo", 3)
    phone = _phone(open_browser, hall)
    phone.came("Vì Thị Ón")
    phone.came("Giàng A Páo")
    with phone.page.expect_response("**/cua"):
        phone.page.evaluate("() => dispatchEvent(new Event('online'))")
    phone.row("Vì Thị Ón").locator("[data-code=debt]").click()
    expect(phone.row("Vì Thị Ón").locator("details[open]")).to_be_visible()
