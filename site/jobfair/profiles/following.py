"""What ends a profile by itself: its days, the consent, a step to a body, a merge, the term."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

import sqlalchemy as sa

from jobfair.access import Actor
from jobfair.cases.hooks import MERGE, STEP_TAKEN
from jobfair.database import db
from jobfair.lib.clock import from_local, today
from jobfair.messages.worker import PERIODIC
from jobfair.models import (
    CaseEvent,
    CaseFile,
    Consent,
    JobProfile,
    ProfileAsk,
    ProfileEnd,
    Purpose,
)
from jobfair.privacy.rules import CHANGED
from jobfair.profiles.queries import BEFORE
from jobfair.profiles.rules import end_merged, end_of_person, end_profile
from jobfair.profiles.settings import kept_days

AT_MOST = 500
"""Profiles in one turn; the rest follow in the next."""


def follow_consent(consent: Consent, by: Actor | str) -> None:
    """A consent taken back ends the profile in the same transaction, wherever it is written."""
    if consent.purpose is Purpose.PROFILE and not consent.given:
        end_of_person(consent.person_id, ProfileEnd.TAKEN_BACK, by=by)


def follow_step(case: CaseFile, event: CaseEvent) -> None:
    """Somebody who was introduced, or who stopped, looks for nobody any more."""
    if event.to_stage is not None and (event.to_stage not in BEFORE or case.closed_at is not None):
        end_of_person(case.person_id, ProfileEnd.GONE_ON)


def follow_merge(_kept: str, _gone: str) -> None:
    """Two files of one person became one: one profile at most goes on."""
    end_merged()


def end_expired(day: date | None = None) -> int:
    """End what is over its days. Gives how many; nobody saw them since midnight anyway."""
    over = db.session.scalars(
        sa.select(JobProfile)
        .where(JobProfile.ended_at.is_(None), JobProfile.expires_on < (day or today()))
        .order_by(JobProfile.expires_on, JobProfile.id)
        .limit(AT_MOST)
    ).all()
    for profile in over:
        end_profile(profile, ProfileEnd.EXPIRED)
    return len(over)


def forget_old(day: date | None = None) -> int:
    """Erase ended profiles after their term, with what was asked of them. Gives how many."""
    before = from_local((day or today()) - timedelta(days=kept_days()), time())
    old = (
        sa.select(JobProfile.id)
        .where(JobProfile.ended_at < before)
        .order_by(JobProfile.ended_at, JobProfile.id)
        .limit(AT_MOST)
    )
    return erase(db.session.scalars(old).all())


def erase_of_person(person_id: str) -> int:
    """Erase every profile of somebody whose data go, with what was asked. Gives how many."""
    return erase(
        db.session.scalars(sa.select(JobProfile.id).where(JobProfile.person_id == person_id)).all()
    )


def erase(profile_ids: Sequence[str]) -> int:
    """Erase these profiles and their asks. Gives how many profiles."""
    if profile_ids:
        db.session.execute(sa.delete(ProfileAsk).where(ProfileAsk.profile_id.in_(profile_ids)))
        db.session.execute(sa.delete(JobProfile).where(JobProfile.id.in_(profile_ids)))
    return len(profile_ids)


CHANGED.append(follow_consent)
STEP_TAKEN.append(follow_step)
MERGE.append(follow_merge)
PERIODIC.append(end_expired)
PERIODIC.append(forget_old)
