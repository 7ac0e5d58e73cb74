"""What the tests of this room share: sending, opening, reading what is kept."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from jobfair.complaints.acts import close
from jobfair.complaints.filing import Said, file_complaint
from jobfair.database import db
from jobfair.lib.codes import new_form_key
from jobfair.models import Complaint, ComplaintAbout, Outcome
from tests.agencies.helpers import actor
from tests.checked_client import CheckedClient, Page

PHONE = "0950 000 777"
FORM, FOLLOW, STAFF = "/phan-anh", "/phan-anh/tra-cuu", "/can-bo/phan-anh"


def typed(**changes: Any) -> dict[str, Any]:
    """What a form sends when everything is right."""
    return {
        "about": "scam",
        "body_name": "Nhóm Việc Mẫu",
        "numbers": "0950 000 778\n123 456 789, NGUYEN VAN MAU",
        "text": "Họ gọi và đòi hai triệu đồng đặt cọc.",
        "phone": PHONE,
        "name": "Vì Thị Ón",
    } | changes


def send(client: CheckedClient, **changes: Any) -> TestResponse:
    return client.send(FORM, typed(**changes))


def receipt_of(answer: TestResponse, client: CheckedClient) -> list[str]:
    """The codes on the receipt: the number, and the follow code of who left no phone."""
    assert answer.status_code == 303, answer.text
    codes = client.page(answer.headers["Location"]).css("main .code")
    return [code.text_content().replace(" ", "") for code in codes]


def open_by(client: CheckedClient, number: str, proof: str) -> TestResponse:
    return client.post(FOLLOW, data={"number": number, "proof": proof})


def opened(client: CheckedClient, number: str, proof: str = PHONE) -> Page:
    answer = open_by(client, number, proof)
    assert answer.status_code == 303, answer.text
    return client.page(answer.headers["Location"])


def stored(number: str) -> Complaint:
    return db.session.query(Complaint).filter_by(number=number).one()


def make(about: str = "fee", **said: Any) -> Complaint:
    """A complaint as the form would send it; inside an application context."""
    given = {"text": "Thu tiền không biên lai.", "phone": "+84950000777"} | said
    return file_complaint(new_form_key(), Said(ComplaintAbout(about), **given))


def make_id(app: Flask, about: str = "fee", **said: Any) -> str:
    with app.app_context():
        made = make(about, **said)
        db.session.commit()
        return made.id


def end(complaint: Complaint, outcome: Outcome = Outcome.UPHELD) -> None:
    close(
        complaint,
        outcome,
        "Đã trả lại tiền.",
        by=actor("counsellor"),
        act_key=new_form_key(),
        version=complaint.version,
    )
