"""Stays abroad, check-ins, incidents, return plans, work at home, work across the border."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "006"
down_revision = "005"
branch_labels = None
depends_on = None

HISTORIES = ("check_in_answer", "incident_step")
"""Tables whose rows nobody changes."""


def upgrade() -> None:
    """Make the tables of the room ``abroad``."""
    op.create_table(
        "radar_limit",
        sa.Column("id", sa.String(24), nullable=False),
        sa.Column("market_code", sa.String(12), nullable=False),
        sa.Column("programme_code", sa.String(20), nullable=False),
        sa.Column("rate_percent", sa.Numeric(5, 2)),
        sa.Column("people", sa.Integer()),
        sa.Column("set_by", sa.String(24), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date()),
        sa.Column("check_again_on", sa.Date()),
        sa.Column("mark", sa.String(1), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_radar_limit")),
        sa.UniqueConstraint(
            "market_code", "programme_code", name=op.f("uq_radar_limit_market_code_programme_code")
        ),
    )
    op.create_table(
        "border_work",
        sa.Column("id", sa.String(24), nullable=False),
        sa.Column("commune_code", sa.String(5), nullable=False),
        sa.Column("market_code", sa.String(12), nullable=False),
        sa.Column("place", sa.String(160), nullable=False),
        sa.Column("employer", sa.String(160), nullable=False),
        sa.Column("work", sa.String(160), nullable=False),
        sa.Column("pass_kind", sa.String(16), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("women", sa.Integer()),
        sa.Column("back_on", sa.Date()),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act_key", sa.String(40), nullable=False),
        sa.Column("recorded_by", sa.String(24), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["market_code"], ["market.code"], name=op.f("fk_border_work_market_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_border_work")),
        sa.UniqueConstraint("act_key", name=op.f("uq_border_work_act_key")),
    )
    op.create_index("ix_border_work_place", "border_work", ["commune_code", "from_on"])

    op.create_table(
        "border_worker",
        sa.Column("id", sa.String(24), nullable=False),
        sa.Column("border_work_id", sa.String(24), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("birth_year", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["border_work_id"], ["border_work.id"], name=op.f("fk_border_worker_border_work_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_border_worker")),
    )
    op.create_index("ix_border_worker_border_work_id", "border_worker", ["border_work_id"])

    op.create_table(
        "check_in",
        sa.Column("id", sa.String(24), nullable=False),
        sa.Column("placement_id", sa.String(24), nullable=False),
        sa.Column("case_id", sa.String(24), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ask_on", sa.Date(), nullable=False),
        sa.Column("office_id", sa.String(24), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("skipped_at", sa.DateTime(timezone=True)),
        sa.Column("wage", sa.Numeric(14, 2)),
        sa.Column("hours", sa.Numeric(5, 1)),
        sa.Column("deductions", sa.Numeric(14, 2)),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_check_in_case_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_check_in_office_id")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_check_in_placement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
        sa.UniqueConstraint("placement_id", "day", name=op.f("uq_check_in_placement_id_day")),
    )
    op.create_index("ix_check_in_case_id", "check_in", ["case_id"])
    op.create_index(
        "ix_check_in_open", "check_in", ["office_id", "answered_at", "skipped_at", "ask_on"]
    )

    op.create_table(
        "job_check",
        sa.Column("id", sa.String(24), nullable=False),
        sa.Column("placement_id", sa.String(24), nullable=False),
        sa.Column("case_id", sa.String(24), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("office_id", sa.String(24), nullable=False),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("evidence", sa.String(16), nullable=False),
        sa.Column("evidence_ref", sa.String(120), nullable=False),
        sa.Column("work", sa.String(200), nullable=False),
        sa.Column("act_key", sa.String(40)),
        sa.Column("recorded_by", sa.String(24), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True)),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_job_check_case_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_job_check_office_id")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_job_check_placement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_check")),
        sa.UniqueConstraint("act_key", name=op.f("uq_job_check_act_key")),
        sa.UniqueConstraint(
            "placement_id", "months", name=op.f("uq_job_check_placement_id_months")
        ),
    )
    op.create_index("ix_job_check_case_id", "job_check", ["case_id"])
    op.create_index("ix_job_check_due", "job_check", ["due_on", "undone_at"])
    op.create_index("ix_job_check_office", "job_check", ["office_id", "recorded_at", "due_on"])

    op.create_table(
        "return_plan",
        sa.Column("id", sa.String(24), nullable=False),
        sa.Column("placement_id", sa.String(24), nullable=False),
        sa.Column("case_id", sa.String(24), nullable=False),
        sa.Column("wish", sa.String(12), nullable=False),
        sa.Column("home_on", sa.Date()),
        sa.Column("work", sa.String(16), nullable=False),
        sa.Column("work_text", sa.String(200), nullable=False),
        sa.Column("loan_left", sa.BigInteger()),
        sa.Column("training", sa.Boolean(), nullable=False),
        sa.Column("training_text", sa.String(200), nullable=False),
        sa.Column("act_key", sa.String(40), nullable=False),
        sa.Column("recorded_by", sa.String(24), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_return_plan_case_id")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_return_plan_placement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_plan")),
        sa.UniqueConstraint("act_key", name=op.f("uq_return_plan_act_key")),
        sa.UniqueConstraint("placement_id", name=op.f("uq_return_plan_placement_id")),
    )
    op.create_index("ix_return_plan_case_id", "return_plan", ["case_id"])

    op.create_table(
        "stay_abroad",
        sa.Column("id", sa.String(24), nullable=False),
        sa.Column("placement_id", sa.String(24), nullable=False),
        sa.Column("case_id", sa.String(24), nullable=False),
        sa.Column("commune_code", sa.String(5)),
        sa.Column("market_code", sa.String(12), nullable=False),
        sa.Column("programme_code", sa.String(20), nullable=False),
        sa.Column("exit_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date()),
        sa.Column("home_on", sa.Date()),
        sa.Column(
            "state",
            sa.Enum(
                "abroad",
                "on_time",
                "early",
                "late",
                "absconded",
                "dead",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=12,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("was_absconded", sa.Boolean(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_stay_abroad_case_id")),
        sa.ForeignKeyConstraint(
            ["market_code"], ["market.code"], name=op.f("fk_stay_abroad_market_code")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_stay_abroad_placement_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_code"], ["programme.code"], name=op.f("fk_stay_abroad_programme_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay_abroad")),
        sa.UniqueConstraint("placement_id", name=op.f("uq_stay_abroad_placement_id")),
    )
    op.create_index("ix_stay_abroad_case_id", "stay_abroad", ["case_id"])
    op.create_index("ix_stay_abroad_exit_on", "stay_abroad", ["exit_on"])
    op.create_index("ix_stay_abroad_home", "stay_abroad", ["home_on"])
    op.create_index("ix_stay_abroad_place", "stay_abroad", ["commune_code", "market_code", "state"])
    op.create_index("ix_stay_abroad_state", "stay_abroad", ["state", "end_on"])

    op.create_table(
        "check_in_answer",
        sa.Column("id", sa.String(24), nullable=False),
        sa.Column("check_in_id", sa.String(24), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("about", sa.String(24), nullable=False),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("act_key", sa.String(40), nullable=False),
        sa.Column("by", sa.String(24), nullable=False),
        sa.Column("by_name", sa.String(160), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["check_in_id"], ["check_in.id"], name=op.f("fk_check_in_answer_check_in_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_answer")),
        sa.UniqueConstraint("act_key", name=op.f("uq_check_in_answer_act_key")),
    )
    op.create_index("ix_check_in_answer_check_in_id", "check_in_answer", ["check_in_id"])

    op.create_table(
        "incident",
        sa.Column("id", sa.String(24), nullable=False),
        sa.Column("case_id", sa.String(24), nullable=False),
        sa.Column("placement_id", sa.String(24)),
        sa.Column("check_in_id", sa.String(24)),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("severity", sa.String(8), nullable=False),
        sa.Column("told_by", sa.String(12), nullable=False),
        sa.Column("told_how", sa.String(12), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("owner_office_id", sa.String(24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act_key", sa.String(40), nullable=False),
        sa.Column("opened_by", sa.String(24), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(24), nullable=False),
        sa.Column("closed_by", sa.String(24), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_incident_case_id")),
        sa.ForeignKeyConstraint(
            ["check_in_id"], ["check_in.id"], name=op.f("fk_incident_check_in_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_office_id"], ["office.id"], name=op.f("fk_incident_owner_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_incident_placement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("act_key", name=op.f("uq_incident_act_key")),
    )
    op.create_index("ix_incident_case_id", "incident", ["case_id"])
    op.create_index("ix_incident_open", "incident", ["owner_office_id", "closed_at", "due_on"])

    op.create_table(
        "incident_step",
        sa.Column("id", sa.String(24), nullable=False),
        sa.Column("incident_id", sa.String(24), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("act_key", sa.String(40), nullable=False),
        sa.Column("by", sa.String(24), nullable=False),
        sa.Column("by_name", sa.String(160), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_incident_step_incident_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_step")),
        sa.UniqueConstraint("act_key", name=op.f("uq_incident_step_act_key")),
    )
    op.create_index("ix_incident_step_incident_id", "incident_step", ["incident_id"])
    _guard()


def _guard() -> None:
    """What was answered and done stays as it was written."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in HISTORIES:
        if not sqlite:
            op.execute(
                f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION jobfair_refuse()"
            )
            continue
        for act in ("DELETE", "UPDATE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} BEGIN"
                " SELECT RAISE(ABORT, 'history is append-only'); END"
            )


def downgrade() -> None:
    """Take them back."""
    for table in (
        "incident_step",
        "incident",
        "check_in_answer",
        "stay_abroad",
        "return_plan",
        "job_check",
        "check_in",
        "border_worker",
        "border_work",
        "radar_limit",
    ):
        op.drop_table(table)
