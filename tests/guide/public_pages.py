"""Every public page a worker may read, as plain HTTP: the browser's list and each programme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lxml.html import HtmlElement

from tests.browser.pages import PUBLIC
from tests.guide.test_markets import MARKETS, PROGRAMMES

ADDRESSES = tuple(
    dict.fromkeys(
        [*PUBLIC, "/ngoai-tuyen", *(f"/thi-truong/{code}" for code in [*MARKETS, *PROGRAMMES])]
    )
)
_BLOCKS = frozenset(
    {
        *("p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "th", "td", "caption", "div", "section"),
        *("article", "main", "header", "footer", "nav", "label", "legend", "fieldset", "button"),
        *("summary", "option", "blockquote", "figcaption", "b", "small", "br"),
    }
)
_SILENT = frozenset({"script", "style", "svg", "select", "template"})


@cache
def _spaces() -> re.Pattern[str]:
    return re.compile(r"\s+")


def lines(element: HtmlElement) -> Iterator[str]:
    """The visible text, one piece a block; what belongs to a source or a code is left out."""
    text: list[str] = []
    _gather(element, text)
    for line in "".join(text).split("\n"):
        if squeezed := _spaces().sub(" ", line).strip():
            yield squeezed


def _gather(element: HtmlElement, text: list[str]) -> None:
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return
    if "source" in (element.get("class") or "").split() or "data-unread" in element.attrib:
        return
    block = element.tag in _BLOCKS
    if block:
        text.append("\n")
    text.append(element.text or "")
    for child in element:
        _gather(child, text)
        text.append(child.tail or "")
    if block:
        text.append("\n")
