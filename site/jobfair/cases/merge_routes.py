"""Two people side by side: join them or say that they are two; the joined, and undoing it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length

from jobfair import audit
from jobfair.access import Actor, Permission, requires, signed_in
from jobfair.cases import compare, duplicates, merges
from jobfair.cases import unmerge as undoing
from jobfair.cases.attempts import Answer, form_key
from jobfair.cases.blueprint import bp
from jobfair.cases.move_forms import options
from jobfair.cases.stages import stage_names
from jobfair.errors import Conflict, Invalid
from jobfair.forms import Form
from jobfair.geography import commune_names
from jobfair.language import current_language

SHOWN = ("name", "birth_year", "birth_date", "sex", "village", "commune", "phone_tail", "stage")
_LONG = Length(max=300, message=_l("At most 300 characters."))


class CompareForm(Form):
    """Whether two are one, why, and what the joined file takes from the newer one."""

    decision = RadioField(
        _l("Are they the same person?"),
        choices=options(duplicates.DECISIONS.items()),
        validators=[InputRequired(_l("Say whether they are the same person."))],
    )
    take = SelectMultipleField(
        _l("Take these from the newer file"), choices=[], validate_choice=False
    )
    seen = BooleanField(_l("I have seen the identity card"))
    reason = TextAreaField(_l("What shows it"), validators=[_LONG])


class UndoForm(Form):
    """Why two joined files are separated again."""

    reason = TextAreaField(_l("Why"), validators=[_LONG])


def _form(found: compare.Compared) -> CompareForm:
    form = CompareForm()
    form.take.choices = options((row.code, row.offer) for row in found.rows if row.differs)
    return form


@bp.route("/can-bo/trung/<pair_id>", methods=["GET", "POST"])
@requires(Permission.DECIDE_DUPLICATE)
def compare_people(pair_id: str) -> Answer:
    """Two people side by side; joined, or said to be two, with a reason."""
    actor = signed_in()
    found = compare.compare(pair_id, actor)
    form = _form(found)
    if not form.is_submitted():
        people = [person.id for person in (found.kept, found.gone) if person is not None]
        audit.record_view(
            actor, "view.duplicate", "duplicate_pair", pair_id, person_ids=people, fields=SHOWN
        )
        return _draw(found, form)
    if form.validate():
        try:
            return _decide(found, form, actor)
        except (Invalid, Conflict) as error:
            form.form_errors.append(error.message)
            return _draw(found, form), error.status
    return _draw(found, form), Invalid.status


def _decide(found: compare.Compared, form: CompareForm, actor: Actor) -> Response:
    decision, reason = form.decision.data or "", form.reason.data or ""
    if decision == "same" and found.gone is not None:
        taken = frozenset(form.take.data or ())
        join = merges.Join(reason, bool(form.seen.data), taken)
        row = merges.merge(found.pair.id, join, by=actor, act_key=form_key())
        flash(_("The two files are one now."))
        return redirect(url_for("cases.merged", merge_id=row.id), 303)
    duplicates.decide(found.pair.id, decision, reason, by=actor)
    asked = _("The centre compares the two and joins them.")
    flash(asked if decision == "same" else _("Recorded: they are two people."))
    return redirect(url_for("cases.today", _anchor="tasks"), 303)


# Any: a template's context.
def _draw(found: compare.Compared, form: CompareForm) -> str:
    return render_template(
        "cases/compare.html",
        found=found,
        form=form,
        key=form_key(),
        why=duplicates.WHY,
        **_names(),
    )


# Any: a template's context.
def _names() -> dict[str, Any]:
    return {"communes": commune_names(), "stage_names": stage_names(current_language())}


@bp.route("/can-bo/gop/<merge_id>", methods=["GET", "POST"])
@requires(Permission.DECIDE_DUPLICATE, Permission.CORRECT_CASE)
def merged(merge_id: str) -> Answer:
    """Two files that were joined; separating them again, with a reason."""
    actor, form = signed_in(), UndoForm()
    row = undoing.get_merge(merge_id, actor)
    if not form.is_submitted():
        people = [row.kept_id, row.gone_id]
        audit.record_view(
            actor, "view.duplicate", "person_merge", row.id, person_ids=people, fields=SHOWN
        )
    elif form.validate():
        try:
            undoing.unmerge(merge_id, form.reason.data or "", by=actor)
            flash(_("The files are two again."))
            return redirect(url_for("cases.merged", merge_id=row.id), 303)
        except (Invalid, Conflict) as error:
            form.form_errors.append(error.message)
    page = render_template(
        "cases/merged.html",
        row=row,
        form=form,
        sides=compare.sides_of_merge(row),
        may_undo=undoing.may_undo(row, actor),
        **_names(),
    )
    return page, Invalid.status if form.errors else 200
