"""The case page, steps, corrections and facts."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _

from jobfair.access import Permission, requires
from jobfair.cases import bulk_routes as bulk_routes  # hangs its pages on the same blueprint
from jobfair.cases import climb_routes as climb_routes  # hangs its pages on the same blueprint
from jobfair.cases import conference_call_routes as conference_call_routes
from jobfair.cases import corrections, rules
from jobfair.cases import daily as daily  # hangs its work on the worker
from jobfair.cases import desk_routes as desk_routes  # hangs its pages on the same blueprint
from jobfair.cases import duties as duties  # hangs its work on steps and on the worker
from jobfair.cases import handover_routes as handover_routes
from jobfair.cases import merge_routes as merge_routes
from jobfair.cases import record_routes as record_routes
from jobfair.cases import told as told  # hangs its words on the timeline
from jobfair.cases.attempts import Answer, answer, draw_case, form_key, open_case_page
from jobfair.cases.blueprint import bp as bp
from jobfair.cases.corrections import get_correctable
from jobfair.cases.move_page import build_form, correction_form, fact_form, find_page
from jobfair.cases.rights import ways_for
from jobfair.cases.stages import short_names, stage_names
from jobfair.errors import Forbidden, NotFound
from jobfair.language import current_language
from jobfair.models import CaseFile, Role, Stage


@bp.get("/can-bo/ho-so/<case_id>")
@requires(Permission.SEE_CASE)
def case_page(case_id: str) -> str:
    """One case: where it stands, what is missing, what may come next, what happened."""
    case, actor = open_case_page(case_id)
    return draw_case(case, actor)


def _stage(text: str | None) -> Stage:
    """A stage of the address or the form. Raises NotFound for no such word."""
    if text not in {str(stage) for stage in Stage}:
        raise NotFound()
    return Stage(text)


def _now_at(case: CaseFile) -> str:
    name = stage_names(current_language())[case.stage]
    return _("The case is now at “%(stage)s”.", stage=name)


@bp.route("/can-bo/ho-so/<case_id>/chuyen/<to>")
@requires(Permission.MOVE_CASE)
def move_page(case_id: str, to: str) -> Answer:
    """One step: what it takes, what is missing, and its form."""
    return _move(case_id, _stage(to), None)


@bp.post("/can-bo/ho-so/<case_id>/chuyen")
@requires(Permission.MOVE_CASE)
def move(case_id: str) -> Answer:
    """Make one step; a refusal gives the form back with everything that was typed."""
    return _move(case_id, _stage(request.form.get("to")), request.form.get("start"))


def _move(case_id: str, to: Stage, start: str | None) -> Answer:
    case, actor = open_case_page(case_id)
    page = find_page(case, _stage(start) if start else case.stage, to, actor)
    form, key = build_form(case, page), form_key()
    return answer(
        "cases/case_move.html",
        form,
        case,
        actor,
        lambda: rules.move(
            case,
            to,
            by=actor,
            version=form.seen_version,
            act_key=key,
            reason=form.text("reason"),
            note=form.text("note"),
            document_ref=form.text("document_ref"),
            data=form.move_data(),
        ),
        lambda: _now_at(case),
        page=page,
        key=key,
        ways=ways_for(case, actor),
        short=short_names(current_language()),
        names=stage_names(current_language()),
    )


@bp.route("/can-bo/ho-so/<case_id>/su-that", methods=["GET", "POST"])
@requires(Permission.CORRECT_CASE)
def fact(case_id: str) -> Answer:
    """The leader records an exit that has happened although a gate is closed."""
    case, actor = open_case_page(case_id)
    if Role.LEADER not in actor.roles:
        raise Forbidden()
    form, key = fact_form(case), form_key()
    return answer(
        "cases/case_fact.html",
        form,
        case,
        actor,
        lambda: rules.record_fact(
            case,
            by=actor,
            version=form.seen_version,
            act_key=key,
            reason=form.text("reason"),
            note=form.text("note"),
            data=form.move_data(),
        ),
        lambda: _("The exit is recorded as a fact."),
        key=key,
    )


@bp.route("/can-bo/ho-so/<case_id>/sua-buoc", methods=["GET", "POST"])
@requires(Permission.CORRECT_CASE)
def correct(case_id: str) -> Answer:
    """Take the last step back, with a reason."""
    case, actor = open_case_page(case_id)
    form, key = correction_form(case), form_key()
    step = None if form.is_submitted() else get_correctable(case, actor)
    return answer(
        "cases/case_correct.html",
        form,
        case,
        actor,
        lambda: corrections.correct(
            case,
            by=actor,
            version=form.seen_version,
            act_key=key,
            reason=form.text("reason"),
            note=form.text("note"),
        ),
        lambda: _now_at(case),
        key=key,
        step=step,
        names=stage_names(current_language()),
    )
