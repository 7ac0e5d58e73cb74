"""What invited guests of a conference answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "023"
down_revision = "022"
branch_labels = None
depends_on = None

TABLE = "conference_reply"


def upgrade() -> None:
    """A table beside the guests: who has no row was not asked yet."""
    op.create_table(
        TABLE,
        sa.Column("guest_id", sa.String(length=24), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "asked",
                "coming",
                "not_coming",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("by_name", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(
            ["guest_id"],
            ["conference_guest.id"],
            name=op.f("fk_conference_reply_guest_id"),
        ),
        sa.PrimaryKeyConstraint("guest_id", name=op.f("pk_conference_reply")),
    )


def downgrade() -> None:
    """Take the table away."""
    op.drop_table(TABLE)
