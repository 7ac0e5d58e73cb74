"""Facts of the field as the guide reads them, in a deterministic order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.models import (
    LegalDocument,
    Market,
    Office,
    OfficeKind,
    Programme,
    Province,
    Setting,
    Statistic,
)

_BASIS = ("programme.documents", "programme.legal_basis")


def list_markets() -> list[Market]:
    """Every market in the order of the pack."""
    return list(db.session.scalars(sa.select(Market).order_by(Market.position, Market.code)))


def list_programmes(market_code: str | None = None) -> list[Programme]:
    """Programmes in the order of the pack, of one market or of all."""
    query = sa.select(Programme).order_by(Programme.position, Programme.code)
    if market_code is not None:
        query = query.where(Programme.market_code == market_code)
    return list(db.session.scalars(query))


def find_market(code: str) -> Market | None:
    """The market with this code, or None."""
    return db.session.get(Market, code)


def find_programme(code: str) -> Programme | None:
    """The programme with this code, or None."""
    return db.session.get(Programme, code)


def get_market(code: str) -> Market:
    """As ``find_market``. Raises NotFound."""
    market = find_market(code)
    if market is None:
        raise NotFound()
    return market


def list_legal_documents() -> list[LegalDocument]:
    """Legal documents, the latest first."""
    query = sa.select(LegalDocument).order_by(LegalDocument.issued.desc(), LegalDocument.number)
    return list(db.session.scalars(query))


def list_basis() -> frozenset[str]:
    """Numbers of the documents that the programme of this province rests on (its settings)."""
    rows = db.session.scalars(sa.select(Setting.value).where(Setting.key.in_(_BASIS)))
    return frozenset(number.strip() for value in rows for number in value.split(";") if number)


def list_statistics() -> list[Statistic]:
    """Published past figures by area and period; totals before the parts."""
    query = sa.select(Statistic).order_by(
        Statistic.area, Statistic.period.desc(), Statistic.indicator, Statistic.market_code
    )
    return list(db.session.scalars(query))


def list_province_offices() -> list[Office]:
    """The department and the centre."""
    kinds = (OfficeKind.DEPARTMENT, OfficeKind.CENTRE)
    query = sa.select(Office).where(Office.kind.in_(kinds)).order_by(Office.kind, Office.name)
    return list(db.session.scalars(query))


def latest_check(tables: Sequence[type[Province | LegalDocument | Statistic | Programme]]) -> date:
    """The last day on which a row of these tables was checked; 1 January 1970 without any."""
    days = [db.session.scalar(sa.select(sa.func.max(table.checked_on))) for table in tables]
    return max((day for day in days if day is not None), default=date(1970, 1, 1))
