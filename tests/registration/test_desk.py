"""The officer's desk: people in a row, each once, with what stays the same kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import (
    AuditEvent,
    Conference,
    ConferenceCommune,
    Consent,
    Person,
    PersonPhone,
    Purpose,
    Registration,
    RegistrationState,
    UserAccount,
)
from tests.checked_client import CheckedClient, Page
from tests.registration.helpers import change, one, peek
from tests.registration.staff_helpers import PERSON, conference_id, desk_of
from tests.world import CHIENG_LAO, MUONG_LA, SUOI_TO

pytestmark = pytest.mark.both


def save(client: CheckedClient, path: str, **typed: str) -> TestResponse:
    return client.send(path, PERSON | typed, form="main form")


def saved(client: CheckedClient, path: str, **typed: str) -> Page:
    answer = save(client, path, **typed)
    assert answer.status_code == 303, Page(answer).text(".summary")
    return client.page(answer.headers["Location"])


def count(app: Flask, model: type) -> int:
    return int(one(app, sa.select(sa.func.count()).select_from(model)))


def test_a_person_is_written_down_by_the_officer(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    page = saved(officer_muongla, desk_of(app), village="Bản Mẫu 2")
    made = one(app, sa.select(Registration))
    officer = one(app, sa.select(UserAccount.id).where(UserAccount.full_name == "Lò Thị Duyên"))
    assert (made.channel, made.registered_by, made.state) == ("desk", officer, "held")
    assert (made.typed_name, made.typed_village) == ("Lò Thị Xuân", "Bản Mẫu 2")
    assert page.text(".said .code").replace(" ", "") == made.slip_code
    assert one(app, sa.select(Conference.seats_taken).where(Conference.slug == "muong-la-1")) == 1
    printed = [a.get("href") for a in page.css(".said a")]
    assert printed == [f"/phieu/nhan/{made.receipt}/in"]
    assert officer_muongla.get(printed[0]).status_code == 200


@pytest.mark.parametrize(
    ("how", "witness"), [("read_aloud", ""), ("signed", ""), ("witness", "Tòng Thị Hoa")]
)
def test_how_the_person_agreed_is_kept(
    app: Flask, officer_muongla: CheckedClient, how: str, witness: str
) -> None:
    saved(officer_muongla, desk_of(app), how=how, witness=witness, consent_agencies="y")
    rows = {row.purpose: row for (row,) in peek(app, sa.select(Consent))}
    assert set(rows) == {Purpose.SEAT, Purpose.AGENCIES}
    for row in rows.values():
        assert (row.how, row.note, row.provisional, row.given) == (how, witness, False, True)
        assert row.by == one(app, sa.select(Registration.registered_by))


def test_a_witness_has_a_name(app: Flask, officer_muongla: CheckedClient) -> None:
    answer = save(officer_muongla, desk_of(app), how="witness")
    assert answer.status_code == 422
    assert "Ghi họ tên người làm chứng." in Page(answer).text(".summary")
    assert count(app, Registration) == 0


def test_nothing_is_ticked_beforehand_and_how_is_asked(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    page = officer_muongla.page(desk_of(app))
    ticked = [box.get("name") for box in page.css("main [checked]")]
    assert ticked == ["phone_owner"]
    filled = {k: v for k, v in PERSON.items() if k not in ("how", "consent_seat")}
    answer = officer_muongla.send(desk_of(app), filled)
    assert answer.status_code == 422
    said = Page(answer).text(".summary")
    assert "Chưa đồng ý dòng này thì chưa được ghi tên." in said
    assert "Bạn chọn một dòng." in said


def test_commune_village_and_way_stay_for_the_next_one(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    page = saved(
        officer_muongla,
        desk_of(app),
        commune=CHIENG_LAO,
        village="Bản Mẫu 9",
        how="witness",
        witness="Tòng Thị Hoa",
    )
    form = page.form()
    assert (form["commune"], form["village"]) == (CHIENG_LAO, "Bản Mẫu 9")
    assert (form["how"], form["witness"]) == ("witness", "Tòng Thị Hoa")
    assert not form.get("name")
    assert not form.get("birth")
    assert not form.get("phone")
    assert "consent_seat" not in form


def test_twenty_people_in_a_row(app: Flask, officer_muongla: CheckedClient) -> None:
    for number in range(20):
        page = saved(officer_muongla, desk_of(app), name=f"Lò Thị {number}")
    assert len(page.css(".sitting li")) == 20
    assert count(app, Registration) == 20
    codes = {row.slip_code for (row,) in peek(app, sa.select(Registration))}
    assert len(codes) == 20


def test_a_double_click_is_one_person(app: Flask, officer_muongla: CheckedClient) -> None:
    path = desk_of(app)
    form = officer_muongla.page(path).form() | PERSON
    first, second = (officer_muongla.post(path, data=form) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert count(app, Registration) == 1


def test_back_and_another_name_is_told_and_nobody_is_lost(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    path = desk_of(app)
    form = officer_muongla.page(path).form() | PERSON
    officer_muongla.post(path, data=form)
    answer = officer_muongla.post(path, data=form | {"name": "Mùa A Páo"})
    assert answer.status_code == 409
    page = Page(answer)
    assert "Người vừa gõ chưa được ghi" in page.text(".summary")
    again = page.form()
    assert again["name"] == "Mùa A Páo"
    assert again["form_key"] != form["form_key"]
    assert officer_muongla.post(path, data=again).status_code == 303
    names = {row.typed_name for (row,) in peek(app, sa.select(Registration))}
    assert names == {"Lò Thị Xuân", "Mùa A Páo"}


def test_an_error_keeps_what_was_typed(app: Flask, officer_muongla: CheckedClient) -> None:
    answer = save(officer_muongla, desk_of(app), phone="095 000", consent_sms="y")
    assert answer.status_code == 422
    form = Page(answer).form()
    assert (form["name"], form["phone"]) == ("Lò Thị Xuân", "095 000")
    assert (form["consent_seat"], form["consent_sms"]) == ("y", "y")


def test_under_eighteen_is_refused_with_the_sentence(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    young = str(clock.today().year - 17)
    answer = save(officer_muongla, desk_of(app), birth=young)
    assert answer.status_code == 422
    assert "Chưa đủ 18 tuổi" in Page(answer).text(".summary")


def test_at_eighteen_the_day_is_asked_and_kept(app: Flask, officer_muongla: CheckedClient) -> None:
    starts = one(app, sa.select(Conference.starts_at).where(Conference.slug == "muong-la-1"))
    day = clock.to_local(starts).date()
    answer = save(officer_muongla, desk_of(app), birth=str(day.year - 18))
    assert "ghi ngày, tháng, năm" in Page(answer).text(".summary")
    born = day.replace(year=day.year - 18)
    late = born + timedelta(days=1)
    if late.year == born.year:
        answer = save(officer_muongla, desk_of(app), birth=f"{late:%d/%m/%Y}")
        assert "mới đủ 18" in Page(answer).text(".summary")
    saved(officer_muongla, desk_of(app), birth=f"{born.day}/{born.month}/{born.year}")
    assert one(app, sa.select(Person.birth_date)) == born


@pytest.mark.parametrize("typed", ["2000", "5/3/2000", "05.03.2000", "05032000", "5 3 2000"])
def test_a_date_is_read_and_only_the_year_is_kept(
    app: Flask, officer_muongla: CheckedClient, typed: str
) -> None:
    saved(officer_muongla, desk_of(app), birth=typed)
    assert one(app, sa.select(Person.birth_year, Person.birth_date)) == (2000, None)


@pytest.mark.parametrize("typed", ["", "20", "hai nghìn", "31/2/2000", "1/2", "1800", "٢٠"])
def test_what_is_no_date_gets_a_sentence(
    app: Flask, officer_muongla: CheckedClient, typed: str
) -> None:
    answer = save(officer_muongla, desk_of(app), birth=typed)
    assert answer.status_code == 422
    assert Page(answer).css("#birth-error")
    assert count(app, Registration) == 0


def test_who_has_no_phone_gets_the_office_s(app: Flask, officer_muongla: CheckedClient) -> None:
    saved(officer_muongla, desk_of(app), phone="", phone_owner="office")
    assert one(app, sa.select(PersonPhone.owner)) == "office"
    saved(officer_muongla, desk_of(app), name="Vì Thị Ón", phone_owner="relative", phone_note="bố")
    kept = peek(app, sa.select(PersonPhone.owner, PersonPhone.note))
    assert ("relative", "bố") in kept


def test_a_full_conference_refuses_or_takes_into_the_line(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    path = desk_of(app)
    open_page = officer_muongla.page(path).form() | PERSON
    here = Conference.slug == "muong-la-1"
    change(app, sa.update(Conference).where(here).values(seats_taken=50))
    answer = officer_muongla.post(path, data=open_page)
    assert answer.status_code == 409
    page = Page(answer)
    assert "Đã hết chỗ nên chưa ghi tên." in page.text(".summary")
    assert count(app, Registration) == 0
    button = page.one("main form button[name=waits]")
    waits = {"waits": button.get("value")}
    answer = officer_muongla.post(path, data=page.form() | waits)
    assert answer.status_code == 303
    assert "Số 1 trong danh sách chờ" in officer_muongla.page(answer.headers["Location"]).text()
    made = one(app, sa.select(Registration))
    assert (made.state, made.waiting_no) == (RegistrationState.WAITING, 1)


def test_a_closed_conference_says_where_to_go(app: Flask, officer_muongla: CheckedClient) -> None:
    for slug, words in {"muong-la-huy": "đã hủy", "muong-la-truoc": "đã bắt đầu"}.items():
        page = officer_muongla.page(desk_of(app, slug))
        assert words in page.text("main .notice")
        assert page.css("main form") == []
        answer = officer_muongla.post(
            desk_of(app, slug),
            data=officer_muongla.page(desk_of(app)).form() | PERSON | {"form_key": new_form_key()},
        )
        assert answer.status_code == 409
    assert count(app, Registration) == 0


def test_a_call_back_needs_no_conference(app: Flask, officer_muongla: CheckedClient) -> None:
    page = saved(officer_muongla, "/can-bo/ghi-ho")
    made = one(app, sa.select(Registration))
    assert (made.state, made.conference_id) == (RegistrationState.CALL_BACK, None)
    assert "Cán bộ sẽ gọi lại" in page.text(".said")


def test_an_officer_writes_down_own_people_or_at_the_own_place(
    app: Flask, officer_muongla: CheckedClient, officer_suoito: CheckedClient
) -> None:
    assert officer_suoito.get(desk_of(app)).status_code == 404
    foreign, absent = (
        officer_suoito.get(desk_of(app)),
        officer_suoito.get("/can-bo/hoi-nghi/0000000000/ghi-ho"),
    )
    assert foreign.data == absent.data
    invited = ConferenceCommune(conference_id=conference_id(app), commune_code=SUOI_TO)
    values = {"conference_id": invited.conference_id, "commune_code": SUOI_TO}
    change(app, sa.insert(ConferenceCommune).values(values))
    page = officer_suoito.page(desk_of(app))
    offered = {option.get("value") for option in page.css("select[name=commune] option")}
    assert offered == {"", SUOI_TO}
    token = page.form()
    assert officer_suoito.post(desk_of(app), data=token | PERSON).status_code == 422
    own = token | PERSON | {"commune": SUOI_TO}
    assert officer_suoito.post(desk_of(app), data=own).status_code == 303
    assert one(app, sa.select(Registration.typed_commune)) == SUOI_TO
    # The list of a sitting is the officer's own.
    assert officer_muongla.page(desk_of(app)).css(".sitting li") == []


def test_the_conference_page_leads_to_the_desk_that_opens(
    app: Flask,
    officer_muongla: CheckedClient,
    officer_suoito: CheckedClient,
    auditor: CheckedClient,
) -> None:
    show = f"/can-bo/hoi-nghi/{conference_id(app)}"
    for client, opens in ((officer_muongla, True), (officer_suoito, False), (auditor, False)):
        links = [a.get("href") for a in client.page(show).css("main a")]
        assert (desk_of(app) in links) is opens
        assert (client.get(desk_of(app)).status_code == 200) is opens


def test_the_act_and_the_view_are_audited(app: Flask, officer_muongla: CheckedClient) -> None:
    saved(officer_muongla, desk_of(app))
    person = one(app, sa.select(Person.id))
    rows = peek(app, sa.select(AuditEvent).order_by(AuditEvent.written))
    acts = {row.action: row for (row,) in rows}
    assert acts["registration.create"].actor_name == "Lò Thị Duyên"
    assert acts["view.desk"].person_ids == person
    assert MUONG_LA not in acts["registration.create"].fields
