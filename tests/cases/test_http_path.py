"""The straight path in the browser's way: pages, forms and presses, each by its own role."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.models import AuditEvent, CaseFile, Stage
from tests.cases import journey
from tests.checked_client import CheckedClient

pytestmark = pytest.mark.both


def _bare_case(app: Flask) -> tuple[str, str, str]:
    """A person who registered on a phone, no full birth date yet; a body and its order."""
    with app.app_context():
        case = journey.new_case()
        case.person.birth_date = None
        ids = case.id, journey.body().id, journey.order().id
        db.session.commit()
        return ids


def _stage(app: Flask, case_id: str) -> str:
    with app.app_context():
        return str(db.session.get_one(CaseFile, case_id).stage)


def _acts(app: Flask, case_id: str, action: str) -> int:
    with app.app_context():
        return db.session.query(AuditEvent).filter_by(object_id=case_id, action=action).count()


def _paper(client: CheckedClient, at: str, kind: str) -> None:
    day = today()
    dates = {
        "issued_on": (day - timedelta(days=9)).isoformat(),
        "valid_to": (day + timedelta(days=400)).isoformat(),
    }
    answer = client.send(f"{at}/giay-to/{kind}", {"state": "checked"} | dates)
    assert answer.status_code == 303


def test_from_interest_to_departed_over_the_pages(
    app: Flask,
    officer_muongla: CheckedClient,
    counsellor: CheckedClient,
    agency_one: CheckedClient,
    leader: CheckedClient,
) -> None:
    case_id, body, order = _bare_case(app)
    at, day = f"/can-bo/ho-so/{case_id}", today()

    refused = officer_muongla.send(f"{at}/chuyen/registered", {})
    assert refused.status_code == 422
    assert "Chưa ghi đủ ngày, tháng, năm sinh" in refused.text
    done = officer_muongla.send(
        f"{at}/phieu-dang-ky",
        {"birth_date": "04/03/2001", "sex": "F", "national_id": "000 301 000 123"},
    )
    assert done.status_code == 303
    assert officer_muongla.send(f"{at}/chuyen/registered", {}).status_code == 303

    assert (
        counsellor.send(f"{at}/ghi/counsel_note", {"text": "Nhật Bản, chi phí"}).status_code == 303
    )
    assert counsellor.send(at, {}, form="#case .acts form").status_code == 303
    assert _stage(app, case_id) == Stage.COUNSELLED
    assert counsellor.send(f"{at}/ghi/screening_record", {"text": "Đạt"}).status_code == 303
    assert counsellor.send(f"{at}/chuyen/screened", {}).status_code == 303

    assert agency_one.get(at).status_code == 404
    agreed = {"purpose": "consent_body", "body_id": body, "given": "y", "how": "read_aloud"}
    assert counsellor.send(f"{at}/dong-y", agreed).status_code == 303
    assert agency_one.get(at).status_code == 200
    chosen = {"body_id": body, "order_id": order}
    assert counsellor.send(f"{at}/chuyen/introduced", chosen).status_code == 303

    assert agency_one.send(f"{at}/chuyen/interviewed", {}).status_code == 303
    assert agency_one.send(f"{at}/chuyen/selected", {}).status_code == 303
    contract = {"contract_no": "HD 01", "contract_on": day.isoformat(), "head_office": "y"}
    assert agency_one.send(f"{at}/chuyen/contract_signed", contract).status_code == 303
    assert agency_one.send(f"{at}/chuyen/training", {}).status_code == 303
    assert agency_one.send(f"{at}/chuyen/visa_process", {}).status_code == 303
    for kind in ("passport", "health", "visa"):
        _paper(agency_one, at, kind)
    assert agency_one.send(f"{at}/chuyen/waiting_departure", {}).status_code == 303
    reported = agency_one.send(
        f"{at}/ghi/exit_report", {"text": "Xí nghiệp mẫu", "number": "VN 300"}
    )
    assert reported.status_code == 303
    assert _stage(app, case_id) == Stage.WAITING_DEPARTURE

    exit_ = {"exit_on": day.isoformat(), "employer": "Xí nghiệp mẫu", "evidence": "ticket"}
    refused = leader.send(f"{at}/chuyen/departed", exit_)
    assert refused.status_code == 422
    assert "Chưa có chứng chỉ giáo dục định hướng" in refused.text
    assert 'value="Xí nghiệp mẫu"' in refused.text
    _paper(counsellor, at, "orientation")
    assert leader.send(f"{at}/chuyen/departed", exit_).status_code == 303
    assert _stage(app, case_id) == Stage.DEPARTED

    assert _acts(app, case_id, "case.move") == 11
    assert _acts(app, case_id, "view.case") == 4, "officer, counsellor, agency, leader"
