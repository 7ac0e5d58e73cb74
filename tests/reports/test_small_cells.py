"""Small numbers stay hidden, also from who can add and subtract."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobfair.reports.small_cells import OPEN, hide_small

LIMIT = 5


@pytest.mark.parametrize(
    ("numbers", "hidden"),
    [
        ([12, 30], []),
        ([12, 0, 0], []),
        ([3, 12, 30], [0, 1]),
        ([1, 5, 30], [0, 1, 2]),
        ([2, 2, 12], [0, 1]),
        ([4, 4, 9, 9], [0, 1, 2, 3]),
        ([3], None),
        ([3, 5], [0, 1]),
        ([], []),
    ],
)
def test_what_is_hidden(numbers: list[int], hidden: list[int] | None) -> None:
    found = hide_small(dict(enumerate(numbers)), LIMIT)
    assert (None if found is None else sorted(found)) == hidden


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=5))
def test_nobody_can_compute_a_small_number(numbers: list[int]) -> None:
    parts = dict(enumerate(numbers))
    found = hide_small(parts, LIMIT)
    if not found:
        return
    shown = [parts[i] for i in parts if i not in found]
    rest = sum(numbers) - sum(shown)
    small = [i for i in found if parts[i] < LIMIT]
    most = min([*(n for n in shown if n >= LIMIT), rest]) if shown else rest
    spans = [range(LIMIT) if i in small else range(LIMIT, most + 1) for i in sorted(found)]
    worlds = [world for world in itertools.product(*spans) if sum(world) == rest]
    for place, i in enumerate(sorted(found)):
        if i in small:
            assert len({world[place] for world in worlds}) >= OPEN
