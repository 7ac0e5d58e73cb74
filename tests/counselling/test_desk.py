"""The desk's pages: logging by form, a talk that becomes a case once, the month as a file."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask

from jobfair.counselling import queries
from jobfair.database import db
from jobfair.models import AdviceContact, CaseFile, Consent, Purpose, Registration
from tests.cases import journey
from tests.checked_client import CheckedClient, Page
from tests.conferences import helpers
from tests.counselling.test_log import log
from tests.door.folk import counted
from tests.world import MUONG_LA, SUOI_TO

pytestmark = pytest.mark.both
LOG = "/can-bo/tu-van"
DESK = "/can-bo/ghi-ho"


def values_of(page: Page) -> dict[str, object]:
    """What the browser would send: one value a name."""
    return {name: found[0] for name, found in helpers.values_of(page).items()}


def _typed(client: CheckedClient, **more: str) -> dict[str, object]:
    form = {"topic": "cost", "channel": "hall", "minutes": "15", "commune": SUOI_TO}
    return values_of(client.page(LOG)) | form | more


def test_a_talk_is_logged_and_the_next_form_keeps_the_place(
    app: Flask, counsellor: CheckedClient
) -> None:
    answer = counsellor.post(f"{LOG}/ghi", data=_typed(counsellor))
    assert answer.status_code == 303
    again = values_of(counsellor.page(LOG))
    assert (again["channel"], again["commune"]) == ("hall", SUOI_TO)
    with app.app_context():
        assert db.session.query(AdviceContact).one().minutes == 15


def test_a_wrong_form_comes_back_filled(counsellor: CheckedClient) -> None:
    typed = _typed(counsellor, phone="12", note="Hỏi vay vốn", agreed="y")
    answer = counsellor.post(f"{LOG}/ghi", data=typed)
    assert answer.status_code == 422
    assert "Chưa phải số điện thoại" in answer.text
    assert "Hỏi vay vốn" in answer.text
    unasked = _typed(counsellor, name="Lò Văn Minh")
    assert counsellor.post(f"{LOG}/ghi", data=unasked).status_code == 422


def test_a_talk_becomes_a_case_in_one_tap_and_only_once(
    app: Flask, counsellor: CheckedClient
) -> None:
    typed = _typed(counsellor, name="Lò Văn Minh", phone="095 0000 432", agreed="y", then="case")
    answer = counsellor.post(f"{LOG}/ghi", data=typed)
    path = answer.headers["Location"]
    assert path.startswith(f"{DESK}?tu-van=")
    form = values_of(counsellor.page(path))
    known = (form["name"], form["phone"], form["commune"], form["how"])
    assert known == ("Lò Văn Minh", "095 0000 432", SUOI_TO, "read_aloud")
    without = counsellor.post(path, data=form | {"birth": "2001"})
    assert without.status_code == 422
    sent = form | {"birth": "2001", "consent_seat": "y", "phone_owner": "self"}
    for _ in range(2):
        assert counsellor.post(path, data=sent).status_code == 303
    with app.app_context():
        row = db.session.query(AdviceContact).one()
        made = db.session.query(Registration).filter_by(form_key=row.case_key).one()
        assert db.session.query(CaseFile).filter_by(id=made.case_id).one().next_step == "call_back"
        consent = db.session.query(Consent).filter_by(person_id=made.person_id).one()
        assert (consent.purpose, consent.how) == (Purpose.SEAT, "read_aloud")
        case_id = made.case_id
    assert counsellor.get(path).headers["Location"] == f"/can-bo/ho-so/{case_id}"
    assert f"/can-bo/ho-so/{case_id}" in counsellor.get(LOG).text


def test_a_talk_of_another_office_opens_no_form(
    app: Flask, officer_muongla: CheckedClient, officer_suoito: CheckedClient
) -> None:
    with app.app_context():
        made = log("officer.muongla").id
        db.session.commit()
    assert officer_muongla.get(f"{DESK}?tu-van={made}").status_code == 200
    other = officer_suoito.get(f"{DESK}?tu-van={made}")
    absent = officer_suoito.get(f"{DESK}?tu-van=nothing")
    assert (other.status_code, other.data) == (404, absent.data)


def test_the_case_shows_its_talks_but_not_to_the_body(
    app: Flask, officer_muongla: CheckedClient, agency_one: CheckedClient
) -> None:
    with app.app_context():
        case = journey.new_case()
        journey.agree(case)
        log(case_id=case.id, topic="fraud")
        db.session.commit()
        path = f"/can-bo/ho-so/{case.id}"
    page = officer_muongla.get(path).text
    assert "Môi giới, lừa đảo" in page
    assert f"{LOG}?ho-so=" in page
    assert "Môi giới, lừa đảo" not in agency_one.get(path).text


def test_the_month_is_a_file_of_numbers(app: Flask, counsellor: CheckedClient) -> None:
    with app.app_context():
        log(commune_code=MUONG_LA)
        log(e164="+84950000433", agreed=True)
        db.session.commit()
    answer = counsellor.get(f"{LOG}/thang.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))
    whole = next(row for row in rows if row["split"] == "all")
    assert (whole["contacts"], whole["people"]) == ("2", "1")
    assert "950000433" not in answer.text
    assert counsellor.get(f"{LOG}/thang").status_code == 200


def test_the_list_costs_the_same_for_one_and_for_many(
    app: Flask, counsellor: CheckedClient
) -> None:
    with app.app_context():
        log()
        db.session.commit()
        with counted() as few:
            queries.list_contacts(journey.actor("counsellor"), limit=30, offset=0)
        for number in range(12):
            log(e164=f"+8495000045{number:02}"[:12], agreed=True)
        with counted() as many:
            queries.list_contacts(journey.actor("counsellor"), limit=30, offset=0)
    assert few.n == many.n
