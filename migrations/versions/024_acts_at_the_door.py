"""What was done at a door, act by act, and what each person said comes next."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "024"
down_revision = "023"
branch_labels = None
depends_on = None

TABLE = "door_act"
SAID = """
UPDATE attendance SET said = coalesce((
  SELECT substr(e.reason, 6) FROM case_event e JOIN registration r ON r.case_id = e.case_id
  WHERE r.id = attendance.registration_id AND e.kind = 'contact'
    AND e.reason IN ('door_counsel', 'door_family', 'door_later')
  ORDER BY e.seq DESC LIMIT 1), '')
"""


def upgrade() -> None:
    """Acts made before this one are read off the attendance when the next one comes."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conference_id", sa.String(length=24), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("registration_id", sa.String(length=24), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("was", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=24), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_door_act_conference_id")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_door_act_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_act")),
    )
    op.create_index("ix_door_act_ref", TABLE, ["conference_id", "ref"])
    op.create_index(op.f("ix_door_act_registration_id"), TABLE, ["registration_id"])
    op.add_column(
        "attendance",
        sa.Column("said", sa.String(length=24), nullable=False, server_default=""),
    )
    op.execute(SAID)


def downgrade() -> None:
    """Take both away."""
    op.drop_column("attendance", "said")
    op.drop_table(TABLE)
