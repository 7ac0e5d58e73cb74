"""Who gets what: reasons, caps, the second leader, the worker's files and their end."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from jobfair.cases import identity
from jobfair.cases.identity import IdentityData
from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.intake import export_making, export_rules, export_vault
from jobfair.intake.export_vault import vault
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.messages import worker
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


def the_only(app: Flask) -> ExportFile:
    with app.app_context():
        found = db.session.query(ExportFile).one()
        db.session.expunge_all()
        db.session.remove()
    return found


def run_worker(app: Flask) -> None:
    with app.app_context():
        worker.run_once()


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


def test_a_long_list_is_made_by_the_worker_and_lies_sealed(
    app: Flask, leader: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_rules, "AT_ONCE", 2)
    monkeypatch.setattr(export_making, "TOLD_EVERY", 1)
    with kept(app):
        names = {journey.new_case(name=f"Lò Thị Mẫu {n}").person.name for n in "ABC"}
    place = ask(leader, CASES).headers["Location"]
    assert "Đang làm tệp" in leader.page(place).text("main")
    assert leader.get(f"{place}/tep").status_code == 409
    run_worker(app)
    export = the_only(app)
    assert (export.state, export.rows, export.done) == (ExportState.READY, 3, 3)
    with app.app_context():
        sealed = (vault.folder() / export.id).read_bytes()
    assert not sealed.startswith(b"PK")
    assert set(opened(leader.get(f"{place}/tep").data).column("Họ và tên")) == names
    assert export.size == len(leader.get(f"{place}/tep").data)


def ask_the_worker(app: Flask, leader: CheckedClient, monkeypatch: pytest.MonkeyPatch) -> str:
    """Ask for a list of one case that is long enough for the worker; give its page."""
    monkeypatch.setattr(export_rules, "AT_ONCE", 0)
    with kept(app):
        journey.new_case()
    return ask(leader, CASES).headers["Location"]


def test_the_sealed_file_is_destroyed_after_a_day(
    app: Flask, leader: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = ask_the_worker(app, leader, monkeypatch)
    run_worker(app)
    with kept(app):
        db.session.query(ExportFile).one().ends_at = clock.now()
    run_worker(app)
    assert the_only(app).key_enc is None
    with app.app_context():
        assert not (vault.folder() / the_only(app).id).exists()
    assert leader.get(f"{place}/tep").status_code == 409


def test_who_lost_the_account_gets_no_file_made(
    app: Flask, leader: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_the_worker(app, leader, monkeypatch)
    with kept(app):
        db.session.query(UserAccount).filter_by(username_folded="leader").one().active = False
    run_worker(app)
    assert the_only(app).state is ExportState.FAILED


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


def test_nothing_in_clear_is_left_behind(app: Flask, officer_muongla: CheckedClient) -> None:
    with app.app_context():
        for path in vault.folder().iterdir():
            path.unlink()
    with kept(app):
        journey.new_case()
    fetch(officer_muongla, CASES)
    with app.app_context():
        assert list(vault.folder().iterdir()) == []


def test_what_a_crash_left_is_swept(app: Flask) -> None:
    with app.app_context():
        folder = vault.folder()
        (folder / "clear-abc").mkdir()
        (folder / "clear-abc" / "list").write_text("Lò Thị Mẫu")
        (folder / "khongcodong").write_bytes(b"x")
        for name in ("clear-abc", "khongcodong"):
            os.utime(folder / name, (1, 1))
        assert export_vault.drop_left_over(3600) == 2
        assert not (folder / "clear-abc").exists()


def test_a_sealed_file_that_was_cut_or_changed_is_not_given_out(
    app: Flask, leader: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = ask_the_worker(app, leader, monkeypatch)
    run_worker(app)
    with app.app_context():
        path = vault.folder() / the_only(app).id
        whole = path.read_bytes()
    for changed in (whole[:-1], whole[:40] + bytes([whole[40] ^ 1]) + whole[41:], b""):
        path.write_bytes(changed)
        assert leader.get(f"{place}/tep").status_code == 404


def test_a_file_of_many_pieces_comes_back_whole_and_in_order(app: Flask, tmp_path: Path) -> None:
    clear, sealed_at = tmp_path / "clear", tmp_path / "sealed"
    content = os.urandom(3 * export_vault.PIECE)
    clear.write_bytes(content)
    with app.app_context():
        key, _sealed_key = vault.make_key("mau")
        export_vault.seal(clear, sealed_at, key, "mau")
        place = vault.folder() / "mau"
        sealed_at.replace(place)
        assert b"".join(export_vault.read("mau", key)) == content
        piece = export_vault.PIECE + 29
        data = place.read_bytes()
        place.write_bytes(data[piece : 2 * piece] + data[:piece] + data[2 * piece :])
        with pytest.raises(NotFound):
            list(export_vault.read("mau", key))
        place.write_bytes(data[: 2 * piece])  # the last piece is missing
        with pytest.raises(NotFound):
            list(export_vault.read("mau", key))
        place.unlink()


def test_a_full_disk_is_said_and_nothing_is_left(
    app: Flask, officer_muongla: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with kept(app):
        journey.new_case()
    place = ask(officer_muongla, CASES).headers["Location"]

    def full(*_words: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(export_making.WRITERS, "xlsx", full)
    answer = officer_muongla.get(f"{place}/tep")
    assert answer.status_code == 503
    assert "hết chỗ" in answer.text
    monkeypatch.undo()
    assert officer_muongla.get(f"{place}/tep").status_code == 200
