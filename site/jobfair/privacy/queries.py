"""What was agreed to, in which words, and the terms that a notice states."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from jobfair.database import db
from jobfair.errors import Unavailable
from jobfair.models import Consent, ConsentText, LegalDocument, Purpose, Setting

DEFAULT_LANG = "vi"
LAW = ("91/2025/QH15", "356/2025/NĐ-CP")
"""Law on personal data protection and the decree that carries it out."""


def same_body(
    column: sa.SQLColumnExpression[str | None], body_id: str | None
) -> sa.ColumnElement[bool]:
    """The condition that a row speaks of this body, or of none."""
    return column.is_(None) if body_id is None else column == body_id


def find_last_consent(
    person_id: str, purpose: Purpose, body_id: str | None = None
) -> Consent | None:
    """The last word of a person on one purpose (and body), or None when it was never asked."""
    query = (
        sa.select(Consent)
        .where(Consent.person_id == person_id, Consent.purpose == purpose)
        .where(same_body(Consent.body_id, body_id))
        .order_by(Consent.at.desc(), Consent.seq.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()


def list_last_consents(person_id: str) -> list[Consent]:
    """The last word on every purpose and body that was ever asked, in the order of purposes."""
    rows = db.session.scalars(
        sa.select(Consent)
        .where(Consent.person_id == person_id)
        .order_by(Consent.at, Consent.seq, Consent.id)
    )
    last = {(row.purpose, row.body_id): row for row in rows}
    order = list(Purpose)
    return sorted(last.values(), key=lambda row: (order.index(row.purpose), row.body_id or ""))


def people_who_agreed(purpose: Purpose, body_id: str | None = None) -> sa.Select[str]:
    """A subquery of the ids of people whose consent for the purpose (and body) is in force.

    For scopes inside other queries: ``Person.id.in_(people_who_agreed(Purpose.BODY, body))``.
    """
    mine, later = aliased(Consent), aliased(Consent)
    overruled = sa.exists().where(
        later.person_id == mine.person_id,
        later.purpose == purpose,
        same_body(later.body_id, body_id),
        sa.or_(later.at > mine.at, sa.and_(later.at == mine.at, later.seq > mine.seq)),
    )
    query = sa.select(mine.person_id).where(
        mine.purpose == purpose, same_body(mine.body_id, body_id), mine.given, ~overruled
    )
    return query if purpose is Purpose.SEAT else query.where(~mine.provisional)


def find_texts(lang: str, purposes: Sequence[Purpose] | None = None) -> dict[Purpose, ConsentText]:
    """The words in force per purpose: the highest version, in ``lang`` or else in Vietnamese."""
    query = sa.select(ConsentText).where(ConsentText.lang.in_({lang, DEFAULT_LANG}))
    if purposes is not None:
        query = query.where(ConsentText.purpose.in_(purposes))
    rows = db.session.scalars(query.order_by(ConsentText.version))
    texts: dict[Purpose, ConsentText] = {}
    for row in rows:
        held = texts.get(row.purpose)
        newer = held is None or row.version > held.version
        if newer or (held is not None and held.lang != lang and row.version == held.version):
            texts[row.purpose] = row
    return texts


def get_text(purpose: Purpose, lang: str) -> ConsentText:
    """The words in force of one purpose. Raises Unavailable when no pack is loaded."""
    found = find_texts(lang, (purpose,)).get(purpose)
    if found is None:
        raise Unavailable()
    return found


def list_settings(*prefixes: str) -> dict[str, Setting]:
    """Settings whose key begins with one of the prefixes, by key."""
    named = sa.or_(*(Setting.key.startswith(prefix, autoescape=True) for prefix in prefixes))
    rows = db.session.scalars(sa.select(Setting).where(named).order_by(Setting.key))
    return {row.key: row for row in rows}


def list_law() -> list[LegalDocument]:
    """The two documents on which the notice rests, as the register of documents has them."""
    rows = db.session.scalars(
        sa.select(LegalDocument).where(LegalDocument.number.in_(LAW)).order_by(LegalDocument.issued)
    )
    return list(rows)
