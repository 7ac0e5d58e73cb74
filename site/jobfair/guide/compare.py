"""Two programmes side by side, line by line (A5)."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request
from flask_babel import gettext as _

from jobfair import page_cache
from jobfair.agencies.order_page import programme_choices
from jobfair.filters import in_language, show_day
from jobfair.guide import queries
from jobfair.guide.programme_parts import cost_lines, parts_of
from jobfair.guide.programmes import cap_lines, condition_facts
from jobfair.guide.told import Source, together
from jobfair.guide.words import income_line, lower_first
from jobfair.lib.clock import today
from jobfair.models import Programme

MINUTE = 60
LONGEST = 40  # characters of a code that are looked at


@dataclass(frozen=True)
class Column:
    """One of the two: its code, its name, what it says line by line."""

    code: str
    name: str
    short: str  # stands before each of its lines on a phone
    lines: list[tuple[str, str]]


def compare_page() -> str:
    """Draw the choice of two programmes (``a``, ``b``), and both once they are known."""
    page_cache.keep("guide", seconds=MINUTE)
    asked = [request.args.get(name, "")[:LONGEST] for name in ("a", "b")]
    found = [queries.find_programme(code) for code in asked]
    both = [programme for programme in found if programme is not None]
    same = len({programme.market_code for programme in both}) == 1
    columns = [_column(programme, same=same) for programme in both] if len(both) == 2 else []
    return render_template(
        "guide/compare.html",
        choices=programme_choices(),
        asked=asked,
        columns=columns,
        rows=_rows(columns),
        source=_source(both) if columns else None,
    )


def _rows(columns: list[Column]) -> list[tuple[str, str, str]]:
    """Heading, what the first says, what the second says; lines that neither has are left out."""
    if not columns:
        return []
    first, second = (column.lines for column in columns)
    rows = [(head, one, other) for (head, one), (_head, other) in zip(first, second, strict=True)]
    return [row for row in rows if row[1] or row[2]]


def _column(programme: Programme, *, same: bool) -> Column:
    """``same``: both are of one market, so that its name would not tell them apart."""
    day = today()
    caps, parts = cap_lines(programme, day), parts_of(programme)
    market = in_language(queries.get_market(programme.market_code), "name")
    told = " ".join(parts.work.lines) if parts.work else ""
    until = show_day(programme.accepts_until)
    money = [
        (_("Pay"), income_line([programme]) or in_language(programme, "income")),
        (_("Cost before you leave"), in_language(programme, "cost")),
        (_("The company may take"), " ".join(caps.allowed) or _("Nothing.")),
        (_("It may not take"), " ".join(caps.forbidden)),
        *((head, text) for head, text, _source in cost_lines(programme)[0]),
        (_("The employer pays"), in_language(programme, "employer_pays")),
    ]
    ends = [(_("Takes people until"), until or _("No end is known."))]
    lines = [*money, *condition_facts(programme), (_("The work and the weather"), told), *ends]
    own = in_language(programme, "name")
    return Column(programme.code, f"{market}: {lower_first(own)}", own if same else market, lines)


def _source(programmes: list[Programme]) -> Source:
    return together(programmes)
