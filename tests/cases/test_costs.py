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
