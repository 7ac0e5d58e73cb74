"""How the work on a list of people runs: shown, paged, broken off, given up, destroyed."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.database import db
from jobfair.intake import jobs
from jobfair.intake.store import store
from jobfair.intake.sweeping import shred_old
from jobfair.lib.clock import now
from jobfair.models import BatchState, ImportBatch, ImportRow, Person, UserAccount
from tests.checked_client import CheckedClient
from tests.intake.sheets import (
    answer_columns,
    book,
    person,
    press,
    preview,
    rows_of,
    send,
    state_of,
    work_on,
    write,
)

pytestmark = pytest.mark.both


def test_a_day_later_nothing_of_the_file_can_be_read(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    address = preview(app, officer_muongla, "people", book([person(1)]))
    write(app, officer_muongla, address)
    with app.app_context():
        assert address.rsplit("/", 1)[-1] in dict(store.names())
        assert shred_old() == 0
        assert shred_old(now() + timedelta(hours=25)) == 1
        db.session.commit()
        assert address.rsplit("/", 1)[-1] not in dict(store.names())
        batch = db.session.query(ImportBatch).one()
        assert batch.key_enc is None
        assert {row.cells_enc for row in db.session.query(ImportRow)} == {None}
    page = officer_muongla.get(address).text
    assert "Nội dung tệp đã hủy" in page
    assert "Lò Thị Mẫu" not in page


def test_a_file_given_up_is_destroyed_and_cannot_be_written(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    address = preview(app, officer_muongla, "people", book([person(1)]))
    token = officer_muongla.page(address).form()["csrf_token"]
    officer_muongla.post(f"{address}/bo", data={"csrf_token": token})
    assert state_of(app, address) == (BatchState.DROPPED, "")
    late = officer_muongla.post(f"{address}/chon", data={"do": "run", "csrf_token": token})
    assert late.status_code == 409
    with app.app_context():
        assert address.rsplit("/", 1)[-1] not in dict(store.names())


def test_an_account_that_was_switched_off_writes_nothing_more(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    address = preview(app, officer_muongla, "people", book([person(1)]))
    press(officer_muongla, address, "run")
    with app.app_context():
        user = db.session.query(UserAccount).filter_by(username="officer.muongla").one()
        user.active = False
        db.session.commit()
    work_on(app)
    assert state_of(app, address) == (BatchState.REFUSED, "account")
    with app.app_context():
        assert db.session.query(Person).count() == 0


def test_what_was_broken_off_goes_on_and_counts_once(
    app: Flask, officer_muongla: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = preview(app, officer_muongla, "people", book([person(n) for n in range(1, 5)]))
    press(officer_muongla, address, "run")
    with monkeypatch.context() as broken:
        broken.setattr(jobs, "_note", _dies)
        with app.app_context():
            assert jobs.work(lambda: False)
    work_on(app)
    assert [row.outcome for row in rows_of(app, address)] == ["new"] * 4
    with app.app_context():
        assert db.session.query(Person).count() == 4


def _dies(*_rows: object) -> None:
    raise RuntimeError("the power is gone")


def test_progress_is_shown_and_polled_and_ends_by_loading_the_page(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    address = send(officer_muongla, "people", book([person(1)]))
    page = officer_muongla.page(address)
    assert "Đang đọc tệp" in page.text("main")
    assert page.one("#import-progress").get("data-hx-get") == address
    assert page.css(f"main a[href='{address}']")  # without a script
    again = officer_muongla.get(address, headers={"HX-Request": "true"})
    assert "HX-Refresh" not in again.headers
    work_on(app)
    ended = officer_muongla.get(address, headers={"HX-Request": "true"})
    assert ended.headers["HX-Refresh"] == "true"
    answer_columns(app, officer_muongla, address)
    press(officer_muongla, address, "run")
    assert "Đang ghi các dòng: 0 trên 1 dòng" in officer_muongla.page(address).text("main")


def test_pages_of_a_long_file_ask_the_database_as_often_as_those_of_a_short_one(
    app: Flask, officer_muongla: CheckedClient
) -> None:
    counts = []
    for rows in (2, 60):
        address = preview(
            app, officer_muongla, "people", book([person(n + rows) for n in range(rows)])
        )
        with app.app_context():
            engine = db.engine
        asked: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
            asked.append(statement)  # noqa: B023

        sa.event.listen(engine, "before_cursor_execute", note)
        assert officer_muongla.get(address).status_code == 200
        sa.event.remove(engine, "before_cursor_execute", note)
        counts.append(len(asked))
    assert counts[0] == counts[1]
