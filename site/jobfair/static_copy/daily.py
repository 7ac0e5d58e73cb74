"""The worker makes a new copy each night, where a folder for it is named (JOBFAIR_COPY)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from time import monotonic

import structlog
from flask import current_app

from jobfair.config import Settings
from jobfair.lib import clock
from jobfair.messages.worker import JOBS
from jobfair.static_copy.export import MARK, Copy

AT = time(2, 0)
"""In Viet Nam: nobody looks, and the day's licences and deadlines have changed."""
TURN = 3
"""Pages of one turn: the worker ends within two seconds, and a sheet of papers takes its time."""

AGAIN = 1800.0
"""Seconds until a copy that failed is tried again."""

_under_way: list[Copy] = []
_failed: list[float] = []


def is_due(target: Path, moment: datetime) -> bool:
    """Whether the copy is older than the last two o'clock at night; a missing one is."""
    mark = target / MARK
    if not mark.is_file():
        return True
    today = clock.from_local(clock.to_local(moment).date(), AT)
    last = today if today <= moment else today - timedelta(days=1)
    return mark.stat().st_mtime < last.timestamp()


def copy_site(stopping: Callable[[], bool]) -> bool:
    """One turn of a copy; whether it goes on. What fails is logged by the worker and begun anew."""
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.copy_folder or stopping():
        return False
    if not _under_way:
        target, moment = Path(settings.copy_folder).absolute(), clock.now()
        if not is_due(target, moment) or (_failed and monotonic() < _failed[0] + AGAIN):
            return False
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        _failed[:] = [monotonic()]  # a folder that is not ours is not looked at every second
        _under_way.append(Copy(app, target, settings.address, moment))
    copy = _under_way[0]
    try:
        goes_on = copy.turn(TURN)
    except BaseException:
        _under_way.clear()
        _failed[:] = [monotonic()]
        copy.drop()
        raise
    if not goes_on:
        _under_way.clear()
        _failed.clear()
        structlog.get_logger("jobfair").info("site_copied", pages=len(copy.pages))
    return goes_on


JOBS.append(copy_site)
