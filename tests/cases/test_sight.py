"""What each role reads on the page, and what it takes to read what is hidden."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from jobfair.cases.identity import IdentityData, save_identity
from jobfair.database import db
from jobfair.lib.codes import new_form_key
from jobfair.models import AuditEvent, CaseFile, Person, PersonFlag, Purpose, Stage
from jobfair.privacy.rules import give_consent
from tests.cases import journey
from tests.checked_client import CheckedClient

S = Stage
Enter = Callable[[str], CheckedClient]
NUMBER = "000301000123"


def made(app: Flask, until: Stage) -> str:
    with app.app_context():
        case = journey.bring(journey.new_case(), until)
        case.person.phones[0].e164 = "+84950000777"
        data = IdentityData(national_id=NUMBER, ethnic_group="11", household="poor", sex="F")
        save_identity(case, data, by=journey.actor("officer.muongla"), act_key=new_form_key())
        case_id = case.id
        db.session.commit()
    return f"/can-bo/ho-so/{case_id}"


def test_the_number_and_the_flags_are_sealed(app: Flask) -> None:
    made(app, S.INTEREST)
    with app.app_context():
        person = db.session.query(Person).filter_by(national_id_masked="000******123").one()
        assert person.national_id_enc is not None
        assert NUMBER.encode() not in person.national_id_enc
        for flag in db.session.query(PersonFlag):
            assert b"poor" not in flag.value_enc


@pytest.mark.parametrize("name", ["officer.muongla", "counsellor", "leader", "auditor"])
def test_the_number_is_masked_and_the_flags_are_hidden(
    app: Flask, signed_in: Enter, name: str
) -> None:
    text = signed_in(name).get(made(app, S.REGISTERED)).text
    assert "000******123" in text
    assert NUMBER not in text
    assert "Hộ nghèo" not in text
    assert "diện ưu tiên đã ghi, ẩn" in text


def test_phones_by_role(app: Flask, signed_in: Enter) -> None:
    at = made(app, S.SELECTED)
    for name in ("officer.muongla", "counsellor", "leader"):
        assert "095 0000 777" in signed_in(name).page(at).text("#case")
    assert "095 •••• 777" in signed_in("auditor").page(at).text("#case")
    hidden = signed_in("agency.one").get(at).text
    assert "777" not in hidden
    assert "Số điện thoại ẩn" in hidden


def test_a_body_reads_the_phone_with_the_workers_consent(app: Flask, signed_in: Enter) -> None:
    at = made(app, S.SELECTED)
    with app.app_context():
        case = db.session.get_one(CaseFile, at.rsplit("/", 1)[1])
        give_consent(case.person_id, Purpose.AGENCY_PHONE, lang="vi", how="signed", by="worker")
        db.session.commit()
    assert "095 0000 777" in signed_in("agency.one").page(at).text("#case")


def test_a_body_reads_the_phone_on_the_contract(app: Flask, signed_in: Enter) -> None:
    at = made(app, S.CONTRACT_SIGNED)
    assert "095 0000 777" in signed_in("agency.one").page(at).text("#case")


def test_a_body_sees_its_own_placement_and_nobody_elses_notes(
    app: Flask, signed_in: Enter, counsellor: CheckedClient
) -> None:
    at = made(app, S.INTRODUCED)
    counsellor.send(f"{at}/ghi-chu", {"note": "Riêng của trung tâm"})
    assert "Riêng của trung tâm" in counsellor.get(at).text
    own = signed_in("agency.one").page(at)
    assert "Riêng của trung tâm" not in own.text("#case")
    assert "Phiếu tư vấn" not in own.text("#case")
    assert "bản Mẫu" not in own.text("#case")
    assert own.text("#case h1") == "Lò Thị Xuân"
    with app.app_context():
        case = db.session.get_one(CaseFile, at.rsplit("/", 1)[1])
        journey.step(case, S.SCREENED, "counsellor", reason="no_suitable_order")
        journey.agree(case, 2)
        db.session.commit()
    second = signed_in("agency.two").page(at)
    assert second.status == 200
    assert "Cánh Chim Núi" not in second.text("#case")


@pytest.mark.both
def test_reading_the_number_takes_a_reason_that_is_kept(app: Flask, signed_in: Enter) -> None:
    at, officer = made(app, S.REGISTERED), signed_in("officer.muongla")
    page = f"{at}/hien/national_id"
    assert officer.send(page, {"why": "ngắn"}).status_code == 422
    shown = officer.send(page, {"why": "Điền hồ sơ vay vốn"})
    assert shown.status_code == 200
    assert NUMBER in shown.text
    assert "no-store" in shown.headers["Cache-Control"]
    with app.app_context():
        row = db.session.query(AuditEvent).filter_by(action="view.national_id").one()
        assert row.reason == "Điền hồ sơ vay vốn"
        assert row.fields == "national_id"
        assert NUMBER not in f"{row.fields}{row.reason}"


def test_the_flags_are_read_by_officer_and_leader_only(app: Flask, signed_in: Enter) -> None:
    at = made(app, S.REGISTERED)
    page = f"{at}/hien/flags"
    for name in ("officer.muongla", "leader"):
        shown = signed_in(name).send(page, {"why": "Làm hồ sơ hỗ trợ học nghề"})
        assert "Hộ nghèo" in shown.text
    assert signed_in("counsellor").get(page).status_code == 403
    for name in ("auditor", "agency.one"):
        assert signed_in(name).get(page).status_code in (403, 404)


@pytest.mark.both
def test_two_people_with_one_number(app: Flask, officer_muongla: CheckedClient) -> None:
    made(app, S.INTEREST)
    with app.app_context():
        case_id = journey.new_case(name="Lường Thị Ọi").id
        db.session.commit()
    typed = {"birth_date": "2003-02-01", "national_id": NUMBER}
    answer = officer_muongla.send(f"/can-bo/ho-so/{case_id}/phieu-dang-ky", typed)
    assert answer.status_code == 303
    page = officer_muongla.page(f"/can-bo/ho-so/{case_id}")
    assert "thuộc một người khác" in page.text(".flash")
    assert "Lò Thị Xuân" not in page.text("#case"), "nothing of the other person is told"
    assert "Có thể là cùng một người" in page.text("aside")
    assert "Chưa ghi căn cước" in page.text("#case")
    with app.app_context():
        assert db.session.get_one(CaseFile, case_id).person.birth_year == 2003


@pytest.mark.parametrize(("typed", "status"), [("12345", 422), ("00030100012x", 422)])
def test_a_number_that_is_none_comes_back_with_the_form(
    app: Flask, officer_muongla: CheckedClient, typed: str, status: int
) -> None:
    at = made(app, S.REGISTERED)
    answer = officer_muongla.send(f"{at}/phieu-dang-ky", {"national_id": typed})
    assert answer.status_code == status
    assert "12 chữ số" in answer.text
    assert f'value="{typed}"' in answer.text
