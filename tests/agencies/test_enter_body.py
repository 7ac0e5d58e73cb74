"""Staff enter bodies and keep them up to date."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm.exc import StaleDataError

from jobfair.agencies import register
from jobfair.database import db
from jobfair.models import PublicVersion, SendingBody
from tests.agencies.helpers import acts, body, body_id
from tests.checked_client import CheckedClient

pytestmark = pytest.mark.both

NEW = "/can-bo/doanh-nghiep/moi"


def form(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "enterprise",
        "name": "Công ty mẫu Đồi Chè",
        "licence_number": "010/MAU-GP",
        "tax_code": "0000000019",
        "website": "doi-che.example",
        "source": "Danh sách mẫu",
        "document_no": "010/MAU-GP",
        "document_on": "2024-05-06",
    } | changes


def version(app: Flask, section: str) -> int:
    with app.app_context():
        found = db.session.get(PublicVersion, section)
        return found.n if found else 0


def test_a_body_is_entered_with_its_licence(app: Flask, counsellor: CheckedClient) -> None:
    before = version(app, "agencies")
    answer = counsellor.send(NEW, form(), form="main form")
    assert answer.status_code == 303
    with app.app_context():
        found = db.session.query(SendingBody).filter_by(slug="cong-ty-mau-doi-che").one()
        assert found.website == "https://doi-che.example"
        assert [str(e.kind) for e in found.licence_events] == ["licensed"]
        made = found.id
    assert acts(app, made) == ["sending_body.create"]
    assert version(app, "agencies") > before
    page = counsellor.page(f"/can-bo/doanh-nghiep/{made}")
    assert page.css(".badge.good")


def test_a_provincial_licence_is_refused_with_the_reason(counsellor: CheckedClient) -> None:
    answer = counsellor.send(NEW, form(licence_number="12/SLĐTBXH-GP"))
    assert answer.status_code == 422
    assert "không cho đưa người đi nước ngoài" in answer.text
    assert "Công ty mẫu Đồi Chè" in answer.text  # nothing typed is lost
    answer = counsellor.send(NEW, form(document_no="12/slđtbxh-gp"))
    assert answer.status_code == 422


def test_a_licence_number_belongs_to_one_body(counsellor: CheckedClient) -> None:
    answer = counsellor.send(NEW, form(licence_number="001/mau-gp"))
    assert answer.status_code == 422
    assert "Công ty mẫu Cánh Chim Núi" in answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 201),
        ("kind", "something"),
        ("tax_code", "12"),
        ("source", ""),
        ("checked_on", "31/02/2026"),
        ("checked_on", "01/01/0202"),
        ("document_on", ""),
        ("until_day", "2020-01-01"),
    ],
)
def test_bad_shape_is_a_sentence(counsellor: CheckedClient, field: str, value: str) -> None:
    answer = counsellor.send(NEW, form(**{field: value}))
    assert answer.status_code == 422
    assert 'class="error"' in answer.text


def test_two_bodies_of_one_name_have_two_addresses(app: Flask, leader: CheckedClient) -> None:
    for number in ("010/MAU-GP", "011/MAU-GP"):
        answer = leader.send(NEW, form(licence_number=number, document_no=number))
        assert answer.status_code == 303
    with app.app_context():
        slugs = {row.slug for row in db.session.query(SendingBody)}
    assert {"cong-ty-mau-doi-che", "cong-ty-mau-doi-che-2"} <= slugs


def test_editing_keeps_the_address_and_is_audited(app: Flask, counsellor: CheckedClient) -> None:
    one = body_id(app)
    answer = counsellor.send(f"/can-bo/doanh-nghiep/{one}/sua", {"name": "Công ty mẫu Mới"})
    assert answer.status_code == 303
    with app.app_context():
        found = body()
        assert (found.name, found.slug) == ("Công ty mẫu Mới", "cong-ty-mau-canh-chim-nui")
        assert "cong ty mau moi" in found.folded
    assert acts(app, one) == ["sending_body.edit"]


def test_the_second_editor_is_told_and_loses_nothing(
    app: Flask, counsellor: CheckedClient, leader: CheckedClient
) -> None:
    address = f"/can-bo/doanh-nghiep/{body_id(app)}/sua"
    opened = leader.page(address).form("main form")
    counsellor.send(address, {"head_office": "Số 2, phố Mẫu"})
    late = leader.post(address, data=opened | {"short_name": "Tên gõ sau"})
    assert late.status_code == 409
    assert "Trần Thu Hương" in late.text  # who
    assert "Số 2, phố Mẫu" in late.text  # what stands now
    assert "Tên gõ sau" in late.text  # what was typed
    with app.app_context():
        assert body().short_name == "Cánh Chim Núi"
    again = leader.post(address, data=dict(_fields(late.text)) | {"short_name": "Tên gõ sau"})
    assert again.status_code == 303


def _fields(text: str) -> dict[str, str]:
    from lxml import html as lxml_html

    tree = lxml_html.fromstring(text)
    return {k: v for k, v in dict(tree.cssselect("main form")[0].fields).items() if v is not None}


def test_two_who_save_in_the_same_moment_are_told_apart(
    counsellor: CheckedClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database has the last word: the row's version moved between reading and writing."""
    address = f"/can-bo/doanh-nghiep/{body_id(app)}/sua"

    def moved(*_args: object, **_kwargs: object) -> None:
        raise StaleDataError

    monkeypatch.setattr(register, "edit_body", moved)
    late = counsellor.send(address, {"short_name": "Tên gõ sau"})
    assert late.status_code == 409
    assert "Tên gõ sau" in late.text
    assert "Cánh Chim Núi" in late.text


def test_only_counsellor_and_leader_enter(
    agency_one: CheckedClient, officer_muongla: CheckedClient, bank: CheckedClient
) -> None:
    for client in (agency_one, officer_muongla, bank):
        assert client.get(NEW).status_code == 403
        assert client.get("/can-bo/doanh-nghiep").status_code == 200


def test_staff_search_answers_a_fragment_to_htmx(officer_muongla: CheckedClient) -> None:
    address = "/can-bo/doanh-nghiep?q=suoi xanh"
    whole = officer_muongla.get(address)
    part = officer_muongla.get(address, headers={"HX-Request": "true"})
    assert "<html" in whole.text
    assert part.text.lstrip().startswith('<div id="bodies">')
    for text in (whole.text, part.text):
        assert "Suối Xanh" in text
        assert "Cánh Chim Núi" not in text


def test_an_unknown_body_is_not_found(counsellor: CheckedClient) -> None:
    assert counsellor.get("/can-bo/doanh-nghiep/khongco").status_code == 404
