"""Conferences: planning. The list, one conference, the form, publishing, calling off."""

from __future__ import annotations

from typing import get_args

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.access import Permission, requires, signed_in
from jobfair.conferences import booth_routes as booth_routes  # same blueprint
from jobfair.conferences import cost_routes as cost_routes  # same blueprint
from jobfair.conferences import helper_routes as helper_routes  # same blueprint
from jobfair.conferences import reply_routes as reply_routes  # same blueprint
from jobfair.conferences import series_routes as series_routes  # same blueprint
from jobfair.conferences import step_routes as step_routes  # same blueprint
from jobfair.conferences.blueprint import staff as bp
from jobfair.conferences.forms import CancelForm, PlanForm
from jobfair.conferences.planning import attempt, edit_form, plan_of, start_form
from jobfair.conferences.rules import (
    cancel_conference,
    check_may_cancel,
    check_may_change,
    create_conference,
    edit_conference,
    publish_conference,
)
from jobfair.conferences.staff_queries import (
    Which,
    count_for_staff,
    count_registrations,
    get_for_planning,
    get_for_staff,
    list_acts,
    list_for_staff,
    list_to_tell,
    may_plan,
)
from jobfair.conferences.staff_showing import explain_late, history, staff_page, staff_rows
from jobfair.conferences.steps import list_steps, progress_of
from jobfair.conferences.text_codes import text_code, text_number
from jobfair.conferences.told import find_told
from jobfair.conferences.ways import ways_of
from jobfair.geography import search_communes
from jobfair.lib.codes import new_id
from jobfair.lib.text import clean
from jobfair.models import Conference

PER_PAGE = 40
Answer = str | Response | tuple[str, int]


@bp.route("/can-bo/hoi-nghi", methods=["GET"])
@requires(Permission.SEE_CONFERENCES)
def index() -> str:
    """Conferences ahead, held, or still drafts; the own commune's first."""
    actor = signed_in()
    which: Which = request.args.get("loai", "upcoming")  # type: ignore[assignment]
    which = which if which in get_args(Which) else "upcoming"
    q = clean(request.args.get("q", ""), 60)
    codes = [c.code for c in search_communes(q)] if q else None
    counts = {kind: count_for_staff(actor, kind, codes) for kind in get_args(Which)}
    pages = max(1, -(-counts[which] // PER_PAGE))
    page = min(max(1, request.args.get("trang", 1, type=int)), pages)
    found = list_for_staff(actor, which, codes, PER_PAGE, (page - 1) * PER_PAGE)
    return render_template(
        "conferences/staff_index.html",
        rows=staff_rows(found, actor),
        which=which,
        counts=counts,
        q=q,
        page=page,
        pages=pages,
    )


@bp.route("/can-bo/hoi-nghi/moi", methods=["GET", "POST"])
@requires(Permission.PLAN_CONFERENCE)
def create() -> Answer:
    """Write a draft, empty or as the copy of another conference (``?tu=<id>``)."""
    actor = signed_in()
    source = request.args.get("tu")
    form = start_form(actor, get_for_staff(source, actor) if source else None)
    key = request.form.get("form_key") or new_id()
    if not form.validate_on_submit():
        return _draw(form, None, 422 if form.is_submitted() else 200, key)
    made, status = attempt(form, lambda: create_conference(plan_of(form), by=actor, key=key))
    if made is None:
        return _draw(form, None, status, key)
    flash(_("Saved as a draft. Look it over, then publish it."))
    return _to(made)


@bp.route("/can-bo/hoi-nghi/<conference_id>", methods=["GET"])
@requires(Permission.SEE_CONFERENCES)
def show(conference_id: str) -> str:
    """One conference: facts, seats, numbers of registrations; no names."""
    actor = signed_in()
    conference = get_for_staff(conference_id, actor)
    mine = may_plan(conference, actor)
    acts = list_acts(conference.id) if mine or actor.can(Permission.SEE_AUDIT) else []
    page = staff_page(conference, actor)
    return render_template(
        "conferences/staff_show.html",
        conference=conference,
        page=page,
        ways=ways_of(conference, page, mine=mine, by=actor),
        counts=count_registrations(conference.id),
        text_code=text_code(conference.slug),
        text_number=text_number(),
        told=find_told(conference) if mine else None,
        steps=progress_of(list_steps(conference)) if mine else None,
        mine=mine,
        acts=history(acts),
    )


@bp.route("/can-bo/hoi-nghi/<conference_id>/sua", methods=["GET", "POST"])
@requires(Permission.PLAN_CONFERENCE)
def edit(conference_id: str) -> Answer:
    """Change the plan; who comes second is told what changed and keeps what was typed."""
    actor = signed_in()
    conference = get_for_planning(conference_id, actor)
    check_may_change(conference, actor)
    form = edit_form(actor, conference)
    if not form.validate_on_submit():
        return _draw(form, conference, 422 if form.is_submitted() else 200)
    done, status = attempt(
        form,
        lambda: edit_conference(conference, plan_of(form, conference), form.opened_at, by=actor),
    )
    if done is None:
        return _draw(form, conference, status)
    flash(_("Saved."))
    return _to(done)


def _draw(form: PlanForm, conference: Conference | None, status: int, key: str = "") -> Answer:
    late = None
    if conference is not None and status == 409:
        late = explain_late(conference, form.opened_at)
        form.version.data = str(conference.version)
    page = render_template(
        "conferences/staff_form.html", form=form, conference=conference, late=late, form_key=key
    )
    return page, status


def _to(conference: Conference) -> Response:
    return redirect(url_for("conferences_staff.show", conference_id=conference.id), 303)


@bp.route("/can-bo/hoi-nghi/<conference_id>/cong-bo", methods=["POST"])
@requires(Permission.PLAN_CONFERENCE)
def publish(conference_id: str) -> Answer:
    """Show a draft to the public."""
    actor = signed_in()
    conference = publish_conference(get_for_planning(conference_id, actor), by=actor)
    flash(_("Published. People can register now."))
    return _to(conference)


@bp.route("/can-bo/hoi-nghi/<conference_id>/huy", methods=["GET", "POST"])
@requires(Permission.PLAN_CONFERENCE)
def cancel(conference_id: str) -> Answer:
    """Call a conference off, with a reason that everyone reads."""
    actor = signed_in()
    conference = get_for_planning(conference_id, actor)
    form = CancelForm()
    if form.validate_on_submit():
        cancel_conference(conference, form.cancel_reason.data, by=actor)
        flash(_("Cancelled. Everyone who registered will be told."))
        return _to(conference)
    check_may_cancel(conference, actor)
    page = render_template(
        "conferences/staff_cancel.html",
        form=form,
        conference=conference,
        page=staff_page(conference, actor),
        to_tell=len(list_to_tell(conference.id)),
    )
    return page, 422 if form.is_submitted() else 200
