"""Warnings: for everybody what is published, for staff all of them; what check-it compares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from jobfair.agencies.check import Kind, Warned, key_text
from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.kept import kept
from jobfair.lib.clock import to_local
from jobfair.lib.text import fold, like_escape
from jobfair.models import AuditEvent, ScamMark, ScamWarning, WarningState

_PUBLISHED = ScamWarning.state == WarningState.PUBLISHED
_NEWEST = (ScamWarning.published_at.desc(), ScamWarning.id)


def _matching(q: str) -> list[sa.ColumnElement[bool]]:
    """Every word of the question stands in title, text, name or numbers, accents ignored."""
    words = fold(q).split()[:8]
    return [ScamWarning.folded.like(f"%{like_escape(word)}%", escape="\\") for word in words]


def list_warnings(q: str = "", *, limit: int | None = None, offset: int = 0) -> list[ScamWarning]:
    """Published warnings with their numbers, the newest first."""
    query = sa.select(ScamWarning).where(_PUBLISHED, *_matching(q)).order_by(*_NEWEST)
    query = query.options(selectinload(ScamWarning.marks)).limit(limit).offset(offset)
    return list(db.session.scalars(query))


def count_warnings(q: str = "") -> int:
    """How many ``list_warnings`` would give without a limit."""
    query = sa.select(sa.func.count(ScamWarning.id)).where(_PUBLISHED, *_matching(q))
    return db.session.scalar(query) or 0


def get_public_warning(slug: str) -> ScamWarning:
    """A published warning, or one that was withdrawn. Raises NotFound for any other."""
    seen = (WarningState.PUBLISHED, WarningState.WITHDRAWN)
    query = sa.select(ScamWarning).where(ScamWarning.slug == slug, ScamWarning.state.in_(seen))
    found = db.session.scalars(query.options(selectinload(ScamWarning.marks))).one_or_none()
    if found is None:
        raise NotFound()
    return found


def get_warning(warning_id: str) -> ScamWarning:
    """A warning in whatever state. Raises NotFound."""
    query = sa.select(ScamWarning).where(ScamWarning.id == warning_id)
    found = db.session.scalars(query.options(selectinload(ScamWarning.marks))).one_or_none()
    if found is None:
        raise NotFound()
    return found


def list_all_warnings(
    state: WarningState | None, *, limit: int, offset: int = 0
) -> list[ScamWarning]:
    """For staff: every warning or those of one state, the newest first."""
    query = sa.select(ScamWarning).where(*([ScamWarning.state == state] if state else []))
    query = query.order_by(ScamWarning.created_at.desc(), ScamWarning.id)
    query = query.options(selectinload(ScamWarning.marks)).limit(limit).offset(offset)
    return list(db.session.scalars(query))


def count_warnings_by_state() -> dict[WarningState, int]:
    """State -> how many warnings stand in it."""
    query = sa.select(ScamWarning.state, sa.func.count(ScamWarning.id))
    return dict(db.session.execute(query.group_by(ScamWarning.state)).all())


def list_acts(warning_id: str) -> list[AuditEvent]:
    """Everything that was done with a warning, the latest first."""
    query = sa.select(AuditEvent).where(
        AuditEvent.object_kind == "scam_warning", AuditEvent.object_id == warning_id
    )
    return list(db.session.scalars(query.order_by(AuditEvent.written.desc(), AuditEvent.id)))


def find_drafted(act_key: str) -> ScamWarning | None:
    """The warning that this form made, or None."""
    query = sa.select(ScamWarning).where(ScamWarning.act_key == act_key)
    return db.session.scalars(query).one_or_none()


@kept("agencies")
def list_warned() -> Sequence[Warned]:
    """Everything that stands in a published warning: names, phones, accounts, addresses."""
    columns = (
        ScamWarning.slug,
        ScamWarning.title,
        ScamWarning.published_at,
        ScamWarning.name_used,
        ScamWarning.borrowed,
    )
    query = sa.select(ScamWarning.id, *columns).where(_PUBLISHED)
    rows: list[sa.Row[Any]] = list(db.session.execute(query))  # Any: columns of several types
    of = {row.id: row for row in rows}
    found = [_warned(row, "name", row.name_used) for row in rows if row.name_used]
    marks = sa.select(ScamMark).join(ScamWarning).where(_PUBLISHED).order_by(ScamMark.id)
    for mark in db.session.scalars(marks):
        found.append(_warned(of[mark.warning_id], cast(Kind, mark.kind), mark.value_normalised))
    return sorted((one for one in found if one.text), key=lambda one: (one.on, one.slug))[::-1]


# Any: columns of several types.
def _warned(row: sa.Row[Any], kind: Kind, text: str) -> Warned:
    return Warned(
        kind=kind,
        text=key_text(kind, text),
        slug=row.slug,
        title=row.title,
        on=to_local(row.published_at).date(),
        borrowed=bool(row.borrowed) and kind == "name",
    )
