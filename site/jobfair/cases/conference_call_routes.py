"""The call list of one conference."""

from __future__ import annotations

from flask import render_template

from jobfair import audit
from jobfair.access import Permission, requires, signed_in
from jobfair.cases.blueprint import bp
from jobfair.cases.conference_calls import list_calls_of
from jobfair.cases.desk_forms import OutcomeForm
from jobfair.cases.desk_routes import SHOWN, row_words
from jobfair.conferences.staff_queries import get_for_staff


@bp.get("/can-bo/hoi-nghi/<conference_id>/goi")
@requires(Permission.NOTE_CASE)
def conference_calls(conference_id: str) -> str:
    """Who is to be called, each with the buttons of Today."""
    actor = signed_in()
    conference = get_for_staff(conference_id, actor)
    calls = list_calls_of(conference, actor)
    audit.record_view(
        actor,
        "view.calls",
        "conference",
        conference.id,
        person_ids=calls.person_ids,
        fields=(*SHOWN, "phone"),
    )
    return render_template(
        "cases/conference_calls.html",
        conference=conference,
        calls=calls,
        form=OutcomeForm(formdata=None),
        **row_words(),
    )
