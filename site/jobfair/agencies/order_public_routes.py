"""The public pages of job orders."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for

from jobfair import page_cache
from jobfair.access import public
from jobfair.agencies.jsonld import job_posting
from jobfair.agencies.order_files import A_PAGE as A_FILE
from jobfair.agencies.order_files import COLUMNS, list_for_files, order_rows
from jobfair.agencies.order_list import make_list
from jobfair.agencies.order_public import get_published
from jobfair.agencies.order_search import read_wish
from jobfair.agencies.paging import page_of
from jobfair.agencies.queries import list_markets
from jobfair.errors import NotFound
from jobfair.language import one_address
from jobfair.lib.clock import today
from jobfair.machine_files import about_file, csv_file, csv_text, json_file
from jobfair.models import JobOrder

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


def _for_files() -> list[JobOrder]:
    """Open orders of ``thi-truong``. Raises NotFound for a market that is none."""
    market = request.args.get("thi-truong") or None
    if market is not None and market not in list_markets():
        raise NotFound()
    page_cache.keep("agencies", "orders", seconds=MINUTE)
    return list_for_files(today(), market)


@bp.get("/don-hang.csv")
@public
@one_address
def orders_csv() -> Response:
    """Open orders as a file, all of them."""
    return csv_file(csv_text(COLUMNS, order_rows(_for_files())), "don-hang.csv")


@bp.get("/don-hang.json")
@public
@one_address
def orders_json() -> Response:
    """Open orders for programs, so many a page; ``next`` is the address of the next one."""
    found = _for_files()
    page = page_of(len(found), A_FILE)
    rows = order_rows(found[page.offset : page.offset + A_FILE])
    following = page.next_url and request.host_url.rstrip("/") + page.next_url
    items = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    return json_file({**about_file(), "total": page.total, "next": following, "orders": items})
