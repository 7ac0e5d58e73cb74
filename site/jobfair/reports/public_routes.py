"""The figures everybody may read (I10, M3): page, CSV, JSON."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, render_template, request

from jobfair import page_cache
from jobfair.access import public
from jobfair.conferences.queries import market_names
from jobfair.errors import NotFound
from jobfair.language import current_language, one_address
from jobfair.lib.clock import today
from jobfair.machine_files import about_file, csv_file, csv_text, json_file, reader_note
from jobfair.reports import words
from jobfair.reports.public_figures import PublicFigures, read_figures
from jobfair.reports.public_files import COLUMNS, figures_for_json, figures_lines

bp = Blueprint("figures", __name__)

AGE = 600
"""Seconds that the figures may be old: a departure raises no number of the public site."""


@bp.get("/so-lieu")
@public
def index() -> str:
    """Targets and departures by year, country and commune; what was published before."""
    page_cache.keep("guide", seconds=AGE)
    return render_template(
        "reports/public.html",
        figures=_read(),
        words=words,
        market_names=market_names(current_language()),
        note=reader_note(),
    )


@bp.get("/so-lieu.csv")
@public
@one_address
def figures_csv() -> Response:
    """The same numbers, one a line."""
    page_cache.keep("guide", seconds=AGE)
    lines = figures_lines(_read(), bool(current_app.config["DEMO_LOADED"]()))
    return csv_file(csv_text(COLUMNS, lines), "so-lieu.csv")


@bp.get("/so-lieu.json")
@public
@one_address
def figures_json() -> Response:
    """The same numbers for programs."""
    page_cache.keep("guide", seconds=AGE)
    return json_file({**about_file(), **figures_for_json(_read())})


def _read() -> PublicFigures:
    """The figures of ``nam``. Raises NotFound for a year that cannot be."""
    text = request.args.get("nam", "")
    if not text:
        return read_figures(None, market_names(current_language()))
    year = int(text) if text.isdecimal() and text.isascii() and len(text) == 4 else 0
    if not 2000 <= year <= today().year:
        raise NotFound()
    return read_figures(year, market_names(current_language()))
