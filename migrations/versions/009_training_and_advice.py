"""Classes with days, places and attendance; reports on bodies; the log of advice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "009"
down_revision = "008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "training_class",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "language",
                "vocational",
                "orientation",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("organiser", sa.String(length=160), nullable=False),
        sa.Column("body_id", sa.String(length=24), nullable=True),
        sa.Column("market_code", sa.String(length=12), nullable=True),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "closed",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("act_key", sa.String(length=40), nullable=False),
        sa.Column("made_by", sa.String(length=24), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_training_class_capacity")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_training_class_days")),
        sa.ForeignKeyConstraint(
            ["body_id"], ["sending_body.id"], name=op.f("fk_training_class_body_id")
        ),
        sa.ForeignKeyConstraint(
            ["market_code"], ["market.code"], name=op.f("fk_training_class_market_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_class")),
        sa.UniqueConstraint("act_key", name=op.f("uq_training_class_act_key")),
    )
    with op.batch_alter_table("training_class", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_class_body_id"), ["body_id"], unique=False)
        batch_op.create_index("ix_training_class_state", ["state", "starts_on"], unique=False)

    op.create_table(
        "advice_contact",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("act_key", sa.String(length=40), nullable=False),
        sa.Column("office_id", sa.String(length=24), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("referral", sa.String(length=24), nullable=False),
        sa.Column("commune_code", sa.String(length=5), nullable=True),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("name_enc", sa.LargeBinary(), nullable=True),
        sa.Column("phone_enc", sa.LargeBinary(), nullable=True),
        sa.Column("phone_hmac", sa.LargeBinary(), nullable=True),
        sa.Column("person_id", sa.String(length=24), nullable=True),
        sa.Column("who", sa.String(length=24), nullable=False),
        sa.Column("case_key", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=24), nullable=False),
        sa.Column("by_name", sa.String(length=160), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_advice_contact_minutes")),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_advice_contact_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_advice_contact_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice_contact")),
        sa.UniqueConstraint("act_key", name=op.f("uq_advice_contact_act_key")),
        sa.UniqueConstraint("case_key", name=op.f("uq_advice_contact_case_key")),
    )
    with op.batch_alter_table("advice_contact", schema=None) as batch_op:
        batch_op.create_index("ix_advice_contact_office", ["office_id", "on_date"], unique=False)
        batch_op.create_index("ix_advice_contact_on_date", ["on_date", "office_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_advice_contact_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_advice_contact_phone_hmac"), ["phone_hmac"], unique=False
        )

    op.create_table(
        "class_day",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("class_id", sa.String(length=24), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"], ["training_class.id"], name=op.f("fk_class_day_class_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_day")),
        sa.UniqueConstraint("class_id", "on_date", name=op.f("uq_class_day_class_id_on_date")),
    )
    op.create_table(
        "enrolment",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("class_id", sa.String(length=24), nullable=False),
        sa.Column("case_id", sa.String(length=24), nullable=False),
        sa.Column("person_id", sa.String(length=24), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "",
                "pass",
                "fail",
                "left",
                name="result",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("result_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("certificate_no", sa.String(length=60), nullable=False),
        sa.Column("certificate_on", sa.Date(), nullable=True),
        sa.Column("added_by", sa.String(length=24), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_enrolment_case_id")),
        sa.ForeignKeyConstraint(
            ["class_id"], ["training_class.id"], name=op.f("fk_enrolment_class_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enrolment_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("class_id", "case_id", name=op.f("uq_enrolment_class_id_case_id")),
    )
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolment_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_enrolment_person_id"), ["person_id"], unique=False)

    op.create_table(
        "class_attendance",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("enrolment_id", sa.String(length=24), nullable=False),
        sa.Column("day_id", sa.String(length=24), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("act_id", sa.String(length=40), nullable=False),
        sa.Column("by", sa.String(length=24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["day_id"], ["class_day.id"], name=op.f("fk_class_attendance_day_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_class_attendance_enrolment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_attendance")),
        sa.UniqueConstraint(
            "enrolment_id", "day_id", name=op.f("uq_class_attendance_enrolment_id_day_id")
        ),
    )
    with op.batch_alter_table("class_attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_class_attendance_day_id"), ["day_id"], unique=False)

    op.create_table(
        "body_report",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("departure_id", sa.String(length=24), nullable=False),
        sa.Column("body_id", sa.String(length=24), nullable=False),
        sa.Column("case_id", sa.String(length=24), nullable=False),
        sa.Column("missing", sa.String(length=80), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "answered",
                "decided",
                "taken_back",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("answer_no", sa.String(length=60), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(length=24), nullable=False),
        sa.Column("decision_no", sa.String(length=60), nullable=False),
        sa.Column("decision_note", sa.String(length=500), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(length=24), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["sending_body.id"], name=op.f("fk_body_report_body_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_body_report_case_id")),
        sa.ForeignKeyConstraint(
            ["departure_id"], ["departure.id"], name=op.f("fk_body_report_departure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_report")),
        sa.UniqueConstraint("departure_id", name=op.f("uq_body_report_departure_id")),
    )
    with op.batch_alter_table("body_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_body_report_body_id"), ["body_id"], unique=False)
        batch_op.create_index("ix_body_report_state", ["state", "due_on"], unique=False)


def downgrade() -> None:
    """Take it all back."""
    for table in ("body_report", "class_attendance", "enrolment", "class_day"):
        op.drop_table(table)
    for table in ("advice_contact", "training_class"):
        op.drop_table(table)
