"""Hours at the tables of a fair; when an online session is tried."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "030"
down_revision = "029"
branch_labels = None
depends_on = None

TABLE = "interview_slot"
MOMENT = sa.DateTime(timezone=True)
STATES = ("free", "given", "started", "done", "missed")


def upgrade() -> None:
    """A table of its own; a plain column, since other tables name the conference."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("guest_id", sa.String(length=24), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("registration_id", sa.String(length=24), nullable=True),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="state", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_interview_slot_times")),
        sa.CheckConstraint(
            "(state = 'free') = (registration_id IS NULL)", name=op.f("ck_interview_slot_whose")
        ),
        sa.ForeignKeyConstraint(
            ["guest_id"], ["conference_guest.id"], name=op.f("fk_interview_slot_guest_id")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_interview_slot_registration_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_slot")),
        sa.UniqueConstraint(
            "guest_id", "starts_at", name=op.f("uq_interview_slot_guest_id_starts_at")
        ),
    )
    op.create_index("ix_interview_slot_registration_id", TABLE, ["registration_id"])
    op.add_column("conference", sa.Column("try_at", MOMENT, nullable=True))


def downgrade() -> None:
    """Take both away."""
    op.drop_column("conference", "try_at")
    op.drop_table(TABLE)
