"""The words of a part of a page, as a person reads them aloud, and a hash of them."""

from __future__ import annotations

import hashlib
import re
from html.parser import HTMLParser

from jobfair.lib.text import nfc

_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "cite", "code", "em", "i", "q", "s", "small", "span", "strong", "sub"}
    | {"sup", "time", "u", "wbr"}
)
"""Elements in which a line goes on; every other begins a new one."""
_VOID = frozenset({"input", "br", "img", "hr", "wbr", "meta", "link"})
_SILENT = frozenset({"select", "textarea", "svg", "script", "style", "button", "audio"})
_SILENT_CLASSES = frozenset({"error", "summary", "listen", "source"})
UNREAD = "data-unread"
"""Marks what differs from reader to reader: communes near by, a day, a name."""


class _Words(HTMLParser):
    """Gathers the visible text; what is inside a silent element is passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._open: list[bool] = []  # for each open element: is it silent?

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note whether the element is read."""
        self._break(tag)
        if tag in _VOID:
            return
        given = dict(attrs)
        classes = set((given.get("class") or "").split())
        silent = tag in _SILENT or bool(classes & _SILENT_CLASSES) or UNREAD in given
        self._open.append(silent)

    def handle_endtag(self, tag: str) -> None:
        """One element less."""
        if tag not in _VOID and self._open:
            self._open.pop()
            self._break(tag)

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        if not any(self._open):
            self.parts.append(re.sub(r"\s+", " ", data))

    def _break(self, tag: str) -> None:
        self.parts.append(" " if tag in _INLINE else "\n")


def words_of(html: str) -> str:
    """Give the words of well formed HTML, a line for each paragraph, heading or row.

    Choices of lists and errors are left out.
    """
    parser = _Words()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return nfc("\n".join(filter(None, lines)))


def hash_of(words: str) -> str:
    """Give SHA-256 of the words, in hexadecimal: other words, another recording.

    Where a line ends is no word: it changes nothing.
    """
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()
