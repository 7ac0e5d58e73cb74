"""Branches: entered with their decision, shown with what they may not do, ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.lib.clock import today
from jobfair.models import BodyBranch
from tests.agencies.helpers import acts, body_id
from tests.checked_client import CheckedClient

pytestmark = pytest.mark.both

ONE = "/doanh-nghiep/cong-ty-mau-canh-chim-nui"


def form(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Chi nhánh mẫu Mường La",
        "address": "Bản mẫu, xã Mường La",
        "phone": "0212 000 1999",
        "decision_no": "CN 1/MAU",
        "from_day": today().isoformat(),
        "source": "Công văn mẫu",
    } | changes


def test_a_branch_is_shown_with_what_it_may_not_do(
    app: Flask, counsellor: CheckedClient, visitor: CheckedClient
) -> None:
    there = f"/can-bo/doanh-nghiep/{body_id(app)}/chi-nhanh"
    assert "Chi nhánh mẫu" not in visitor.page(ONE).text("main")
    assert counsellor.send(there, form()).status_code == 303
    page = visitor.page(ONE)
    text = page.text("main")
    assert "Chi nhánh mẫu Mường La" in text
    assert "CN 1/MAU" in text
    assert "Chi nhánh không được ký hợp đồng, không được thu tiền" in text
    assert page.css("a[href='tel:+842120001999']")
    assert counsellor.send(there, form(name="CHI NHANH MAU muong la")).status_code == 422
    with app.app_context():
        branch = db.session.query(BodyBranch).one()
        branch.from_day = today() - timedelta(days=30)
        db.session.commit()
        address = f"{there}/{branch.id}/ket-thuc"
    token = counsellor.page(there).form()["csrf_token"]
    assert counsellor.post(address, data={"csrf_token": token}).status_code == 303
    with app.app_context():
        db.session.query(BodyBranch).one().until_day = today() - timedelta(days=1)
        db.session.commit()
    app.extensions["jobfair_page_cache"].clear()
    assert "Chi nhánh mẫu Mường La" not in visitor.page(ONE).text("main")
    assert acts(app, body_id(app)) == ["branch.add", "branch.end"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"phone": "gọi tôi"},
        {"name": ""},
        {"until_day": (today() - timedelta(days=2)).isoformat()},
        {"name": "x" * 201},
    ],
)
def test_what_is_no_branch_is_said_at_its_field(
    app: Flask, counsellor: CheckedClient, wrong: dict[str, str]
) -> None:
    there = f"/can-bo/doanh-nghiep/{body_id(app)}/chi-nhanh"
    assert counsellor.send(there, form(**wrong)).status_code == 422
    with app.app_context():
        assert db.session.query(BodyBranch).count() == 0


def test_another_bodys_branch_is_not_there(app: Flask, counsellor: CheckedClient) -> None:
    there = f"/can-bo/doanh-nghiep/{body_id(app)}/chi-nhanh"
    counsellor.send(there, form())
    with app.app_context():
        branch_id = db.session.query(BodyBranch).one().id
    other = f"/can-bo/doanh-nghiep/{body_id(app, 2)}/chi-nhanh/{branch_id}/ket-thuc"
    token = counsellor.page(there).form()["csrf_token"]
    assert counsellor.post(other, data={"csrf_token": token}).status_code == 404
