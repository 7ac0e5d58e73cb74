"""What conferences cost."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "028"
down_revision = "027"
branch_labels = None
depends_on = None

TABLE = "conference_cost"


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    """A row an amount, in whole đồng."""
    kinds = ("hall", "sound", "printing", "travel", "meals", "speakers", "publicity", "network")
    payers = ("centre", "department", "commune", "body", "other")
    op.create_table(
        TABLE,
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("conference_id", sa.String(length=24), nullable=False),
        sa.Column("act_key", sa.String(length=40), nullable=False),
        sa.Column("kind", _one_of("kind", *kinds, "other"), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("payer", _one_of("payer", *payers), nullable=False),
        sa.Column("payer_name", sa.String(length=160), nullable=False),
        sa.Column("document_ref", sa.String(length=80), nullable=False),
        sa.Column("by_name", sa.String(length=160), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_conference_cost_amount")),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_conference_cost_conference_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_cost")),
        sa.UniqueConstraint("act_key", name=op.f("uq_conference_cost_act_key")),
    )
    op.create_index(op.f("ix_conference_cost_conference_id"), TABLE, ["conference_id"])


def downgrade() -> None:
    """Take the table away."""
    op.drop_table(TABLE)
