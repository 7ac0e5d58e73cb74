"""Profiles without a name, and what bodies asked through the centre."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "021"
down_revision = "020"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STANDS, WAITS = sa.text("ended_at IS NULL"), sa.text("state = 'open'")
ENDS = ("taken_back", "expired", "renewed", "gone_on", "merged")
STATES = ("open", "yes", "no", "ended")


def _one_of(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    """Nobody shows one yet."""
    op.create_table(
        "job_profile",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("person_id", sa.String(24), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("act_key", sa.String(60), nullable=False, unique=True),
        sa.Column("age_band", sa.String(5), nullable=False),
        sa.Column("work", sa.String(16), nullable=False),
        sa.Column("work_years", sa.Integer()),
        sa.Column("skills", sa.String(200), nullable=False),
        sa.Column("schooling", sa.String(16), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("language_level", sa.String(16), nullable=False),
        sa.Column("markets", sa.String(80), nullable=False),
        sa.Column("programme_code", sa.String(20), sa.ForeignKey("programme.code")),
        sa.Column("from_on", sa.Date()),
        sa.Column("shown_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(24), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("ended_why", _one_of(*ENDS, name="ended_why")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", "ended"),
    )
    op.create_index("ix_job_profile_person_id", "job_profile", ["person_id"])
    for name, column, unique in (
        ("uq_job_profile_open", "person_id", True),
        ("ix_job_profile_expires_on", "expires_on", False),
    ):
        op.create_index(
            name,
            "job_profile",
            [column],
            unique=unique,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        )
    op.create_table(
        "profile_ask",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("profile_id", sa.String(24), sa.ForeignKey("job_profile.id"), nullable=False),
        sa.Column("case_id", sa.String(24), sa.ForeignKey("case_file.id"), nullable=False),
        sa.Column("body_id", sa.String(24), sa.ForeignKey("sending_body.id"), nullable=False),
        sa.Column("order_id", sa.String(24), sa.ForeignKey("job_order.id"), nullable=False),
        sa.Column("act_key", sa.String(60), nullable=False, unique=True),
        sa.Column("state", _one_of(*STATES, name="state"), nullable=False),
        sa.Column("asked_by", sa.String(24), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answered_at", MOMENT),
        sa.Column("answered_by", sa.String(24), nullable=False),
    )
    op.create_index("ix_profile_ask_profile_id", "profile_ask", ["profile_id"])
    op.create_index("ix_profile_ask_case_id", "profile_ask", ["case_id"])
    op.create_index("ix_profile_ask_body", "profile_ask", ["body_id", "asked_at"])
    op.create_index(
        "uq_profile_ask_open",
        "profile_ask",
        ["profile_id", "body_id"],
        unique=True,
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )


def downgrade() -> None:
    """Asks first: they point at profiles."""
    op.drop_table("profile_ask")
    op.drop_table("job_profile")
