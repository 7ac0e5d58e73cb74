"""The scam radar: questions that were not found, counted by a hash of their own, never kept (B4).

What is counted is an HMAC by a key of its own, one number a day, for 90 days. Nothing that was
typed can be read back; whoever knows a number can ask how often it was asked. Counting never
keeps a page from being shown: whatever goes wrong is logged by its kind and forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import structlog
from flask import Flask, current_app

from jobfair.agencies.check import Kind, key_text
from jobfair.agencies.miss_rows import MissRows, PostgresMisses, SqliteMisses
from jobfair.config import Settings
from jobfair.database import db
from jobfair.keys import misses_key
from jobfair.lib.clock import today
from jobfair.lib.crypto import blind_index
from jobfair.lib.text import fold
from jobfair.limits import get_number
from jobfair.messages.worker import PERIODIC

SHORTEST = 4  # characters of what is counted: shorter ones are slips of the finger
MARK_LETTERS = 24  # of the hash: 96 bits, more than enough to tell them apart
NUMBERS: tuple[Kind, ...] = ("phone", "web", "account")


@dataclass(frozen=True)
class Repeated:
    """A question that was asked again and again: its mark, how often, on which days."""

    mark: str
    times: int
    first: date
    last: date


def mark_of(typed: str) -> str:
    """The mark under which a question is counted, '' for one that is too short.

    A phone, a web address and an account are the same however they are written.
    """
    for kind in NUMBERS:
        if text := key_text(kind, typed):
            break
    else:
        kind, text = "name", fold(typed)
    if len(text) < SHORTEST:
        return ""
    return blind_index(misses_key(), f"miss.{kind}", text).hex()[:MARK_LETTERS]


def note_miss(typed: str) -> None:
    """Count a question that was not found. Never raises."""
    try:
        if mark := mark_of(typed):
            _rows().add(today(), mark)
    except Exception as error:  # whatever it is, the answer matters more
        structlog.get_logger("jobfair").warning("miss_not_counted", kind=type(error).__name__)


def count_asked(typed: str) -> list[tuple[date, int]]:
    """How often exactly this was asked and not found, day by day, the newest first."""
    mark = mark_of(typed)
    return _rows().days_of(mark, first_day()) if mark else []


def count_by_day() -> list[tuple[date, int]]:
    """Misses of each day that has any, the newest first."""
    return _rows().by_day(first_day())


def list_repeated(limit: int = 50) -> Sequence[Repeated]:
    """What was asked at least ``radar_times()`` times, the most often asked first."""
    found = _rows().repeated(first_day(), radar_times(), limit)
    return [Repeated(*row) for row in found]


def kept_days() -> int:
    """Days for which counts are kept (a setting, mark U)."""
    return get_number("retention.check_miss_days", 90)


def radar_times() -> int:
    """From how many misses on a question stands on the radar (a setting, mark U)."""
    return max(2, get_number("check.radar_times", 3))


def first_day() -> date:
    """The oldest day that is still kept."""
    return today() - timedelta(days=kept_days())


def erase_old_misses() -> int:
    """What the worker does: counts older than ``kept_days`` go. Gives how many rows."""
    return _rows().drop_before(first_day())


def init_misses(app: Flask) -> None:
    """Open the store beside the main database, or inside it on PostgreSQL."""
    settings: Settings = app.config["SETTINGS"]
    rows: MissRows
    if settings.is_sqlite:
        rows = SqliteMisses(settings.instance / "misses.sqlite3")
    else:
        with app.app_context():
            rows = PostgresMisses(db.engine)
    app.extensions["jobfair_misses"] = rows
    app.extensions.setdefault("jobfair_reset", []).append(rows.reset)


def _rows() -> MissRows:
    rows: MissRows = current_app.extensions["jobfair_misses"]
    return rows


PERIODIC.append(erase_old_misses)
