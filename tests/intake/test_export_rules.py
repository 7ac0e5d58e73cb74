"""Who gets what: reasons, caps, the second leader, the worker's files and their end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from jobfair.cases import identity
from jobfair.cases.identity import IdentityData
from jobfair.database import db
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import (
    AuditEvent,
    ExportFile,
    ExportState,
    Office,
    OfficeKind,
    Role,
    RoleGrant,
    Setting,
    UserAccount,
)
from tests.cases import journey
from tests.checked_client import CheckedClient, Page
from tests.intake.export_help import CASES, MINE, WHY, ask, fetch, kept, opened
from tests.intake.export_work import run_worker, the_only
from tests.world import SUOI_TO

pytestmark = pytest.mark.both
SignIn = Callable[[str], CheckedClient]
NUMBER = "014301000123"


def set_cap(key: str, most: int) -> None:
    row = db.session.get(Setting, key)
    if row is None:
        row = Setting(key=key, value="", source="mẫu")
        db.session.add(row)
    row.value = str(most)


@pytest.fixture
def second_leader(app: Flask, signed_in: SignIn) -> CheckedClient:
    with kept(app):
        office = db.session.query(Office).filter_by(kind=OfficeKind.DEPARTMENT).first()
        assert office is not None
        grant = RoleGrant(role=Role.LEADER, office_id=office.id, since=clock.today())
        user = UserAccount(
            username="leader.two",
            username_folded="leader.two",
            full_name="Cầm Văn Mẫu",
            password_hash="x",
            is_demo=True,
            grants=[grant],
        )
        db.session.add(user)
    return signed_in("leader.two")


def test_without_a_reason_there_is_no_list(app: Flask, officer_muongla: CheckedClient) -> None:
    with kept(app):
        journey.new_case()
    for why in ("", "ngắn"):
        answer = ask(officer_muongla, CASES, why=why, file_type="csv")
        assert answer.status_code == 422
        assert Page(answer).css("input[value=csv][checked]")
    with app.app_context():
        assert db.session.query(ExportFile).count() == 0
        db.session.remove()


def test_one_press_twice_is_one_list(app: Flask, officer_muongla: CheckedClient) -> None:
    with kept(app):
        journey.new_case()
    key = new_form_key()
    first, again = (ask(officer_muongla, CASES, form_key=key) for _ in range(2))
    assert first.headers["Location"] == again.headers["Location"]
    assert the_only(app).rows == 1


def test_a_list_that_is_too_long_is_refused_with_what_to_do(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    with kept(app):
        for _ in range(3):
            journey.new_case()
        set_cap("export.row_cap", 2)
    assert "Hơn 2 dòng" in officer_muongla.page(CASES).text("main")
    answer = ask(officer_muongla, CASES)
    assert answer.status_code == 422
    assert "nhiều nhất 2 dòng" in answer.text
    assert WHY in answer.text
    with kept(app):
        set_cap("export.row_cap", 3)
    assert len(opened(fetch(officer_muongla, CASES)).rows) == 3


def test_nobody_else_fetches_the_file(
    app: Flask, officer_muongla: CheckedClient, officer_suoito: CheckedClient, leader: CheckedClient
) -> None:
    with kept(app):
        journey.new_case()
    place = ask(officer_muongla, CASES).headers["Location"]
    absent = officer_suoito.get(f"{MINE}/khongcodauxx/tep")
    for client in (officer_suoito, leader):
        for address in (place, f"{place}/tep"):
            foreign = client.get(address)
            assert foreign.status_code == 404
            assert foreign.data == client.get(f"{MINE}/khongcodauxx{address[len(place) :]}").data
    assert absent.status_code == 404


def test_after_a_day_it_is_over(app: Flask, officer_muongla: CheckedClient) -> None:
    with kept(app):
        journey.new_case()
    place = ask(officer_muongla, CASES).headers["Location"]
    with kept(app):
        export = db.session.query(ExportFile).one()
        export.ends_at = clock.now() - timedelta(seconds=1)
    assert officer_muongla.get(f"{place}/tep").status_code == 409
    run_worker(app)
    assert the_only(app).state is ExportState.ENDED
    assert "hết hạn" in officer_muongla.page(place).text("main")


def test_who_moved_to_another_commune_does_not_get_the_old_list(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    with kept(app):
        journey.new_case()
    place = ask(officer_muongla, CASES).headers["Location"]
    with kept(app):
        user = db.session.query(UserAccount).filter_by(username_folded="officer.muongla").one()
        other = db.session.query(Office).filter_by(kind=OfficeKind.COMMUNE, commune_code=SUOI_TO)
        user.grants[0].office_id = other.one().id
    assert officer_muongla.get(f"{place}/tep").status_code == 404


def test_whole_numbers_take_a_second_leader(
    app: Flask, leader: CheckedClient, second_leader: CheckedClient
) -> None:
    with kept(app):
        case = journey.new_case()
        data = IdentityData(national_id=NUMBER)
        identity.save_identity(
            case, data, by=journey.actor("officer.muongla"), act_key=new_form_key()
        )
        phone, person_id = case.person.phones[0].e164, case.person_id
    place = ask(leader, CASES, whole="y").headers["Location"]
    run_worker(app)
    assert leader.get(f"{place}/tep").status_code == 409
    assert decided(leader, place, "agree").status_code == 403
    assert WHY in second_leader.page("/can-bo/").text("main")
    assert decided(second_leader, place, "agree").status_code == 303
    run_worker(app)
    assert second_leader.get(f"{place}/tep").status_code == 404
    file = opened(leader.get(f"{place}/tep").data)
    assert file.column("Căn cước") == [NUMBER]
    (shown,) = file.column("Điện thoại")
    assert str(shown).replace(" ", "") == "0" + phone[3:]
    assert "hiện đủ số" in file.mark
    with app.app_context():
        actions = {row.action: row for row in db.session.query(AuditEvent)}
        assert actions["export.agree"].actor_name == "Cầm Văn Mẫu"
        assert person_id in actions["export.make"].person_ids
        assert "national_id" in actions["export.make"].fields
        db.session.remove()


def decided(client: CheckedClient, place: str, word: str, answer: str = "") -> object:
    token = client.page(MINE).form("form")["csrf_token"]
    data = {"word": word, "answer": answer, "csrf_token": token}
    return client.post(f"{place}/quyet-dinh", data=data)


def test_a_refusal_needs_its_reason_and_is_told(
    app: Flask, leader: CheckedClient, second_leader: CheckedClient
) -> None:
    with kept(app):
        journey.new_case()
    place = ask(leader, CASES, whole="y").headers["Location"]
    assert decided(second_leader, place, "refuse").status_code == 422
    assert decided(second_leader, place, "refuse", "Không cần đủ số").status_code == 303
    assert decided(second_leader, place, "agree").status_code in (303, 409)
    run_worker(app)
    assert the_only(app).state is ExportState.REFUSED
    words = leader.page(place).text("main")
    assert "Cầm Văn Mẫu" in words
    assert "Không cần đủ số" in words


def test_whole_numbers_have_a_smaller_cap(app: Flask, leader: CheckedClient) -> None:
    with kept(app):
        for _ in range(2):
            journey.new_case()
        set_cap("export.row_cap_unmasked", 1)
    answer = ask(leader, CASES, whole="y")
    assert answer.status_code == 422
    assert "nhiều nhất 1 dòng" in answer.text
    assert ask(leader, CASES).status_code == 303


def test_an_officer_who_writes_the_box_in_by_hand_stays_masked(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    with kept(app):
        journey.new_case()
    file = opened(fetch(officer_muongla, CASES, whole="y"))
    assert "Căn cước" not in file.heads
    assert the_only(app).masked


def test_the_leader_reads_who_took_lists_out(
    app: Flask, officer_muongla: CheckedClient, leader: CheckedClient
) -> None:
    with kept(app):
        journey.new_case()
    ask(officer_muongla, CASES)
    words = leader.page(MINE).text("main")
    assert "Lò Thị Duyên" in words
    assert WHY in words
    assert "1 danh sách trong 24 giờ qua" in leader.page("/can-bo/").text("main")
    assert WHY not in officer_muongla.page("/can-bo/").text("main")
