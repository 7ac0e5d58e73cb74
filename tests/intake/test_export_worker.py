"""The worker's lists: sealed while they lie, told of a full disk, destroyed in time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask import Flask

from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.intake import export_making, export_rules, export_vault
from jobfair.intake.export_vault import vault
from jobfair.lib import clock
from jobfair.models import ExportFile, ExportState, UserAccount
from tests.cases import journey
from tests.checked_client import CheckedClient
from tests.intake.export_help import CASES, ask, fetch, kept, opened
from tests.intake.export_work import run_worker, the_only

pytestmark = pytest.mark.both


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
