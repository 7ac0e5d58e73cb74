"""The waiting line under random acts: never over capacity, in order, each told exactly once."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.soak.line_machine import Machine

pytestmark = pytest.mark.both
ACTS = {"arrive", "refused", "give a seat back", "leave the line", "resize", "repeat", "close"}


def test_two_hundred_random_acts(app: Flask) -> None:
    counts = Machine(app, seed=3).run(200, each=50)
    assert counts["promoted"] > 20
    assert counts.keys() >= ACTS


@pytest.mark.soak
def test_ten_thousand_random_acts(app: Flask) -> None:
    counts = Machine(app, seed=2026).run(10_000, each=250)
    assert counts.keys() >= ACTS
    print(f"{app.config['SETTINGS'].database_url.split(':')[0]}: {dict(counts)}")
