"""Rules of papers, photos, uploads, households; what was applied for and who checked it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "004"
down_revision = "003"
branch_labels = None
depends_on = None

STAGES = (
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
)
MOMENT = sa.DateTime(timezone=True)


def stage(name: str) -> sa.Enum:
    """A stage, kept as its word, with a CHECK."""
    return sa.Enum(*STAGES, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    """Make the tables, and the columns of a paper that is on its way."""
    for column in (
        "asked_on DATE",
        "expected_on DATE",
        "checked_by VARCHAR(160) NOT NULL DEFAULT ''",
    ):
        op.execute(f"ALTER TABLE paper ADD COLUMN {column}")
    op.add_column("paper", sa.Column("checked_at", MOMENT))
    op.create_index("ix_paper_valid_to", "paper", ["valid_to"])
    op.create_table(
        "paper_rule",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("paper", sa.String(24), nullable=False),
        sa.Column("programme_code", sa.String(20), nullable=False),
        sa.Column("market_code", sa.String(12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("asked_from", stage("asked_from"), nullable=False),
        sa.Column("needed_before", stage("needed_before"), nullable=False),
        sa.Column("on_demand", sa.Boolean(), nullable=False),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        sa.Column("valid_months", sa.Integer()),
        sa.Column("note_vi", sa.String(160), nullable=False),
        sa.Column("note_en", sa.String(160), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date()),
        sa.Column("check_again_on", sa.Date()),
        sa.Column("mark", sa.String(1), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        sa.UniqueConstraint("paper", "programme_code", "market_code", "valid_from"),
    )
    op.create_table(
        "paper_file",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("paper_id", sa.String(24), sa.ForeignKey("paper.id"), nullable=False, index=True),
        sa.Column("case_id", sa.String(24), sa.ForeignKey("case_file.id"), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("act_key", sa.String(40), nullable=False),
        sa.Column("key_enc", sa.LargeBinary()),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("uploaded_by", sa.String(24), nullable=False),
        sa.Column("uploaded_name", sa.String(160), nullable=False),
        sa.Column("uploaded_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT),
        sa.Column("removed_by", sa.String(24), nullable=False),
        sa.UniqueConstraint("act_key"),
    )
    op.create_index("ix_paper_file_case", "paper_file", ["case_id", "kind"])
    op.create_table(
        "paper_upload",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("act_key", sa.String(40), nullable=False),
        sa.Column(
            "case_id", sa.String(24), sa.ForeignKey("case_file.id"), nullable=False, index=True
        ),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("key_enc", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("got", sa.Integer(), nullable=False),
        sa.Column("started_by", sa.String(24), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT),
        sa.UniqueConstraint("act_key"),
    )
    op.create_table(
        "household_member",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column(
            "person_id", sa.String(24), sa.ForeignKey("person.id"), nullable=False, index=True
        ),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("folded", sa.String(120), nullable=False),
        sa.Column("relation", sa.String(16), nullable=False),
        sa.Column("birth_year", sa.Integer()),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("call_first", sa.Boolean(), nullable=False),
        sa.Column("decides", sa.Boolean(), nullable=False),
        sa.Column("linked_person_id", sa.String(24), sa.ForeignKey("person.id"), index=True),
        sa.Column("act_key", sa.String(40), nullable=False),
        sa.Column("recorded_by", sa.String(24), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT),
        sa.UniqueConstraint("act_key"),
    )


def downgrade() -> None:
    """Take it all back."""
    for table in ("household_member", "paper_upload", "paper_file", "paper_rule"):
        op.drop_table(table)
    op.drop_index("ix_paper_valid_to", "paper")
    for column in ("checked_at", "checked_by", "expected_on", "asked_on"):
        op.execute(f"ALTER TABLE paper DROP COLUMN {column}")
