"""People of a class: who waits, putting in, attendance by tap, results, certificates."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from jobfair import audit
from jobfair.access import Actor, Permission, requires, signed_in
from jobfair.agencies.paging import page_of
from jobfair.cases.list_choices import list_bodies
from jobfair.errors import Invalid, NotFound
from jobfair.forms import ButtonForm, Form
from jobfair.geography import commune_names
from jobfair.htmx import wants_fragment
from jobfair.lib.clock import today
from jobfair.lib.codes import new_form_key
from jobfair.lib.text import clean
from jobfair.models import ClassDay, ClassKind, ClassState, Result, TrainingClass
from jobfair.training import learners, queries
from jobfair.training.blueprint import bp
from jobfair.training.forms import CertificateForm, MarkForm, ResultForm
from jobfair.training.scoping import get_class, may_run, must_run
from jobfair.training.showing import checked, class_words
from jobfair.training.waiting import Narrowed, count_waiting, list_waiting
from jobfair.training.words import KINDS, RESULTS

A_PAGE = 100
FIELDS = ("name", "commune", "attendance")
CLASS = "/can-bo/lop/<class_id>"
Answer = str | Response | tuple[str, int]


@bp.route(f"{CLASS}/xep", methods=["GET", "POST"])
@requires(Permission.RUN_CLASS)
def add(class_id: str) -> Answer:
    """Who waits for such a class, narrowed; ticked ones are put in."""
    actor = signed_in()
    found = get_class(class_id, actor.scope)
    must_run(actor, found)
    form, status = ButtonForm(), 200
    refused: list[tuple[str, str]] = []
    if form.is_submitted():
        status = Invalid.status
        if form.validate():
            try:
                done = learners.add_people(found, request.form.getlist("ho-so"), by=actor)
                refused = done.refused
                if not refused:
                    return _added(found, len(done.added))
                _say_added(len(done.added))
                status = 200
            except Invalid as error:
                form.form_errors.append(error.message)
    return _draw_waiting(found, actor, form, refused), status


def _say_added(number: int) -> None:
    if number:
        flash(
            ngettext(
                "%(num)s person is in the class.", "%(num)s people were put into the class.", number
            )
        )


def _added(found: TrainingClass, number: int) -> Response:
    _say_added(number)
    return redirect(url_for(".show", class_id=found.id), 303)


def _draw_waiting(
    found: TrainingClass, actor: Actor, form: Form, refused: list[tuple[str, str]]
) -> str:
    args = request.args
    market = clean(args.get("thi-truong", found.market_code or ""), 12)
    body_id = found.body_id or clean(args.get("dn", ""), 24)
    narrowed = Narrowed(clean(args.get("xa", ""), 5), body_id, market)
    total = count_waiting(found.kind, actor.scope, narrowed, today())
    page = page_of(total, A_PAGE)
    rows = list_waiting(
        found.kind, actor.scope, narrowed, today(), limit=A_PAGE, offset=page.offset
    )
    people = [row.case.person_id for row in rows]
    audit.record_view(
        actor, "view.class_waiting", "class", found.id, person_ids=people, fields=("name", "stage")
    )
    return render_template(
        "training/add.html",
        one=found,
        form=form,
        rows=rows,
        page=page,
        narrowed=narrowed,
        bodies=list_bodies() if not found.body_id else [],
        left=found.capacity - queries.count_taken(found.id),
        ticked=request.form.getlist("ho-so"),
        refused=refused,
        **class_words(),
    )


@bp.get(f"{CLASS}/diem-danh")
@requires(Permission.SEE_CLASSES)
def attendance(class_id: str) -> str:
    """The list of one day, marked by taps."""
    actor = signed_in()
    found = get_class(class_id, actor.scope)
    day = queries.pick_day(found, request.args.get("ngay", ""), today())
    rows = queries.list_learners(found.id, actor.scope, day.id if day else "")
    people = [row.enrolment.person_id for row in rows]
    audit.record_view(actor, "view.class", "class", found.id, person_ids=people, fields=FIELDS)
    return render_template(
        "training/attendance.html",
        one=found,
        day=day,
        rows=rows,
        said=False,
        **_tap_words(found, actor, day),
    )


# Any: a template's context.
def _tap_words(found: TrainingClass, actor: Actor, day: ClassDay | None) -> dict[str, Any]:
    open_now = found.state is ClassState.OPEN and day is not None and day.on_date <= today()
    return {
        "runs": may_run(actor, found) and open_now,
        "new_key": new_form_key,
        "communes": commune_names(),
        "kinds": KINDS,
    }


@bp.post(f"{CLASS}/diem-danh/<enrolment_id>")
@requires(Permission.RUN_CLASS)
def mark(class_id: str, enrolment_id: str) -> str | Response:
    """Present, or not: one tap."""
    actor, form = signed_in(), MarkForm()
    found = get_class(class_id, actor.scope)
    queries.get_learner(found.id, enrolment_id, actor.scope)
    checked(form)
    day_id, present = str(form.day_id.data), form.present.data == "1"
    learners.mark(found, enrolment_id, day_id, present, act_id=str(form.act_id.data), by=actor)
    if not wants_fragment():
        return redirect(url_for(".attendance", class_id=found.id, ngay=day_id), 303)
    day = next(day for day in found.days if day.id == day_id)
    return render_template(
        "training/_learner.html",
        one=found,
        day=day,
        row=queries.get_learner(found.id, enrolment_id, actor.scope, day_id),
        said=True,
        **_tap_words(found, actor, day),
    )


@bp.post(f"{CLASS}/ket-qua/<enrolment_id>")
@requires(Permission.RUN_CLASS)
def result(class_id: str, enrolment_id: str) -> str | Response:
    """Passed, not passed, left the class: one tap."""
    actor, form = signed_in(), ResultForm()
    found = get_class(class_id, actor.scope)
    queries.get_learner(found.id, enrolment_id, actor.scope)
    checked(form)
    learners.set_result(found, enrolment_id, Result(form.result.data or ""), by=actor)
    if not wants_fragment():
        return redirect(url_for(".show", class_id=found.id) + f"#h-{enrolment_id}", 303)
    shown = queries.list_learners(found.id, actor.scope)
    row = next(row for row in shown if row.enrolment.id == enrolment_id)
    said = RESULTS.get(row.enrolment.result, _("still learning"))
    return render_template(
        "training/_learners.html",
        one=found,
        learners=shown,
        runs=True,
        said=f"{row.person.name}: {said}",
        **class_words(),
    )


@bp.post(f"{CLASS}/bo/<enrolment_id>")
@requires(Permission.RUN_CLASS)
def take_off(class_id: str, enrolment_id: str) -> Response:
    """Somebody who has not begun leaves the list."""
    actor = signed_in()
    found = get_class(class_id, actor.scope)
    row = queries.get_learner(found.id, enrolment_id, actor.scope)
    checked(ButtonForm())
    learners.take_off(found, enrolment_id, by=actor)
    flash(_("%(name)s is off the list.", name=row.person.name))
    return redirect(url_for(".show", class_id=found.id), 303)


@bp.route(f"{CLASS}/chung-chi", methods=["GET", "POST"])
@requires(Permission.RUN_CLASS)
def certificates(class_id: str) -> Answer:
    """Numbers of the certificates for who has passed; one day of issue."""
    actor = signed_in()
    found = get_class(class_id, actor.scope)
    must_run(actor, found)
    if found.kind is not ClassKind.ORIENTATION:
        raise NotFound()
    form, status = CertificateForm(), 200
    rows = [r for r in queries.list_learners(found.id, actor.scope) if r.enrolment.result == "pass"]
    typed = {r.enrolment.id: clean(request.form.get(f"so-{r.enrolment.id}", ""), 60) for r in rows}
    if form.is_submitted():
        status = Invalid.status
        if form.validate():
            numbers = {key: number for key, number in typed.items() if number}
            try:
                made = learners.issue_certificates(found, numbers, form.day, by=actor)
            except Invalid as error:
                form.form_errors.append(error.message)
            else:
                flash(
                    ngettext(
                        "%(num)s certificate is issued.",
                        "%(num)s certificates are issued.",
                        len(made),
                    )
                )
                return redirect(url_for(".show", class_id=found.id), 303)
    else:
        form.issued_on.data = max(found.ends_on, today()) if found.ends_on <= today() else None
    page = render_template(
        "training/certificates.html", one=found, form=form, rows=rows, typed=typed, **class_words()
    )
    return page, status
