"""Which addresses a copy holds, under which file each lies, and the way from file to file."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from jobfair.language import PREFIX, has_one_address

LEFT_OUT_ROOMS = frozenset({"registration", "accounts", "ops"})
"""What needs a person or this very server: slips, forms with steps, staff, health."""
LEFT_OUT = frozenset(
    {
        *("guide.worker", "guide.offline", "guide.manifest", "guide.robots", "guide.sitemap"),
        "open_data.conferences",
        *("complaints.new", "complaints.follow", "complaints.status", "complaints.receipt"),
    }
)
QUERIES = {"trang": r"[1-9]\d{0,3}", "nam": r"\d{4}", "tat-ca": "1"}
"""Questions whose answers are pages of their own: a page of a list, a year, everything."""

CALL_PAGE = "ban-sao"
"""Folder of the page that stands for everything a copy cannot do."""

_SEGMENT = re.compile(r"[^/\0]{1,180}")


@dataclass(frozen=True)
class Address:
    """A page of this site: its path with the language's prefix, and the query that is kept."""

    path: str
    query: str = ""

    @property
    def lang(self) -> str:
        """'en' under /en, else 'vi'."""
        return "en" if self.path == PREFIX or self.path.startswith(f"{PREFIX}/") else "vi"

    def __str__(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


class Places:
    """Reads links of the site at ``base`` (scheme and host)."""

    def __init__(self, app: Flask, base: str) -> None:
        self.app, self.base = app, base.rstrip("/")
        self._rules = app.url_map.bind(urlsplit(self.base).netloc)

    def read(self, link: str, at: Address) -> tuple[Address, str] | None:
        """What a link on a page leads to, and its fragment; None for another site or tel:."""
        whole = urlsplit(urljoin(f"{self.base}{at}", link.strip()))
        if f"{whole.scheme}://{whole.netloc}" != self.base:
            return None
        return Address(unquote(whole.path) or "/", _kept(whole.query)), whole.fragment

    def holds(self, address: Address) -> bool:
        """Whether a copy may hold it: public, the same for everybody, no room that is left out."""
        if address.path.startswith("/static/"):
            return True
        path = address.path.removeprefix(PREFIX) if address.lang == "en" else address.path
        try:
            endpoint, _values = self._rules.match(path or "/", method="GET")
        except (HTTPException, RequestRedirect):
            return False
        if address.lang == "en" and has_one_address(self.app, endpoint):
            return False
        view = self.app.view_functions[endpoint]
        room = str(endpoint).partition(".")[0]
        open_to_all = getattr(view, "access", None) == "public"
        return open_to_all and room not in LEFT_OUT_ROOMS and endpoint not in LEFT_OUT


def _kept(query: str) -> str:
    """The query where it names a page of its own, else ''."""
    pairs = parse_qsl(query, keep_blank_values=True)
    if len(pairs) != 1 or pairs[0][0] not in QUERIES:
        return ""
    name, value = pairs[0]
    return f"{name}={value}" if re.fullmatch(QUERIES[name], value) else ""


def file_of(address: Address, *, page: bool) -> str:
    """The file's path inside the copy; pages are index.html of their own folder.

    Raises ValueError for a path that cannot be a file.
    """
    parts = [part for part in address.path.split("/") if part]
    if any(part in {".", ".."} or not _SEGMENT.fullmatch(part) for part in parts):
        raise ValueError(address.path)
    query = address.query.replace("=", "-")
    if page:
        return "/".join(filter(None, (*parts, query, "index.html")))
    stem, dot, ending = parts[-1].rpartition(".")
    if query and dot:
        parts[-1] = f"{stem}-{query}.{ending}"
    return "/".join(parts)


def call_page(lang: str) -> str:
    """The file that stands for what is left out."""
    return f"en/{CALL_PAGE}/index.html" if lang == "en" else f"{CALL_PAGE}/index.html"


def way(from_file: str, to_file: str, fragment: str = "") -> str:
    """The relative link from one file of the copy to another."""
    path = quote(posixpath.relpath(to_file, posixpath.dirname(from_file) or "."))
    return f"{path}#{fragment}" if fragment else path
