"""What people ask and nobody finds: counted by day, never readable, never in the way."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
from flask import Flask

from jobfair.agencies import misses
from jobfair.lib.clock import at, now, today
from tests.checked_client import CheckedClient

pytestmark = pytest.mark.both
RADAR = "/can-bo/canh-bao/hoi-nhieu"


def ask(visitor: CheckedClient, question: str) -> int:
    return visitor.get(f"/kiem-tra?q={quote(question)}").status_code


def test_one_number_in_every_spelling_is_one_mark(
    app: Flask, visitor: CheckedClient, leader: CheckedClient
) -> None:
    for spelling in ("0950 000 931", "+84950000931", "O95O.OOO.931", "0950 000 931"):
        assert ask(visitor, spelling) == 200
    ask(visitor, "Công ty chưa ai biết")
    ask(visitor, "Công ty mẫu Cánh Chim Núi")  # found: no miss
    ask(visitor, "ab")  # too short to be anything
    with app.app_context():
        assert misses.count_by_day() == [(today(), 5)]
        assert [row.times for row in misses.list_repeated()] == [4]
        assert misses.count_asked("84 950 000 931") == [(today(), 4)]
        assert misses.count_asked("0950 000 932") == []
    page = leader.page(RADAR)
    assert "0950" not in page.text("main")
    form = page.form("main form")
    answer = leader.post(RADAR, data=form | {"q": "0950000931"})
    assert answer.status_code == 200
    assert "4 lần" in answer.text
    assert leader.post(RADAR, data=form | {"q": ""}).status_code == 422


def test_nothing_readable_is_kept_and_it_ends_after_90_days(
    app: Flask, visitor: CheckedClient
) -> None:
    ask(visitor, "0950 000 933")
    with app.app_context():
        mark = misses.mark_of("0950000933")
        assert len(mark) == 24
        assert "950" not in mark.replace(mark, "")
        assert misses.mark_of("950000933x") != mark
        with at(now() + timedelta(days=90)):
            assert misses.erase_old_misses() == 0
        with at(now() + timedelta(days=91)):
            assert misses.erase_old_misses() == 2  # the day's sum and its one mark
        assert misses.count_by_day() == []


def test_a_broken_store_never_breaks_the_answer(
    app: Flask, visitor: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(app.extensions["jobfair_misses"], "add", broken)
    assert ask(visitor, "0950 000 934") == 200


def test_a_flood_is_counted_and_not_told_apart(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobfair.agencies.miss_rows.MOST_A_DAY", 3)
    with app.app_context():
        for number in range(6):
            misses.note_miss(f"0950 000 94{number}")
        assert misses.count_by_day() == [(today(), 6)]
        told_apart = [n for n in range(6) if misses.count_asked(f"0950 000 94{n}")]
        assert told_apart == [0, 1, 2]
