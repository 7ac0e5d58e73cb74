"""The overstay radar and its limits. Staff only; no page of the public reads these numbers."""

from __future__ import annotations

from decimal import Decimal

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair.abroad.blueprint import bp
from jobfair.abroad.pages import answer_form, choice, percent
from jobfair.abroad.radar import ALL, list_limits, list_programmes, read_radar, set_limit
from jobfair.abroad.return_forms import LimitForm
from jobfair.abroad.settings import near_percent, small_cell
from jobfair.access import Permission, requires, signed_in
from jobfair.agencies.fields import choices_of
from jobfair.cases.attempts import Answer
from jobfair.cases.settings import end_tolerance_days
from jobfair.conferences.queries import market_names
from jobfair.filters import in_language
from jobfair.geography import commune_names
from jobfair.language import current_language
from jobfair.lib.clock import today


@bp.get("/can-bo/o-nuoc-ngoai/canh-bao")
@requires(Permission.SEE_BOARD)
def radar() -> str:
    """Who left the employer or stayed on, by commune, against the limits."""
    actor, names = signed_in(), market_names(current_language())
    market = choice("nuoc", names, ALL)
    lines, total = read_radar(market, today(), actor.scope)
    return render_template(
        "abroad/radar.html",
        lines=lines,
        percent=percent,
        total=total,
        market=market,
        market_names=names,
        communes=commune_names(),
        scope=actor.scope,
        limits=list_limits(),
        tolerance=end_tolerance_days(),
        near=near_percent(),
        least=small_cell(),
        programmes={row.code: in_language(row, "name") for row in list_programmes()},
    )


@bp.route("/can-bo/o-nuoc-ngoai/canh-bao/nguong", methods=["GET", "POST"])
@requires(Permission.SET_LIMITS)
def limits() -> Answer:
    """Set a limit for a market or one of its programmes, with its source."""
    actor, form = signed_in(), LimitForm()
    names = market_names(current_language())
    programmes = {row.code: in_language(row, "name") for row in list_programmes()}
    form.market.choices = choices_of({ALL: _l("All markets"), **names})
    form.programme.choices = choices_of({"": _l("All programmes of the market"), **programmes})
    if not form.is_submitted():
        form.market.data = request.args.get("nuoc", ALL)

    def act() -> object:
        rate, count = form.rate_percent.data, form.people.data
        return set_limit(
            str(form.market.data),
            str(form.programme.data or ""),
            Decimal(rate) if rate is not None else None,
            int(count) if count is not None else None,
            form.source.data,
            by=actor,
        )

    return answer_form(
        "abroad/limits.html",
        form,
        act,
        lambda: _("The limit is recorded."),
        lambda: url_for("abroad.radar"),
        limits=list_limits(),
        percent=percent,
        market_names=names,
        programmes=programmes,
    )
