"""Lists that were accepted, the register they are compared with, and who is on the way."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from jobfair.agencies.rules import BEFORE_DEPARTURE
from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.models import (
    CaseFile,
    LicenceList,
    LicenceListChange,
    Placement,
    Programme,
    SendingBody,
)


def list_register() -> list[SendingBody]:
    """Every body with its documents and contacts, by id."""
    query = sa.select(SendingBody).options(
        selectinload(SendingBody.licence_events), selectinload(SendingBody.contacts)
    )
    return list(db.session.scalars(query.order_by(SendingBody.id)))


def count_waiting() -> dict[str, dict[str, int]]:
    """Body id -> market -> people with it who have not left yet."""
    query = (
        sa.select(Placement.body_id, Programme.market_code, sa.func.count(Placement.id))
        .join(CaseFile, CaseFile.id == Placement.case_id)
        .join(Programme, Programme.code == Placement.programme_code)
        .where(
            Placement.closed_on.is_(None),
            CaseFile.closed_at.is_(None),
            CaseFile.stage.in_(BEFORE_DEPARTURE),
        )
        .group_by(Placement.body_id, Programme.market_code)
    )
    found: dict[str, dict[str, int]] = {}
    for body_id, market, number in db.session.execute(query):
        found.setdefault(body_id, {})[market] = number
    return found


def find_list(batch_id: str) -> LicenceList | None:
    """The accepted list of a file, or None."""
    query = sa.select(LicenceList).where(LicenceList.batch_id == batch_id)
    return db.session.scalars(query).one_or_none()


def get_list(list_id: str, *, hold: bool = False) -> LicenceList:
    """An accepted list. Raises NotFound."""
    query = sa.select(LicenceList).where(LicenceList.id == list_id)
    found = db.session.scalars(query.with_for_update() if hold else query).one_or_none()
    if found is None:
        raise NotFound()
    return found


def list_lists(limit: int) -> list[LicenceList]:
    """The lists accepted last, the latest first."""
    query = sa.select(LicenceList).order_by(LicenceList.accepted_at.desc(), LicenceList.id)
    return list(db.session.scalars(query.limit(limit)))


def count_changes(list_ids: Iterable[str]) -> dict[str, int]:
    """List id -> bodies that it changed."""
    query = (
        sa.select(LicenceListChange.list_id, sa.func.count(LicenceListChange.id))
        .where(LicenceListChange.list_id.in_(list_ids), LicenceListChange.kind != "same")
        .group_by(LicenceListChange.list_id)
    )
    return dict(db.session.execute(query).all())
