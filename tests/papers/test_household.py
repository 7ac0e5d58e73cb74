"""The household of a worker: whom to call, who decides, who is in the system too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from jobfair.database import db
from jobfair.errors import AppError
from jobfair.lib.clock import today
from jobfair.lib.codes import new_form_key
from jobfair.models import AuditEvent, HouseholdMember, Stage
from jobfair.papers.household import (
    MemberData,
    link_member,
    list_alike,
    list_members,
    remove_member,
    save_member,
)
from tests.cases import journey
from tests.checked_client import CheckedClient
from tests.world import SUOI_TO

pytestmark = pytest.mark.both
Enter = Callable[[str], CheckedClient]
PHONE = "+84950000877"
FATHER = MemberData("Lò Văn Bịa", "father", 1970, PHONE, call_first=True)
MOTHER = MemberData("Quàng Thị Bịa", "mother", 1972, decides=True)


def test_a_member_is_added_once(session: Session) -> None:
    case, by, key = journey.new_case(), journey.actor("officer.muongla"), new_form_key()
    for _ in range(2):
        save_member(case, FATHER, by=by, act_key=key)
    assert session.query(HouseholdMember).count() == 1
    acts = session.query(AuditEvent).filter_by(action="household.save").all()
    assert len(acts) == 1
    assert "Bịa" not in f"{acts[0].fields}{acts[0].reason}"


def test_one_is_called_first(session: Session) -> None:
    case, by = journey.new_case(), journey.actor("officer.muongla")
    first = save_member(case, FATHER, by=by, act_key=new_form_key())
    other = MemberData("Lò Thị Chị", "sibling", 1995, PHONE, call_first=True)
    save_member(case, other, by=by, act_key=new_form_key())
    session.refresh(first)
    assert not first.call_first
    assert [row.name for row in list_members(case.person_id)] == ["Lò Thị Chị", "Lò Văn Bịa"]


@pytest.mark.parametrize(
    "data",
    [
        MemberData("", "father"),
        MemberData("A", "neighbour"),
        MemberData("A", "father", 1500),
        MemberData("A", "father", today().year + 1),
        MemberData("A", "father", call_first=True),
    ],
)
def test_what_cannot_be_is_said(session: Session, data: MemberData) -> None:
    case, by = journey.new_case(), journey.actor("officer.muongla")
    with pytest.raises(AppError) as refused:
        save_member(case, data, by=by, act_key=new_form_key())
    assert refused.value.status == 422


@pytest.mark.parametrize("who", ["leader", "auditor", "agency.one", "officer.suoito"])
def test_others_write_nothing(session: Session, who: str) -> None:
    case = journey.new_case()
    with pytest.raises(AppError) as refused:
        save_member(case, FATHER, by=journey.actor(who), act_key=new_form_key())
    assert refused.value.status == 403


def test_somebody_of_the_system_is_found_and_linked(session: Session) -> None:
    case, by = journey.new_case(), journey.actor("officer.muongla")
    sister = journey.new_case(name="Lò Thị Chị")
    row = save_member(
        case, MemberData("Lò thị chị", "sibling", 2001), by=by, act_key=new_form_key()
    )
    (alike,) = list_alike(case, row, by.scope)
    assert alike.person_id == sister.person_id
    link_member(case, row.id, alike.person_id, by=by)
    assert row.linked_person_id == sister.person_id
    assert list_alike(case, row, by.scope) == []
    link_member(case, row.id, "", by=by)
    assert row.linked_person_id is None


def test_nobody_outside_the_scope_is_found_or_linked(session: Session) -> None:
    case, by = journey.new_case(), journey.actor("officer.muongla")
    stranger = journey.new_case(SUOI_TO, "Lò Thị Chị")
    row = save_member(
        case, MemberData("Lò Thị Chị", "sibling", 2001), by=by, act_key=new_form_key()
    )
    assert list_alike(case, row, by.scope) == []
    for person_id in (stranger.person_id, "0" * 20, case.person_id):
        with pytest.raises(AppError) as refused:
            link_member(case, row.id, person_id, by=by)
        assert refused.value.status == 404
    assert len(list_alike(case, row, journey.actor("counsellor").scope)) == 1


def test_a_member_belongs_to_one_person(session: Session) -> None:
    case, by = journey.new_case(), journey.actor("officer.muongla")
    row = save_member(case, FATHER, by=by, act_key=new_form_key())
    other = journey.new_case(name="Vì Văn Khác")
    with pytest.raises(AppError) as refused:
        remove_member(other, row.id, by=by)
    assert refused.value.status == 404
    remove_member(case, row.id, by=by)
    assert list_members(case.person_id) == []


def made(app: Flask) -> str:
    with app.app_context():
        case = journey.bring(journey.new_case(), Stage.TRAINING)
        by = journey.actor("officer.muongla")
        for data in (FATHER, MOTHER):
            save_member(case, data, by=by, act_key=new_form_key())
        db.session.commit()
        return f"/can-bo/ho-so/{case.id}"


def test_who_reads_the_household(app: Flask, signed_in: Enter) -> None:
    at = made(app)
    for name in ("officer.muongla", "counsellor", "leader"):
        text = signed_in(name).page(at).text("aside")
        assert "Lò Văn Bịa" in text
        assert "095 0000 877" in text
    hidden = signed_in("auditor").page(at).text("aside")
    assert "Lò Văn Bịa" in hidden
    assert "095 0000 877" not in hidden
    assert "Lò Văn Bịa" not in signed_in("agency.one").page(at).text("main")


def test_the_household_is_in_no_list(app: Flask, officer_muongla: CheckedClient) -> None:
    made(app)
    for path in ("/can-bo/ho-so", "/can-bo/nguoi-lao-dong?q=Lò Văn Bịa", "/can-bo/"):
        page = officer_muongla.get(path)
        assert page.status_code == 200
        assert "Quàng Thị Bịa" not in page.text


def test_the_forms_keep_what_was_typed(app: Flask, officer_muongla: CheckedClient) -> None:
    at = made(app)
    bad = {"name": "Lò Văn Em", "relation": "sibling", "phone": "12"}
    refused = officer_muongla.send(f"{at}/gia-dinh/them", bad)
    assert refused.status_code == 422
    assert "Lò Văn Em" in refused.text
    good = bad | {"phone": "095 0000 878"}
    assert officer_muongla.send(f"{at}/gia-dinh/them", good).status_code == 303
    page = officer_muongla.page(at)
    assert "Lò Văn Em" in page.text("aside")
    change = next(a.get("href") for a in page.css("aside a") if "/gia-dinh/" in a.get("href"))
    form = officer_muongla.page(change).form()
    assert form["name"] == "Lò Văn Bịa"
    gone = officer_muongla.send(change, {}, form='form[action$="/bo"]')
    assert gone.status_code == 303
    assert "Lò Văn Bịa" not in officer_muongla.page(at).text("aside")
