"""What must be done before, on and after a conference, and what of it is done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "031"
down_revision = "030"
branch_labels = None
depends_on = None

STEP, DONE = "conference_step", "conference_step_done"


def upgrade() -> None:
    """The list of the packs, and a row for each step that is done."""
    op.create_table(
        STEP,
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.String(length=60), nullable=False),
        sa.Column("text_vi", sa.String(length=160), nullable=False),
        sa.Column("text_en", sa.String(length=160), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("check_again_on", sa.Date(), nullable=True),
        sa.Column("mark", sa.String(length=1), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_step")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_conference_step_code_valid_from")),
    )
    op.create_table(
        DONE,
        sa.Column("conference_id", sa.String(length=24), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=24), nullable=False),
        sa.Column("by_name", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_conference_step_done_conference_id")
        ),
        sa.PrimaryKeyConstraint("conference_id", "code", name=op.f("pk_conference_step_done")),
    )


def downgrade() -> None:
    """Take both away."""
    op.drop_table(DONE)
    op.drop_table(STEP)
