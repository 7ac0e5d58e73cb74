"""The room's first page; the other routes are on the same blueprint."""

from __future__ import annotations

from flask import render_template

from jobfair.abroad import border_routes as border_routes
from jobfair.abroad import check_in_routes as check_in_routes  # same blueprint
from jobfair.abroad import incident_routes as incident_routes
from jobfair.abroad import radar_routes as radar_routes
from jobfair.abroad import return_routes as return_routes
from jobfair.abroad.blueprint import bp as bp
from jobfair.abroad.lists import list_own_incidents, list_said_home, list_to_ask, phones_of
from jobfair.abroad.overview import get_overview
from jobfair.abroad.pages import saw
from jobfair.abroad.panels import row_words
from jobfair.access import Permission, requires, signed_in
from jobfair.lib.clock import today

FEW = 8


@bp.get("/can-bo/o-nuoc-ngoai")
@requires(Permission.SEE_ABROAD)
def index() -> str:
    """How people abroad are: numbers, whom to ask, incidents, who says to be back."""
    actor, day = signed_in(), today()
    checks, total = list_to_ask(actor, day, FEW)
    incidents = list_own_incidents(actor, day, FEW)
    home = list_said_home(actor)
    people = [row.case.person_id for row in checks]
    people += [row.case.person_id for row in incidents]
    saw(actor, people + [task.person_id for task in home if task.person_id])
    return render_template(
        "abroad/index.html",
        numbers=get_overview(actor, day),
        checks=checks,
        total=total,
        incidents=incidents,
        home=home,
        phones=phones_of(people),
        **row_words(),
    )
