"""Keying a sheet: twenty people in one sending, and the same again changes nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.lib.clock import today
from jobfair.models import (
    AuditEvent,
    Conference,
    Consent,
    PaperRow,
    Registration,
    RegistrationState,
    UserAccount,
)
from tests.checked_client import CheckedClient, Page
from tests.house.contents import MAY_CHANGE_ON_GET, changed, read_contents
from tests.registration.helpers import change, one, peek, register
from tests.registration.staff_helpers import conference_id, key, people, print_sheets
from tests.world import CHIENG_LAO, MUONG_LA

pytestmark = pytest.mark.both
HERE = Conference.slug == "muong-la-1"


def made(app: Flask) -> list[Registration]:
    query = (
        sa.select(Registration)
        .join(PaperRow, PaperRow.id == Registration.form_key)
        .order_by(PaperRow.sheet, PaperRow.row)
    )
    return [row for (row,) in peek(app, query)]


def codes_printed(app: Flask) -> list[str]:
    return [code for (code,) in peek(app, sa.select(PaperRow.slip_code).order_by(PaperRow.row))]


def seats(app: Flask) -> int:
    return int(one(app, sa.select(Conference.seats_taken).where(HERE)))


def test_twenty_people_are_keyed_in_one_sending(app: Flask, officer_muongla: CheckedClient) -> None:
    sheet = print_sheets(officer_muongla, app)
    page = key(officer_muongla, sheet, people())
    assert "Đã ghi tên 20 người." in page.text(".flash")
    rows = made(app)
    assert [row.slip_code for row in rows] == codes_printed(app)
    assert {(row.channel, row.state) for row in rows} == {("paper", RegistrationState.HELD)}
    officer = one(app, sa.select(UserAccount.id).where(UserAccount.full_name == "Lò Thị Duyên"))
    assert {row.registered_by for row in rows} == {officer}
    assert {row.typed_commune for row in rows} == {MUONG_LA}
    assert seats(app) == 20
    consents = [row for (row,) in peek(app, sa.select(Consent))]
    assert {(row.how, row.lang, row.provisional) for row in consents} == {("signed", "vi", False)}
    acts = sa.select(sa.func.count()).where(AuditEvent.action == "registration.create")
    assert one(app, acts) == 20


def test_keying_the_same_sheet_again_changes_nothing(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    sheet = print_sheets(officer_muongla, app)
    typed = officer_muongla.page(sheet).form() | people()
    assert officer_muongla.post(sheet, data=typed).status_code == 303
    before = read_contents(app, without=MAY_CHANGE_ON_GET)
    for _again in range(2):
        answer = officer_muongla.post(sheet, data=typed)
        assert answer.status_code == 303
        page = officer_muongla.page(answer.headers["Location"])
        assert "Tờ này không có dòng mới: không thay đổi gì." in page.text(".flash")
    assert changed(before, read_contents(app, without=MAY_CHANGE_ON_GET)) == []
    assert "Tờ này đã nhập xong" in page.text("main")
    assert page.css("main form input[type=text]") == []


def test_a_row_in_error_waits_while_the_good_ones_are_saved(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    sheet = print_sheets(officer_muongla, app)
    wrong = {
        "r3-phone": "095",
        "r7-birth": str(today().year - 15),
        "r9-name": "123",
        "r11-commune": "Hà Nội",
    }
    typed = people(12) | wrong
    del typed["r5-consent_seat"]
    page = key(officer_muongla, sheet, typed)
    assert page.status == 422
    assert len(made(app)) == 7
    said = page.text(".summary")
    for number in (3, 5, 7, 9, 11):
        assert f"Dòng {number}:" in said
    assert "Chưa đủ 18 tuổi" in said
    assert "Đã ghi tên 7 người." in page.text("main")
    # What was typed stands there still; the rows that are done are no fields any more.
    form = page.form()
    assert (form["r3-name"], form["r3-phone"]) == (people()["r3-name"], "095")
    assert "r1-name" not in form
    targets = [a.get("href") for a in page.css(".summary a")]
    assert targets[0] == "#r3-name"
    right = {"r3-phone": "0950000003", "r5-consent_seat": "y", "r7-birth": "1999"}
    right |= {"r9-name": "Lò Văn Mẫu", "r11-commune": "muong la"}
    answer = officer_muongla.post(sheet, data=form | right)
    assert answer.status_code == 303
    assert len(made(app)) == 12


def test_another_commune_is_named_without_accents(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    sheet = print_sheets(officer_muongla, app)
    typed = people(3) | {"r1-commune": "chieng lao", "r2-commune": "Xã Chiềng Lao"}
    typed |= {"r3-commune": "Tỉnh khác"}
    key(officer_muongla, sheet, typed)
    assert [row.typed_commune for row in made(app)] == [CHIENG_LAO, CHIENG_LAO, "other"]


def test_a_row_without_a_phone_gets_the_office_s(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    sheet = print_sheets(officer_muongla, app)
    key(officer_muongla, sheet, people(1) | {"r1-phone": "", "r1-phone_owner": "office"})
    (row,) = made(app)
    assert row.typed_phone.startswith("+84212")


def test_rows_beyond_the_seats_go_into_the_line(app: Flask, officer_muongla: CheckedClient) -> None:
    sheet = print_sheets(officer_muongla, app)
    change(app, sa.update(Conference).where(HERE).values(seats_taken=45))
    key(officer_muongla, sheet, people(8) | {"if_full": "line"})
    rows = made(app)
    assert [str(row.state) for row in rows] == ["held"] * 5 + ["waiting"] * 3
    assert [row.waiting_no for row in rows[5:]] == [1, 2, 3]
    assert seats(app) == 50


def test_or_they_stay_on_the_screen_and_nobody_is_lost(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    sheet = print_sheets(officer_muongla, app)
    change(app, sa.update(Conference).where(HERE).values(seats_taken=45))
    page = key(officer_muongla, sheet, people(8) | {"if_full": "leave"})
    assert page.status == 422
    assert len(made(app)) == 5
    assert page.text(".summary").count("Đã hết chỗ, chưa ghi tên.") == 3
    form = page.form()
    assert form["r8-name"] == people()["r8-name"]
    assert officer_muongla.post(sheet, data=form | {"if_full": "line"}).status_code == 303
    assert [str(row.state) for row in made(app)] == ["held"] * 5 + ["waiting"] * 3


def test_two_officers_who_key_the_same_sheet_at_once(
    app: Flask, officer_muongla: CheckedClient, counsellor: CheckedClient
) -> None:
    sheet = print_sheets(officer_muongla, app)
    forms = [(c, c.page(sheet).form() | people()) for c in (officer_muongla, counsellor)]
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(lambda pair: pair[0].post(sheet, data=pair[1]), forms))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(made(app)) == 20
    assert one(app, sa.select(sa.func.count()).select_from(Registration)) == 20
    assert seats(app) == 20
    # Who keyed a row first is told to the other, and the rows are counted once between them.
    said = [
        Page(c.get(a.headers["Location"])).text(".flash")
        for (c, _f), a in zip(forms, answers, strict=True)
    ]
    first = {row.registered_by for row in made(app)}
    names = {
        one(app, sa.select(UserAccount.full_name).where(UserAccount.id == user)) for user in first
    }
    assert all(any(f"Người nhập trước: {name}" in text for text in said) for name in names)


def test_the_second_who_typed_something_else_is_told(
    app: Flask, officer_muongla: CheckedClient, counsellor: CheckedClient
) -> None:
    sheet = print_sheets(officer_muongla, app)
    opened = counsellor.page(sheet).form()
    key(officer_muongla, sheet, people(2))
    other = opened | people(3) | {"r2-name": "Mùa A Páo"}
    answer = counsellor.post(sheet, data=other)
    assert answer.status_code == 422
    said = Page(answer).text(".summary")
    assert "Dòng 2 đã nhập trước đó cho" in said
    assert "(Lò Thị Duyên " in said
    assert "Dòng 1" not in said
    names = [row.typed_name for row in made(app)]
    assert names == [people()[f"r{n}-name"] for n in (1, 2, 3)]


def test_empty_rows_are_no_errors(app: Flask, officer_muongla: CheckedClient) -> None:
    sheet = print_sheets(officer_muongla, app)
    page = key(officer_muongla, sheet, {})
    assert "không thay đổi gì" in page.text(".flash")
    assert made(app) == []


def test_a_code_on_paper_is_never_given_to_somebody_else(
    app: Flask, officer_muongla: CheckedClient, visitor: CheckedClient
) -> None:
    print_sheets(officer_muongla, app, 5)
    printed = {code for (code,) in peek(app, sa.select(PaperRow.slip_code))}
    register(visitor)
    taken = one(app, sa.select(Registration.slip_code))
    assert taken not in printed
    assert taken[0] not in {code[0] for code in printed}


def test_a_keyed_slip_opens_with_phone_and_printed_code(
    app: Flask, officer_muongla: CheckedClient, visitor: CheckedClient
) -> None:
    sheet = print_sheets(officer_muongla, app)
    code = codes_printed(app)[0]
    answer = visitor.post("/phieu", data={"phone": "0950000001", "code": code})
    assert answer.status_code == 422
    key(officer_muongla, sheet, people(1))
    answer = visitor.post("/phieu", data={"phone": "0950000001", "code": code})
    assert answer.status_code == 303


def test_a_conference_that_has_begun_takes_no_rows(app: Flask, counsellor: CheckedClient) -> None:
    sheet = print_sheets(counsellor, app, slug="muong-la-truoc")
    page = counsellor.page(sheet)
    assert "Ghi tên ở bàn điểm danh." in page.text("main")
    token = counsellor.page(f"/can-bo/hoi-nghi/{conference_id(app)}/ghi-ho").form()["csrf_token"]
    values = people(1) | {"csrf_token": token, "commune": MUONG_LA, "if_full": "line"}
    assert counsellor.post(sheet, data=values).status_code == 422
    assert made(app) == []


def test_opening_a_sheet_with_people_on_it_is_a_view(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    sheet = print_sheets(officer_muongla, app)
    views = sa.select(sa.func.count()).where(AuditEvent.action == "view.paper")
    officer_muongla.page(sheet)
    assert one(app, views) == 0
    key(officer_muongla, sheet, people(2))
    people_seen = one(
        app, sa.select(AuditEvent.person_ids).where(AuditEvent.action == "view.paper")
    )
    assert len(people_seen.split(",")) == 2
