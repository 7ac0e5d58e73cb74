"""Reading profiles and asks: what a licensed body may see today, what belongs to a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload

from jobfair.agencies.licence import licence_status
from jobfair.agencies.queries import get_body
from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.lib.clock import from_local, today
from jobfair.models import (
    AskState,
    CaseFile,
    JobProfile,
    LanguageLevel,
    Person,
    ProfileAsk,
    Purpose,
    Schooling,
    SendingBody,
    Stage,
)
from jobfair.models.skills import from_rung
from jobfair.privacy.queries import people_who_agreed
from jobfair.profiles.places import Places
from jobfair.profiles.settings import ask_again_days

BEFORE: Final = (Stage.INTEREST, Stage.REGISTERED, Stage.COUNSELLED, Stage.SCREENED)
"""Stages in which somebody still looks for a body."""


@dataclass(frozen=True)
class Search:
    """What a body looks for; '' for anything. ``place``: as ``Places.choices`` gives it."""

    work: str = ""
    schooling: str = ""
    language: str = ""
    level: str = ""
    market: str = ""
    place: str = ""


def find_licensed(body_id: str | None, day: date | None = None) -> SendingBody | None:
    """The body if its licence or assignment is in force on the day, else None."""
    if not body_id:
        return None
    body = get_body(body_id)
    return body if licence_status(body, day or today()).in_force else None


def _refused_lately(body_id: str, day: date) -> sa.ColumnElement[bool]:
    """The person said no to this body lately, in a profile that was another one.

    Such a person is not there for the body: a refusal to ask again would tell that the new
    profile and the old one are the same person's.
    """
    since = from_local(day - timedelta(days=ask_again_days()), time())
    other = aliased(JobProfile)
    return sa.exists().where(
        ProfileAsk.profile_id == other.id,
        other.person_id == JobProfile.person_id,
        other.id != JobProfile.id,
        ProfileAsk.body_id == body_id,
        ProfileAsk.state == AskState.NO,
        ProfileAsk.answered_at >= since,
    )


def seen_by(body_id: str, day: date) -> list[sa.ColumnElement[bool]]:
    """What makes a profile one that the body sees: open, in its days, agreed to, not refused.

    And of somebody who still looks for a body.
    """
    looks = sa.exists().where(
        CaseFile.person_id == JobProfile.person_id,
        CaseFile.closed_at.is_(None),
        CaseFile.stage.in_(BEFORE),
    )
    return [
        looks,
        JobProfile.ended_at.is_(None),
        JobProfile.expires_on >= day,
        Person.merged_into.is_(None),
        JobProfile.person_id.in_(people_who_agreed(Purpose.PROFILE)),
        # Whoever agreed to this body by name is among its case files: no need to guess which.
        JobProfile.person_id.not_in(people_who_agreed(Purpose.BODY, body_id)),
        ~_refused_lately(body_id, day),
    ]


def _asked(search: Search, places: Places) -> list[sa.ColumnElement[bool]]:
    found = []
    if search.work:
        found.append(JobProfile.work == search.work)
    if search.language:
        found.append(JobProfile.language == search.language)
    if search.schooling:
        found.append(JobProfile.schooling.in_(from_rung(Schooling, search.schooling)))
    if search.level:
        found.append(JobProfile.language_level.in_(from_rung(LanguageLevel, search.level)))
    if search.market:
        found.append(JobProfile.markets.contains(f",{search.market},", autoescape=True))
    place = places.where(search.place)
    if place is not None:
        found.append(place)
    return found


def search_profiles(
    body_id: str, search: Search, places: Places, *, limit: int, offset: int
) -> list[JobProfile]:
    """Profiles that the body sees today, the newest day first, then by the random id."""
    query = (
        sa.select(JobProfile)
        .join(Person, Person.id == JobProfile.person_id)
        .options(contains_eager(JobProfile.person))
        .where(*seen_by(body_id, today()), *_asked(search, places))
        .order_by(JobProfile.shown_on.desc(), JobProfile.id)
        .limit(limit)
        .offset(offset)
    )
    return list(db.session.scalars(query))


def count_profiles(body_id: str, search: Search, places: Places) -> int:
    """How many ``search_profiles`` would give without a limit."""
    query = (
        sa.select(sa.func.count())
        .select_from(JobProfile)
        .join(Person, Person.id == JobProfile.person_id)
        .where(*seen_by(body_id, today()), *_asked(search, places))
    )
    return db.session.scalar(query) or 0


def get_seen(profile_id: str, body_id: str | None) -> JobProfile:
    """A profile that the body sees today.

    Raises NotFound alike for one that never was, that was taken back or has ended, and for a
    body without a licence in force.
    """
    if find_licensed(body_id) is None or body_id is None:
        raise NotFound()
    query = (
        sa.select(JobProfile)
        .join(Person, Person.id == JobProfile.person_id)
        .options(contains_eager(JobProfile.person))
        .where(JobProfile.id == profile_id, *seen_by(body_id, today()))
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound()
    return found


def find_open_profile(person_id: str) -> JobProfile | None:
    """The profile that the person shows, or None."""
    query = sa.select(JobProfile).where(
        JobProfile.person_id == person_id, JobProfile.ended_at.is_(None)
    )
    return db.session.scalars(query).one_or_none()


def list_profiles(person_id: str) -> list[JobProfile]:
    """Every profile of the person, the newest first."""
    query = sa.select(JobProfile).where(JobProfile.person_id == person_id)
    return list(db.session.scalars(query.order_by(JobProfile.created_at.desc(), JobProfile.id)))


def _asks() -> sa.Select[ProfileAsk]:
    return sa.select(ProfileAsk).options(
        joinedload(ProfileAsk.body), joinedload(ProfileAsk.order), joinedload(ProfileAsk.profile)
    )


def list_asks_of_person(person_id: str) -> list[ProfileAsk]:
    """Who asked for the person, the newest first."""
    query = _asks().join(JobProfile, JobProfile.id == ProfileAsk.profile_id)
    query = query.where(JobProfile.person_id == person_id)
    return list(db.session.scalars(query.order_by(ProfileAsk.asked_at.desc(), ProfileAsk.id)))


def list_asks_of_body(body_id: str, *, limit: int, offset: int) -> list[ProfileAsk]:
    """What the body asked, the newest first; never another body's."""
    query = _asks().where(ProfileAsk.body_id == body_id)
    query = query.order_by(ProfileAsk.asked_at.desc(), ProfileAsk.id)
    return list(db.session.scalars(query.limit(limit).offset(offset)))


def count_asks_of_body(body_id: str) -> int:
    """How many asks the body has made."""
    query = sa.select(sa.func.count(ProfileAsk.id)).where(ProfileAsk.body_id == body_id)
    return db.session.scalar(query) or 0


def list_asks_about(profile_ids: Sequence[str], body_id: str) -> dict[str, ProfileAsk]:
    """Profile id -> the body's last ask about it."""
    query = sa.select(ProfileAsk).where(
        ProfileAsk.profile_id.in_(profile_ids), ProfileAsk.body_id == body_id
    )
    rows = db.session.scalars(query.order_by(ProfileAsk.asked_at, ProfileAsk.id))
    return {row.profile_id: row for row in rows}


def get_ask(ask_id: str, case: CaseFile) -> ProfileAsk:
    """An ask about the case's person, as it stands now. Raises NotFound for any other case's."""
    query = _asks().where(ProfileAsk.id == ask_id, ProfileAsk.case_id == case.id)
    fresh = query.execution_options(populate_existing=True)  # a colleague may have been faster
    found = db.session.scalars(fresh).one_or_none()
    if found is None:
        raise NotFound()
    return found
