"""Random histories by all roles: only written moves, an owner and a day, climbing on the day."""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from jobfair.access import Actor
from tests.cases.journey_machine import JourneyMachine
from tests.conftest import begin_fresh
from tests.databases import Database

pytestmark = pytest.mark.both


def play(built: tuple[Flask, Database], histories: int, length: int) -> Counter[str]:
    """So many histories of so many acts, always the same ones; how often each act was done."""
    application, database = built

    class Here(JourneyMachine):
        app = application
        counts: Counter[str] = Counter()
        actors: dict[str, Actor] = {}

        @staticmethod
        def begin() -> None:
            begin_fresh(application, database)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=histories,
            stateful_step_count=length,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
    return Here.counts


@pytest.mark.both_in_soak
def test_a_few_hundred_acts(app: Flask, request: pytest.FixtureRequest) -> None:
    counts = play(request.getfixturevalue("_built"), histories=10, length=16)
    assert counts["moved"] > 60
    assert counts["climbed"] > 3


@pytest.mark.soak
def test_ten_thousand_acts(app: Flask, request: pytest.FixtureRequest) -> None:
    counts = play(request.getfixturevalue("_built"), histories=175, length=60)
    reached = {name for name in counts if name.startswith("to ") and not name.endswith("refused")}
    print(f"{app.config['SETTINGS'].database_url.split(':')[0]}: {dict(counts)}")
    assert counts["acts"] >= 10_000
    assert len(reached) >= 20
    assert counts["on the exact day"] > 50  # 100 to 300 of them: the day of the run says how many
