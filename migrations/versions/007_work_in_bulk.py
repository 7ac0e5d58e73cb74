"""Saved filters, steps made together, cases handed over, people joined."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "007"
down_revision = "006"
branch_labels = None
depends_on = None

STAGES = (
    *("interest", "registered", "counselled", "screened", "introduced", "source_training"),
    *("interviewed", "selected", "contract_signed", "training", "visa_process"),
    *("waiting_departure", "departed", "working", "extended", "completed", "returned_early"),
    *("absconded", "deceased_missing", "liquidated", "reintegrated", "withdrawn", "ineligible"),
    "dropped",
)
STATES = ("offered", "accepted", "rejected", "taken_back")

# Plain SQL: a batch would rebuild tables that everything points at.
COLUMNS = (
    "ALTER TABLE case_file ADD COLUMN merged_into_id VARCHAR(24)"
    " CONSTRAINT fk_case_file_merged_into_id REFERENCES case_file (id)",
    "ALTER TABLE duplicate_pair ADD COLUMN reason VARCHAR(300) NOT NULL DEFAULT ''",
)


def upgrade() -> None:
    """Add the tables, and the index that counts stages over time."""
    for statement in COLUMNS:
        op.execute(statement)
    op.create_index("ix_case_file_merged_into_id", "case_file", ["merged_into_id"])
    op.create_index("ix_case_event_to_stage_at", "case_event", ["to_stage", "at"])
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("user_id", sa.String(24), sa.ForeignKey("user_account.id"), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("query", sa.String(500), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("user_id", "name"),
    )
    op.create_table(
        "bulk_move",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("act_key", sa.String(40), nullable=False),
        sa.Column("user_id", sa.String(24), sa.ForeignKey("user_account.id"), nullable=False),
        sa.Column("to_stage", _enum("to_stage", STAGES, 24), nullable=False),
        sa.Column("done_ids", sa.Text(), nullable=False),
        sa.Column("refused", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("act_key"),
    )
    _handover()
    _person_merge()


def _enum(name: str, values: tuple[str, ...], length: int) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=length)


def _handover() -> None:
    op.create_table(
        "handover",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("case_id", sa.String(24), sa.ForeignKey("case_file.id"), nullable=False),
        sa.Column("from_office_id", sa.String(24), sa.ForeignKey("office.id"), nullable=False),
        sa.Column("to_office_id", sa.String(24), sa.ForeignKey("office.id"), nullable=False),
        sa.Column("new_commune", sa.String(5)),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("state", _enum("state", STATES, 12), nullable=False),
        sa.Column("answer", sa.String(300), nullable=False),
        sa.Column("act_key", sa.String(40), nullable=False),
        sa.Column("offered_by", sa.String(24), nullable=False),
        sa.Column("offered_by_name", sa.String(160), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(24)),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("seen_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("act_key"),
    )
    op.create_index("ix_handover_case_id", "handover", ["case_id"])
    op.create_index("ix_handover_to_office_id_state", "handover", ["to_office_id", "state"])
    op.create_index("ix_handover_from_office_id_state", "handover", ["from_office_id", "state"])
    where = sa.text("state = 'offered'")
    op.create_index(
        "uq_handover_open",
        "handover",
        ["case_id"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def _person_merge() -> None:
    op.create_table(
        "person_merge",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("act_key", sa.String(40), nullable=False),
        sa.Column("kept_id", sa.String(24), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("gone_id", sa.String(24), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("pair_id", sa.String(24), sa.ForeignKey("duplicate_pair.id")),
        sa.Column("identity_seen", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.Column("before_enc", sa.LargeBinary(), nullable=False),
        sa.Column("merged_by", sa.String(24), nullable=False),
        sa.Column("merged_by_name", sa.String(160), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.Column("undone_by", sa.String(24)),
        sa.Column("undo_reason", sa.String(300), nullable=False),
        sa.UniqueConstraint("act_key"),
        sa.CheckConstraint("kept_id <> gone_id", "two"),
    )
    op.create_index("ix_person_merge_kept_id", "person_merge", ["kept_id"])
    where = sa.text("undone_at IS NULL")
    op.create_index(
        "uq_person_merge_gone",
        "person_merge",
        ["gone_id"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )


def downgrade() -> None:
    """Take it all back."""
    for table in ("person_merge", "handover", "bulk_move", "saved_filter"):
        op.drop_table(table)
    op.drop_index("ix_case_event_to_stage_at", "case_event")
    op.drop_index("ix_case_file_merged_into_id", "case_file")
    op.execute("ALTER TABLE duplicate_pair DROP COLUMN reason")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE case_file DROP COLUMN merged_into_id")
