"""Numbers of people too small to publish, and what else has to be hidden with them.

A number below the limit points at people. Where the whole is published, a single hidden number
could be computed from the others, so more are hidden, the smallest first, until each hidden one
may still be at least three different numbers for whoever knows this rule.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)

OPEN = 3
"""So many different numbers must remain possible for each that is hidden."""


def hide_small(numbers: Mapping[Name, int], limit: int) -> frozenset[Name] | None:
    """Which parts of a published whole to hide; None where nothing of it may be shown.

    ``numbers``: the parts, which make the whole together. ``limit``: numbers below it are
    small, nobody included. Where nobody is in any small part there is nothing to hide.
    """
    small = {name for name, people in numbers.items() if people < limit}
    if not any(numbers[name] for name in small):
        return frozenset()
    visible = sorted((n for n in numbers if n not in small), key=lambda n: (numbers[n], str(n)))
    beside: list[Name] = []
    while not _safe(numbers, small, beside, visible, limit):
        if not visible:
            return None
        beside.append(visible.pop(0))
    return frozenset({*small, *beside})


def _safe(
    numbers: Mapping[Name, int],
    small: set[Name],
    beside: list[Name],
    visible: list[Name],
    limit: int,
) -> bool:
    """Whether each small part may be OPEN numbers, for a reader who knows which parts are small.

    Such a reader knows that a small part is below the limit, and that each part hidden beside
    lies between the limit and the least that is still shown.
    """
    together = sum(numbers[name] for name in (*small, *beside))
    least_shown = numbers[visible[0]] if visible else together
    low = {**dict.fromkeys(small, 0), **dict.fromkeys(beside, limit)}
    high = {**dict.fromkeys(small, limit - 1), **dict.fromkeys(beside, least_shown)}
    all_low, all_high = sum(low.values()), sum(high.values())
    for name in small:
        least = max(low[name], together - (all_high - high[name]))
        most = min(high[name], together - (all_low - low[name]))
        if most - least + 1 < OPEN:
            return False
    return True
