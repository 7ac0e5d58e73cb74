"""The public pages of job orders."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for

from jobfair import page_cache
from jobfair.access import public
from jobfair.agencies.jsonld import job_posting
from jobfair.agencies.order_public import find_open, get_published
from jobfair.agencies.paging import page_of
from jobfair.agencies.queries import list_markets
from jobfair.agencies.shown import order_lines
from jobfair.filters import in_language
from jobfair.lib.clock import today
from jobfair.lib.text import clean

bp = Blueprint("orders", __name__)

A_PAGE = 20
MINUTE = 60


@bp.get("/don-hang")
@public
def index() -> str:
    """Open orders, by market and by words."""
    q = clean(request.args.get("q", ""), 100)
    markets, day = list_markets(), today()
    asked = request.args.get("thi-truong", "")
    market = asked if asked in markets else None
    if not q:
        page_cache.keep("agencies", "orders", seconds=MINUTE)
    found = find_open(q, market, markets, day)
    page = page_of(len(found), A_PAGE)
    lines = order_lines(found[page.offset : page.offset + A_PAGE], markets, day)
    choices = [(code, in_language(one, "name")) for code, one in markets.items()]
    return render_template(
        "agencies/orders.html", lines=lines, q=q, market=market, choices=choices, page=page
    )


@bp.get("/don-hang/<code>")
@public
def show(code: str) -> str:
    """One published order."""
    page_cache.keep("agencies", "orders", seconds=MINUTE)
    page = get_published(code, list_markets(), today())
    address = url_for("orders.show", code=page.order.code, _external=True)
    data = job_posting(page.order, page.line.market, address) if page.open else None
    return render_template("agencies/order.html", page=page, order=page.order, data=data)
