"""Who runs this: department and centre, legal basis, published figures, the last change."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template

from jobfair import page_cache
from jobfair.filters import in_language, province
from jobfair.guide import queries
from jobfair.guide.words import (
    INDICATORS,
    KINDS,
    STATUSES,
    date_words,
    period_words,
    plain_number,
)
from jobfair.lib.phones import show_phone
from jobfair.models import LegalDocument, Programme, Province, Statistic

MINUTE = 60
TOTAL = "*"


@dataclass(frozen=True)
class DocumentLine:
    """A legal document in the list."""

    title: str
    lines: tuple[str, ...]
    kind: str  # of the badge
    status: str


def _document(row: LegalDocument) -> DocumentLine:
    kind, status = STATUSES.get(row.status, ("mind", row.status))
    dates = " – ".join(dict.fromkeys(filter(None, map(date_words, (row.issued, row.effective)))))
    name = f"{KINDS.get(row.kind, row.kind)} {row.number}"
    return DocumentLine(
        name, tuple(filter(None, (row.title_vi, row.relation, dates))), kind, str(status)
    )


@dataclass(frozen=True)
class FigureLine:
    """A published figure: what, when, how many, from where."""

    what: str
    market: str
    when: str
    number: str
    note: str
    source: str


def _figure(row: Statistic, markets: dict[str, str]) -> FigureLine:
    return FigureLine(
        str(INDICATORS.get(row.indicator, row.indicator)),
        "" if row.market_code == TOTAL else markets.get(row.market_code, row.market_code),
        period_words(row.period),
        plain_number(row.value),
        in_language(row, "note"),
        row.source,
    )


def figures_by_area(short_name: str) -> list[tuple[str, list[FigureLine]]]:
    """Area -> figures; the province first, the country last. Never added to anything."""
    markets = {market.code: in_language(market, "name") for market in queries.list_markets()}
    found: dict[str, list[FigureLine]] = {}
    for row in queries.list_statistics():
        found.setdefault(row.area, []).append(_figure(row, markets))
    order = sorted(found, key=lambda area: (area == "Việt Nam", short_name not in area, area))
    return [(area, found[area]) for area in sorted(order, key=lambda area: area != short_name)]


def about_page() -> str:
    """Draw the page."""
    page_cache.keep("guide", seconds=MINUTE)
    row = province()
    documents = [_document(document) for document in queries.list_legal_documents()]
    offices = [
        (office, show_phone(office.phone) if office.phone else "")
        for office in queries.list_province_offices()
    ]
    return render_template(
        "guide/about.html",
        row=row,
        offices=offices,
        documents=documents,
        figures=figures_by_area(row.short_name),
        changed=queries.latest_check((Province, LegalDocument, Statistic, Programme)),
    )
