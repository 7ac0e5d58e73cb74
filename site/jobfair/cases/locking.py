"""Holding one case for one writer, and saying who was faster."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair.cases.stages import stage_name
from jobfair.database import db
from jobfair.errors import Conflict, Stale
from jobfair.filters import show_moment
from jobfair.language import current_language
from jobfair.models import CaseEvent, CaseFile


def hold_case(case: CaseFile) -> None:
    """Hold the case's row until the transaction ends and read it again.

    PostgreSQL locks the row; on SQLite the writing transaction is alone already.
    """
    db.session.execute(sa.select(CaseFile.id).where(CaseFile.id == case.id).with_for_update())
    db.session.expire(case)


def lock_case(case: CaseFile, version: int, act_key: str) -> None:
    """As ``hold_case``. Raises Stale (409) when it is not the version the reader saw any more.

    A change that was this very act is no reason to refuse: the caller sees that it is done.
    """
    hold_case(case)
    if case.merged_into_id is not None:
        raise Conflict(_("This case was joined with another one of the same person. Go on there."))
    if case.version != version and not _mine(act_key):
        raise Stale(who_changed(case))


def _mine(act_key: str) -> bool:
    found = sa.select(CaseEvent.id).where(CaseEvent.act_key == act_key)
    return db.session.scalars(found).first() is not None


def who_changed(case: CaseFile) -> str:
    """The sentence that tells a slower reader who changed what, and when."""
    last = db.session.scalars(
        sa.select(CaseEvent)
        .where(CaseEvent.case_id == case.id)
        .order_by(CaseEvent.seq.desc())
        .limit(1)
    ).first()
    if last is None:
        return str(Stale.message)
    who = last.by_name or _("The worker")
    when = show_moment(last.at)
    if last.to_stage is not None:
        stage = stage_name(last.to_stage, current_language())
        return _(
            "%(who)s moved this case to “%(stage)s” on %(when)s. Look again, then decide.",
            who=who,
            stage=stage,
            when=when,
        )
    return _("%(who)s wrote in this case on %(when)s. Look again, then decide.", who=who, when=when)
