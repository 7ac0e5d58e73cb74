"""Offices, staff accounts, grants and sessions (K1-K5)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from jobfair.models.base import Base, Id, Moment, Ref, UTCDateTime, enum_type


class OfficeKind(StrEnum):
    """Where a member of staff sits."""

    DEPARTMENT = "department"
    CENTRE = "centre"
    COMMUNE = "commune"
    BODY = "body"
    BANK = "bank"


class Role(StrEnum):
    """What a member of staff is, at one office."""

    OFFICER = "officer"
    COUNSELLOR = "counsellor"
    LEADER = "leader"
    AUDITOR = "auditor"
    ADMIN = "admin"
    AGENCY = "agency"
    BANK = "bank"
    DOOR = "door"  # a helper at the door of one conference


class Office(Base):
    """A department, centre, commune office, sending body's office or bank branch."""

    __tablename__ = "office"
    __table_args__ = (sa.UniqueConstraint("kind", "name"),)

    id: Mapped[Id]
    kind: Mapped[OfficeKind] = mapped_column(enum_type(OfficeKind, "kind"))
    name: Mapped[str] = mapped_column(sa.String(160))
    name_en: Mapped[str] = mapped_column(sa.String(160), default="")
    phone: Mapped[str] = mapped_column(sa.String(20), default="")  # E.164, '' = hotline
    commune_code: Mapped[str | None] = mapped_column(sa.String(5), index=True)
    body_id: Mapped[str | None] = mapped_column(sa.ForeignKey("sending_body.id"))


class UserAccount(Base):
    """A member of staff. Never deleted; switched off."""

    __tablename__ = "user_account"

    id: Mapped[Id]
    username: Mapped[str] = mapped_column(sa.String(60))
    username_folded: Mapped[str] = mapped_column(sa.String(60), unique=True)
    full_name: Mapped[str] = mapped_column(sa.String(120))
    phone: Mapped[str] = mapped_column(sa.String(20), default="")
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    totp_enc: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    totp_confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    totp_last_step: Mapped[int | None]  # a code works once
    is_demo: Mapped[bool] = mapped_column(default=False)  # made by demo load: 2FA may be off
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[Moment]
    last_signed_in_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    grants: Mapped[list[RoleGrant]] = relationship(back_populates="user", lazy="selectin")


class RoleGrant(Base):
    """Who may be what, where, from when to when; a helper at the door for one conference."""

    __tablename__ = "role_grant"
    __table_args__ = (
        sa.CheckConstraint("(role = 'door') = (conference_id IS NOT NULL)", "door"),
        sa.Index(
            "uq_role_grant_open",
            "user_id",
            "role",
            "office_id",
            sa.text("coalesce(conference_id, '')"),
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        ),
    )

    id: Mapped[Id]
    user_id: Mapped[Ref] = mapped_column(sa.ForeignKey("user_account.id"))
    role: Mapped[Role] = mapped_column(enum_type(Role, "role"))
    office_id: Mapped[Ref] = mapped_column(sa.ForeignKey("office.id"))
    since: Mapped[date] = mapped_column(sa.Date)
    until: Mapped[date | None] = mapped_column(sa.Date)
    granted_by: Mapped[str | None] = mapped_column(sa.String(24))
    conference_id: Mapped[str | None] = mapped_column(
        sa.String(24), sa.ForeignKey("conference.id"), index=True
    )
    user: Mapped[UserAccount] = relationship(back_populates="grants")
    office: Mapped[Office] = relationship(lazy="joined")


class RecoveryCode(Base):
    """A printed one-time code: only its hash, used once."""

    __tablename__ = "recovery_code"

    id: Mapped[Id]
    user_id: Mapped[Ref] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    code_hash: Mapped[bytes] = mapped_column(sa.LargeBinary)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime())


class LoginSession(Base):
    """One signed-in browser; revocable at once. The cookie holds the token, this its hash."""

    __tablename__ = "login_session"

    id: Mapped[Id]
    token_hash: Mapped[bytes] = mapped_column(sa.LargeBinary, unique=True)
    user_id: Mapped[Ref] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    created_at: Mapped[Moment]
    last_seen: Mapped[Moment]
    second_factor_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    device: Mapped[str] = mapped_column(sa.String(160), default="")
