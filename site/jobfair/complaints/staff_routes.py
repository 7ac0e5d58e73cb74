"""Staff: complaints by how urgent they are, one complaint with all that may be done (B7)."""

from __future__ import annotations

from flask import Response as FlaskResponse
from flask import render_template, request

from jobfair import audit
from jobfair.access import Permission, requires, signed_in
from jobfair.agencies.paging import page_of
from jobfair.complaints import act_routes as act_routes  # same blueprint
from jobfair.complaints import warning_pictures as warning_pictures  # both blueprints
from jobfair.complaints.blueprint import staff as bp
from jobfair.complaints.pictures import read_picture
from jobfair.complaints.queries import (
    Group,
    count_groups,
    get_complaint,
    list_complaints,
    overdue,
)
from jobfair.complaints.staff_page import draw
from jobfair.complaints.words import ABOUTS, GROUPS, STATES
from jobfair.lib.clock import today
from jobfair.lib.codes import show_slip_code

A_PAGE = 50
SHOWN = ("phone", "name")


@bp.get("/can-bo/phan-anh")
@requires(Permission.SEE_COMPLAINTS)
def index() -> str:
    """The list by group, the most urgent first; numbers and days, no words of anybody."""
    actor, day = signed_in(), today()
    asked = request.args.get("nhom", "")
    group = Group(asked) if asked in list(Group) else Group.OPEN
    counts = count_groups(actor, day)
    page = page_of(counts[group], A_PAGE)
    return render_template(
        "complaints/staff_index.html",
        complaints=list_complaints(actor, group, day, limit=A_PAGE, offset=page.offset),
        counts=counts,
        group=group,
        groups=GROUPS,
        abouts=ABOUTS,
        states=STATES,
        show=show_slip_code,
        overdue=overdue,
        day=day,
        page=page,
    )


@bp.get("/can-bo/phan-anh/<complaint_id>")
@requires(Permission.SEE_COMPLAINTS)
def show(complaint_id: str) -> str:
    """One complaint: what was written, what was done, what may be done. The view is audited."""
    actor = signed_in()
    found = get_complaint(complaint_id, actor)
    audit.record_view(actor, "view.complaint", "complaint", found.id, fields=SHOWN)
    return draw(found)


@bp.get("/can-bo/phan-anh/<complaint_id>/anh/<file_id>")
@requires(Permission.SEE_COMPLAINTS)
def picture(complaint_id: str, file_id: str) -> FlaskResponse:
    """A picture of a complaint, after its row in the audit."""
    actor = signed_in()
    content = read_picture(get_complaint(complaint_id, actor), file_id, by=actor)
    answer = FlaskResponse(content, mimetype="image/jpeg")
    answer.headers["Content-Security-Policy"] = "default-src 'none'; img-src 'self'; sandbox"
    answer.headers["Cache-Control"] = "no-store"
    return answer
