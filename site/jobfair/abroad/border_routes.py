"""Work across the border: the list, a new group, one group."""

from __future__ import annotations

from flask import render_template, url_for
from flask_babel import gettext as _

from jobfair import audit
from jobfair.abroad.blueprint import bp
from jobfair.abroad.border import (
    count_border_work,
    get_border_work,
    list_border_work,
    save_border_work,
)
from jobfair.abroad.pages import answer_form, page_number
from jobfair.abroad.return_forms import border_form
from jobfair.abroad.return_routes import year_asked
from jobfair.abroad.words import PASS_KINDS
from jobfair.access import Permission, Scope, requires, signed_in
from jobfair.cases.attempts import Answer, form_key
from jobfair.conferences.queries import market_names
from jobfair.geography import commune_names
from jobfair.language import current_language
from jobfair.lib.clock import today

BOTH = ["GET", "POST"]


@bp.get("/can-bo/o-nuoc-ngoai/bien-gioi")
@requires(Permission.SEE_BOARD)
def border_list() -> str:
    """Groups of the year; counted apart, never among departures."""
    actor, year = signed_in(), year_asked()
    return render_template(
        "abroad/border_list.html",
        year=year,
        years=[today().year - 1, today().year],
        found=list_border_work(year, actor.scope, page_number()),
        sums=count_border_work(year, today(), actor.scope),
        communes=commune_names(),
        market_names=market_names(current_language()),
        pass_kinds=PASS_KINDS,
    )


def _own_communes(scope: Scope) -> dict[str, str]:
    names = commune_names()
    if scope.province:
        return names
    return {code: name for code, name in names.items() if code in scope.communes}


@bp.route("/can-bo/o-nuoc-ngoai/bien-gioi/moi", methods=BOTH)
@requires(Permission.RECORD_RETURN)
def border_new() -> Answer:
    """A new group: counted, or listed by name."""
    actor, key = signed_in(), form_key()
    form = border_form(_own_communes(actor.scope), None)
    del form["back_on"]  # type: ignore[no-untyped-call]
    return answer_form(
        "abroad/border_form.html",
        form,
        lambda: save_border_work(form.data_of(), by=actor, act_key=key),
        lambda: _("The group is recorded."),
        lambda: url_for("abroad.border_list"),
        key=key,
        held=None,
    )


@bp.route("/can-bo/o-nuoc-ngoai/bien-gioi/<work_id>", methods=BOTH)
@requires(Permission.RECORD_RETURN)
def border_edit(work_id: str) -> Answer:
    """One group: change what was typed, or record that everybody is home."""
    actor, key = signed_in(), form_key()
    held = get_border_work(work_id, actor.scope)
    audit.record_view(actor, "view.abroad", "border_work", held.id, fields=("name",))
    form = border_form(_own_communes(actor.scope), held)
    return answer_form(
        "abroad/border_form.html",
        form,
        lambda: save_border_work(
            form.data_of(), by=actor, act_key=key, work=held, version=form.seen_version
        ),
        lambda: _("The group is recorded."),
        lambda: url_for("abroad.border_list"),
        lambda: held.version,
        key=key,
        held=held,
    )
