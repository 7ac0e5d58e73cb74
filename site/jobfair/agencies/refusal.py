"""How a rule says no: at which field, or because somebody else was faster."""

from __future__ import annotations

from typing import Protocol

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair.database import db
from jobfair.errors import Invalid, Stale
from jobfair.models import AuditEvent


class Refused(Invalid):
    """422: the world says no to one field of the form; the view shows it there."""

    def __init__(self, field: str, message: str) -> None:
        """Take the name of the form's field and a translated sentence."""
        super().__init__(message)
        self.field = field


class Versioned(Protocol):
    """A row with an id and a version."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def version(self) -> int:
        """Its version now."""


def last_change(object_kind: str, object_id: str) -> AuditEvent | None:
    """The latest act that raised the version of the object: named after its kind."""
    query = sa.select(AuditEvent).where(
        AuditEvent.object_kind == object_kind,
        AuditEvent.object_id == object_id,
        AuditEvent.action.like(f"{object_kind}.%"),
    )
    return db.session.scalars(query.order_by(AuditEvent.written.desc()).limit(1)).first()


def check_version(row: Versioned, object_kind: str, version: int) -> None:
    """Raise Stale, naming who changed the row, unless it is still at ``version``."""
    if row.version == version:
        return
    act = last_change(object_kind, row.id)
    if act is None or not act.actor_name:
        raise Stale(_("Somebody changed this while you were typing. What you typed is kept."))
    raise Stale(
        _(
            "%(name)s changed this while you were typing. What you typed is kept.",
            name=act.actor_name,
        )
    )
