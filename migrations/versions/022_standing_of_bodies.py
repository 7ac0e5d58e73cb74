"""Branches, track record and ratings of sending bodies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "022"
down_revision = "021"
branch_labels = None
depends_on = None

_BODY, _PERSON, _PLACEMENT = ["sending_body.id"], ["person.id"], ["placement.id"]


def _id(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=24), nullable=False)


def _to(table: str, column: str, target: list[str]) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], target, name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    """Make the tables."""
    _branches()
    _figures()
    _ratings()
    _comments()


def _branches() -> None:
    op.create_table(
        "body_branch",
        _id("id"),
        _id("body_id"),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=240), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("decision_no", sa.String(length=60), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("check_again_on", sa.Date(), nullable=True),
        sa.Column("mark", sa.String(length=1), nullable=False),
        sa.CheckConstraint(
            "until_day IS NULL OR until_day >= from_day", name=op.f("ck_body_branch_days")
        ),
        _to("body_branch", "body_id", _BODY),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_branch")),
    )
    op.create_index("ix_body_branch_body_id", "body_branch", ["body_id"])


def _figures() -> None:
    op.create_table(
        "body_track",
        _id("body_id"),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("selected", sa.Integer(), nullable=False),
        sa.Column("departed", sa.Integer(), nullable=True),
        sa.Column("median_days", sa.Integer(), nullable=True),
        sa.Column("early", sa.Integer(), nullable=True),
        sa.Column("complaints", sa.Integer(), nullable=True),
        _to("body_track", "body_id", _BODY),
        sa.PrimaryKeyConstraint("body_id", name=op.f("pk_body_track")),
    )
    op.create_table(
        "body_topic",
        _id("body_id"),
        sa.Column("topic", sa.String(length=12), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("yes", sa.Integer(), nullable=False),
        sa.Column("partly", sa.Integer(), nullable=False),
        _to("body_topic", "body_id", _BODY),
        sa.PrimaryKeyConstraint("body_id", "topic", name=op.f("pk_body_topic")),
    )


def _ratings() -> None:
    op.create_table(
        "body_rating",
        _id("id"),
        _id("placement_id"),
        _id("person_id"),
        _id("body_id"),
        sa.Column("topic", sa.String(length=12), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=24), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("score IN (1, 2, 3)", name=op.f("ck_body_rating_score")),
        _to("body_rating", "placement_id", _PLACEMENT),
        _to("body_rating", "person_id", _PERSON),
        _to("body_rating", "body_id", _BODY),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_rating")),
        sa.UniqueConstraint(
            "placement_id", "topic", name=op.f("uq_body_rating_placement_id_topic")
        ),
    )
    op.create_index("ix_body_rating_body", "body_rating", ["body_id", "topic"])
    op.create_index("ix_body_rating_person_id", "body_rating", ["person_id"])


def _comments() -> None:
    op.create_table(
        "rating_comment",
        _id("id"),
        _id("placement_id"),
        _id("person_id"),
        _id("body_id"),
        sa.Column("text_enc", sa.LargeBinary(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "shown",
                "hidden",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("by", sa.String(length=24), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=160), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        _to("rating_comment", "placement_id", _PLACEMENT),
        _to("rating_comment", "person_id", _PERSON),
        _to("rating_comment", "body_id", _BODY),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_comment")),
        sa.UniqueConstraint("placement_id", name=op.f("uq_rating_comment_placement_id")),
    )
    op.create_index("ix_rating_comment_state", "rating_comment", ["state", "written_at"])
    op.create_index("ix_rating_comment_person_id", "rating_comment", ["person_id"])
    op.create_index("ix_rating_comment_body_id", "rating_comment", ["body_id"])


def downgrade() -> None:
    """Take them away."""
    for table in ("rating_comment", "body_rating", "body_topic", "body_track", "body_branch"):
        op.drop_table(table)
