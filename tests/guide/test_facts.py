"""Facts to be checked: all of them, the overdue ones first, for staff only."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from jobfair.database import db
from jobfair.guide.fact_queries import fact_tables, list_doubtful, table_name
from jobfair.guide.facts import TABLES
from jobfair.lib.clock import today
from jobfair.models import Market, Setting
from tests.checked_client import CheckedClient

HERE = "/can-bo/du-kien-can-kiem-tra"


def test_every_doubtful_row_of_every_table_is_listed(app: Flask, counsellor: CheckedClient) -> None:
    with app.app_context():
        wanted = sum(len(list_doubtful(table)) for table in fact_tables())
    page = counsellor.page(HERE)
    assert wanted > 100
    assert len(page.css("main tbody tr")) == wanted


def test_every_fact_table_has_a_name() -> None:
    assert {table_name(table) for table in fact_tables()} == set(TABLES)


def test_overdue_rows_come_first(app: Flask, officer_muongla: CheckedClient) -> None:
    with app.app_context():
        db.session.get_one(Market, "PL").check_again_on = today() - timedelta(days=1)
        db.session.commit()
    page = officer_muongla.page(f"{HERE}?bang=market")
    assert "Ba Lan" in page.text("main tbody tr:first-child")
    assert page.css("main tbody tr:first-child .badge.bad")
    assert len(page.css("main tbody tr")) == 15
    assert officer_muongla.page(HERE).css("main section h2")[0].text_content() == "Thị trường"


def test_overdue_rows_of_any_mark(app: Flask, leader: CheckedClient) -> None:
    assert leader.page(f"{HERE}?chi=qua-han").css(".empty")
    with app.app_context():
        row = db.session.get_one(Setting, "clock.refund_days")
        assert row.mark == "V"
        row.check_again_on = today() - timedelta(days=1)
        db.session.commit()
    page = leader.page(f"{HERE}?chi=qua-han")
    assert len(page.css("main tbody tr")) == 1


def test_the_public_and_agencies_do_not_see_it(
    visitor: CheckedClient, agency_one: CheckedClient
) -> None:
    assert visitor.get(HERE).status_code == 303
    assert agency_one.get(HERE).status_code == 403
