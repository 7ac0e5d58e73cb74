"""The list of cases: narrowed by an address, kept under a name."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Response

from jobfair import audit, geography
from jobfair.access import Actor, Permission, requires, signed_in
from jobfair.cases import case_list as cases
from jobfair.cases import saved_filters
from jobfair.cases.blueprint import bp
from jobfair.cases.bulk import MOST
from jobfair.cases.case_filters import Filters, read_filters, write_filters
from jobfair.cases.desk_forms import FilterNameForm, read_page
from jobfair.cases.list_choices import list_active, list_choices
from jobfair.cases.list_steps import first_steps
from jobfair.cases.next_steps import step_label
from jobfair.cases.search_terms import sees_home
from jobfair.cases.stages import short_names, stage_names
from jobfair.errors import Invalid
from jobfair.forms import ButtonForm
from jobfair.htmx import wants_fragment
from jobfair.language import current_language
from jobfair.models import Stage

SHOWN = ("name", "birth_year", "village", "commune", "stage", "next_step")


@bp.get("/can-bo/ho-so")
@requires(Permission.SEE_CASE)
def case_list() -> str:
    """Cases in scope, narrowed and paged; the list alone for htmx."""
    actor = signed_in()
    filters, page = read_filters(request.args), read_page(request)
    return _draw(actor, filters, page, FilterNameForm(formdata=None))


def _draw(actor: Actor, filters: Filters, page: int, form: FilterNameForm) -> str:
    found = cases.list_cases(filters, actor.scope, page)
    shown = [row.case.person_id for row in found.rows]
    audit.record_view(actor, "view.cases", "case_list", person_ids=shown, fields=SHOWN)
    lang, choices = current_language(), list_choices(actor.scope)
    template = "cases/_case_list_results.html" if wants_fragment() else "cases/case_list.html"
    return render_template(
        template,
        filters=filters,
        found=found,
        choices=choices,
        active=list_active(filters, choices),
        args=write_filters(filters),
        chips=_chips(filters, found.by_stage, found.open_total),
        saved=saved_filters.list_saved(actor),
        saved_query=saved_filters.query_of(filters),
        steps=first_steps([row.case for row in found.rows], actor),
        most=MOST,
        form=form,
        short=short_names(lang),
        communes=geography.commune_names(),
        sees_home=sees_home(actor.scope),
        step_label=step_label,
        stage_names=stage_names(lang),
        write_filters=write_filters,
    )


# Any: parameters of an address.
def _chips(
    filters: Filters, by_stage: dict[Stage, int], total: int
) -> list[tuple[Stage | None, dict[str, Any], bool, int]]:
    """One chip a stage: the stage, the address's parameters, whether it is on, how many."""
    rest = write_filters(filters.without("stages"))
    chips: list[tuple[Stage | None, dict[str, Any], bool, int]] = []
    chips.append((None, rest, not filters.stages, total))
    for stage, number in by_stage.items():
        chips.append((stage, rest | {"buoc": str(stage)}, stage in filters.stages, number))
    return chips


@bp.post("/can-bo/ho-so/bo-loc")
@requires(Permission.MOVE_CASE)
def save_filter() -> Response | tuple[str, int]:
    """Keep the filter of the address under a name."""
    actor, form = signed_in(), FilterNameForm()
    filters = read_filters(request.args)
    if form.validate():
        try:
            saved_filters.save_filter(form.name.data or "", filters, by=actor)
        except Invalid as error:
            form.form_errors.append(error.message)
        else:
            flash(_("The filter is kept. Only you see it; pass it on by its address."))
            target = url_for("cases.case_list", **write_filters(filters))  # type: ignore[arg-type]
            return redirect(iri_to_uri(target), 303)
    return _draw(actor, filters, 1, form), Invalid.status


@bp.post("/can-bo/ho-so/bo-loc/<filter_id>/xoa")
@requires(Permission.MOVE_CASE)
def drop_filter(filter_id: str) -> Response:
    """Forget a kept filter."""
    ButtonForm().validate()
    saved_filters.drop_filter(filter_id, by=signed_in())
    flash(_("The filter is deleted."))
    return redirect(url_for("cases.case_list"), 303)
