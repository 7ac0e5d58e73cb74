"""Targets and figures: the board of the communes, the people behind a number, conferences."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from jobfair import audit
from jobfair.access import Permission, requires, signed_in
from jobfair.cases.doubts import BRING, DOUBTS
from jobfair.cases.stages import stage_names
from jobfair.conferences.queries import market_names
from jobfair.geography import commune_names
from jobfair.language import current_language
from jobfair.lib.clock import today
from jobfair.reports import counts, words
from jobfair.reports.behind import list_behind, read_group
from jobfair.reports.board import read_board
from jobfair.reports.conferences import read_outcome

bp = Blueprint("reports", __name__)

SHOWN = ("name", "birth_year", "commune", "stage", "exit")
"""Fields of a person that the list behind a number shows, for the audit."""


@bp.route("/can-bo/bao-cao", methods=["GET"])
@requires(Permission.SEE_BOARD)
def board() -> str:
    """Targets beside departures, by commune; numbers only, so no view of a person."""
    scope = signed_in().scope
    found = read_board(_year(), scope)
    return render_template(
        "reports/board.html",
        board=found,
        scope=scope,
        counts=counts,
        words=words,
        market_names=market_names(current_language()),
    )


@bp.route("/can-bo/bao-cao/nguoi", methods=["GET"])
@requires(Permission.SEE_BOARD)
def people() -> str:
    """The people whom a number of the board counts, as far as the reader answers for them."""
    actor = signed_in()
    group = read_group(request.args.get("nhom", "departed"))
    year, commune = _year() or today().year, request.args.get("xa", "")[:5]
    found = list_behind(group, year, commune, actor.scope, _number("trang") or 1)
    shown = [row.person_id for row in found.rows]
    audit.record_view(actor, "view.report", "report", person_ids=shown, fields=SHOWN)
    lang = current_language()
    return render_template(
        "reports/people.html",
        group=group,
        year=year,
        commune=commune,
        found=found,
        words=words,
        stage_names=stage_names(lang),
        market_names=market_names(lang),
    )


@bp.route("/can-bo/bao-cao/hoi-nghi", methods=["GET"])
@requires(Permission.SEE_BOARD)
def conferences() -> str:
    """What came of the year's conferences, what holds people back; numbers only."""
    return render_template(
        "reports/conferences.html",
        outcome=read_outcome(_year(), signed_in().scope),
        doubts=DOUBTS,
        bring=BRING,
        communes=commune_names(),
    )


def _year() -> int | None:
    """The year of the address; None for none that can be."""
    year = _number("nam")
    return year if year is not None and 2000 <= year <= today().year else None


def _number(name: str) -> int | None:
    """A whole number of the address, of at most four digits; None for anything else."""
    text = request.args.get(name, "")
    return int(text) if text.isdecimal() and text.isascii() and 0 < len(text) < 5 else None
