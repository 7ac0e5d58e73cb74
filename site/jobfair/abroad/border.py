"""Short work across the border: groups with a border pass. Counted apart, never as departures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair import audit
from jobfair.abroad.lists import Page, paged
from jobfair.abroad.words import PASS_KINDS
from jobfair.access import Actor, Scope
from jobfair.database import db
from jobfair.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from jobfair.geography import find_commune
from jobfair.lib.clock import now, today
from jobfair.models import BorderWork, BorderWorker, Market

MOST_PEOPLE: Final = 500
_NAME = re.compile(r"^(?P<name>[^,;\d]{2,120}?)(?:[,;\s]+(?P<year>\d{4}))?$")


@dataclass(frozen=True, slots=True)
class BorderData:
    """A group as it was typed; ``names`` one a line, with the birth year where it is known."""

    commune_code: str
    market_code: str
    place: str
    employer: str
    work: str
    pass_kind: str
    from_on: date
    to_on: date
    people: int
    women: int | None = None
    back_on: date | None = None
    note: str = ""
    names: str = ""


def in_reach(scope: Scope) -> sa.ColumnElement[bool]:
    """SQL: groups of the scope's communes; a sending body has none."""
    if scope.province:
        return sa.true()
    return BorderWork.commune_code.in_(scope.communes)


def get_border_work(work_id: str, scope: Scope) -> BorderWork:
    """A group in scope. Raises NotFound for any other."""
    found = db.session.scalars(
        sa.select(BorderWork).where(BorderWork.id == work_id, in_reach(scope))
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found


def _in_year(year: int) -> sa.ColumnElement[bool]:
    return BorderWork.from_on.between(date(year, 1, 1), date(year, 12, 31))


def list_border_work(year: int, scope: Scope, page: int = 1) -> Page[BorderWork]:
    """Groups that began in the year, the newest first."""
    query = sa.select(BorderWork).where(in_reach(scope), _in_year(year))
    return paged(query.order_by(BorderWork.from_on.desc(), BorderWork.id), page)


@dataclass(frozen=True)
class BorderSum:
    """Groups and turns of people that began in a year; away on the day."""

    groups: int
    people: int
    women: int
    away: int


def count_border_work(year: int, day: date, scope: Scope) -> BorderSum:
    """One read. The same person in two groups is counted twice: turns, not people."""
    away = sa.and_(BorderWork.from_on <= day, BorderWork.to_on >= day, BorderWork.back_on.is_(None))
    row = db.session.execute(
        sa.select(
            sa.func.count(BorderWork.id),
            sa.func.sum(BorderWork.people),
            sa.func.sum(BorderWork.women),
            sa.func.sum(sa.case((away, BorderWork.people), else_=0)),
        ).where(in_reach(scope), _in_year(year))
    ).one()
    return BorderSum(*(int(number or 0) for number in row))


def save_border_work(
    data: BorderData,
    *,
    by: Actor,
    act_key: str,
    work: BorderWork | None = None,
    version: int = 0,
) -> BorderWork:
    """Record a group, or change one that was seen at ``version``.

    The same ``act_key`` gives the same group. Raises Forbidden for another commune, Invalid
    with the sentence for what does not fit, Stale when somebody changed it meanwhile.
    """
    known = db.session.scalars(
        sa.select(BorderWork).where(BorderWork.act_key == act_key)
    ).one_or_none()
    if known is not None:
        if work is not None and known.id != work.id:
            raise Conflict()
        return known
    scope = by.scope
    if not (scope.province or data.commune_code in scope.communes):
        raise Forbidden(_("You record groups of your own commune."))
    listed = _check(data)
    if work is not None:
        db.session.execute(
            sa.select(BorderWork.id).where(BorderWork.id == work.id).with_for_update()
        )
        db.session.refresh(work)
        if work.version != version:
            raise Stale(_("Somebody wrote here meanwhile. Look again, then decide."))
    found = work or BorderWork()
    for name in BorderData.__slots__:
        if name != "names":
            setattr(found, name, getattr(data, name))
    found.act_key, found.recorded_by, found.recorded_at = act_key, by.user_id, now()
    found.names = [
        BorderWorker(position=number, name=name, birth_year=year)
        for number, (name, year) in enumerate(listed)
    ]
    db.session.add(found)
    db.session.flush()
    audit.record(by, "abroad.border_work", "border_work", found.id)
    return found


def _check(data: BorderData) -> list[tuple[str, int | None]]:
    """The listed names. Raises Invalid with a sentence."""
    if find_commune(data.commune_code) is None or db.session.get(Market, data.market_code) is None:
        raise Invalid(_("Choose one of the list."))
    if data.pass_kind not in PASS_KINDS:
        raise Invalid(_("Choose one of the list."))
    if data.to_on < data.from_on:
        raise Invalid(_("The last day is before the first."))
    if data.back_on is not None and not data.from_on <= data.back_on <= today():
        raise Invalid(_("The day of coming home lies before the first day or in the future."))
    if data.women is not None and data.women > data.people:
        raise Invalid(_("There are more women than people."))
    listed = read_names(data.names)
    if len(listed) > data.people:
        raise Invalid(_("More names than people: check the number."))
    return listed


def read_names(text: str) -> list[tuple[str, int | None]]:
    """One person a line, "Lò Văn Hặc, 1990" or the name alone. Raises Invalid naming the line."""
    listed = []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        found = _NAME.match(line)
        year = int(found["year"]) if found and found["year"] else None
        if not found or (year is not None and not 1930 <= year <= today().year - 15):
            raise Invalid(_("Line %(number)s: write name, comma, birth year.", number=number))
        listed.append((found["name"].strip(), year))
    return listed
