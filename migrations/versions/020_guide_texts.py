"""What the guide tells beside the numbers, what a programme asks, where its income was read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "020"
down_revision = "019"
branch_labels = None
depends_on = None


def _fact() -> list[sa.Column[object]]:
    return [
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("check_again_on", sa.Date(), nullable=True),
        sa.Column("mark", sa.String(length=1), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
    ]


def upgrade() -> None:
    """Two tables of facts and a source."""
    op.add_column(
        "programme", sa.Column("income_source", sa.Text(), nullable=False, server_default="")
    )
    op.create_table(
        "guide_text",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("page", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=24), nullable=False),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title_vi", sa.String(length=160), nullable=False),
        sa.Column("title_en", sa.String(length=160), nullable=False),
        sa.Column("text_vi", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("tel", sa.String(length=20), nullable=False),
        *_fact(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide_text")),
        sa.UniqueConstraint(
            "page",
            "subject",
            "topic",
            "position",
            "valid_from",
            name=op.f("uq_guide_text_page_subject_topic_position_valid_from"),
        ),
    )
    op.create_table(
        "programme_need",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("programme_code", sa.String(length=20), nullable=False),
        sa.Column("question", sa.String(length=16), nullable=False),
        sa.Column("fits", sa.String(length=120), nullable=False),
        sa.Column("text_vi", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        *_fact(),
        sa.ForeignKeyConstraint(
            ["programme_code"],
            ["programme.code"],
            name=op.f("fk_programme_need_programme_code_programme"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_need")),
        sa.UniqueConstraint(
            "programme_code",
            "question",
            "valid_from",
            name=op.f("uq_programme_need_programme_code_question_valid_from"),
        ),
    )
    op.create_index(op.f("ix_programme_need_programme_code"), "programme_need", ["programme_code"])


def downgrade() -> None:
    """Drop them."""
    op.drop_column("programme", "income_source")
    op.drop_table("programme_need")
    op.drop_table("guide_text")
