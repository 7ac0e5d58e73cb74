"""Indexes for papers that end and for certificates, with the columns that are asked for."""

from __future__ import annotations

from alembic import op

revision = "013"
down_revision = "012"
branch_labels = None
depends_on = None

Indexes = tuple[tuple[str, str, tuple[str, ...]], ...]

OLD: Indexes = (
    ("ix_paper_valid_to", "paper", ("valid_to", "kind", "state", "person_id")),
    ("ix_paper_issued", "paper", ("kind", "issued_on", "state", "person_id")),
    ("ix_enrolment_case_id", "enrolment", ("case_id",)),
)
NEW: Indexes = (
    ("ix_paper_valid_to", "paper", ("valid_to", "kind", "state", "person_id", "id")),
    ("ix_paper_issued", "paper", ("kind", "issued_on", "state", "person_id", "id")),
    ("ix_enrolment_case", "enrolment", ("case_id", "taken_off_at", "class_id", "result")),
    ("ix_enrolment_certificate", "enrolment", ("certificate_on", "person_id")),
)
"""Name, table, columns."""


def upgrade() -> None:
    """Put the wider indexes in the place of the narrow ones."""
    _change(OLD, NEW)


def downgrade() -> None:
    """Put the narrow indexes back."""
    _change(NEW, OLD)


def _change(gone: Indexes, made: Indexes) -> None:
    for name, table, _columns in gone:
        op.drop_index(name, table_name=table)
    for name, table, columns in made:
        op.create_index(name, table, list(columns))
