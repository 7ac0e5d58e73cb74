"""All papers of a programme on one sheet of A4, to take along (A11)."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_babel import gettext as _

from jobfair import page_cache
from jobfair.cases.paper_kinds import PAPER_KINDS
from jobfair.cases.stages import stage_names
from jobfair.errors import NotFound
from jobfair.filters import in_language, province, show_day
from jobfair.guide import queries
from jobfair.guide.told import list_texts, together
from jobfair.guide.words import lower_first
from jobfair.kept import kept_as
from jobfair.language import current_language
from jobfair.lib.clock import today
from jobfair.models import GuideText, PaperRule, Programme
from jobfair.papers.wanted import list_wanted
from jobfair.typesetting import SHEETS, set_pdf

TEMPLATE = SHEETS / "papers.typ"
HOUR = 3600


def paper_sheet(code: str) -> Response:
    """The sheet of a programme as PDF, in the reader's language. Raises NotFound.

    It is set once for each language until a fact changes: what stands behind ``?`` makes no
    new one.
    """
    programme = queries.find_programme(code)
    if programme is None:
        raise NotFound()
    page_cache.keep("guide", seconds=HOUR)
    pdf = kept_as(
        "paper_sheet",
        programme.code,
        sections=("guide",),
        make=lambda: set_pdf(TEMPLATE, sheet_data(programme)),
    )
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="giay-to-{programme.code}.pdf"'
    return answer


# Any: what becomes JSON.
def sheet_data(programme: Programme) -> dict[str, Any]:
    """Everything that stands on the sheet."""
    place, market = province(), queries.get_market(programme.market_code)
    rules, places = list_wanted(programme, today()), _places()
    used = [places[rule.paper] for rule in rules if rule.paper in places]
    source = together([*rules, *used])
    english = current_language() == "en"
    name = lower_first(in_language(programme, "name"))
    return {
        "lang": current_language(),
        "office": place.centre_en if english else place.centre_vi,
        "province": place.name_en if english else place.name,
        "title": _("Papers for going to work abroad"),
        "programme": f"{in_language(market, 'name')}: {name}",
        "hotline": place.hotline,
        "words": _words(),
        "rows": [_row(rule, places.get(rule.paper)) for rule in rules],
        "source": _(
            "Source: %(source)s. Checked on %(day)s. To be checked again by %(again)s.",
            source=source.text,
            day=show_day(source.checked_on),
            again=show_day(source.check_again_on),
        ),
    }


def _places() -> dict[str, GuideText]:
    """Paper -> where one gets it."""
    return {row.subject: row for row in list_texts("paper")}


def _row(rule: PaperRule, place: GuideText | None) -> dict[str, str]:
    kind = PAPER_KINDS.get(rule.paper)
    notes = [in_language(rule, "note")]
    if rule.valid_months:
        notes.append(_("holds for %(months)s months", months=rule.valid_months))
    return {
        "name": str(kind.label) if kind else rule.paper,
        "note": "; ".join(note for note in notes if note),
        "where": in_language(place, "text") if place else _("Ask an officer."),
        "before": stage_names(current_language()).get(rule.needed_before, ""),
    }


def _words() -> dict[str, str]:
    return {
        "paper": _("Paper"),
        "where": _("Where you get it"),
        "before": _("Needed before"),
        "how": _("Tick what you have. Make two copies of each paper. Keep photos on your phone."),
        "free": _("Hand papers to the company only against a receipt. Your passport is yours."),
        "mine": _("Full name: ...................................  Phone: ......................"),
        "call": _("Questions:"),
    }
