"""What the acts about one person add up to: the same, in whatever order they arrived.

Acts are put in the order in which they were tapped. The last one holds; one that was tapped
without sight of the one before, on another phone, is a clash that somebody is asked about.
Whoever said something at the door was there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

PRESENT, MARKET, DOUBT, SAID, TABLE, AGREED, WALK_IN = (
    *("present", "market", "doubt", "said", "table", "agreed"),
    "walk_in",
)
"""Kinds of acts: came (1) or not (0), +JP or -JP, a doubt, what comes next, +2 or -2 for a table,
agrees to what somebody else registered, written down at the door."""

SINGLE: Final = (PRESENT, DOUBT, SAID)
"""Kinds of which one answer holds, so that two phones can differ."""


@dataclass(frozen=True)
class Act:
    """One tap. ``ref`` names the registration, or the act by which she was written down."""

    id: str
    ref: str
    kind: str
    value: str
    at: datetime
    was: str | None = None  # None: what stood there when it arrived
    device: str = ""
    by: str = ""


@dataclass(frozen=True)
class Clash:
    """Two phones that said different things, neither knowing of the other; the later one holds."""

    before: Act
    holds: Act


@dataclass
class Folded:
    """The state that the acts lead to; ``None`` where nothing was said."""

    present: bool = False
    came: Act | None = None
    doubt: Act | None = None
    said: Act | None = None
    agreed: Act | None = None
    markets: dict[str, Act] = field(default_factory=dict)
    tables: dict[str, Act] = field(default_factory=dict)
    clashes: dict[str, Clash] = field(default_factory=dict)

    def value(self, kind: str) -> str:
        """The answer of a single kind as it stands, '' for none."""
        if kind == PRESENT:
            return "1" if self.present else "0"
        act: Act | None = getattr(self, kind)
        return act.value if act is not None else ""

    @property
    def chosen(self) -> frozenset[str]:
        """The markets that interest her."""
        return frozenset(code for code, act in self.markets.items() if act.value[0] == "+")


def fold(acts: Iterable[Act]) -> Folded:
    """Add up the acts about one person. Any order, any repeats give the same."""
    state, seen = Folded(), set()
    for act in sorted(acts, key=lambda act: (act.at, act.id)):
        if act.id not in seen:
            seen.add(act.id)
            _take(state, act)
    return state


def _take(state: Folded, act: Act) -> None:
    here = act.kind != PRESENT or act.value == "1"
    if act.kind in SINGLE:
        _judge(state, act)
    if here and not state.present:
        state.came = act
    state.present = here
    if act.kind in (MARKET, TABLE):
        shelf = state.markets if act.kind == MARKET else state.tables
        shelf[act.value[1:]] = act
    elif act.kind in (DOUBT, SAID, AGREED):
        setattr(state, act.kind, act)


def _judge(state: Folded, act: Act) -> None:
    """Note a clash, or that somebody who saw both answers has decided."""
    before = state.came if act.kind == PRESENT else getattr(state, act.kind)
    stood = state.value(act.kind)
    blind = act.was is not None and act.was != stood and act.value != stood
    if before is not None and blind and before.device != act.device:
        state.clashes[act.kind] = Clash(before, act)
    elif act.was is None or act.was == stood:
        state.clashes.pop(act.kind, None)
