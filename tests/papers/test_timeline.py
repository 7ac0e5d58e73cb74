"""One timeline tells everything a role may read, and narrows to one kind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.lib.codes import new_form_key, new_id
from jobfair.messages.outbox import enqueue
from jobfair.models import CaseFile, Conference, Registration, RegistrationState, Stage
from jobfair.papers.files import add_page
from jobfair.papers.household import MemberData, save_member
from tests.cases import journey
from tests.checked_client import CheckedClient
from tests.papers.photos import picture
from tests.world import MUONG_LA

pytestmark = pytest.mark.both
Enter = Callable[[str], CheckedClient]


def made(app: Flask) -> str:
    """A case with a page, a household and a message."""
    with app.app_context():
        case = journey.bring(journey.new_case(), Stage.TRAINING)
        by = journey.actor("officer.muongla")
        add_page(case, "passport", picture(), by=by, act_key=new_form_key())
        member = MemberData("Lò Văn Bịa", "father")
        save_member(case, member, by=by, act_key=new_form_key())
        enqueue(f"conference_reminder:{seat(case).id}", "conference_reminder", {})
        db.session.commit()
        return f"/can-bo/ho-so/{case.id}"


def seat(case: CaseFile) -> Registration:
    conference = db.session.query(Conference).order_by(Conference.slug).first()
    assert conference is not None
    row = Registration(
        id=new_id(),
        conference_id=conference.id,
        person_id=case.person_id,
        case_id=case.id,
        form_key=new_form_key(),
        slip_code="MAU12345",
        receipt=new_form_key(),
        typed_name=case.person.name,
        typed_birth_year=case.person.birth_year,
        typed_phone="+84950000001",
        typed_commune=MUONG_LA,
        state=RegistrationState.HELD,
    )
    db.session.add(row)
    db.session.flush()
    return row


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("giay-to", "Đã chụp: Hộ chiếu"),
        ("gia-dinh", "Đã ghi người trong hộ"),
        ("tin-nhan", "Có tin nhắn chờ gửi"),
        ("dong-y", "Đồng ý"),
        ("da-xem", "1 người"),
    ],
)
def test_each_kind_is_told(
    app: Flask, officer_muongla: CheckedClient, word: str, said: str
) -> None:
    at = made(app)
    officer_muongla.get(at)
    text = officer_muongla.page(f"{at}?loai={word}&tat-ca=1").text("aside .timeline")
    assert said in text
    assert "Trúng tuyển" not in text
    assert "Lò Văn Bịa" not in text


def test_see_all_counts_what_it_then_shows(app: Flask, officer_muongla: CheckedClient) -> None:
    at = made(app)
    officer_muongla.get(at)  # the first look is told from the second on
    page = officer_muongla.page(at)
    link = next(a for a in page.css("aside a") if "tat-ca" in a.get("href"))
    number = int("".join(c for c in link.text_content() if c.isdigit()))
    whole = officer_muongla.page(link.get("href"))
    assert len(whole.css("aside .timeline li")) == number
    unknown = officer_muongla.page(f"{at}?loai=khong-co")
    assert len(unknown.css("aside .timeline li")) == len(page.css("aside .timeline li"))


def test_a_body_reads_only_its_own_time(app: Flask, agency_one: CheckedClient) -> None:
    at = made(app)
    text = agency_one.page(f"{at}?tat-ca=1").text("aside .timeline")
    assert "Đã chụp: Hộ chiếu" in text
    for hidden in ("người trong hộ", "tin nhắn", "Đồng ý", "Đã xem"):
        assert hidden not in text
