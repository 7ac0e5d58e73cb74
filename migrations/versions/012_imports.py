"""Lists that come in: batches, their rows, the columns an office uses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "012"
down_revision = "011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "import_batch",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("act_key", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("office_id", sa.String(length=24), nullable=False),
        sa.Column("user_id", sa.String(length=24), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("key_enc", sa.LargeBinary(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "read",
                "letters",
                "columns",
                "check",
                "preview",
                "run",
                "done",
                "refused",
                "dropped",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("reading", sa.String(length=12), nullable=False),
        sa.Column("sheet", sa.Integer(), nullable=False),
        sa.Column("headings", sa.Text(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_import_batch_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_import_batch_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sa.UniqueConstraint("act_key", name=op.f("uq_import_batch_act_key")),
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index("ix_import_batch_mark", ["mark"], unique=False)
        batch_op.create_index("ix_import_batch_office", ["office_id", "created_at"], unique=False)
        batch_op.create_index("ix_import_batch_state", ["state", "created_at"], unique=False)

    op.create_table(
        "import_columns",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("office_id", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("headings", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_import_columns_office_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_columns")),
        sa.UniqueConstraint("office_id", "kind", name=op.f("uq_import_columns_office_id_kind")),
    )
    op.create_table(
        "import_row",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("batch_id", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cells_enc", sa.LargeBinary(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "unseen",
                "new",
                "known",
                "doubt",
                "error",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("problem", sa.String(length=400), nullable=False),
        sa.Column("cell", sa.String(length=8), nullable=False),
        sa.Column("row_key", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=24), nullable=True),
        sa.Column("case_id", sa.String(length=24), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_import_row_batch_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_import_row_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_import_row_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("uq_import_row_batch_id_number")),
    )
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_row_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_row_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_row_row_key"), ["row_key"], unique=False)
        batch_op.create_index("ix_import_row_state", ["batch_id", "state", "number"], unique=False)


def downgrade() -> None:
    """Take it all back."""
    op.drop_table("import_row")
    op.drop_table("import_columns")
    op.drop_table("import_batch")
