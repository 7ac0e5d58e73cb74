"""Who runs this: department and centre, legal basis, published figures, the last change."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request

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
from jobfair.language import current_language
from jobfair.lib.phones import show_phone
from jobfair.models import LegalDocument, Office, Programme, Province, Statistic

MINUTE = 60
TOTAL = "*"
COUNTRY = "Việt Nam"


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
    """A published figure: what and when, how many, the note and where it was read."""

    what: str
    number: str
    source: str


def _figure(row: Statistic, markets: dict[str, str]) -> FigureLine:
    parts = [str(INDICATORS.get(row.indicator, row.indicator))]
    if row.market_code != TOTAL:
        parts.append(markets.get(row.market_code, row.market_code))
    parts.append(period_words(row.period))
    source = ". ".join(filter(None, (in_language(row, "note"), row.source)))
    return FigureLine(", ".join(parts), plain_number(row.value), source)


def figures_by_area(short_name: str, *, everything: bool) -> list[tuple[str, list[FigureLine]]]:
    """Area -> figures, the province first, the country last; of the province only unless all.

    They are shown one by one, never added to one another or to this system's cases.
    """
    markets = {market.code: in_language(market, "name") for market in queries.list_markets()}
    found: dict[str, list[FigureLine]] = {}
    for row in queries.list_statistics():
        if everything or row.area == short_name:
            found.setdefault(row.area, []).append(_figure(row, markets))
    order = sorted(found, key=lambda area: (area != short_name, area == COUNTRY, area))
    return [(area, found[area]) for area in order]


def about_page() -> str:
    """Draw the page; ``tat-ca=1`` lists every document and figure."""
    page_cache.keep("guide", seconds=MINUTE)
    row = province()
    everything = request.args.get("tat-ca") == "1"
    basis = queries.list_basis()
    documents = queries.list_legal_documents()
    if not everything:
        documents = [document for document in documents if document.number in basis]
    offices = [
        (office_name(office), office.phone, show_phone(office.phone))
        for office in queries.list_province_offices()
        if office.phone
    ]
    return render_template(
        "guide/about.html",
        row=row,
        offices=offices,
        documents=[_document(document) for document in documents],
        figures=figures_by_area(row.short_name, everything=everything),
        everything=everything,
        changed=queries.latest_check((Province, LegalDocument, Statistic, Programme)),
    )


def office_name(office: Office) -> str:
    """The office's name, in English where it has one and the reader reads English."""
    return office.name_en if current_language() == "en" and office.name_en else office.name
