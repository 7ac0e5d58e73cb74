"""Recordings wait for a second person, and carry how loud they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "029"
down_revision = "028"
branch_labels = None
depends_on = None

TABLE = "audio_clip"
CURRENT, WAITING = "uq_audio_clip_current", "uq_audio_clip_waiting"
BEFORE = "retired_at IS NULL"
WORDS = {"made_by_name": 160, "published_by": 24, "published_by_name": 160}
MEASURES = ("lufs", "peak", "clipped", "silent")


def _index(name: str, rule: str) -> None:
    where = sa.text(rule)
    op.create_index(
        name, TABLE, ["page", "lang"], unique=True, sqlite_where=where, postgresql_where=where
    )


def upgrade() -> None:
    """What could be heard until now stays so: it counts as published when it was made."""
    for name, length in WORDS.items():
        op.add_column(
            TABLE, sa.Column(name, sa.String(length=length), nullable=False, server_default="")
        )
    op.add_column(TABLE, sa.Column("published_at", sa.DateTime(timezone=True)))
    for name in MEASURES:
        op.add_column(TABLE, sa.Column(name, sa.Float()))
    op.execute(f"UPDATE {TABLE} SET published_at = made_at")  # noqa: S608 - fixed words
    op.drop_index(CURRENT, table_name=TABLE)
    _index(CURRENT, f"{BEFORE} AND published_at IS NOT NULL")
    _index(WAITING, f"{BEFORE} AND published_at IS NULL")


def downgrade() -> None:
    """What waits goes: before, it would have been heard at once."""
    op.drop_index(WAITING, table_name=TABLE)
    op.drop_index(CURRENT, table_name=TABLE)
    op.execute(f"DELETE FROM {TABLE} WHERE published_at IS NULL")  # noqa: S608 - fixed words
    for name in (*MEASURES, "published_at", *WORDS):
        op.drop_column(TABLE, name)
    _index(CURRENT, BEFORE)
