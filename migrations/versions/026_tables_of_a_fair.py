"""The numbers of tables, and who was interested in whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "026"
down_revision = "025"
branch_labels = None
depends_on = None

TABLE = "interest"
GUEST, INDEX = "conference_guest", "uq_conference_guest_booth"


def upgrade() -> None:
    """A plain column, since other tables name the guest; a table beside it."""
    op.add_column(GUEST, sa.Column("booth", sa.Integer(), nullable=True))
    op.create_index(INDEX, GUEST, ["conference_id", "booth"], unique=True)
    op.create_table(
        TABLE,
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("registration_id", sa.String(length=24), nullable=False),
        sa.Column("guest_id", sa.String(length=24), nullable=False),
        sa.Column("act_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=24), nullable=False),
        sa.Column(
            "how",
            sa.Enum(
                "table",
                "scan",
                name="how",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_interest_registration_id")
        ),
        sa.ForeignKeyConstraint(
            ["guest_id"], ["conference_guest.id"], name=op.f("fk_interest_guest_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest")),
        sa.UniqueConstraint(
            "registration_id", "guest_id", name=op.f("uq_interest_registration_id_guest_id")
        ),
    )
    op.create_index("ix_interest_guest_id", TABLE, ["guest_id"])


def downgrade() -> None:
    """Take both away."""
    op.drop_table(TABLE)
    op.drop_index(INDEX, table_name=GUEST)
    op.drop_column(GUEST, "booth")
