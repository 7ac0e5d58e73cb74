"""A list of people: looked over row by row, then written as at the desk."""

from __future__ import annotations

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.models import (
    AuditEvent,
    BatchState,
    CaseFile,
    Consent,
    Person,
    Registration,
    RowState,
)
from tests.checked_client import CheckedClient
from tests.intake.sheets import book, person, preview, rows_of, state_of, write

pytestmark = pytest.mark.both


def test_good_rows_become_people_with_a_case_a_consent_and_a_call(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    address = preview(app, officer_muongla, "people", book([person(n) for n in range(1, 8)]))
    assert state_of(app, address) == (BatchState.PREVIEW, "")
    assert [row.state for row in rows_of(app, address)] == [RowState.NEW] * 7
    with app.app_context():
        assert db.session.query(Person).count() == 0
    write(app, officer_muongla, address)
    assert state_of(app, address) == (BatchState.DONE, "")
    rows = rows_of(app, address)
    assert [row.outcome for row in rows] == ["new"] * 7
    with app.app_context():
        first = db.session.get_one(Person, rows[0].person_id)
        assert (first.name, first.birth_year, first.commune_code) == ("Lò Thị Mẫu b", 1998, "03808")
        made = db.session.query(Registration).filter_by(person_id=first.id).one()
        assert (made.channel, made.typed_village) == ("import", "Bản A")
        case = db.session.get_one(CaseFile, rows[0].case_id)
        assert case.next_step == "call_back"
        consents = db.session.query(Consent).filter_by(person_id=first.id).all()
        assert {(str(c.purpose), c.how, c.note) for c in consents} == {
            ("consent_seat", "paper_list", "Sổ 12/2026, ngăn 3"),
            ("consent_sms", "paper_list", "Sổ 12/2026, ngăn 3"),
        }
        acts = {row.action for row in db.session.query(AuditEvent)}
        assert {"import.send", "import.run", "import.done", "registration.create"} <= acts
    page = officer_muongla.get(f"/can-bo/ho-so/{rows[0].case_id}").text
    assert "Từ danh sách: dòng 2 của x.xlsx" in page
