"""The page of results: groups in words, addresses, what to try when nothing fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from jobfair.agencies.paging import Paged, page_of
from jobfair.language import current_language
from jobfair.lib.clock import now
from jobfair.search.entries import KINDS, Entry, Kind
from jobfair.search.finding import Group, find, read_question
from jobfair.search.sources import SOURCES

FEW = 4  # of a group beside others
MANY = 20  # of one group alone
DIGITS = 6  # from so many on a question may be a number to check

NAMES: dict[Kind, object] = {
    "conference": _l("Conferences"),
    "order": _l("Job orders"),
    "agency": _l("Sending bodies"),
    "warning": _l("Warnings"),
    "market": _l("Markets and programmes"),
    "commune": _l("Communes and wards"),
    "page": _l("Pages of this site"),
}
_KEYS: dict[Kind, str] = {
    "conference": "hoi-nghi",
    "order": "don-hang",
    "agency": "doanh-nghiep",
    "warning": "canh-bao",
    "market": "thi-truong",
    "commune": "xa",
    "page": "trang-viet",
}
"""Kind -> its word in the address."""

_PAGES: dict[Kind, tuple[str, str]] = {
    "conference": ("conferences.show", "slug"),
    "order": ("orders.show", "code"),
    "agency": ("agencies.show", "slug"),
    "warning": ("warnings.show", "slug"),
    "market": ("guide.market", "code"),
    "commune": ("conferences.index", "xa"),
}
"""Kind -> endpoint of a thing's page, and the argument its value is."""


def address_of(entry: Entry) -> str:
    """The address of a thing's page in the reader's language."""
    if entry.kind == "page":
        return url_for(entry.value)
    endpoint, argument = _PAGES[entry.kind]
    # Any: url_for's own signature.
    values: dict[str, Any] = {argument: entry.value}
    return url_for(endpoint, **values)


@dataclass(frozen=True)
class GroupShown:
    """A group as the page shows it; ``more_url`` leads to all of it."""

    key: str
    name: str
    rows: Sequence[tuple[Entry, str]]
    total: int
    more_url: str | None


@dataclass(frozen=True)
class SearchPage:
    """A question with its groups; ``alone`` is the page of one group."""

    typed: str
    groups: Sequence[GroupShown]
    total: int
    alone: Paged | None
    looks_like_number: bool


def search_page(args: Mapping[str, str], synonyms: Mapping[str, tuple[str, ...]]) -> SearchPage:
    """Answer ``q``, narrowed to one kind by ``loai``; an unknown kind is no kind."""
    question = read_question(args.get("q", ""), synonyms)
    kind = next((kind for kind in KINDS if _KEYS[kind] == args.get("loai")), None)
    number = sum(sign.isdigit() for sign in question.typed) >= DIGITS
    if question.empty:
        return SearchPage(question.typed, (), 0, None, number)
    lang = current_language()
    if kind is None:
        groups = find(question, [source(lang) for source in SOURCES.values()], now(), most=FEW)
        shown = [_shown(group, question.typed) for group in groups]
        return SearchPage(question.typed, shown, sum(g.total for g in groups), None, number)
    own = [SOURCES[kind](lang)]
    paged = page_of(sum(g.total for g in find(question, own, now(), most=1)), MANY)
    groups = find(question, own, now(), most=MANY, offset=paged.offset)
    shown = [_shown(group, question.typed, whole=True) for group in groups]
    return SearchPage(question.typed, shown, paged.total, paged, number)


def _shown(group: Group, typed: str, *, whole: bool = False) -> GroupShown:
    key = _KEYS[group.kind]
    more = url_for("search.index", q=typed, loai=key)
    return GroupShown(
        key,
        str(NAMES[group.kind]),
        [(entry, address_of(entry)) for entry in group.entries],
        group.total,
        None if whole or group.total <= len(group.entries) else more,
    )
