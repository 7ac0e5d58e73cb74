"""How far a case climbed, days on which offices rest, the day a task was really done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "005"
down_revision = "004"
branch_labels = None
depends_on = None

STAGES = [
    "interest",
    "registered",
    "counselled",
    "screened",
    "introduced",
    "source_training",
    "interviewed",
    "selected",
    "contract_signed",
    "training",
    "visa_process",
    "waiting_departure",
    "departed",
    "working",
    "extended",
    "completed",
    "returned_early",
    "absconded",
    "deceased_missing",
    "liquidated",
    "reintegrated",
    "withdrawn",
    "ineligible",
    "dropped",
]


def upgrade() -> None:
    """Make the two tables; a task gets the day on which it was really done."""
    op.create_table(
        "holiday",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("added_by", sa.String(24), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("day"),
    )
    stage = sa.Enum(*STAGES, name="stage", native_enum=False, create_constraint=True, length=24)
    op.create_table(
        "escalation",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("case_id", sa.String(24), sa.ForeignKey("case_file.id"), nullable=False),
        sa.Column("stage", stage, nullable=False),
        sa.Column("stage_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("limit_on", sa.Date(), nullable=False),
        sa.Column("office_id", sa.String(24), sa.ForeignKey("office.id"), nullable=False),
        sa.Column("from_office_id", sa.String(24), sa.ForeignKey("office.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("case_id", "stage_since", "rung"),
        sa.CheckConstraint("rung IN (1, 2)", "rung"),
    )
    op.create_index("ix_escalation_rung_at", "escalation", ["rung", "at"])
    op.create_index("ix_escalation_office", "escalation", ["office_id", "at"])
    op.create_index("ix_escalation_from_office", "escalation", ["from_office_id", "at"])
    # Plain SQL: a batch would rebuild a table that others point at.
    op.execute("ALTER TABLE task ADD COLUMN done_on DATE")


def downgrade() -> None:
    """Take it all back."""
    op.execute("ALTER TABLE task DROP COLUMN done_on")
    op.drop_table("escalation")
    op.drop_table("holiday")
