"""Classes: the list, one class, planning, changing, finishing."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair import audit
from jobfair.access import Actor, Permission, requires, signed_in
from jobfair.agencies.paging import page_of
from jobfair.cases.attempts import form_key
from jobfair.errors import BadRequest, Invalid
from jobfair.forms import ButtonForm
from jobfair.lib.clock import today
from jobfair.models import ClassKind, ClassState, Role, TrainingClass
from jobfair.training import case_routes as case_routes
from jobfair.training import case_side as case_side  # hangs its parts on the case
from jobfair.training import learner_routes as learner_routes  # hangs its pages on the blueprint
from jobfair.training import queries, rules
from jobfair.training import report_routes as report_routes
from jobfair.training.blueprint import bp as bp
from jobfair.training.forms import class_form
from jobfair.training.scoping import get_class, may_run, must_run
from jobfair.training.showing import class_words, try_rule
from jobfair.training.waiting import Narrowed, count_waiting

A_PAGE = 50
FIELDS = ("name", "commune", "attendance", "result")
Answer = str | Response | tuple[str, int]
STATE_CHOICES = {"mo": ClassState.OPEN, "xong": ClassState.CLOSED, "huy": ClassState.CANCELLED}


@bp.get("/can-bo/lop")
@requires(Permission.SEE_CLASSES)
def classes() -> str:
    """Classes in scope by kind and state, and how many wait for the orientation course."""
    actor = signed_in()
    asked = request.args.get("loai", "")
    kind = ClassKind(asked) if asked in set(ClassKind) else None
    shown = request.args.get("trang-thai", "mo")
    state = STATE_CHOICES.get(shown)
    counts = queries.count_classes(actor.scope, state)
    total = counts.get(kind, 0) if kind else sum(counts.values())
    page = page_of(total, A_PAGE)
    found = queries.list_classes(
        actor.scope, kind=kind, state=state, limit=A_PAGE, offset=page.offset
    )
    waiting = {k: count_waiting(k, actor.scope, Narrowed(), today()) for k in ClassKind}
    return render_template(
        "training/classes.html",
        rows=found,
        counts=counts,
        kind=kind,
        shown=shown,
        page=page,
        waiting=waiting,
        **class_words(),
    )


@bp.get("/can-bo/lop/<class_id>")
@requires(Permission.SEE_CLASSES)
def show(class_id: str) -> str:
    """One class with its people, as far as the reader answers for them."""
    actor = signed_in()
    found = get_class(class_id, actor.scope)
    learners = queries.list_learners(found.id, actor.scope)
    people = [row.enrolment.person_id for row in learners]
    audit.record_view(actor, "view.class", "class", found.id, person_ids=people, fields=FIELDS)
    return render_template(
        "training/class.html",
        said="",
        one=found,
        learners=learners,
        taken=queries.count_taken(found.id),
        runs=may_run(actor, found),
        past_days=[day for day in found.days if day.on_date <= today()],
        **class_words(),
    )


@bp.route("/can-bo/lop/moi", methods=["GET", "POST"])
@requires(Permission.RUN_CLASS)
def create() -> Answer:
    """Plan a class."""
    actor = signed_in()
    form, key = class_form(None, names_body=Role.COUNSELLOR in actor.roles), form_key()
    made: list[TrainingClass] = []
    status: int | None = 200
    if form.is_submitted():
        status = Invalid.status
        if form.validate():
            status = try_rule(
                form,
                lambda: made.append(rules.plan_class(form.data_of(), by=actor, act_key=key)),
            )
    if status is None:
        flash(_("The class is planned. Now put people into it."))
        return redirect(url_for(".show", class_id=made[0].id), 303)
    return render_template("training/class_form.html", form=form, key=key, one=None), status


@bp.route("/can-bo/lop/<class_id>/sua", methods=["GET", "POST"])
@requires(Permission.RUN_CLASS)
def edit(class_id: str) -> Answer:
    """Change a class."""
    actor = signed_in()
    found = get_class(class_id, actor.scope)
    must_run(actor, found)
    form, key = class_form(found, names_body=False), form_key()
    status: int | None = 200
    if form.is_submitted():
        status = Invalid.status
        if form.validate():
            data, version = form.data_of(found), form.seen_version
            status = try_rule(
                form, lambda: rules.edit_class(found, data, by=actor, version=version)
            )
    if status is None:
        flash(_("The class is changed."))
        return redirect(url_for(".show", class_id=found.id), 303)
    return render_template("training/class_form.html", form=form, key=key, one=found), status


@bp.post("/can-bo/lop/<class_id>/xong")
@requires(Permission.RUN_CLASS)
def close(class_id: str) -> Response:
    """Everybody has a result: the class is finished."""
    actor, found = _pressed(class_id)
    rules.close_class(found, by=actor)
    flash(_("The class is finished."))
    return redirect(url_for(".show", class_id=found.id), 303)


@bp.post("/can-bo/lop/<class_id>/huy")
@requires(Permission.RUN_CLASS)
def cancel(class_id: str) -> Response:
    """The class does not take place; its people wait again."""
    actor, found = _pressed(class_id)
    rules.cancel_class(found, by=actor)
    flash(_("The class is cancelled. Its people wait for a class again."))
    return redirect(url_for(".show", class_id=found.id), 303)


def _pressed(class_id: str) -> tuple[Actor, TrainingClass]:
    """A button of a class. Raises NotFound, BadRequest without the page's token."""
    actor = signed_in()
    found = get_class(class_id, actor.scope)
    if not ButtonForm().validate():
        raise BadRequest()
    return actor, found
