"""Helpers at the door of one conference: a role that is bound to it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "027"
down_revision = "026"
branch_labels = None
depends_on = None

TABLE = "role_grant"
ROLES = ("officer", "counsellor", "leader", "auditor", "admin", "agency", "bank")
COLUMNS = "id, user_id, role, office_id, since, until, granted_by"
OPEN, CONFERENCE = "uq_role_grant_open", "ix_role_grant_conference_id"


def _role(*roles: str) -> sa.Enum:
    return sa.Enum(*roles, name="role", native_enum=False, create_constraint=True, length=24)


def _draw_anew(with_door: bool) -> None:
    """On SQLite a CHECK cannot be changed: the table, at which none points, is made again."""
    own = [
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("user_id", sa.String(length=24), nullable=False),
        sa.Column("role", _role(*ROLES, *(["door"] if with_door else [])), nullable=False),
        sa.Column("office_id", sa.String(length=24), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("granted_by", sa.String(length=24), nullable=True),
    ]
    rules = [
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name="fk_role_grant_office_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_role_grant_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_role_grant"),
    ]
    if with_door:
        own.append(sa.Column("conference_id", sa.String(length=24), nullable=True))
        rules.append(_to_conference())
        rules.append(sa.CheckConstraint(DOOR, name=op.f("ck_role_grant_door")))
    op.rename_table(TABLE, "role_grant_before")
    op.create_table(TABLE, *own, *rules)
    op.execute(f"INSERT INTO {TABLE} ({COLUMNS}) SELECT {COLUMNS} FROM role_grant_before")  # noqa: S608
    op.drop_table("role_grant_before")


DOOR = "(role = 'door') = (conference_id IS NOT NULL)"


def _to_conference() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["conference_id"], ["conference.id"], name="fk_role_grant_conference_id"
    )


def _open(*columns: str | sa.TextClause) -> None:
    """One open role a person, office and conference."""
    condition = sa.text("until IS NULL")
    op.create_index(
        OPEN,
        TABLE,
        ["user_id", "role", "office_id", *columns],
        unique=True,
        sqlite_where=condition,
        postgresql_where=condition,
    )


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    """The role, the conference it is bound to, one open grant a conference."""
    op.drop_index(OPEN, TABLE)
    if _on_sqlite():
        _draw_anew(with_door=True)
    else:
        op.drop_constraint("ck_role_grant_role", TABLE)
        known = ", ".join(f"'{role}'" for role in (*ROLES, "door"))
        op.create_check_constraint(op.f("ck_role_grant_role"), TABLE, f"role IN ({known})")
        op.add_column(TABLE, sa.Column("conference_id", sa.String(length=24), nullable=True))
        op.create_foreign_key(
            "fk_role_grant_conference_id", TABLE, "conference", ["conference_id"], ["id"]
        )
        op.create_check_constraint(op.f("ck_role_grant_door"), TABLE, DOOR)
    _open(sa.text("coalesce(conference_id, '')"))
    op.create_index(CONFERENCE, TABLE, ["conference_id"])


def downgrade() -> None:
    """Without helpers: their grants go, their accounts stay without a role."""
    op.execute(f"DELETE FROM {TABLE} WHERE role = 'door'")  # noqa: S608
    op.drop_index(CONFERENCE, TABLE)
    op.drop_index(OPEN, TABLE)
    if _on_sqlite():
        _draw_anew(with_door=False)
    else:
        op.drop_constraint("ck_role_grant_door", TABLE)
        op.drop_constraint("fk_role_grant_conference_id", TABLE)
        op.drop_column(TABLE, "conference_id")
        op.drop_constraint("ck_role_grant_role", TABLE)
        known = ", ".join(f"'{role}'" for role in ROLES)
        op.create_check_constraint(op.f("ck_role_grant_role"), TABLE, f"role IN ({known})")
    _open()
