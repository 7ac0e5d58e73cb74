"""Money log of a case, contract terms, promises, loans and support."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "008"
down_revision = "007"
branch_labels = None
depends_on = None

LOAN_STATES = ("asked", "approved", "refused", "disbursed", "repaid")
SUPPORT_STATES = ("planned", "decided", "paid", "refused")


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.String(24), primary_key=True)


def _ref(name: str, table: str, *, null: bool = False, **more: bool) -> sa.Column[str]:
    return sa.Column(name, sa.String(24), sa.ForeignKey(f"{table}.id"), nullable=null, **more)


def _text(name: str, size: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(size), nullable=False)


def _dong(name: str, *, null: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def _moment(name: str, *, null: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def _day(name: str, *, null: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=null)


def _key() -> sa.Column[str]:
    return sa.Column("act_key", sa.String(40), nullable=False, unique=True)


def _state(*states: str) -> sa.Column[str]:
    kind = sa.Enum(*states, name="state", native_enum=False, create_constraint=True, length=24)
    return sa.Column("state", kind, nullable=False)


def upgrade() -> None:
    """Widen the money log; make the tables of promises, loans and support."""
    _payment()
    for column in ("most NUMERIC(16, 2)", "for_groups VARCHAR(80) NOT NULL DEFAULT ''"):
        op.execute(f"ALTER TABLE support_amount ADD COLUMN {column}")
    _contract_and_promises()
    _loans()
    op.create_table(
        "support_item",
        _id(),
        _ref("case_id", "case_file", index=True),
        _text("item", 60),
        _day("on_date", null=False),
        _state(*SUPPORT_STATES),
        _text("money_source", 16),
        sa.Column("quantity", sa.Integer(), nullable=False),
        _dong("planned", null=False),
        _dong("decided"),
        _text("decision_no", 60),
        _day("decided_on"),
        _dong("paid"),
        _day("paid_on"),
        _key(),
        sa.Column("version", sa.Integer(), nullable=False),
        _text("recorded_by", 24),
        _moment("recorded_at"),
        _moment("changed_at", null=True),
    )


def _payment() -> None:
    """Money may have been taken before there was a placement: the case holds it."""
    for column in (
        "case_id VARCHAR(24) CONSTRAINT fk_payment_case_id REFERENCES case_file (id)",
        "currency VARCHAR(3) NOT NULL DEFAULT 'VND'",
        "original NUMERIC(14, 2)",
        "rate NUMERIC(14, 4)",
        "payee VARCHAR(12) NOT NULL DEFAULT ''",
        "said_by VARCHAR(12) NOT NULL DEFAULT ''",
    ):
        op.execute(f"ALTER TABLE payment ADD COLUMN {column}")
    op.execute(
        "UPDATE payment SET case_id = (SELECT case_id FROM placement"
        " WHERE placement.id = payment.placement_id)"
    )
    with op.batch_alter_table("payment") as batch:
        batch.alter_column("case_id", existing_type=sa.String(24), nullable=False)
        batch.alter_column("placement_id", existing_type=sa.String(24), nullable=True)
        batch.create_index("ix_payment_case_id", ["case_id"])


def _contract_and_promises() -> None:
    op.create_table(
        "contract_terms",
        _id(),
        _ref("placement_id", "placement", unique=True),
        sa.Column("hours_week", sa.Numeric(5, 1)),
        _dong("service_fee"),
        _dong("deposit"),
        _day("departure_on"),
        _text("fee_condition", 40),
        sa.Column("extension_agreed", sa.Boolean(), nullable=False),
        sa.Column("extension_months", sa.Integer(), nullable=False),
        _dong("foreign_paid", null=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _text("recorded_by", 24),
        _moment("recorded_at"),
    )
    op.create_table(
        "promise",
        _id(),
        _ref("case_id", "case_file"),
        _ref("body_id", "sending_body", null=True),
        _ref("order_id", "job_order", null=True),
        _ref("conference_id", "conference", null=True),
        _text("how", 12),
        _text("promised_by", 160),
        sa.Column("wage", sa.Numeric(14, 2)),
        _text("currency", 3),
        sa.Column("rate", sa.Numeric(14, 4)),
        sa.Column("hours_week", sa.Numeric(5, 1)),
        _dong("service_fee"),
        _dong("deposit"),
        sa.Column("months", sa.Integer()),
        _day("departure_on"),
        _key(),
        _text("by", 24),
        _text("by_name", 160),
        _moment("at"),
    )
    op.create_index("ix_promise_case", "promise", ["case_id", "at"])
    op.create_table(
        "day30_answer",
        _id(),
        _ref("case_id", "case_file", index=True),
        _ref("placement_id", "placement", unique=True),
        _day("asked_on", null=False),
        sa.Column("wage", sa.Numeric(14, 2)),
        _text("currency", 3),
        sa.Column("hours_week", sa.Numeric(5, 1)),
        _dong("service_fee"),
        _dong("deposit"),
        _text("note", 300),
        _key(),
        _text("by", 24),
        _moment("at"),
    )
    op.create_table(
        "promise_check",
        _id(),
        _ref("placement_id", "placement"),
        _ref("body_id", "sending_body", index=True),
        _text("against", 10),
        _text("worse", 80),
        _moment("at"),
        sa.UniqueConstraint("placement_id", "against"),
    )


def _loans() -> None:
    op.create_table(
        "loan",
        _id(),
        _ref("case_id", "case_file", index=True),
        _ref("person_id", "person"),
        _ref("branch_id", "office"),
        _state(*LOAN_STATES),
        _day("asked_on", null=False),
        _dong("need", null=False),
        _dong("amount_asked", null=False),
        _dong("amount_approved"),
        _day("decide_by", null=False),
        _day("decided_on"),
        _day("disbursed_on"),
        _text("reason", 24),
        _dong("repaid", null=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_loan_branch", "loan", ["branch_id", "state", "asked_on"])
    op.create_table(
        "loan_act",
        _id(),
        _ref("loan_id", "loan", index=True),
        _text("kind", 10),
        _day("on_date", null=False),
        _dong("amount", null=False),
        _key(),
        _text("by", 24),
        _text("by_name", 160),
        _moment("at"),
    )


def downgrade() -> None:
    """Take it all back; payments without a placement go with it."""
    for table in ("support_item", "loan_act", "loan", "promise_check", "day30_answer"):
        op.drop_table(table)
    for table in ("promise", "contract_terms"):
        op.drop_table(table)
    for column in ("for_groups", "most"):
        op.execute(f"ALTER TABLE support_amount DROP COLUMN {column}")
    op.execute("DELETE FROM payment WHERE placement_id IS NULL")
    with op.batch_alter_table("payment") as batch:
        batch.alter_column("placement_id", existing_type=sa.String(24), nullable=False)
        batch.drop_index("ix_payment_case_id")
        for column in ("case_id", "currency", "original", "rate", "payee", "said_by"):
            batch.drop_column(column)
