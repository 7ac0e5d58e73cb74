"""Conferences: who answered the invitation, written down by staff or by the body itself."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.access import Permission, requires, signed_in
from jobfair.conferences.blueprint import staff as bp
from jobfair.conferences.replies import (
    answer_invitation,
    list_invitations,
    list_tables_today,
    set_reply,
)
from jobfair.conferences.showing import Communes, title_of
from jobfair.conferences.staff_queries import get_for_planning
from jobfair.conferences.staff_showing import reply_words


@bp.route("/can-bo/hoi-nghi/<conference_id>/khach/<guest_id>", methods=["POST"])
@requires(Permission.PLAN_CONFERENCE)
def reply(conference_id: str, guest_id: str) -> Response:
    """Write down what a guest answered."""
    actor = signed_in()
    conference = get_for_planning(conference_id, actor)
    set_reply(conference, guest_id, request.form.get("answer", ""), by=actor)
    flash(_("Saved."))
    here = url_for("conferences_staff.show", conference_id=conference.id, _anchor="who")
    return redirect(here, 303)


@bp.route("/can-bo/loi-moi", methods=["GET"])
@requires(Permission.ANSWER_INVITATION)
def invitations() -> str:
    """The conferences to which the own body is invited, each with its answer."""
    communes = Communes()
    rows = [
        (conference, guest, title_of(conference, communes), reply_words(guest))
        for conference, guest in list_invitations(signed_in())
    ]
    tables = [
        (conference, guest, title_of(conference, communes))
        for conference, guest in list_tables_today(signed_in())
    ]
    return render_template("conferences/staff_invitations.html", rows=rows, tables=tables)


@bp.route("/can-bo/loi-moi/<guest_id>", methods=["POST"])
@requires(Permission.ANSWER_INVITATION)
def answer(guest_id: str) -> Response:
    """Say for the own body whether it comes."""
    answer_invitation(guest_id, request.form.get("answer", ""), by=signed_in())
    flash(_("Saved. The host reads your answer."))
    return redirect(url_for("conferences_staff.invitations"), 303)
