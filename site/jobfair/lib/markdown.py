"""Markdown of the province's own texts, drawn with a closed set of tags.

HTML in the text is text: nothing that is typed becomes a tag. Headings begin below the page's
own (h3), links lead to http(s), a phone, an e-mail or a page of this site, pictures and
everything else stays text. ``TAGS`` is all that can come out.
"""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

TAGS: Final = frozenset({"p", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "br"})
_RULES: Final = ("heading", "list", "emphasis", "link", "newline", "escape", "entity")
_FIRST_HEADING, _LAST_HEADING = 3, 4
_SCHEMES: Final = frozenset({"http", "https", "tel", "mailto"})


def _may_lead_to(address: str) -> bool:
    """Whether a link may go there: our own pages by their path, others by a known scheme."""
    if address.startswith("//") or "\\" in address:
        return False
    try:
        scheme = urlsplit(address).scheme.casefold()
    except ValueError:
        return False
    return scheme in _SCHEMES or (not scheme and address.startswith(("/", "#")))


class _Renderer(RendererHTML):
    """Draws only what ``TAGS`` names; any other token falls back to its words."""

    # Any: the library's own signature.
    def render(
        self, tokens: Sequence[Token], options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        """Draw the tokens after each was looked at."""
        _order_headings([token for token in tokens if token.type.startswith("heading_")])
        for token in tokens:
            token.attrs = {}
            _tame_links([child for child in token.children or () if child.tag == "a"])
        return str(super().render(tokens, options, env))


def _order_headings(ends: Sequence[Token]) -> None:
    """However many signs stand before it, the first heading is h3, and none is left out."""
    highest: int | None = None
    for token in ends:
        level = int(token.tag[1])
        highest = level if highest is None else min(highest, level)
        token.tag = f"h{_LAST_HEADING if level > highest else _FIRST_HEADING}"


def _tame_links(ends: Sequence[Token]) -> None:
    """Beginnings and ends of links in turn: one that leads nowhere is only its words."""
    for begin, end in zip(ends[::2], ends[1::2], strict=True):
        address = str(begin.attrs.get("href", ""))
        begin.hidden = end.hidden = not address
        begin.attrs = {"href": address}
        if address.casefold().startswith(("http://", "https://")):
            begin.attrs["rel"] = "nofollow noopener"


def _make() -> MarkdownIt:
    reader = MarkdownIt("zero", {"html": False, "breaks": True}, renderer_cls=_Renderer)
    reader.enable(list(_RULES))
    reader.validateLink = _may_lead_to  # type: ignore[method-assign, assignment]
    return reader


_READER: Final = _make()


def draw(text: str) -> str:
    """Give HTML of a text in markdown: safe to stand in a page as it is.

    A single line break in the text is one in the page: people write as in a message.
    """
    return str(_READER.render(text)).strip()
