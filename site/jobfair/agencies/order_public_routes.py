"""The public pages of job orders."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for

from jobfair import page_cache
from jobfair.access import public
from jobfair.agencies.jsonld import job_posting
from jobfair.agencies.order_list import make_list
from jobfair.agencies.order_public import get_published
from jobfair.agencies.order_search import read_wish
from jobfair.agencies.queries import list_markets
from jobfair.lib.clock import today

bp = Blueprint("orders", __name__)

MINUTE = 60


@bp.get("/don-hang")
@public
def index() -> str:
    """Open orders, by what somebody can and wishes, and by words."""
    markets = list_markets()
    wish = read_wish(request.args, markets)
    if not wish.q:
        page_cache.keep("agencies", "orders", seconds=MINUTE)
    return render_template("agencies/orders.html", list=make_list(wish, markets))


@bp.get("/don-hang/<code>")
@public
def show(code: str) -> str:
    """One published order."""
    page_cache.keep("agencies", "orders", seconds=MINUTE)
    page = get_published(code, list_markets(), today())
    address = url_for("orders.show", code=page.order.code, _external=True)
    data = job_posting(page.order, page.line.market, address) if page.open else None
    return render_template("agencies/order.html", page=page, order=page.order, data=data)
