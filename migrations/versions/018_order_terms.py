"""Job orders by age, schooling, language and kind of work; the interview, the days of papers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "018"
down_revision = "017"
branch_labels = None
depends_on = None

TABLE = "job_order"
WORDS = {
    "occupation": 16,
    "sex": 1,
    "sex_ground": 160,
    "schooling": 16,
    "language_level": 16,
    "language_note": 80,
    "physical": 300,
    "hours": 160,
    "overtime": 160,
    "insurance": 160,
    "lodging": 160,
    "interview_place": 160,
    "interview_form": 16,
}
NUMBERS, DAYS = ("age_from", "age_to"), ("departs_on", "registration_on")


def upgrade() -> None:
    """What stands there says nothing of them yet: '' and null."""
    with op.batch_alter_table(TABLE) as batch:
        for name, length in WORDS.items():
            kind = sa.String(length)
            batch.add_column(sa.Column(name, kind, nullable=False, server_default=""))
        for name in NUMBERS:
            batch.add_column(sa.Column(name, sa.Integer()))
        for name in DAYS:
            batch.add_column(sa.Column(name, sa.Date()))


def downgrade() -> None:
    """Leave the agency's own text."""
    for name in (*WORDS, *NUMBERS, *DAYS):
        op.drop_column(TABLE, name)
