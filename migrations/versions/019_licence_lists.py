"""Lists of licensed enterprises that were accepted, and what each changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "019"
down_revision = "018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "licence_list",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("batch_id", sa.String(length=24), nullable=False),
        sa.Column("document_no", sa.String(length=60), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("tasks", sa.Integer(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_by", sa.String(length=160), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_licence_list_batch_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence_list")),
        sa.UniqueConstraint("batch_id", name=op.f("uq_licence_list_batch_id")),
    )
    op.create_index("ix_licence_list_accepted", "licence_list", ["accepted_at"])
    op.create_table(
        "licence_list_change",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("list_id", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("body_id", sa.String(length=24), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["sending_body.id"], name=op.f("fk_licence_list_change_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["list_id"], ["licence_list.id"], name=op.f("fk_licence_list_change_list_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence_list_change")),
        sa.UniqueConstraint(
            "list_id", "number", name=op.f("uq_licence_list_change_list_id_number")
        ),
    )
    op.create_index("ix_licence_list_change_body_id", "licence_list_change", ["body_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("licence_list_change")
    op.drop_table("licence_list")
