"""The province's own texts with their versions, facts as they change, who looked at them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "017"
down_revision = "016"
branch_labels = None
depends_on = None

TABLES = ("public_text_version", "public_text", "fact_value", "fact_check")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "fact_check",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_key", sa.String(length=120), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("check_again_on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(length=24), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_check")),
        sa.UniqueConstraint(
            "table_name",
            "row_key",
            "checked_on",
            name=op.f("uq_fact_check_table_name_row_key_checked_on"),
        ),
    )
    op.create_table(
        "fact_value",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_key", sa.String(length=120), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("check_again_on", sa.Date(), nullable=True),
        sa.Column("act_key", sa.String(length=40), nullable=False),
        sa.Column("made_by", sa.String(length=24), nullable=False),
        sa.Column("made_by_name", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(length=24), nullable=True),
        sa.Column("published_by_name", sa.String(length=120), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_by", sa.String(length=24), nullable=True),
        sa.CheckConstraint(
            "published_at IS NULL OR (source <> '' AND checked_on IS NOT NULL)",
            name=op.f("ck_fact_value_published_with_source"),
        ),
        sa.CheckConstraint(
            "applied_at IS NULL OR published_at IS NOT NULL OR valid_from IS NULL",
            name=op.f("ck_fact_value_applied_when_published"),
        ),
        sa.CheckConstraint(
            "published_by IS NULL OR published_by <> made_by", name=op.f("ck_fact_value_four_eyes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_value")),
        sa.UniqueConstraint("act_key", name=op.f("uq_fact_value_act_key")),
    )
    op.create_index(
        "ix_fact_value_row", "fact_value", ["table_name", "row_key", "valid_from"], unique=False
    )
    op.create_index(
        "uq_fact_value_waiting",
        "fact_value",
        ["table_name", "row_key"],
        unique=True,
        sqlite_where=sa.text("applied_at IS NULL AND dropped_at IS NULL"),
        postgresql_where=sa.text("applied_at IS NULL AND dropped_at IS NULL"),
    )

    op.create_table(
        "public_text",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("slot", sa.String(length=80), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_text")),
        sa.UniqueConstraint("slot", name=op.f("uq_public_text_slot")),
    )
    op.create_table(
        "public_text_version",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("text_id", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title_vi", sa.String(length=160), nullable=False),
        sa.Column("title_en", sa.String(length=160), nullable=False),
        sa.Column("body_vi", sa.Text(), nullable=False),
        sa.Column("body_en", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("check_again_on", sa.Date(), nullable=True),
        sa.Column("restored_from", sa.Integer(), nullable=True),
        sa.Column("act_key", sa.String(length=40), nullable=False),
        sa.Column("made_by", sa.String(length=24), nullable=False),
        sa.Column("made_by_name", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(length=24), nullable=True),
        sa.Column("published_by_name", sa.String(length=120), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "published_at IS NULL OR (source <> '' AND checked_on IS NOT NULL AND check_again_on IS NOT NULL AND body_vi <> '' AND title_vi <> '')",
            name=op.f("ck_public_text_version_published_with_source"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_public_text_version_days")
        ),
        sa.CheckConstraint(
            "published_by IS NULL OR published_by <> made_by",
            name=op.f("ck_public_text_version_four_eyes"),
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["public_text.id"], name=op.f("fk_public_text_version_text_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_text_version")),
        sa.UniqueConstraint("act_key", name=op.f("uq_public_text_version_act_key")),
        sa.UniqueConstraint(
            "text_id", "number", name=op.f("uq_public_text_version_text_id_number")
        ),
    )
    op.create_index(
        "ix_public_text_version_published",
        "public_text_version",
        ["text_id"],
        unique=False,
        sqlite_where=sa.text("published_at IS NOT NULL"),
        postgresql_where=sa.text("published_at IS NOT NULL"),
    )


def downgrade() -> None:
    """Drop them."""
    for table in TABLES:
        op.drop_table(table)
