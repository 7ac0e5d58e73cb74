"""Documents about a licence, contacts and introductions, and what follows from them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from jobfair.agencies import daily
from jobfair.agencies.rules import check_licences, licence_status, on_licence_change
from jobfair.database import db
from jobfair.lib.clock import now, today
from jobfair.models import (
    CaseFile,
    LicenceEvent,
    LicenceKind,
    Office,
    OfficeKind,
    Person,
    Placement,
    Stage,
    Task,
)
from tests.agencies.helpers import actor, acts, body, body_id
from tests.checked_client import CheckedClient
from tests.world import MUONG_LA

pytestmark = pytest.mark.both


def form(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "suspended",
        "market_code": "",
        "document_no": "MAU-21/QD",
        "document_on": today().isoformat(),
        "from_day": today().isoformat(),
        "source": "Công văn mẫu",
    } | changes


def address(app: Flask, number: int = 1) -> str:
    return f"/can-bo/doanh-nghiep/{body_id(app, number)}/giay-phep"


def placed(number: int, stage: Stage = Stage.SELECTED, programme: str = "JP-TITP") -> Placement:
    """Somebody on the way with a body."""
    office = db.session.query(Office).filter_by(kind=OfficeKind.COMMUNE, commune_code=MUONG_LA)
    person = Person(name="Lò Thị Mẫu", folded="lo thi mau", given_folded="mau", birth_year=2000)
    person.commune_code = MUONG_LA
    db.session.add(person)
    db.session.flush()
    case = CaseFile(
        person_id=person.id,
        stage=stage,
        stage_since=now(),
        owner_office_id=office.one().id,
        next_step="papers",
        next_on=today(),
    )
    db.session.add(case)
    db.session.flush()
    made = Placement(case_id=case.id, programme_code=programme, body_id=body(number).id)
    db.session.add(made)
    db.session.flush()
    return made


def tasks() -> list[Task]:
    return db.session.query(Task).filter(Task.key.like("licence:%")).order_by(Task.key).all()


def test_a_suspension_is_entered_and_shown(app: Flask, counsellor: CheckedClient) -> None:
    answer = counsellor.send(address(app), form(market_code="JP"))
    assert answer.status_code == 303
    with app.app_context():
        assert licence_status(body(), today()).suspended_markets == ("JP",)
    assert acts(app, body_id(app)) == ["licence.add"]


def test_a_document_stands_once(app: Flask, counsellor: CheckedClient) -> None:
    assert counsellor.send(address(app), form()).status_code == 303
    again = counsellor.send(address(app), form(document_no="mau-21/qd"))
    assert again.status_code == 422
    assert "đã có trong lịch sử" in again.text
    other_market = counsellor.send(address(app), form(market_code="TW"))
    assert other_market.status_code == 303


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"until_day": "2020-01-01"}, "Ngày cuối phải sau ngày đầu"),
        ({"kind": "revoked", "market_code": "JP"}, "mọi thị trường"),
        ({"kind": "assigned"}, "Chọn một mục"),
        ({"market_code": "XX"}, "Chọn một mục"),
        ({"kind": "licensed", "document_no": "5/SLĐTBXH-GP"}, "không cho đưa người đi"),
        ({"document_no": ""}, "Cần điền mục này"),
        ({"from_day": "hôm qua"}, "ngày/tháng/năm"),
    ],
)
def test_what_cannot_be_is_refused(
    app: Flask, counsellor: CheckedClient, changes: dict[str, str], words: str
) -> None:
    answer = counsellor.send(address(app), form(**changes))
    assert answer.status_code == 422
    assert words in answer.text


def test_a_suspension_ends_by_a_document(app: Flask, leader: CheckedClient) -> None:
    leader.send(address(app), form(from_day=(today() - timedelta(days=9)).isoformat()))
    with app.app_context():
        event = body().licence_events[-1]
        assert licence_status(body(), today()).status == "suspended"
    end = f"{address(app)}/{event.id}/ket-thuc"
    data = {
        "last_day": (today() - timedelta(days=1)).isoformat(),
        "document_no": "MAU-22/QD",
        "document_on": today().isoformat(),
    }
    too_early = data | {"last_day": (today() - timedelta(days=30)).isoformat()}
    assert leader.send(end, too_early).status_code == 422
    assert leader.send(end, data).status_code == 303
    with app.app_context():
        assert licence_status(body(), today()).status == "licensed"
        assert "MAU-22/QD" in body().licence_events[-1].note
    assert leader.get(f"{address(app)}/khongco/ket-thuc").status_code == 404


def test_open_placements_get_a_task_the_same_day(app: Flask, counsellor: CheckedClient) -> None:
    with app.app_context():
        waiting = placed(1).id
        placed(1, Stage.DEPARTED)
        placed(2)
        placed(1, programme="TW-FACTORY")
        closed = placed(1, Stage.INTRODUCED)
        closed.closed_on = today()
        db.session.commit()
    assert counsellor.send(address(app), form(market_code="JP")).status_code == 303
    with app.app_context():
        made = tasks()
        assert len(made) == 1
        event = body().licence_events[-1]
        assert made[0].key == f"licence:{waiting}:{event.id}"
        assert made[0].due_on == today()
        assert made[0].office_id
        assert "MAU-21/QD" in made[0].note
        assert on_licence_change(body(), "system") == 0  # once is enough


def test_a_document_of_a_day_to_come_makes_its_task_that_day(app: Flask) -> None:
    day = today() + timedelta(days=3)
    with app.app_context():
        placed(1)
        found = body()
        found.licence_events.append(
            LicenceEvent(
                kind=LicenceKind.REVOKED, from_day=day, document_no="MAU-30", document_on=today()
            )
        )
        db.session.flush()
        assert on_licence_change(found, actor("leader")) == 0
        assert check_licences(day - timedelta(days=1)) == 0
        assert check_licences(day) == 1
        assert check_licences(day) == 0


def test_the_worker_looks_once_a_day(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    monkeypatch.setattr(daily, "check_licences", lambda day: looked.append(day) or 0)
    monkeypatch.setattr(daily, "_done", set())
    with app.app_context():
        daily.look_at_licences()
        daily.look_at_licences()
    assert looked == [today()]


def contact(**changes: Any) -> dict[str, Any]:
    return {"kind": "phone", "value": "095 0000 101", "source": "Giấy phép mẫu"} | changes


def test_contacts_are_kept_in_one_form(app: Flask, counsellor: CheckedClient) -> None:
    there = f"/can-bo/doanh-nghiep/{body_id(app)}/lien-he"
    sent = [
        contact(value="+84 95 0000 101"),
        contact(kind="account", value="0000 0000-0101, Ngân hàng mẫu"),
        contact(kind="web", value="https://www.Canh-Chim.example/lien-he"),
    ]
    for data in sent:
        assert counsellor.send(there, data).status_code == 303
    with app.app_context():
        kept = {c.kind: c.value_normalised for c in body().contacts}
    assert kept == {"phone": "+84950000101", "account": "000000000101", "web": "canh-chim.example"}


def test_a_contact_of_another_body_is_named(app: Flask, counsellor: CheckedClient) -> None:
    one, two = (f"/can-bo/doanh-nghiep/{body_id(app, n)}/lien-he" for n in (1, 2))
    assert counsellor.send(one, contact()).status_code == 303
    taken = counsellor.send(two, contact(value="84950000101"))
    assert taken.status_code == 422
    assert "Công ty mẫu Cánh Chim Núi" in taken.text
    assert "đã có rồi" in counsellor.send(one, contact()).text


@pytest.mark.parametrize(
    ("kind", "value"), [("phone", "không số"), ("account", "abc"), ("web", "không có gì")]
)
def test_what_is_no_contact_is_refused(
    app: Flask, counsellor: CheckedClient, kind: str, value: str
) -> None:
    there = f"/can-bo/doanh-nghiep/{body_id(app)}/lien-he"
    assert counsellor.send(there, contact(kind=kind, value=value)).status_code == 422


def test_a_contact_ends(app: Flask, counsellor: CheckedClient) -> None:
    base = f"/can-bo/doanh-nghiep/{body_id(app)}"
    counsellor.send(f"{base}/lien-he", contact())
    page = counsellor.page(base)
    end = page.one("form[action*='/lien-he/']")
    data = {k: v for k, v in dict(end.fields).items() if v is not None}
    assert counsellor.post(end.get("action"), data=data).status_code == 303
    with app.app_context():
        assert body().contacts[0].until_day == today()
    assert counsellor.post(f"{base}/lien-he/khongco/ket-thuc", data=data).status_code == 404


def test_an_introduction_stands_once_and_ends(app: Flask, leader: CheckedClient) -> None:
    base = f"/can-bo/doanh-nghiep/{body_id(app)}"
    data = {"decision_no": "MAU-12/SNV", "from_day": today().isoformat()}
    assert leader.send(f"{base}/gioi-thieu", data).status_code == 303
    assert leader.send(f"{base}/gioi-thieu", data).status_code == 422
    end = leader.page(base).css("form[action*='/gioi-thieu/']")[-1]
    fields = {k: v for k, v in dict(end.fields).items() if v is not None}
    assert leader.post(end.get("action"), data=fields).status_code == 303
    assert leader.post(f"{base}/gioi-thieu/khongco/ket-thuc", data=fields).status_code == 404
