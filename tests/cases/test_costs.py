"""What a page of the workplace asks the database does not grow with its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.database import db
from jobfair.models import JobOrder, Stage
from tests.cases import journey
from tests.checked_client import CheckedClient
from tests.conferences.helpers import counted_queries

SEARCH = "/can-bo/nguoi-lao-dong?q=lo"
REPORT = "/can-bo/bao-cao/hoi-nghi"
READ_ALONE = {
    "/can-bo/": ("ix_paper_person", "ix_registration_conference"),
    REPORT: ("ix_attendance_came", "ix_registration_conference"),
}
"""Page -> indexes that it reads in the place of the rows of a large table."""
STAGES = (
    *(Stage.REGISTERED, Stage.INTEREST, Stage.TRAINING, Stage.WAITING_DEPARTURE),
    *(Stage.DEPARTED, Stage.WORKING, Stage.COMPLETED, Stage.LIQUIDATED),
)
MOST = 45  # what is due for checking reads each of twenty tables of facts once


def fill(app: Flask) -> None:
    """One more person at each of these stages, all of Mường La."""
    with app.app_context():
        db.session.execute(sa.update(JobOrder).values(quantity=500, approved_quantity=500))
        for stage in STAGES:
            journey.bring(journey.new_case(), stage)
        db.session.commit()


def lists_of(app: Flask) -> list[str]:
    """Every staff page that needs nothing but its address, and the search."""
    rules = [r for r in app.url_map.iter_rules() if "GET" in (r.methods or ()) and not r.arguments]
    return [*sorted({r.rule for r in rules if r.rule.startswith("/can-bo")}), SEARCH]


def costs(app: Flask, client: CheckedClient, pages: Iterable[str]) -> dict[str, int]:
    """Page -> statements; a first look is also written down, so it was taken before."""
    found = {}
    for at in pages:
        with counted_queries(app) as seen:
            client.get(at)
        found[at] = len(seen)
    return found


@pytest.mark.parametrize("who", ["counsellor", "officer.muongla"])
def test_lists_search_and_today_cost_the_same_with_more_people(
    app: Flask, signed_in: Callable[[str], CheckedClient], who: str
) -> None:
    client = signed_in(who)
    fill(app)
    pages = [at for at in lists_of(app) if client.get(at).status_code == 200]
    few = costs(app, client, pages)
    assert {"/can-bo/", "/can-bo/ho-so", SEARCH} <= set(few)
    fill(app)
    fill(app)
    many = costs(app, client, pages)
    assert {at: (n, many[at]) for at, n in few.items() if many[at] > n} == {}
    assert {at: n for at, n in many.items() if n > MOST} == {}


def plans(app: Flask, client: CheckedClient, at: str) -> list[str]:
    """How SQLite reads what this page asks, a line a table; nothing is known of the sizes."""
    client.get(at)
    with counted_queries(app) as seen:
        client.get(at)
    with app.app_context(), db.engine.connect() as connection:
        explained = [
            connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", (None,) * statement.count("?")
            )
            for statement in seen
            if statement.startswith(("SELECT", "WITH"))
        ]
        return [row[3] for rows in explained for row in rows]


def test_today_and_the_report_on_conferences_read_indexes_alone(
    app: Flask, signed_in: Callable[[str], CheckedClient]
) -> None:
    client = signed_in("counsellor")
    fill(app)
    for at, names in READ_ALONE.items():
        found = plans(app, client, at)
        missing = [n for n in names if not any(f"COVERING INDEX {n} " in step for step in found)]
        assert missing == [], at
        whole = ("SCAN registration", "SCAN attendance", "SCAN paper", "SCAN case_event")
        assert [step for step in found if step in whole] == [], at


def test_the_report_on_conferences_passes_over_the_lists_twice(
    app: Flask, signed_in: Callable[[str], CheckedClient]
) -> None:
    client = signed_in("counsellor")
    client.get(REPORT)
    with counted_queries(app) as seen:
        client.get(REPORT)
    assert sum("JOIN attendance" in statement for statement in seen) == 2
    assert len(seen) <= 8
