"""Files about the site for machines: robots.txt, sitemap.xml, the web manifest."""

from __future__ import annotations

from datetime import date

from flask import Response, render_template, request, url_for

from jobfair import page_cache
from jobfair.agencies.queries import list_open_orders, list_public_bodies
from jobfair.agencies.warning_queries import list_warnings
from jobfair.conferences.queries import list_open, market_names
from jobfair.config import ROOT
from jobfair.language import PREFIX

PAGES = (
    "guide.home",
    "conferences.index",
    "agencies.index",
    "agencies.check_it",
    "orders.index",
    "guide.markets",
    "guide.compare",
    "guide.self_check",
    "guide.costs",
    "search.index",
    "figures.index",
    "open_data.index",
    "guide.support",
    "guide.family",
    "guide.abroad",
    "guide.back",
    "guide.about",
    "warnings.index",
    "complaints.new",
    "privacy.notice",
    "registration.call_back",
)
"""Public pages without an argument; the slip is nobody's to find."""

CLOSED = ("/can-bo", *(f"{at}{path}" for at in ("", PREFIX) for path in ("/phieu", "/phan-anh/")))


def robots_file() -> Response:
    """What search engines leave alone: staff, slips, what somebody reported."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), ""]
    lines += [f"Sitemap: {url_for('guide.sitemap', _external=True)}", ""]
    return Response("\n".join(lines), mimetype="text/plain")


def sitemap_file() -> Response:
    """Every public page in both languages (sitemaps.org, hreflang by xhtml:link)."""
    page_cache.keep("conferences", "agencies", "orders", "guide", seconds=60)
    paths: list[tuple[str, date | None]] = [(url_for(page), None) for page in PAGES]
    paths += [(url_for("conferences.show", slug=c.slug), c.checked_on) for c in list_open()]
    paths += [(url_for("agencies.show", slug=b.slug), b.checked_on) for b in list_public_bodies()]
    paths += [(url_for("warnings.show", slug=w.slug), w.checked_on) for w in list_warnings()]
    paths += [(url_for("orders.show", code=o.code), o.checked_on) for o in list_open_orders()]
    paths += [(url_for("guide.market", code=code), None) for code in market_names("vi")]
    host = request.host_url.rstrip("/")
    text = render_template("guide/sitemap.xml", paths=paths, host=host, prefix=host + PREFIX)
    return Response(text, mimetype="application/xml")


def manifest_file() -> Response:
    """The web manifest under the address that browsers and checks expect."""
    page_cache.keep("guide", seconds=60)
    text = (ROOT / "static" / "site.webmanifest").read_text(encoding="utf-8")
    return Response(text, mimetype="application/manifest+json")
