"""The register as a list: by words, by state of the licence, by market, by who is introduced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask_babel import lazy_gettext as _l

from jobfair.agencies import queries
from jobfair.agencies.paging import Paged, page_of
from jobfair.agencies.shown import BodyLine, body_line
from jobfair.agencies.words import Names, market_name
from jobfair.lib.text import clean

STATES: Final[dict[str, object]] = {
    "con-hieu-luc": _l("Licence in force"),
    "dinh-chi": _l("Suspended, for all or some markets"),
    "khong-con": _l("No licence any more"),
}
"""What may be asked of the licence, in the address -> words."""

LONGEST: Final = 100  # characters of a question


@dataclass(frozen=True)
class Wanted:
    """What the address asks for; '' and False ask for nothing."""

    q: str = ""
    state: str = ""
    market: str = ""
    introduced: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether more than words is asked for."""
        return bool(self.state or self.market or self.introduced)

    def takes(self, line: BodyLine, markets: list[str]) -> bool:
        """Whether a body is wanted, which works in these markets."""
        status = line.status
        partly = bool(status.suspended_markets)
        holds = {
            "": True,
            "con-hieu-luc": status.in_force,
            "dinh-chi": status.status == "suspended" or partly,
            "khong-con": status.status in ("revoked", "returned", "none"),
        }[self.state]
        in_market = not self.market or self.market in markets
        return holds and in_market and (line.introduced or not self.introduced)


def read_wanted(args: Mapping[str, str], markets: Names) -> Wanted:
    """Read the address; what it cannot mean asks for nothing."""
    state, market = args.get("tinh-trang", ""), args.get("thi-truong", "")
    return Wanted(
        clean(args.get("q", ""), LONGEST),
        state if state in STATES else "",
        market if market in markets else "",
        args.get("gioi-thieu") == "1",
    )


def list_lines(
    wanted: Wanted, markets: Names, day: date, size: int
) -> tuple[list[BodyLine], Paged]:
    """The page of bodies that the address asks for, by name, and where it stands.

    Words alone are found by the database; the state of a licence follows from its history, so
    whoever asks for one has every body of these words looked at.
    """
    if not wanted.narrowed:
        page = page_of(queries.count_public_bodies(wanted.q), size)
        bodies = queries.list_public_bodies(wanted.q, limit=size, offset=page.offset)
        return [body_line(body, day, markets) for body in bodies], page
    works = queries.list_body_markets() if wanted.market else {}
    lines = [
        line
        for body in queries.list_public_bodies(wanted.q)
        if wanted.takes(line := body_line(body, day, markets), works.get(body.id, []))
    ]
    page = page_of(len(lines), size)
    return lines[page.offset : page.offset + size], page


def asked_of(markets: Names) -> dict[str, list[tuple[str, object]]]:
    """What each filter offers: value and words."""
    return {
        "state": list(STATES.items()),
        "market": [(code, market_name(markets, code)) for code in markets],
    }
