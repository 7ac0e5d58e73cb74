"""Chapters of the walked life until the flight: door, papers, contract, loan, class, visa."""

from __future__ import annotations

from datetime import timedelta

from tests.browser.desk import shown
from tests.browser.life import Life
from tests.browser.registering import Who, find_and_mark_present, register

HER = Who("Quàng Thị Sao Khuê", "Khuê", "0950000777", "quang thi sao khue")
OFFICER, CENTRE, BODY, BANK = "officer.muongla", "counsellor", "agency.one", "bank"
EMPLOYER = "Xí nghiệp mẫu"
MONTHS = 24


def registers(life: Life) -> None:
    """At a phone, for the conference of tomorrow; then the door."""
    phone = life.context(phone=True)
    _worker, life.code = register(phone, HER)
    phone.close()
    life.on(life.day + timedelta(days=1), 7, 40, exactly=True)
    life.case = find_and_mark_present(life.desk(OFFICER), HER)
    says_at_the_door(life)


def says_at_the_door(life: Life) -> None:
    """Interested in Japan, wants to go."""
    desk = life.desk(OFFICER)
    desk.go("/can-bo/hoi-nghi")
    desk.page.click("main a:has-text('Mường La') >> nth=0")
    desk.page.click("main a[href$='/diem-danh'] >> nth=0")
    for value in ("market:+JP", "said:counsel"):
        row = desk.page.locator("li[id^=r-]", has_text=HER.name)
        button = row.locator(f"button[value='{value}']").first
        if not button.is_visible():
            row.locator("summary").first.click()
        with desk.page.expect_response(lambda a: a.request.method == "POST") as answered:
            button.click()
        assert answered.value.status == 303, value
        desk.page.wait_for_load_state()


def prepares(life: Life) -> None:
    """Registration form, household, counselling, screening, consent, introduction."""
    life.after(1)
    birth = {"birth_date": f"{HER.birth_year}-03-04", "sex": "F", "national_id": "000301000777"}
    life.write(OFFICER, "phieu-dang-ky", **birth, identity_seen="y")
    mother = {"name": "Lường Thị Mẫu", "relation": "mother", "phone": "0950000776"}
    life.write(OFFICER, "gia-dinh/them", **mother, call_first="y")
    life.step(OFFICER, "registered")
    life.after(1)
    counselled(life)
    life.write(CENTRE, "ghi/counsel_note", text="Nhật Bản, chi phí, quyền lợi, vay vốn")
    life.step(CENTRE, "counselled")
    life.after(7)
    life.write(CENTRE, "ghi/screening_record", text="Đạt")
    life.step(CENTRE, "screened")
    life.after(7)
    body_id, order_id = introduced_to(life)
    life.step(CENTRE, "introduced", body_id=body_id, order_id=order_id)


def counselled(life: Life) -> None:
    """The talk stands in the log of everyone advised."""
    desk = life.desk(CENTRE)
    assert desk.go(f"/can-bo/tu-van?ho-so={life.case.rsplit('/', 1)[1]}") == 200
    assert desk.send({"topic": "markets", "channel": "phone", "minutes": "40"}) == 303, desk.text


def introduced_to(life: Life) -> tuple[str, str]:
    """She agrees to the body; its id and that of the order, as the forms offer them."""
    desk = life.desk(CENTRE)
    assert desk.go(f"{life.case}/dong-y") == 200
    body = desk.page.locator("main [name=body_id] option", has_text="Cánh Chim Núi").first
    body_id = str(body.get_attribute("value"))
    agreed = {"purpose": "consent_body", "body_id": body_id, "given": "y", "how": "signed"}
    assert desk.send(agreed) == 303, desk.text
    assert desk.go(f"{life.case}/chuyen/introduced") == 200
    order = desk.page.locator("main [name=order_id] option", has_text="MAU-JP-01").first
    return body_id, str(order.get_attribute("value"))


def signs(life: Life) -> None:
    """Interview, selection, passport, contract, terms, loan."""
    life.after(10)
    life.step(BODY, "interviewed")
    life.after(5)
    life.step(BODY, "selected", selected_on=shown(life.day))
    life.after(1)
    life.write(OFFICER, "giay-to/passport", state="asked", asked_on=shown(life.day))
    life.write(CENTRE, "dong-y", purpose="consent_bank", given="y", how="read_aloud")
    life.after(12)
    until = shown(life.day.replace(year=life.day.year + 9))
    days = {"issued_on": shown(life.day), "valid_to": until}
    life.write(OFFICER, "giay-to/passport", state="checked", **days)
    life.after(6)
    contract = {"contract_no": "HD 77/MAU", "contract_on": shown(life.day), "head_office": "y"}
    life.step(BODY, "contract_signed", **contract, contract_months=str(MONTHS))
    terms = {"hours_week": "40", "service_fee": "0", "deposit": "0"}
    life.write(BODY, "hop-dong", **terms, departure_on=shown(life.day + timedelta(days=120)))
    life.step(BODY, "training")


def pays(life: Life, who: str, kind: str, amount: str, payee: str, receipt: str) -> None:
    """A payment with its receipt."""
    typed = {"kind": kind, "amount": amount, "paid_on": shown(life.day), "payee": payee}
    life.write(who, "tien", **typed, to_whom="Nơi thu mẫu", receipt=receipt, said_by="receipt")


def borrows(life: Life) -> None:
    """Asked at the commune, approved and paid out by the branch."""
    desk = life.desk(OFFICER)
    assert desk.go(f"{life.case}/vay") == 200
    branch = desk.page.locator("main [name=branch_id] option[value]:not([value=''])").first
    typed = {"branch_id": str(branch.get_attribute("value")), "asked_on": shown(life.day)}
    assert desk.send(typed | {"need": "60000000", "amount": "50000000"}) == 303, desk.text
    life.after(5)
    life.follow(BANK, "/can-bo/vay", "/can-bo/vay/")
    life.press(BANK, "[action$='/duyet']", {"amount": "50000000"})
    life.press(BANK, "[action$='/giai-ngan']")


def repays(life: Life, amount: str) -> None:
    """A part of the loan comes back."""
    life.follow(BANK, "/can-bo/vay", "/can-bo/vay/")
    life.press(BANK, "[action$='/tra-no']", {"amount": amount, "on": shown(life.day)})


def learns(life: Life) -> None:
    """Support for the class, the language course, orientation with its certificate."""
    supported(life)
    goes_to_class(life, "language", "Tiếng Nhật sơ cấp")
    life.after(10)
    goes_to_class(life, "orientation", "Giáo dục định hướng")


def supported(life: Life) -> None:
    """Planned by the table of that day."""
    life.write(CENTRE, "ho-tro", item="language_training_max", amount="2000000")


def goes_to_class(life: Life, kind: str, title: str) -> None:
    """The body plans a class of one Monday, puts her in, marks her, gives the result."""
    monday = life.day + timedelta(days=7 - life.day.weekday())
    desk = life.desk(BODY)
    assert desk.go("/can-bo/lop/moi") == 200
    days = {"starts_on": shown(monday), "ends_on": shown(monday), "weekdays": "0"}
    typed = {"kind": kind, "title": title, "place": "Nhà học mẫu", "capacity": "20"}
    assert desk.send(typed | days) == 303, desk.text
    held = desk.page.url
    desk.page.goto(f"{held}/xep")
    assert desk.send({"ho-so": life.case.rsplit("/", 1)[1]}) == 303, desk.text
    life.on(monday, 18)
    life.desk(BODY).page.goto(f"{held}/diem-danh")
    life.press(BODY, "[action*='/diem-danh/']")
    life.desk(BODY).page.goto(held)
    life.press(BODY, "[action*='/ket-qua/']", button="[value=pass]")
    if kind == "orientation":
        life.desk(BODY).page.goto(f"{held}/chung-chi")
        numbers = life.desk(BODY).page.locator("main [name^='so-']")
        numbers.first.fill("77/CC-MAU")
        life.press(BODY, "[method=post]", {"issued_on": shown(life.day)})


def leaves(life: Life) -> None:
    """Health, visa, the fund, the report of the body, the confirmed exit; gives the day."""
    life.after(3)
    until = shown(life.day + timedelta(days=350))
    life.step(BODY, "visa_process")
    for kind in ("health", "visa"):
        days = {"issued_on": shown(life.day), "valid_to": until}
        life.write(BODY, f"giay-to/{kind}", state="checked", **days)
    pays(life, OFFICER, "health", "700000", "clinic", "KSK 77")
    life.step(BODY, "waiting_departure")
    life.after(7)
    pays(life, OFFICER, "fund", "100000", "body", "QUY 77")
    life.after(7)
    life.write(BODY, "ghi/exit_report", text=EMPLOYER, number="VN 310")
    left = {"exit_on": shown(life.day), "employer": EMPLOYER, "evidence": "ticket"}
    life.step(CENTRE, "departed", **left, evidence_ref="VN 310")
