"""Lists that were taken out lately, and one with whole numbers that waits for a second leader."""

from __future__ import annotations

import json
from datetime import date, time, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.accounts.sessions import actor_of
from jobfair.demo.dice import Dice
from jobfair.intake.export_rules import scope_mark
from jobfair.lib import clock
from jobfair.lib.crypto import KeyRing
from jobfair.models import ExportFile, ExportState, UserAccount

LISTS: Final = (
    ("officer.muongla", "Mời bà con dự lớp giáo dục định hướng", 12, ExportState.OPEN),
    ("agency.one", "Đối chiếu danh sách người đã giới thiệu", 9, ExportState.OPEN),
    ("leader", "Gửi ngân hàng rà soát hồ sơ vay vốn", 24, ExportState.ASKED),
)
"""Who asked for the case list, what for, how many rows, where it stands."""


def write_outgoing(session: Session, dice: Dice, keys: KeyRing, day: date) -> None:
    """Add the lists, asked for this morning; their files are written when they are fetched."""
    users = {user.username: user for user in session.scalars(sa.select(UserAccount))}
    for number, (username, why, rows, state) in enumerate(LISTS):
        user, export_id = users[username], dice.id()
        actor = actor_of(user)
        asked = json.dumps({"args": {}, "about": "", "scope": scope_mark(actor)})
        at = clock.from_local(day, time(7, 10 + number))
        row = ExportFile(
            id=export_id,
            act_key=dice.form_key(),
            user_id=user.id,
            user_name=actor.shown,
            kind="cases",
            asked_enc=keys.cipher().seal(asked, f"export_file.asked.{export_id}"),
            masked=state is ExportState.OPEN,
            file_type="xlsx",
            lang="vi",
            reason=why,
            rows=rows,
            state=state,
            asked_at=at,
            ends_at=at + timedelta(days=1 if state is ExportState.OPEN else 3),
        )
        session.add(row)
    session.flush()
