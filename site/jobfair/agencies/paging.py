"""Which page of a list (``?trang=2``), and the addresses beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, url_for


@dataclass(frozen=True)
class Paged:
    """A page of a list: number from 1, how many there are, rows before it, rows in all."""

    number: int
    pages: int
    offset: int
    total: int

    def _address(self, number: int) -> str | None:
        if not 1 <= number <= self.pages:
            return None
        # Any: url_for's own signature.
        kept: dict[str, Any] = {
            key: value for key, value in request.args.items() if key != "trang" and value
        }
        if number > 1:
            kept["trang"] = str(number)
        return url_for(request.endpoint or "", **(request.view_args or {}), **kept)

    @property
    def previous_url(self) -> str | None:
        """The page before, or None."""
        return self._address(self.number - 1)

    @property
    def next_url(self) -> str | None:
        """The page after, or None."""
        return self._address(self.number + 1)


def page_of(total: int, size: int) -> Paged:
    """The page the address asks for, the nearest one where it asks for none or too much."""
    asked = request.args.get("trang", "1")
    wanted = int(asked) if asked.isdecimal() and asked.isascii() and len(asked) < 7 else 1
    pages = max(-(-total // size), 1)
    number = min(max(wanted, 1), pages)
    return Paged(number, pages, (number - 1) * size, total)
