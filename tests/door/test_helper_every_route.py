"""A helper at the door: every route and method, three days, her conference and another one.

The table below is everything she gets; whatever is not in it answers 403 or 404 and changes
nothing. A new route is refused to her by being here or fails this test.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf

from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import Conference, Role, RoleGrant, UserAccount
from tests.conferences.helpers import register
from tests.house.conferences import make_conference
from tests.house.contents import MAY_CHANGE_ON_GET, changed, read_contents
from tests.house.objects import Objects, address, make_objects
from tests.house.route import PUBLIC, Route
from tests.house.routes import ROUTES
from tests.house.test_matrix import LEAST
from tests.world import CAST, sign_in

METHODS = ("GET", "POST", "PUT", "DELETE")
SIGN_OUT = "accounts.sign_out"
STAFF = [route for route in ROUTES if route.access != PUBLIC and route.endpoint != SIGN_OUT]
LAST = [route for route in ROUTES if route.endpoint == SIGN_OUT]
FRAGMENT = {"HX-Request": "true"}

EVER = {
    ("accounts.account", "GET"): 200,
    ("accounts.account", "POST"): 422,
    ("accounts.set_up", "GET"): 303,  # nothing to set up
    ("accounts.set_up", "POST"): 303,
    ("accounts.step_up", "GET"): 303,
    ("accounts.step_up", "POST"): 303,
    ("cases.today", "GET"): 303,  # to her own door
    ("conferences_staff.my_door", "GET"): 200,
}
"""Her own account and the page that says when her door opens."""

ON_THE_DAY = {
    ("conferences_staff.my_door", "GET"): 303,  # to the roster
    ("door.roster", "GET"): 200,
    ("door.deck", "GET"): 200,  # the same list, for her phone to hold
    ("door.deck", "POST"): 422,  # one address, two names
    ("door.send_acts", "GET"): 200,
    ("door.send_acts", "POST"): 422,  # no act was in it
    ("door.print_roster", "GET"): 200,  # for the wall
    ("door.mark", "POST"): 303,
    ("door.outcome", "POST"): 303,
    ("door.consent", "POST"): 303,
    ("door.walk_in", "GET"): 200,
    ("door.walk_in", "POST"): 422,  # nothing was written into the form
    ("booth.show", "GET"): 200,  # who asks for a table of the fair: names and codes, no numbers
    ("booth.print_hours", "GET"): 200,
    ("booth.show", "POST"): 422,  # one address, two names
    ("booth.add", "GET"): 200,
    ("booth.add", "POST"): 422,
    ("booth.give", "POST"): 422,
    ("booth.take_back", "POST"): 303,
    ("booth.step", "POST"): 303,
}
"""What is open to her on the day, at her own conference."""


class World:
    """Two conferences of Mường La tomorrow with a list each; she helps at the first."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        made = make_objects(app)
        with app.app_context():
            own = db.session.get_one(Conference, made.values["conference_id"])
            other_id = make_conference("muong-la-mai-2").id
            helper = db.session.query(UserAccount).filter_by(username_folded=CAST["door"]).one()
            helper.grants[0].until = clock.today() - timedelta(days=1)
            office = own.host_office_id
            helper.grants.append(
                RoleGrant(
                    role=Role.DOOR, office_id=office, conference_id=own.id, since=clock.today()
                )
            )
            db.session.commit()
            day = clock.to_local(own.starts_at).date()
        registration_id = register(app, "muong-la-mai-2")
        theirs = {"conference_id": other_id, "registration_id": registration_id}
        paper = {"copy": "treo"}
        self.own = replace(made, values=made.values | paper)
        self.other = replace(made, values=made.values | paper | theirs)
        self.mixed = replace(made, values=made.values | {"registration_id": registration_id})
        self.moments = {
            "before": clock.from_local(day - timedelta(days=1), time(9, 0)),
            "day": clock.from_local(day, time(9, 0)),
            "after": clock.from_local(day + timedelta(days=1), time(9, 0)),
        }


class Helper:
    """Her browser, signed in at a moment."""

    def __init__(self, app: Flask) -> None:
        self.app, self.client = app, FlaskClient(app, app.response_class, use_cookies=True)
        sign_in(app, self.client, CAST["door"])
        with self.client.session_transaction() as cookie, app.test_request_context():
            session.update(cookie)
            self.token: str = generate_csrf()
            cookie.update(session)

    def ask(self, route: Route, method: str, objects: Objects, fragment: bool) -> int:
        data = {"csrf_token": self.token} | LEAST.get(route.endpoint, {})
        answer = self.client.open(
            address(self.app, route, objects),
            method=method,
            data=data if method == "POST" else None,
            headers=FRAGMENT if fragment else None,
        )
        return answer.status_code


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


def _walk(
    helper: Helper, objects: Objects, opened: dict[tuple[str, str], int], *, every_method: bool
) -> list[str]:
    """Ask everything; what is answered otherwise than the table says.

    ``every_method``: also by the methods that a route does not declare.
    """
    wrong = []
    for route in STAFF:
        for method in METHODS if every_method else route.methods.split():
            wanted = opened.get((route.endpoint, method))
            for fragment in (False, True) if method in route.methods.split() else (False,):
                status = helper.ask(route, method, objects, fragment)
                if not _right(status, wanted, fragment, method in route.methods.split()):
                    wrong.append(f"{method} {route.endpoint}: {status}, not {wanted}")
    return wrong


def _right(status: int, wanted: int | None, fragment: bool, declared: bool) -> bool:
    if not declared and not wanted:
        return status in (403, 404, 405)
    if wanted == 303 and fragment:
        return status in (200, 303)  # the row itself for htmx
    return status == wanted if wanted else status in (403, 404)


TIMES = [(when, which) for when in ("before", "day", "after") for which in ("own", "other")]
WALKS = [(when, which, (when, which) == ("day", "own")) for when, which in TIMES]
"""When, at which conference, and whether by methods that no route declares: most is open to her
at her own one on the day. The others by every method are in soak."""
SOAK = [pytest.param(*walk[:2], True, marks=pytest.mark.soak) for walk in WALKS if not walk[2]]


@pytest.mark.parametrize(("when", "which", "every_method"), [*WALKS, *SOAK])
def test_one_conference_on_one_day_and_nothing_else(
    world: World, when: str, which: str, every_method: bool
) -> None:
    moment: datetime = world.moments[when]
    objects: Objects = getattr(world, which)
    opened = EVER | (ON_THE_DAY if (when, which) == ("day", "own") else {})
    if when == "day":  # her first page leads to her roster, whatever else is asked for
        opened = opened | {("conferences_staff.my_door", "GET"): 303}
    with clock.at(moment):
        helper = Helper(world.app)
        before = read_contents(world.app, without=MAY_CHANGE_ON_GET)
        assert _walk(helper, objects, opened, every_method=every_method) == []
        written = changed(before, read_contents(world.app, without=MAY_CHANGE_ON_GET))
        assert [helper.ask(route, "POST", objects, False) for route in LAST] == [303]
    if (when, which) == ("day", "own"):
        assert "attendance" in written
    else:
        assert written == []


@pytest.mark.parametrize("endpoint", ["door.mark", "door.outcome", "door.consent"])
def test_nobody_of_another_list_is_reached_through_the_own_one(world: World, endpoint: str) -> None:
    route = next(route for route in STAFF if route.endpoint == endpoint)
    with clock.at(world.moments["day"]):
        assert Helper(world.app).ask(route, "POST", world.mixed, False) == 404


def test_the_officers_copy_is_not_hers(world: World) -> None:
    with clock.at(world.moments["day"]):
        route = next(route for route in STAFF if route.endpoint == "door.print_roster")
        officers = replace(world.own, values=world.own.values | {"copy": "can-bo"})
        assert Helper(world.app).ask(route, "GET", officers, False) == 404


def test_what_is_open_to_the_role_is_in_the_table() -> None:
    known = {endpoint for endpoint, _method in EVER | ON_THE_DAY}
    refused = {"accounts.new_codes", "accounts.end_session", "accounts.new_key"}  # 404: not hers
    open_to_her = {route.endpoint for route in STAFF if route.open_to(Role.DOOR)}
    assert open_to_her == known | refused
