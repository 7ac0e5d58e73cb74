"""The register of sending bodies as everybody reads it, and "is it real?" (B1-B4, B13)."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for

from jobfair import page_cache
from jobfair.access import public
from jobfair.agencies import queries
from jobfair.agencies.branches import list_branches
from jobfair.agencies.check_queries import check, last_checked
from jobfair.agencies.jsonld import organization
from jobfair.agencies.licence import PROVINCIAL_LETTERS
from jobfair.agencies.listing import LONGEST, asked_of, list_lines, read_wanted
from jobfair.agencies.misses import note_miss
from jobfair.agencies.register_csv import register_file, register_rows
from jobfair.agencies.shown import body_page, days_between
from jobfair.agencies.track import standing_of
from jobfair.agencies.verdict import NOT_FOUND
from jobfair.agencies.verdict_words import answer_of
from jobfair.language import one_address
from jobfair.lib.clock import today
from jobfair.lib.text import clean
from jobfair.machine_files import about_file, csv_file, json_file

bp = Blueprint("agencies", __name__)

A_PAGE = 30
MINUTE = 60


@bp.get("/doanh-nghiep")
@public
def index() -> str:
    """The list, found by name or licence number without accents, narrowed by state and market."""
    markets = queries.list_markets()
    wanted = read_wanted(request.args, markets)
    if not wanted.q:
        page_cache.keep("agencies", "orders", seconds=MINUTE)
    lines, page = list_lines(wanted, markets, today(), A_PAGE)
    return render_template(
        "agencies/index.html",
        lines=lines,
        wanted=wanted,
        asked=asked_of(markets),
        page=page,
        provincial=PROVINCIAL_LETTERS,
    )


@bp.get("/doanh-nghiep/<slug>")
@public
def show(slug: str) -> str:
    """One body: licence, history, contacts, open orders."""
    body = queries.get_public_body(slug)
    page_cache.keep("agencies", "orders", seconds=MINUTE)
    day = today()
    contacts = queries.list_contacts([body.id], day).get(body.id, [])
    orders = queries.list_open_orders(day, body_id=body.id)
    page = body_page(body, contacts, orders, queries.list_markets(), day)
    address = url_for("agencies.show", slug=slug, _external=True)
    return render_template(
        "agencies/show.html",
        body=body,
        page=page,
        standing=standing_of(body.id),
        branches=list_branches(body.id, day),
        days_between=days_between,
        data=organization(body, page.phones, address),
    )


@bp.get("/kiem-tra")
@public
def check_it() -> str:
    """The answer to a question, or what may be asked. An address that can be kept."""
    q = clean(request.args.get("q", ""), LONGEST)
    if not q:
        page_cache.keep("agencies")
        return render_template("agencies/check.html", q="", answer=None)
    verdict = check(q)
    if verdict.why in NOT_FOUND:
        note_miss(q)
    answer = answer_of(verdict, today(), queries.list_markets())
    return render_template("agencies/check.html", q=q, answer=answer, checked=last_checked())


@bp.get("/doanh-nghiep.csv")
@public
@one_address
def register_csv() -> Response:
    """The register as a file."""
    page_cache.keep("agencies", "orders", seconds=MINUTE)
    return csv_file(register_file(today()), "doanh-nghiep.csv")


@bp.get("/doanh-nghiep.json")
@public
@one_address
def register_json() -> Response:
    """The same register for programs."""
    page_cache.keep("agencies", "orders", seconds=MINUTE)
    rows = register_rows(today())
    return json_file({**about_file(), "total": len(rows), "agencies": rows})
