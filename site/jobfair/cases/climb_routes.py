"""Cases past the limit of their stage: the two lists, and taking one over in one tap."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair import audit
from jobfair.access import Actor, Permission, requires, signed_in
from jobfair.cases.blueprint import bp
from jobfair.cases.climbed import list_climbed, may_take, standing_rung, take_over
from jobfair.cases.desk_forms import TakeOverForm, read_page
from jobfair.cases.hooks import PANELS, Panel
from jobfair.cases.queries import get_case
from jobfair.cases.sight import Sight
from jobfair.cases.stages import stage_names
from jobfair.errors import BadRequest
from jobfair.language import current_language
from jobfair.lib.clock import today
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseFile

SHOWN = ("name", "stage", "owner_office")


@bp.get("/can-bo/qua-han-buoc")
@requires(Permission.NOTE_CASE, Permission.TAKE_OVER)
def climbed() -> str:
    """Everything that came to my office, or with ``?len=1`` went up from it, in pages."""
    actor, page, up = signed_in(), read_page(request), request.args.get("len") == "1"
    found = list_climbed(actor, up=up, page=page)
    audit.record_view(actor, "view.climbed", "cases", person_ids=found.person_ids, fields=SHOWN)
    return render_template(
        "cases/climbed.html",
        found=found,
        up=up,
        page=page,
        stage_names=stage_names(current_language()),
        new_key=new_form_key,
    )


@bp.post("/can-bo/ho-so/<case_id>/nhan-xu-ly")
@requires(Permission.TAKE_OVER)
def take_case_over(case_id: str) -> Response:
    """One tap: my office owns the case now."""
    actor, form = signed_in(), TakeOverForm()
    case = get_case(case_id, actor.scope)
    if not form.validate():
        raise BadRequest(next(iter(form.errors.values()))[0])
    take_over(case, by=actor, act_key=form.act_key.data)
    flash(_("Your office looks after this case now. Set the next step."))
    return redirect(url_for("cases.case_page", case_id=case.id), 303)


def climbed_panel(case: CaseFile, actor: Actor, _sight: Sight) -> Panel | None:
    """On the case page: past the limit since when, who is asked, and the one button."""
    rung = standing_rung(case)
    if rung is None:
        return None
    office = may_take(case, actor)
    late = _late(rung.limit_on)
    values = {"rung": rung, "late": late, "office": office, "act_key": new_form_key()}
    return Panel("cases/_panel_climbed.html", values, place="top")


def _late(limit_on: date) -> int:
    return (today() - limit_on).days


PANELS.append(climbed_panel)
