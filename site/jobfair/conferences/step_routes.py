"""Conferences: what is to be done by which day, ticked off."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from jobfair.access import Permission, requires, signed_in
from jobfair.conferences import steps
from jobfair.conferences.blueprint import staff as bp
from jobfair.conferences.showing import Communes, title_of
from jobfair.conferences.staff_queries import get_for_planning
from jobfair.errors import BadRequest
from jobfair.forms import ButtonForm
from jobfair.htmx import wants_fragment
from jobfair.models import Conference, ConferenceState


@bp.route("/can-bo/hoi-nghi/<conference_id>/viec", methods=["GET"])
@requires(Permission.PLAN_CONFERENCE)
def step_list(conference_id: str) -> str:
    """The list by day, with who did what and when."""
    return _page(get_for_planning(conference_id, signed_in()), "conferences/staff_steps.html")


@bp.route("/can-bo/hoi-nghi/<conference_id>/viec/<code>", methods=["POST"])
@requires(Permission.PLAN_CONFERENCE)
def step_tick(conference_id: str, code: str) -> str | Response:
    """Done, or not done after all: one tap that says which."""
    actor = signed_in()
    conference = get_for_planning(conference_id, actor)
    wanted = request.form.get("done", "")
    if not ButtonForm().validate() or wanted not in ("0", "1"):
        raise BadRequest()
    steps.tick(conference, code, wanted == "1", by=actor)
    if wants_fragment():
        return _page(conference, "conferences/_steps.html", said=code)
    address = url_for("conferences_staff.step_list", conference_id=conference.id)
    return redirect(f"{address}#s-{code}", 303)


def _page(conference: Conference, template: str, said: str = "") -> str:
    found = steps.list_steps(conference)
    return render_template(
        template,
        conference=conference,
        title=title_of(conference, Communes()),
        groups=[(name, [s for s in found if s.when == when]) for when, name in steps.WHEN.items()],
        progress=steps.progress_of(found),
        cancelled=conference.state is ConferenceState.CANCELLED,
        said=said,
    )
