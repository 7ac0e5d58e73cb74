"""Indexes with the columns that lists and counts ask for, so that they read no rows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "011"
down_revision = "010"
branch_labels = None
depends_on = None

GONE = (
    ("ix_person_commune", "person"),
    ("ix_case_file_today", "case_file"),
    ("ix_case_file_person_id", "case_file"),
    ("ix_case_file_stage", "case_file"),
    ("ix_case_file_commune_code", "case_file"),
    ("ix_case_file_next_on", "case_file"),
    ("ix_case_event_to_stage_at", "case_event"),
    ("ix_placement_body", "placement"),
    ("ix_placement_case_id", "placement"),
    ("ix_departure_exit", "departure"),
    ("ix_paper_valid_to", "paper"),
)

MADE: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("ix_person_commune", "person", ("commune_code", "given_folded", "folded", "id"), ""),
    (
        "ix_case_file_today",
        "case_file",
        ("owner_office_id", "next_on", "closed_at", "person_id", "id"),
        "",
    ),
    (
        "ix_case_file_person",
        "case_file",
        ("person_id", "closed_at", "stage", "next_on", "owner_office_id", "id"),
        "",
    ),
    (
        "ix_case_file_stage",
        "case_file",
        ("stage", "closed_at", "next_on", "person_id", "owner_office_id", "id"),
        "",
    ),
    (
        "ix_case_file_id",
        "case_file",
        ("id", "closed_at", "stage", "next_on", "person_id", "owner_office_id"),
        "",
    ),
    ("ix_case_file_commune", "case_file", ("commune_code", "closed_at", "stage"), ""),
    (
        "ix_case_file_next_on",
        "case_file",
        ("next_on", "stage", "person_id", "owner_office_id", "id", "closed_at"),
        "closed_at IS NULL",
    ),
    (
        "ix_case_event_to_stage_at",
        "case_event",
        ("to_stage", "at", "kind", "case_id", "seq"),
        "to_stage IS NOT NULL",
    ),
    (
        "ix_case_event_corrects",
        "case_event",
        ("case_id", "corrects_seq"),
        "corrects_seq IS NOT NULL",
    ),
    ("ix_case_event_contact", "case_event", ("at", "case_id"), "kind = 'contact'"),
    ("ix_placement_body", "placement", ("body_id", "closed_on", "case_id", "contract_on"), ""),
    (
        "ix_placement_case",
        "placement",
        ("case_id", "closed_on", "selected_on", "body_id", "programme_code"),
        "",
    ),
    (
        "ix_departure_exit",
        "departure",
        ("exit_on", "commune_code", "undone_at", "without_gate", "placement_id"),
        "",
    ),
    ("ix_paper_valid_to", "paper", ("valid_to", "kind", "state", "person_id"), ""),
    ("ix_paper_issued", "paper", ("kind", "issued_on", "state", "person_id"), ""),
    (
        "ix_consent_body",
        "consent",
        ("body_id", "purpose", "given", "provisional", "person_id", "at", "seq"),
        "body_id IS NOT NULL",
    ),
)
"""Name, table, columns, condition ('' for every row)."""


def upgrade() -> None:
    """Put the wider indexes in the place of the narrow ones."""
    for name, table in GONE:
        op.drop_index(name, table_name=table)
    for name, table, columns, condition in MADE:
        where = sa.text(condition) if condition else None
        op.create_index(name, table, list(columns), sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Put the narrow indexes back."""
    for name, table, _columns, _condition in MADE:
        op.drop_index(name, table_name=table)
    for name, table, columns, condition in OLD:
        where = sa.text(condition) if condition else None
        op.create_index(name, table, list(columns), sqlite_where=where, postgresql_where=where)


OLD: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("ix_person_commune", "person", ("commune_code", "given_folded"), ""),
    ("ix_case_file_today", "case_file", ("owner_office_id", "next_on"), ""),
    ("ix_case_file_person_id", "case_file", ("person_id",), ""),
    ("ix_case_file_stage", "case_file", ("stage",), ""),
    ("ix_case_file_commune_code", "case_file", ("commune_code",), ""),
    ("ix_case_file_next_on", "case_file", ("next_on",), "closed_at IS NULL"),
    ("ix_case_event_to_stage_at", "case_event", ("to_stage", "at"), ""),
    ("ix_placement_body", "placement", ("body_id", "closed_on"), ""),
    ("ix_placement_case_id", "placement", ("case_id",), ""),
    ("ix_departure_exit", "departure", ("exit_on", "commune_code"), ""),
    ("ix_paper_valid_to", "paper", ("valid_to",), ""),
)
