"""Rows of the ministry's list of licensed enterprises: read, nothing compared yet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from flask_babel import gettext as _

from jobfair.agencies.licence import is_job_service_licence
from jobfair.agencies.licence_listed import Listed, ListedStatus
from jobfair.agencies.queries import list_markets
from jobfair.intake.handling import Ground, Verdict, key_of, refused, without_repeats
from jobfair.intake.kinds import LICENCES
from jobfair.intake.lines import Line
from jobfair.intake.values import read_day
from jobfair.lib.text import clean, fold
from jobfair.models import Market, RowState

_SAID: Final[dict[ListedStatus, tuple[str, ...]]] = {
    "returned": ("nop lai", "tra lai giay phep", "tra giay phep", "cham dut", "returned"),
    "revoked": ("thu hoi", "revoked", "withdrawn"),
    "suspended": ("dinh chi", "tam dung", "tam ngung", "suspended"),
    "licensed": ("hoat dong", "hieu luc", "dang co", "duoc cap", "licensed", "in force", "valid"),
}
"""Status -> folded words of a cell, the stricter first."""

_SEVERAL: Final = re.compile(r"[/;,\n|]|\s{2,}| va | - ")
_EVERY: Final = ("tat ca", "toan bo", "moi thi truong", "every market", "all markets")
_CALLED: Final[dict[str, tuple[str, ...]]] = {
    "TW": ("dai loan",),
    "KR": ("han", "nam han"),
    "CN": ("van nam",),
    "MY": ("malaysia", "ma lai"),
    "ME": ("a rap xe ut", "saudi", "uae", "dubai", "israel", "cac nuoc trung dong"),
    "DE": ("cong hoa lien bang duc",),
    "RO": ("rumani",),
    "HU": ("hungari",),
    "RU": ("nga",),
    "AU": ("uc", "australia"),
    "SEA-CREW": ("thuyen vien tau ca", "thuyen vien tau van tai", "tau ca", "tau van tai"),
}
"""Folded names that lists use beside those of the register."""

_SMALL: Final = frozenset({"thi", "truong", "va", "cac", "nuoc", "market", "markets", "and"})
"""Words beside the names of markets."""

_DATES: Final = ("granted_on", "from_day", "until_day", "document_on")
_LIMITS: Final = {
    "name": 200,
    "licence_number": 40,
    "tax_code": 20,
    "short_name": 80,
    "name_en": 200,
    "head_office": 240,
    "website": 160,
    "document_no": 60,
}


class Wrong(Exception):
    """A cell that cannot be read: its field and the sentence."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field, self.sentence = field, sentence


class Licences:
    """The ministry's list: judging its rows is all that the worker does."""

    only_reads = True

    def judge(self, lines: list[Line], ground: Ground) -> list[Verdict]:
        """Whether each row can be read, and is not there twice."""
        markets = list_markets()
        return without_repeats(lines, [self._one(line, ground, markets) for line in lines])

    def write(self, lines: list[Line], ground: Ground) -> list[Verdict]:
        """Nothing: a list is written whole, the moment somebody says yes (``licence_rules``)."""
        return []

    def _one(self, line: Line, ground: Ground, markets: dict[str, Market]) -> Verdict:
        try:
            row = read_listed(line, markets, from_1904=ground.from_1904)
        except Wrong as wrong:
            return refused(ground, line, wrong.field, wrong.sentence)
        said = fold(row.licence_number) or fold(row.name)
        return Verdict(RowState.NEW, row_key=key_of(LICENCES, ground.batch.id, said))


def read_listed(line: Line, markets: Mapping[str, Market], *, from_1904: bool) -> Listed:
    """One row. Raises Wrong for what cannot be read or is no licence to send people abroad."""
    # Any: texts and days, by the names of the fields.
    texts: dict[str, Any] = {f: clean(line.cells.get(f, ""), n) for f, n in _LIMITS.items()}
    if not fold(texts["name"]):
        raise Wrong("name", _("A row needs the name of the enterprise."))
    if not texts["licence_number"] and not texts["tax_code"]:
        raise Wrong("licence_number", _("A row needs the licence number or the enterprise code."))
    if is_job_service_licence(texts["licence_number"]):
        raise Wrong("licence_number", _("This is a provincial licence for job introduction."))
    texts["tax_code"] = _tax_code(texts["tax_code"])
    status = read_status(line.cells.get("status", ""))
    closed = clean(line.cells.get("markets", ""), 300)
    former = f"{line.cells.get('former', '')} {line.cells.get('note', '')}"
    texts |= {name: _day(line, name, from_1904=from_1904) for name in _DATES}
    return Listed(
        line.row.number,
        **texts,
        phones=tuple(_several(line.cells.get("phone", ""))),
        status=status or ("suspended" if closed else ""),
        markets=_closed(closed, line.cells.get("status", ""), status, markets),
        former=fold(clean(former, 600)),
    )


def _closed(
    closed: str, said: str, status: ListedStatus, markets: Mapping[str, Market]
) -> tuple[str, ...]:
    """The markets of a suspension: from their own cell, else from that of the state."""
    if closed and status in ("suspended", ""):
        return read_markets(closed, markets, alone=True)
    return read_markets(said, markets, alone=False) if status == "suspended" else ()


def _day(line: Line, field: str, *, from_1904: bool) -> date | None:
    try:
        day = read_day(line.cells.get(field, ""), from_1904=from_1904)
    except ValueError:
        raise Wrong(field, _("Write the day as day/month/year.")) from None
    if day is not None and not 1990 <= day.year <= 2099:
        raise Wrong(field, _("Check the year."))
    return day


def _tax_code(text: str) -> str:
    """Ten or thirteen digits; the zero in front that a spreadsheet dropped comes back."""
    digits = re.sub(r"[^0-9]", "", text.removesuffix(".0"))
    if not digits:
        return ""
    if len(digits) == 9:
        digits = f"0{digits}"
    if len(digits) not in (10, 13):
        raise Wrong("tax_code", _("The enterprise code has 10 or 13 digits."))
    return digits if len(digits) == 10 else f"{digits[:10]}-{digits[10:]}"


def read_status(text: str) -> ListedStatus:
    """The status that a cell says; '' for none. "Không bị đình chỉ" says in force."""
    folded = fold(text)
    if not folded:
        return ""
    if any(word in folded for word in ("khong bi", "het dinh chi", "het thoi han dinh chi")):
        return "licensed"
    for status, said in _SAID.items():
        if any(word in folded for word in said):
            return status
    raise Wrong("status", _("Write the state: in force, suspended, revoked or returned."))


def read_markets(text: str, markets: Mapping[str, Market], *, alone: bool) -> tuple[str, ...]:
    """Codes of the markets that a cell names; none when it means every one.

    ``alone``: the cell holds markets and nothing else. Raises Wrong for one that is not known:
    closing every market instead would be a guess.
    """
    left = f" {fold(text)} "
    if any(f" {word} " in left for word in _EVERY):
        return ()
    found: set[str] = set()
    names = [(fold(name), code) for code, market in markets.items() for name in _names(market)]
    for name, code in sorted(names, key=lambda pair: -len(pair[0])):
        if name and f" {name} " in left:
            found.add(code)
            left = left.replace(f" {name} ", "  ")
    unknown = set(left.split()) - _SMALL if alone else {"truong"} & set(left.split()) and not found
    if unknown:
        raise Wrong("markets", _("This market is not known: %(text)s.", text=clean(text, 80)))
    return tuple(code for code in markets if code in found)


def _names(market: Market) -> list[str]:
    return [market.code, market.name_vi, market.name_en, *_CALLED.get(market.code, ())]


def _several(text: str) -> list[str]:
    return [part for raw in _SEVERAL.split(text) if (part := clean(raw, 80))]
