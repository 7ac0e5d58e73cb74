"""A profile without a name: shown by its own consent, renewed, ended, never kept for long.

Model, consent purposes: the anonymous profile is a choice by itself (Law 91/2025/QH15). What
ends it ends in the same transaction what was asked of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.agencies.refusal import Refused
from jobfair.cases.age import ages_on
from jobfair.cases.locking import hold_case
from jobfair.cases.queries import open_placement
from jobfair.database import db
from jobfair.errors import Conflict
from jobfair.lib.clock import now, today
from jobfair.models import (
    AskState,
    CaseFile,
    JobProfile,
    Person,
    ProfileAsk,
    ProfileEnd,
    Purpose,
    Task,
)
from jobfair.privacy.rules import give_consent, needs_confirming, withdraw_consent
from jobfair.profiles.queries import BEFORE, find_open_profile
from jobfair.profiles.settings import shown_days
from jobfair.profiles.texts import fault_in
from jobfair.profiles.words import TASK, band_of

MOST_MARKETS: Final = 3
ADULT: Final = 18


@dataclass(frozen=True)
class Entry:
    """What somebody shows; '' and None for what is not said."""

    work: str = ""
    work_years: int | None = None
    skills: str = ""
    schooling: str = ""
    language: str = ""
    language_level: str = ""
    markets: tuple[str, ...] = ()
    programme_code: str | None = None
    from_on: date | None = None


def may_show(case: CaseFile) -> bool:
    """Whether this person may show a profile: of age, with a case that still looks for a body.

    A consent that somebody else gave has to be confirmed first.
    """
    if case.closed_at is not None or case.stage not in BEFORE:
        return False
    of_age = min(ages_on(case.person, today())) >= ADULT
    return of_age and open_placement(case) is None and not needs_confirming(case.person_id)


def show_profile(
    case: CaseFile,
    entry: Entry,
    *,
    by: Actor | str,
    how: str,
    lang: str,
    act_key: str,
    note: str = "",
) -> JobProfile:
    """Show a profile for so many days, with the consent for it; one that stands is replaced.

    The same key again gives the same profile. Raises Conflict where ``may_show`` is False,
    Refused for text that tells who it is, and for more than three markets.
    """
    hold_case(case)
    done = _by_key(act_key, case)
    if done is not None:
        return done
    _check(case, entry)
    give_consent(case.person_id, Purpose.PROFILE, lang=lang, how=how, by=by, note=note)
    before = find_open_profile(case.person_id)
    if before is not None:
        end_profile(before, ProfileEnd.RENEWED, by=by)
    profile = JobProfile(
        person_id=case.person_id,
        act_key=act_key,
        age_band=band_of(min(ages_on(case.person, today()))),
        work=entry.work,
        work_years=entry.work_years,
        skills=entry.skills,
        schooling=entry.schooling,
        language=entry.language,
        language_level=entry.language_level,
        markets=f",{','.join(entry.markets)}," if entry.markets else "",
        programme_code=entry.programme_code,
        from_on=entry.from_on,
        shown_on=today(),
        expires_on=today() + timedelta(days=shown_days()),
        made_by=by.user_id if isinstance(by, Actor) else "",
    )
    db.session.add(profile)
    db.session.flush()
    _record(profile, "profile.show", by)
    return profile


def _by_key(act_key: str, case: CaseFile) -> JobProfile | None:
    query = sa.select(JobProfile).where(JobProfile.act_key == act_key)
    found = db.session.scalars(query).one_or_none()
    if found is not None and found.person_id != case.person_id:
        raise Conflict()
    return found


def _check(case: CaseFile, entry: Entry) -> None:
    if not may_show(case):
        raise Conflict(_("A profile can be shown only while you look for a company."))
    if len(entry.markets) > MOST_MARKETS:
        raise Refused("markets", _("Choose three markets at most."))
    fault = fault_in(entry.skills, case.person)
    if fault is not None:
        raise Refused("skills", fault)


def take_back(case: CaseFile, *, by: Actor | str, how: str, lang: str) -> None:
    """Take the consent back: the profile and what was asked of it end with it at once."""
    hold_case(case)
    withdraw_consent(case.person_id, Purpose.PROFILE, lang=lang, how=how, by=by)
    end_of_person(case.person_id, ProfileEnd.TAKEN_BACK, by=by)


def end_of_person(person_id: str, why: ProfileEnd, *, by: Actor | str = "system") -> None:
    """End what the person shows, if anything."""
    profile = find_open_profile(person_id)
    if profile is not None:
        end_profile(profile, why, by=by)


def end_profile(profile: JobProfile, why: ProfileEnd, *, by: Actor | str = "system") -> None:
    """Nobody sees it from now on; asks without an answer end, and their tasks with them."""
    profile.ended_at, profile.ended_why = now(), why
    waiting = db.session.scalars(
        sa.select(ProfileAsk).where(
            ProfileAsk.profile_id == profile.id, ProfileAsk.state == AskState.OPEN
        )
    ).all()
    for ask in waiting:
        ask.state, ask.answered_at = AskState.ENDED, now()
        close_task(ask, by)
    db.session.flush()
    _record(profile, "profile.end", by)


def close_task(ask: ProfileAsk, by: Actor | str) -> None:
    """The centre need not ask any more."""
    who = by.user_id if isinstance(by, Actor) else by
    db.session.execute(
        sa.update(Task)
        .where(Task.key == task_key(ask), Task.done_at.is_(None))
        .values(done_at=now(), done_by=who)
    )


def task_key(ask: ProfileAsk) -> str:
    """The key of an ask's task: one ask, one task."""
    return f"{TASK}:{ask.id}"


def _record(profile: JobProfile, action: str, by: Actor | str) -> None:
    audit.record(by, action, "job_profile", profile.id, person_ids=[profile.person_id])


def end_merged() -> None:
    """After two files were joined: what the file that went away showed is shown no more."""
    query = (
        sa.select(JobProfile)
        .join(Person, Person.id == JobProfile.person_id)
        .where(JobProfile.ended_at.is_(None), Person.merged_into.is_not(None))
    )
    for profile in db.session.scalars(query).all():
        end_profile(profile, ProfileEnd.MERGED)
