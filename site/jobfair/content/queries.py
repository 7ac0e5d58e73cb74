"""Texts of the province and their versions, as staff read them."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.guide.slots import Slot, find_slot, is_notice
from jobfair.models import FactCheck, FactValue, PublicText, PublicTextVersion

MOST_CHECKS = 20


def find_text(slot: str) -> PublicText | None:
    """The text of a slot, or with this id; None where nobody has written one."""
    query = sa.select(PublicText).where(sa.or_(PublicText.slot == slot, PublicText.id == slot))
    return db.session.scalars(query).one_or_none()


def get_slot(name: str) -> tuple[Slot, PublicText | None]:
    """The slot and its text, if any. Raises NotFound for a slot no page has."""
    text = find_text(name)
    slot = find_slot(text.slot if text else name)
    if slot is None or (is_notice(name) and text is None):
        raise NotFound()
    return slot, text


def get_text(name: str) -> PublicText:
    """The text of a slot. Raises NotFound where nobody has written one."""
    text = find_text(name)
    if text is None:
        raise NotFound()
    return text


def list_versions(text: PublicText | None) -> list[PublicTextVersion]:
    """Every version, the latest first."""
    if text is None:
        return []
    query = (
        sa.select(PublicTextVersion)
        .where(PublicTextVersion.text_id == text.id)
        .order_by(PublicTextVersion.number.desc())
    )
    return list(db.session.scalars(query))


def find_version(text: PublicText | None, number: int | None) -> PublicTextVersion | None:
    """One version by its number, or None."""
    if text is None or number is None:
        return None
    query = sa.select(PublicTextVersion).where(
        PublicTextVersion.text_id == text.id, PublicTextVersion.number == number
    )
    return db.session.scalars(query).one_or_none()


def get_version(text: PublicText, number: int) -> PublicTextVersion:
    """As ``find_version``. Raises NotFound."""
    found = find_version(text, number)
    if found is None:
        raise NotFound()
    return found


def list_latest() -> list[tuple[PublicText, PublicTextVersion, PublicTextVersion | None]]:
    """Every text with its latest version and the one that is shown, by slot."""
    latest = aliased(PublicTextVersion)
    shown = aliased(PublicTextVersion)
    query = (
        sa.select(PublicText, latest, shown)
        .join(latest, sa.and_(latest.text_id == PublicText.id, latest.number == PublicText.last))
        .outerjoin(shown, sa.and_(shown.text_id == PublicText.id, shown.number == PublicText.shown))
        .order_by(PublicText.slot)
    )
    return [(text, last, public) for text, last, public in db.session.execute(query)]


def list_checks(table: str, key: str) -> list[FactCheck]:
    """Who found a fact or text still right, the latest first."""
    query = (
        sa.select(FactCheck)
        .where(FactCheck.table_name == table, FactCheck.row_key == key)
        .order_by(FactCheck.at.desc(), FactCheck.id)
        .limit(MOST_CHECKS)
    )
    return list(db.session.scalars(query))


def _waiting() -> sa.ColumnElement[bool]:
    return sa.and_(FactValue.applied_at.is_(None), FactValue.dropped_at.is_(None))


def waiting_keys(table: str) -> frozenset[str]:
    """Rows of a fact table for which a new value waits."""
    query = sa.select(FactValue.row_key).where(FactValue.table_name == table, _waiting())
    return frozenset(db.session.scalars(query))


def find_waiting(table: str, key: str) -> FactValue | None:
    """The value that waits to be published, or for its day; None without."""
    query = sa.select(FactValue).where(
        FactValue.table_name == table, FactValue.row_key == key, _waiting()
    )
    return db.session.scalars(query).one_or_none()


def list_values(table: str, key: str) -> list[FactValue]:
    """What the fact said, period by period, the latest first; nothing that was dropped."""
    query = (
        sa.select(FactValue)
        .where(
            FactValue.table_name == table,
            FactValue.row_key == key,
            FactValue.applied_at.is_not(None),
        )
        .order_by(FactValue.applied_at.desc(), FactValue.valid_from.desc())
    )
    return list(db.session.scalars(query))


def list_ripe(day: date) -> list[FactValue]:
    """Published values whose day has come and that their rows do not say yet."""
    query = (
        sa.select(FactValue)
        .where(_waiting(), FactValue.published_at.is_not(None), FactValue.valid_from <= day)
        .order_by(FactValue.valid_from, FactValue.id)
    )
    return list(db.session.scalars(query))


def count_drafts(user_id: str) -> int:
    """Texts and values that wait to be published and that somebody else wrote."""
    texts = (
        sa.select(sa.func.count())
        .select_from(PublicText)
        .join(
            PublicTextVersion,
            sa.and_(
                PublicTextVersion.text_id == PublicText.id,
                PublicTextVersion.number == PublicText.last,
            ),
        )
        .where(
            sa.func.coalesce(PublicText.shown, 0) != PublicText.last,
            PublicTextVersion.published_at.is_(None),
            PublicTextVersion.made_by != user_id,
        )
    )
    values = (
        sa.select(sa.func.count())
        .select_from(FactValue)
        .where(_waiting(), FactValue.published_at.is_(None), FactValue.made_by != user_id)
    )
    counts = sa.select(texts.scalar_subquery() + values.scalar_subquery())
    return int(db.session.execute(counts).scalar_one())
