"""A page of the site made into a page of the copy: relative links, no forms, no scripts."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from html.parser import HTMLParser

from jobfair.language import LANGUAGES

LINKS = frozenset({"href", "src", "poster"})
DROPPED_RELS = frozenset({"manifest"})
LIVE_RELS = frozenset({"canonical"})

Attributes = list[tuple[str, str | None]]
Link = Callable[[str], str]
"""Takes a link as it stands on the page, gives it as it stands in the copy."""


class _Reader(HTMLParser):
    """Gives every tag to ``tag`` and everything else as it is to ``text``."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)

    def text(self, raw: str) -> None:
        """Anything that is no tag, as it stands."""

    def tag(self, name: str, attributes: Attributes, closed: bool) -> None:
        """A tag that opens, or opens and closes."""

    def end(self, name: str) -> None:
        """A tag that closes."""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.tag(tag, attrs, False)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.tag(tag, attrs, True)

    def handle_endtag(self, tag: str) -> None:
        self.end(tag)

    def handle_data(self, data: str) -> None:
        self.text(data)

    def handle_entityref(self, name: str) -> None:
        self.text(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.text(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self.text(f"<!{decl}>")


class _Links(_Reader):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def tag(self, name: str, attributes: Attributes, closed: bool) -> None:
        if not _dropped(name, dict(attributes)):
            self.found += [value for key, value in attributes if key in LINKS and value]


class _Rewriter(_Reader):
    def __init__(self, link: Link, band: str, panel: str, live: bool) -> None:
        super().__init__()
        self._link, self._band, self._panel, self._live = link, band, panel, live
        self._out: list[str] = []
        self._inside = ""  # the form or script that is being left out

    def whole(self) -> str:
        """The page so far."""
        return "".join(self._out)

    def text(self, raw: str) -> None:
        if not self._inside:
            self._out.append(raw)

    def tag(self, name: str, attributes: Attributes, closed: bool) -> None:
        if self._inside:
            return
        values = dict(attributes)
        if name == "form":
            self._inside = name
            self._out.append(self._panel)
            return
        if _dropped(name, values) or (not self._live and _of_the_live_site(name, values)):
            self._inside = name if name == "script" else ""
            return
        self._out.append(_drawn(name, self._changed(name, attributes), closed))
        if name == "main":
            self._out.append(self._band)

    def end(self, name: str) -> None:
        if self._inside:
            self._inside = "" if name == self._inside else self._inside
            return
        self._out.append(f"</{name}>")

    def _changed(self, name: str, attributes: Attributes) -> Attributes:
        values = dict(attributes)
        if name == "link" and _of_the_live_site(name, values):
            return attributes
        return [
            (key, self._link(value) if key in LINKS and value else value)
            for key, value in attributes
            if not key.startswith("data-hx-")
        ]


def _dropped(name: str, values: dict[str, str | None]) -> bool:
    """Scripts, but for data; what only a script or an installed page would read."""
    if name == "script":
        return values.get("type") != "application/ld+json"
    if name == "link":
        return values.get("rel") in DROPPED_RELS
    return name == "meta" and values.get("name") == "htmx-config"


def _of_the_live_site(name: str, values: dict[str, str | None]) -> bool:
    """What names the page's address where it is kept alive."""
    if name == "link":
        return values.get("rel") in LIVE_RELS or values.get("hreflang") in LANGUAGES
    return name == "meta" and values.get("property") == "og:url"


def _drawn(name: str, attributes: Attributes, closed: bool) -> str:
    parts = [name]
    parts += [key if value is None else f'{key}="{escape(value)}"' for key, value in attributes]
    return f"<{' '.join(parts)}{'/' if closed else ''}>"


def links_of(page: str) -> list[str]:
    """Every link of a page, as it stands there."""
    reader = _Links()
    reader.feed(page)
    reader.close()
    return reader.found


def rewrite(page: str, link: Link, *, band: str, panel: str, live: bool) -> str:
    """The page for the copy.

    ``band`` is put at the head of the main part, ``panel`` in the place of each form. ``live``:
    the address of the living site is known, so it stays named as the page's own.
    """
    rewriter = _Rewriter(link, band, panel, live)
    rewriter.feed(page)
    rewriter.close()
    return rewriter.whole()
