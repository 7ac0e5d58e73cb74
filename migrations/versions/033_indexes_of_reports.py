"""Indexes that reports and Today read alone: seats by conference, who came, papers by person."""

from __future__ import annotations

from alembic import op

revision = "033"
down_revision = "032"
branch_labels = None
depends_on = None

GONE = ("ix_registration_person_id", "registration", ("person_id",))

MADE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "ix_registration_conference",
        "registration",
        ("conference_id", "state", "person_id", "case_id", "id"),
    ),
    ("ix_registration_person", "registration", ("person_id", "state", "conference_id", "id")),
    (
        "ix_attendance_came",
        "attendance",
        ("registration_id", "present", "doubt", "outcome_markets", "id"),
    ),
    (
        "ix_paper_person",
        "paper",
        ("person_id", "valid_to", "kind", "state", "issued_on", "id"),
    ),
)
"""Name, table, columns."""


def upgrade() -> None:
    """Make the wider ones; the narrow one of a person's seats is part of one of them."""
    for name, table, columns in MADE:
        op.create_index(name, table, list(columns))
    name, table, _columns = GONE
    op.drop_index(name, table_name=table)


def downgrade() -> None:
    """Put the narrow index back."""
    name, table, columns = GONE
    op.create_index(name, table, list(columns))
    for name, table, _columns in MADE:
        op.drop_index(name, table_name=table)
