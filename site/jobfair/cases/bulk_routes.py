"""Several cases at once: choose the step, look who can, confirm, see what became of each."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair import audit
from jobfair.access import Actor, Permission, requires, signed_in
from jobfair.cases import bulk
from jobfair.cases.attempts import Answer, form_key
from jobfair.cases.blueprint import bp
from jobfair.cases.case_filters import read_filters, write_filters
from jobfair.cases.case_list import list_chosen
from jobfair.cases.move_forms import MoveForm
from jobfair.cases.stages import short_names, stage_names
from jobfair.errors import Invalid, NotFound
from jobfair.geography import commune_names
from jobfair.language import current_language
from jobfair.lib.clock import today
from jobfair.models import CaseFile, Stage

SHOWN = ("name", "birth_year", "stage")


def chosen_of(actor: Actor) -> tuple[list[CaseFile], dict[str, Any]]:
    """The cases that the address names, and its parameters to go on with.

    ``ca=1``: all of the filter, up to ``bulk.MOST``; else those ticked as ``chon``.
    """
    if request.args.get("ca") == "1":
        filters = read_filters(request.args)
        cases = list_chosen(filters, actor.scope, bulk.MOST)
        return cases, {"ca": "1", **write_filters(filters)}
    ids = request.args.getlist("chon")
    cases = bulk.get_chosen(ids, actor)
    return cases, {"chon": [case.id for case in cases]}


@bp.get("/can-bo/ho-so/cung-luc")
@requires(Permission.MOVE_CASE)
def bulk_move() -> str:
    """Which step; once it is chosen, who can make it, who cannot and why."""
    actor = signed_in()
    cases, args = chosen_of(actor)
    wanted = request.args.get("toi", "")
    to = Stage(wanted) if wanted in {str(stage) for stage in Stage} else None
    people = [case.person_id for case in cases]
    audit.record_view(actor, "view.bulk", "case_list", person_ids=people, fields=SHOWN)
    if to is None or not cases:
        steps = bulk.count_steps(cases, actor)
        return render_template("cases/bulk.html", cases=cases, steps=steps, args=args, **_names())
    found = bulk.preview(cases, to, actor)
    form = _form(found)
    if "selected_on" in form:
        form.selected_on.data = today()
    return _draw(found, form, args)


def _form(found: bulk.Preview) -> MoveForm:
    """The step's form with what serves everybody."""
    form = MoveForm()
    form.keep(found.groups, reason=False, document=found.needs_document)
    return form


def _draw(found: bulk.Preview, form: MoveForm, args: dict[str, Any]) -> str:
    return render_template(
        "cases/bulk_preview.html", found=found, form=form, args=args, key=form_key(), **_names()
    )


# Any: a template's context.
def _names() -> dict[str, Any]:
    lang = current_language()
    return {
        "short": short_names(lang),
        "stage_names": stage_names(lang),
        "communes": commune_names(),
        "most": bulk.MOST,
    }


def _seen() -> dict[str, int]:
    """Case -> the version that the preview showed, from the boxes that stayed ticked."""
    pairs = (text.partition(".") for text in request.form.getlist("chon")[: bulk.MOST])
    return {one: int(v) for one, _dot, v in pairs if v.isdecimal() and v.isascii() and len(v) < 9}


@bp.post("/can-bo/ho-so/cung-luc")
@requires(Permission.MOVE_CASE)
def bulk_move_now() -> Answer:
    """Make the step for those who can; a form that is wrong comes back as it was."""
    actor = signed_in()
    wanted, seen = request.form.get("to", ""), _seen()
    if wanted not in {str(stage) for stage in Stage}:
        raise NotFound()
    cases = bulk.get_chosen(seen, actor)
    found = bulk.preview(cases, Stage(wanted), actor)
    done = bulk.find_batch(form_key(), actor)
    form = _form(found)
    if done is None and not seen:
        form.form_errors.append(_("Tick at least one person."))
    elif form.validate() or done is not None:
        asked = bulk.Together(
            to=found.to,
            seen=seen,
            note=form.text("note"),
            document_ref=form.text("document_ref"),
            data=form.move_data(),
        )
        batch = bulk.move_together(asked, by=actor, act_key=form_key())
        return redirect(url_for("cases.bulk_result", batch_id=batch.id), 303)
    return _draw(found, form, {"chon": [case.id for case in cases]}), Invalid.status


@bp.get("/can-bo/ho-so/cung-luc/<batch_id>")
@requires(Permission.MOVE_CASE)
def bulk_result(batch_id: str) -> str | Response:
    """Who was moved and who was not."""
    actor = signed_in()
    result = bulk.get_result(batch_id, actor)
    people = [line.case.person_id for line in result.refused]
    people += [case.person_id for case in result.done]
    audit.record_view(actor, "view.bulk", "bulk_move", batch_id, person_ids=people, fields=SHOWN)
    return render_template("cases/bulk_result.html", result=result, **_names())
