"""The waiting line on the conference, rows of paper forms, text messages, recordings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None

# Plain SQL: a batch would rebuild the table that registrations point at.
LINE = (
    "ALTER TABLE conference ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0"
    " CONSTRAINT ck_conference_waiting CHECK (waiting >= 0)",
    "ALTER TABLE conference ADD COLUMN waiting_last INTEGER NOT NULL DEFAULT 0",
    "UPDATE conference SET waiting = (SELECT count(*) FROM registration"
    " WHERE registration.conference_id = conference.id AND registration.state = 'waiting'),"
    " waiting_last = coalesce((SELECT max(waiting_no) FROM registration"
    " WHERE registration.conference_id = conference.id), 0)",
)


def upgrade() -> None:
    """Count who stands in line, and make the tables of paper, messages and recordings."""
    for statement in LINE:
        op.execute(statement)
    op.create_table(
        "paper_row",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("conference_id", sa.String(24), sa.ForeignKey("conference.id"), nullable=False),
        sa.Column("sheet", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("slip_code", sa.String(8), nullable=False),
        sa.Column("made_by", sa.String(24), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("conference_id", "sheet", "row"),
        sa.UniqueConstraint("slip_code"),
    )
    op.create_table(
        "sms_inbound",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("message_id", sa.String(80), nullable=False),
        sa.Column("sender_hmac", sa.String(64), nullable=False, index=True),
        sa.Column("text_enc", sa.LargeBinary()),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("form_key", sa.String(32), nullable=False, index=True),
        sa.Column("outcome", sa.String(24), nullable=False),
        sa.UniqueConstraint("message_id"),
    )
    op.create_table(
        "audio_clip",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("page", sa.String(60), nullable=False),
        sa.Column("lang", sa.String(12), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("opus", sa.LargeBinary(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(24), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True)),
    )
    op.create_index(
        "uq_audio_clip_current",
        "audio_clip",
        ["page", "lang"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )


def downgrade() -> None:
    """Take it all back."""
    for table in ("audio_clip", "sms_inbound", "paper_row"):
        op.drop_table(table)
    for column in ("waiting_last", "waiting"):
        op.execute(f"ALTER TABLE conference DROP COLUMN {column}")
