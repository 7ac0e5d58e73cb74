"""Somebody of Mường La who shows a profile, and an ask about the person of the case."""

from __future__ import annotations

from datetime import timedelta

from jobfair.database import db
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import (
    AskState,
    CaseFile,
    Consent,
    JobOrder,
    JobProfile,
    Person,
    ProfileAsk,
    ProfileEnd,
    Purpose,
    Stage,
)
from tests.house.people import commune_office
from tests.world import MUONG_LA


def _row(person: Person, **columns: object) -> JobProfile:
    day = clock.today()
    made = JobProfile(
        person_id=person.id,
        act_key=new_form_key(),
        age_band="25-29",
        work="farm",
        schooling="lower",
        markets=",JP,",
        shown_on=day,
        expires_on=day + timedelta(days=90),
        **columns,
    )
    db.session.add(made)
    db.session.flush()
    return made


def profile_values(case: CaseFile) -> dict[str, str]:
    """A profile that licensed bodies see; an ask about the case's own person, still open."""
    person = Person(name="Lò Thị Không Tên", birth_year=1999, commune_code=MUONG_LA)
    db.session.add(person)
    db.session.flush()
    looks = CaseFile(
        person=person,
        stage=Stage.REGISTERED,
        stage_since=clock.now(),
        owner_office_id=commune_office().id,
        next_step="call",
        next_on=clock.today(),
        commune_code=MUONG_LA,
    )
    agreed = Consent(
        person_id=person.id,
        purpose=Purpose.PROFILE,
        given=True,
        text_version=1,
        lang="vi",
        how="signed",
    )
    db.session.add_all([looks, agreed])
    db.session.flush()
    shown = _row(person)
    before = _row(case.person, ended_at=clock.now(), ended_why=ProfileEnd.GONE_ON)
    order = db.session.query(JobOrder).filter_by(code="MAU-JP-01").one()
    ask = ProfileAsk(
        profile_id=before.id,
        case_id=case.id,
        body_id=order.body_id,
        order_id=order.id,
        act_key=new_form_key(),
        state=AskState.OPEN,
        asked_by="x",
        asked_on=clock.today(),
        due_on=clock.today(),
    )
    db.session.add(ask)
    db.session.flush()
    return {"profile_id": shown.id, "ask_id": ask.id}
