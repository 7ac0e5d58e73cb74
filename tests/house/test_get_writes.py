"""A GET changes nothing, for nobody: every page is opened and every table compared.

The audit of a view and "last seen" are the two exceptions (docs/adr/002).
"""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import LoginSession
from tests.house.conftest import ROLE_OF, VISITOR, Hall
from tests.house.contents import MAY_CHANGE_ON_GET, changed, read_contents
from tests.house.route import PUBLIC
from tests.house.routes import ROUTES
from tests.world import CAST

READING = [route for route in ROUTES if route.reads]


def _visit_all(hall: Hall, name: str, paths: list[str], fragments: bool = False) -> None:
    """Open everything; when something changed, open it again one by one to name the page."""
    before = read_contents(hall.app, without=MAY_CHANGE_ON_GET)
    for path in paths:
        for fragment in (False, True) if fragments else (False,):
            assert hall.get(name, path, fragment).status_code < 500, path
    if not changed(before, read_contents(hall.app, without=MAY_CHANGE_ON_GET)):
        return
    for path in paths:
        before = read_contents(hall.app, without=MAY_CHANGE_ON_GET)
        hall.get(name, path)
        assert changed(before, read_contents(hall.app, without=MAY_CHANGE_ON_GET)) == [], path
    raise AssertionError("something is written the first time a page is opened")


def _one_of_each_role() -> list[str]:
    first = {ROLE_OF[name]: name for name in sorted(CAST, reverse=True)}
    return sorted(set(first.values()) - {"counsellor"})


@pytest.mark.soak
@pytest.mark.parametrize("name", _one_of_each_role())
def test_no_page_of_the_workplace_writes(hall: Hall, name: str) -> None:
    """The same pages as the counsellor's or fewer, on the connection that cannot write."""
    open_everything(hall, name)


@pytest.mark.both_in_soak
def test_no_page_of_the_counsellor_writes(hall: Hall) -> None:
    """The role with the most pages, on the second engine too, pages and fragments."""
    open_everything(hall, "counsellor", fragments=True)


def open_everything(hall: Hall, name: str, fragments: bool = False) -> None:
    """Every page of the workplace that is open to the member of the cast."""
    with hall.app.app_context():  # seen some minutes ago, so that this is noted again
        seen = clock.now() - timedelta(minutes=5)
        db.session.execute(sa.update(LoginSession).values(last_seen=seen))
        db.session.commit()
        db.session.remove()
    own = [route for route in READING if route.access != PUBLIC and route.open_to(ROLE_OF[name])]
    _visit_all(hall, name, [hall.at(route) for route in own], fragments)


def test_no_public_page_writes(hall: Hall) -> None:
    paths = [hall.at(route) for route in READING if route.access == PUBLIC]
    _visit_all(hall, VISITOR, [*paths, *(f"/en{path}" for path in paths)], fragments=True)


def test_a_view_is_written_down_before_it_is_shown(hall: Hall) -> None:
    before = read_contents(hall.app)
    path = f"/can-bo/ho-so/{hall.objects.values['case_id']}"
    assert hall.get("officer_muongla", path).status_code == 200
    assert changed(before, read_contents(hall.app)) == ["audit_event"]
