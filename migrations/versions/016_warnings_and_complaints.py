"""Warnings with their numbers; complaints with what was done and their pictures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "016"
down_revision = "015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "scam_warning",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("act_key", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("name_used", sa.String(length=160), nullable=False),
        sa.Column("borrowed", sa.Boolean(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "checking",
                "checked",
                "published",
                "withdrawn",
                "dropped",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("drafted_by", sa.String(length=24), nullable=False),
        sa.Column("drafted_name", sa.String(length=160), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_by", sa.String(length=24), nullable=False),
        sa.Column("first_name", sa.String(length=160), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_by", sa.String(length=24), nullable=False),
        sa.Column("second_name", sa.String(length=160), nullable=False),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.String(length=24), nullable=False),
        sa.Column("published_name", sa.String(length=160), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=24), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=300), nullable=False),
        sa.Column("picture_id", sa.String(length=24), nullable=False),
        sa.Column("picture_key_enc", sa.LargeBinary(), nullable=True),
        sa.Column("picture_alt", sa.String(length=160), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("check_again_on", sa.Date(), nullable=True),
        sa.Column("mark", sa.String(length=1), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('checked', 'published', 'withdrawn') OR (first_by <> '' AND second_by <> '' AND first_by <> second_by)",
            name=op.f("ck_scam_warning_two_people"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scam_warning")),
        sa.UniqueConstraint("act_key", name=op.f("uq_scam_warning_act_key")),
        sa.UniqueConstraint("slug", name=op.f("uq_scam_warning_slug")),
    )
    with op.batch_alter_table("scam_warning", schema=None) as batch_op:
        batch_op.create_index("ix_scam_warning_state", ["state", "published_at"], unique=False)

    op.create_table(
        "scam_mark",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("warning_id", sa.String(length=24), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("value_shown", sa.String(length=160), nullable=False),
        sa.Column("value_normalised", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(
            ["warning_id"], ["scam_warning.id"], name=op.f("fk_scam_mark_warning_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scam_mark")),
        sa.UniqueConstraint(
            "warning_id",
            "kind",
            "value_normalised",
            name=op.f("uq_scam_mark_warning_id_kind_value_normalised"),
        ),
    )
    with op.batch_alter_table("scam_mark", schema=None) as batch_op:
        batch_op.create_index("ix_scam_mark_value", ["kind", "value_normalised"], unique=False)

    op.create_table(
        "complaint",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("number", sa.String(length=8), nullable=False),
        sa.Column("form_key", sa.String(length=40), nullable=False),
        sa.Column("receipt", sa.String(length=40), nullable=False),
        sa.Column(
            "about",
            sa.Enum(
                "agency",
                "fee",
                "promise",
                "scam",
                "registration",
                "staff",
                "other",
                name="about",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("body_id", sa.String(length=24), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "taken",
                "asked",
                "handed_over",
                "closed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("body_name_enc", sa.LargeBinary(), nullable=True),
        sa.Column("numbers_enc", sa.LargeBinary(), nullable=True),
        sa.Column("text_enc", sa.LargeBinary(), nullable=True),
        sa.Column("name_enc", sa.LargeBinary(), nullable=True),
        sa.Column("phone_enc", sa.LargeBinary(), nullable=True),
        sa.Column("phone_hmac", sa.LargeBinary(), nullable=True),
        sa.Column("follow_hmac", sa.LargeBinary(), nullable=True),
        sa.Column("owner_office_id", sa.String(length=24), nullable=False),
        sa.Column("owner_user", sa.String(length=24), nullable=False),
        sa.Column("owner_name", sa.String(length=160), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("take_by", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_to", sa.String(length=160), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=True),
        sa.Column("handed_no", sa.String(length=60), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "",
                "upheld",
                "settled",
                "inspected",
                "unfounded",
                "duplicate",
                "unreached",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warning_id", sa.String(length=24), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(closed_at IS NOT NULL) = (state = 'closed')", name=op.f("ck_complaint_closed")
        ),
        sa.CheckConstraint(
            "erased_at IS NOT NULL OR phone_hmac IS NOT NULL OR follow_hmac IS NOT NULL",
            name=op.f("ck_complaint_can_be_followed"),
        ),
        sa.ForeignKeyConstraint(
            ["body_id"], ["sending_body.id"], name=op.f("fk_complaint_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_office_id"], ["office.id"], name=op.f("fk_complaint_owner_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["warning_id"], ["scam_warning.id"], name=op.f("fk_complaint_warning_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("form_key", name=op.f("uq_complaint_form_key")),
        sa.UniqueConstraint("number", name=op.f("uq_complaint_number")),
        sa.UniqueConstraint("receipt", name=op.f("uq_complaint_receipt")),
    )
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.create_index("ix_complaint_body", ["body_id", "received_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_complaint_closed_at"), ["closed_at"], unique=False)
        batch_op.create_index("ix_complaint_open", ["state", "due_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_complaint_owner_office_id"), ["owner_office_id"], unique=False
        )

    op.create_table(
        "complaint_event",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("complaint_id", sa.String(length=24), nullable=False),
        sa.Column("act_key", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("text_enc", sa.LargeBinary(), nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=24), nullable=False),
        sa.Column("by_name", sa.String(length=160), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_event_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_event")),
        sa.UniqueConstraint("act_key", name=op.f("uq_complaint_event_act_key")),
    )
    with op.batch_alter_table("complaint_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_complaint_event_complaint_id"), ["complaint_id"], unique=False
        )

    op.create_table(
        "complaint_file",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("complaint_id", sa.String(length=24), nullable=False),
        sa.Column("act_key", sa.String(length=40), nullable=False),
        sa.Column("key_enc", sa.LargeBinary(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_complaint_file_complaint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_file")),
        sa.UniqueConstraint("act_key", name=op.f("uq_complaint_file_act_key")),
    )
    with op.batch_alter_table("complaint_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_complaint_file_complaint_id"), ["complaint_id"], unique=False
        )


def downgrade() -> None:
    """Take it all back."""
    for table in ("complaint_file", "complaint_event", "complaint", "scam_mark", "scam_warning"):
        op.drop_table(table)
