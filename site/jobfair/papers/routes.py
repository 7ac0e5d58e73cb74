"""Papers of a case: one tap on the checklist."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _

from jobfair.access import Permission, requires
from jobfair.cases.attempts import Answer, done, form_key, open_case_page
from jobfair.papers import ending_routes as ending_routes  # hangs itself on Today
from jobfair.papers import file_routes as file_routes  # hangs its pages on the same blueprint
from jobfair.papers import happenings as happenings  # hangs itself on the timeline
from jobfair.papers import household_routes as household_routes
from jobfair.papers import panel as panel  # hangs itself on the case page
from jobfair.papers import sweeping as sweeping  # hangs its work on the worker
from jobfair.papers.blueprint import bp as bp
from jobfair.papers.states import mark_paper


@bp.post("/can-bo/ho-so/<case_id>/giay-to/<kind>/trang-thai")
@requires(Permission.RECORD_FACT)
def mark(case_id: str, kind: str) -> Answer:
    """The next state of a paper, by one tap."""
    case, actor = open_case_page(case_id)
    mark_paper(case, kind, request.form.get("state", ""), by=actor, act_key=form_key())
    return done(case, actor, _("The paper is recorded."))
