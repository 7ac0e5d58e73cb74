"""Files that offices sent: one whose people were all here, one with a password."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.demo.dice import Dice
from jobfair.lib import clock
from jobfair.models import BatchState, ImportBatch, ImportRow, RowState, UserAccount

FILES: Final = (
    ("officer.muongla", "people", "Danh sách rà soát bản mẫu.xlsx", 24, ""),
    ("officer.muongla", "wishes", "Nguyện vọng quý trước.xlsx", 0, "password"),
    ("agency.one", "results", "Kết quả phỏng vấn mẫu.xlsx", 8, ""),
)
"""User name, kind, name of the file, rows, why it was refused."""


def write_imports(session: Session, dice: Dice, day: date) -> None:
    """Add the files; what they said is destroyed, as it is after a day."""
    users = {user.username: user for user in session.scalars(sa.select(UserAccount))}
    for number, (username, kind, name, rows, problem) in enumerate(FILES, start=3):
        user = users[username]
        at = clock.from_local(day - timedelta(days=number), time(9, 5 * number))
        batch = ImportBatch(
            id=dice.id(),
            act_key=dice.id(),
            kind=kind,
            office_id=user.grants[0].office_id,
            user_id=user.id,
            file_name=name,
            mark=dice.id().encode(),
            size=18_000 + 100 * rows,
            state=BatchState.REFUSED if problem else BatchState.DONE,
            problem=problem,
            rows=rows,
            created_at=at,
            started_at=None if problem else at + timedelta(minutes=4),
            finished_at=at + timedelta(minutes=5),
            expires_at=at + timedelta(hours=24),
        )
        session.add(batch)
        session.flush()
        session.add_all(_rows(dice, batch))
    session.flush()


def _rows(dice: Dice, batch: ImportBatch) -> list[ImportRow]:
    """Every row is somebody who was here already, so nothing was written."""
    said = {"people": "Người này đã có rồi."}.get(batch.kind, "Đã ghi rồi.")
    return [
        ImportRow(
            id=dice.id(),
            batch_id=batch.id,
            number=number,
            state=RowState.KNOWN,
            outcome="skipped",
            problem=said,
        )
        for number in range(2, batch.rows + 2)
    ]
