"""A dozen people who show a profile without a name; one body asks, another has its answer."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.cases.age import ages_on
from jobfair.demo.dice import Dice
from jobfair.lib import clock
from jobfair.models import (
    AskState,
    CaseFile,
    Consent,
    ConsentText,
    JobOrder,
    JobProfile,
    Office,
    OfficeKind,
    OrderState,
    Person,
    ProfileAsk,
    Purpose,
    SendingBody,
    Stage,
    Task,
    UserAccount,
)
from jobfair.profiles.words import TASK, band_of

MOST: Final = 12
NEAR: Final = 7
"""How many of them live in the first officer's commune, so that it may be named."""

DAYS: Final = 90
SHOWN: Final = (
    ("farm", 6, "Trồng ngô, nuôi bò, lái máy cày", "lower", "", "", ",JP,KR,"),
    ("building", 3, "Xây trát, chạy máy trộn", "lower", "", "", ",LA,TW,"),
    ("garment", 2, "May công nghiệp", "upper", "", "", ",JP,TW,"),
    ("care", 1, "Đã học sơ cấp điều dưỡng", "intermediate", "ja", "basic", ",JP,"),
    ("food", None, "Nấu ăn", "lower", "", "", ",JP,"),
    ("", None, "", "upper", "ko", "basic", ",KR,"),
    ("mechanics", 4, "Hàn điện, sửa máy nông nghiệp", "upper", "", "", ",JP,DE,"),
    ("electronics", 2, "Lắp ráp linh kiện", "upper", "zh", "everyday", ",TW,"),
    ("driving", 5, "Lái xe tải", "lower", "", "", ""),
    ("hotel", 1, "Dọn phòng, rửa bát", "primary", "", "", ",JP,RO,"),
    ("fishery", 2, "Nuôi cá lồng", "primary", "", "", ",KR,TW,"),
    ("farm", 10, "Trồng rau", "none", "", "", ",KR,"),
)
"""Work, years, good at, schooling, language, how well, markets."""


def _people(session: Session, commune: str, day: date) -> list[tuple[CaseFile, Person]]:
    """Grown-up people who still look for a body, some of the commune before the others."""
    agreed = sa.select(Consent.person_id).where(Consent.purpose == Purpose.SEAT, Consent.given)
    query = (
        sa.select(CaseFile, Person)
        .join(Person, Person.id == CaseFile.person_id)
        .where(
            CaseFile.closed_at.is_(None),
            CaseFile.stage.in_((Stage.REGISTERED, Stage.COUNSELLED, Stage.SCREENED)),
            Person.id.in_(agreed.where(~Consent.provisional)),
            Person.birth_year < day.year - 19,
        )
        .order_by(Person.id)
    )
    near = query.where(Person.commune_code == commune).limit(NEAR)
    far = query.where(Person.commune_code != commune).limit(MOST)
    rows = [*session.execute(near), *session.execute(far)]
    return [(case, person) for case, person in rows][:MOST]


def write_profiles(session: Session, dice: Dice, commune: str, day: date) -> None:
    """Add the profiles with their consents, shown some days ago, and the two asks."""
    versions = sa.select(sa.func.max(ConsentText.version)).filter_by(purpose=Purpose.PROFILE)
    version = session.scalar(versions) or 1
    shown: list[tuple[JobProfile, CaseFile]] = []
    for number, (case, person) in enumerate(_people(session, commune, day)):
        opened = clock.to_local(case.opened_at).date()
        since = max(day - timedelta(days=2 + 3 * number), opened)
        session.add(_consent(dice, person, version, since))
        profile = _profile(dice, person, number, since, day)
        session.add(profile)
        shown.append((profile, case))
    session.flush()
    if len(shown) > 1:
        _ask(session, dice, shown[0], "agency.one", AskState.OPEN, day)
        _ask(session, dice, shown[1], "agency.two", AskState.NO, day)
    session.flush()


def _consent(dice: Dice, person: Person, version: int, since: date) -> Consent:
    return Consent(
        id=dice.id(),
        person_id=person.id,
        purpose=Purpose.PROFILE,
        given=True,
        text_version=version,
        lang="vi",
        how="web",
        at=clock.from_local(since, time(19, 30)),
        seq=1,
    )


def _profile(dice: Dice, person: Person, number: int, since: date, day: date) -> JobProfile:
    work, years, skills, schooling, language, level, markets = SHOWN[number % len(SHOWN)]
    return JobProfile(
        id=dice.id(),
        person_id=person.id,
        act_key=dice.form_key(),
        age_band=band_of(min(ages_on(person, day))),
        work=work,
        work_years=years,
        skills=skills,
        schooling=schooling,
        language=language,
        language_level=level,
        markets=markets,
        from_on=clock.add_months(day.replace(day=1), 3) if number % 3 == 0 else None,
        shown_on=since,
        expires_on=since + timedelta(days=DAYS),
        created_at=clock.from_local(since, time(19, 30)),
    )


def _ask(
    session: Session,
    dice: Dice,
    about: tuple[JobProfile, CaseFile],
    username: str,
    state: AskState,
    day: date,
) -> None:
    """The body's first open order; an ask that waits is a task of the centre."""
    profile, case = about
    user = session.scalars(sa.select(UserAccount).filter_by(username=username)).one()
    body_id = session.get_one(Office, user.grants[0].office_id).body_id
    orders = sa.select(JobOrder).filter_by(body_id=body_id, state=OrderState.OPEN)
    order = session.scalars(orders.order_by(JobOrder.deadline.desc(), JobOrder.code)).first()
    if order is None or body_id is None:
        return
    asked = max(day - timedelta(days=1 if state is AskState.OPEN else 4), profile.shown_on)
    answered = None if state is AskState.OPEN else clock.from_local(day, time(8, 10))
    row = ProfileAsk(
        id=dice.id(),
        profile_id=profile.id,
        case_id=case.id,
        body_id=body_id,
        order_id=order.id,
        act_key=dice.form_key(),
        state=state,
        asked_by=user.id,
        asked_at=clock.from_local(asked, time(10, 0)),
        asked_on=asked,
        due_on=clock.add_working_days(asked, 5),
        answered_at=answered,
    )
    session.add(row)
    if state is AskState.OPEN:
        body = session.get_one(SendingBody, body_id)
        _task(session, dice, row, case, f"{body.name}: {order.code}, {order.title_vi}")


def _task(session: Session, dice: Dice, row: ProfileAsk, case: CaseFile, note: str) -> None:
    """The centre is to call and ask."""
    centre = session.scalars(sa.select(Office).filter_by(kind=OfficeKind.CENTRE)).first()
    if centre is not None:
        session.add(
            Task(
                id=dice.id(),
                key=f"{TASK}:{row.id}",
                kind=TASK,
                office_id=centre.id,
                person_id=case.person_id,
                case_id=case.id,
                note=note,
                due_on=row.due_on,
                created_at=row.asked_at,
            )
        )
