"""Papers that end: the page with its filters, and the part of Today."""

from __future__ import annotations

from datetime import date

from flask import render_template, request

from jobfair import audit
from jobfair.access import Actor, Permission, requires, signed_in
from jobfair.cases.hooks import TODAY, Panel
from jobfair.cases.paper_kinds import PAPER_KINDS
from jobfair.cases.stages import stage_names
from jobfair.geography import commune_names
from jobfair.htmx import wants_fragment
from jobfair.language import current_language
from jobfair.lib.clock import today
from jobfair.models import Role
from jobfair.papers.blueprint import bp
from jobfair.papers.ending import WHEN, Filters, list_ending
from jobfair.papers.words import WARNINGS

ON_TODAY = 5


def ending_today(actor: Actor, day: date) -> Panel | None:
    """Today's part for whoever looks after papers: the first that end, and how many there are."""
    if not actor.roles & {Role.OFFICER, Role.COUNSELLOR, Role.AGENCY}:
        return None
    found = list_ending(actor.scope, Filters(), day, size=ON_TODAY)
    if not found.rows:
        return None
    people = tuple(row.case.person_id for row in found.rows)
    values: dict[str, object] = {"found": found, "warnings": WARNINGS}
    return Panel("papers/_today.html", values, order=40, person_ids=people)


TODAY.append(ending_today)


@bp.get("/can-bo/giay-to")
@requires(Permission.SEE_CASE)
def ending() -> str:
    """Papers that end within the days of warning, of people who have not left."""
    actor = signed_in()
    filters = _filters()
    found = list_ending(actor.scope, filters, today())
    people = sorted({row.case.person_id for row in found.rows})
    audit.record_view(actor, "view.papers", "paper", person_ids=people, fields=["papers"])
    return render_template(
        "papers/_ending.html" if wants_fragment() else "papers/ending.html",
        found=found,
        filters=filters,
        kinds=[(kind, words.label) for kind, words in PAPER_KINDS.items()],
        when=list(WHEN.items()),
        communes=commune_names(),
        many=actor.scope.province,
        stages=stage_names(current_language()),
        warnings=WARNINGS,
    )


def _filters() -> Filters:
    asked = request.args
    page = asked.get("trang", "")
    kind, when = asked.get("loai", ""), asked.get("han", "")
    return Filters(
        kind=kind if kind in PAPER_KINDS else "",
        when=when if when in WHEN else "",
        commune=asked.get("xa", "")[:5],
        page=int(page) if page.isdecimal() and len(page) < 6 else 1,
    )
