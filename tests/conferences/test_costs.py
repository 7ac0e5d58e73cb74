"""What a conference cost: entered by whom it is, once each, taken back when it was a mistake."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from jobfair.database import db
from jobfair.models import AuditEvent, ConferenceCost
from tests.checked_client import CheckedClient, Page
from tests.conferences.helpers import find

pytestmark = pytest.mark.both
TYPED = {
    "kind": "meals",
    "amount": "1.250.000",
    "payer": "body",
    "payer_name": "Công ty Mẫu Một",
    "document_ref": "HĐ 12",
}


def page_of(app: Flask, slug: str = "muong-la-1") -> str:
    return f"/can-bo/hoi-nghi/{find(app, slug).id}/chi-phi"


def entered(app: Flask) -> list[tuple[str, int, str, bool]]:
    with app.app_context():
        rows = db.session.scalars(sa.select(ConferenceCost).order_by(ConferenceCost.entered_at))
        return [(str(r.kind), r.amount, str(r.payer), r.removed_at is None) for r in rows]


def add(client: CheckedClient, path: str, typed: dict[str, str]) -> TestResponse:
    """As the box beside the amounts sends it."""
    form = client.page(path).form(f"main form[action='{path}']")
    return client.post(path, data=form | typed)


def acts(app: Flask, action: str) -> int:
    with app.app_context():
        query = sa.select(sa.func.count()).where(AuditEvent.action == action)
        return db.session.scalar(query) or 0


def test_amounts_are_entered_and_added_together(app: Flask, officer_muongla: CheckedClient) -> None:
    path = page_of(app)
    assert "Chưa nhập khoản nào" in officer_muongla.page(path).text("main")
    for more in ({}, {"kind": "hall", "amount": "500000", "payer": "commune"}):
        assert add(officer_muongla, path, TYPED | more).status_code == 303
    text = officer_muongla.page(path).text("main")
    for words in (
        "Nước uống, ăn trưa",
        "1.250.000 đồng",
        "Doanh nghiệp",
        "HĐ 12",
        "1.750.000 đồng",
    ):
        assert words in text
    assert entered(app) == [("meals", 1_250_000, "body", True), ("hall", 500_000, "commune", True)]
    assert acts(app, "conference.cost") == 2


def test_an_amount_sent_twice_is_entered_once(app: Flask, officer_muongla: CheckedClient) -> None:
    path = page_of(app)
    form = officer_muongla.page(path).form(f"main form[action='{path}']") | TYPED
    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _n: officer_muongla.post(path, data=form), range(3)))
    assert {answer.status_code for answer in answers} == {303}
    assert len(entered(app)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": ""},
        {"amount": "-5"},
        {"amount": "0"},
        {"amount": "1,5"},
        {"amount": "9" * 12},
        {"kind": "gifts"},
        {"payer": "nobody"},
        {"document_ref": "x" * 81},
    ],
    ids=str,
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    app: Flask, officer_muongla: CheckedClient, wrong: dict[str, str]
) -> None:
    path = page_of(app)
    answer = add(officer_muongla, path, TYPED | wrong)
    assert answer.status_code == 422
    assert Page(answer).form(f"main form[action='{path}']")["payer_name"] == "Công ty Mẫu Một"
    assert entered(app) == []


def test_a_mistake_is_taken_back_and_stays_on_record(
    app: Flask, officer_muongla: CheckedClient, counsellor: CheckedClient
) -> None:
    path = page_of(app)
    add(officer_muongla, path, TYPED)
    (form,) = counsellor.page(path).css("details form")
    token = counsellor.page(path).form("details form")
    for _again in range(2):
        assert counsellor.post(form.get("action"), data=token).status_code == 303
    assert entered(app) == [("meals", 1_250_000, "body", False)]
    assert "Chưa nhập khoản nào" in counsellor.page(path).text("main")
    assert acts(app, "conference.cost_back") == 1


def test_another_commune_neither_reads_nor_writes(
    app: Flask,
    officer_muongla: CheckedClient,
    officer_suoito: CheckedClient,
    leader: CheckedClient,
    auditor: CheckedClient,
) -> None:
    path = page_of(app)
    add(officer_muongla, path, TYPED)
    assert officer_suoito.get(path).status_code == 404
    assert auditor.get(path).status_code == 403
    assert leader.get(path).status_code == 200
    link = "main a[href$='/chi-phi']"
    show = path.removesuffix("/chi-phi")
    assert officer_muongla.page(show).css(link)
    assert not officer_suoito.page(show).css(link)
