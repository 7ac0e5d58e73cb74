"""A person with her case and her seat, and somebody like her, for the proofs."""

from __future__ import annotations

from jobfair.database import db
from jobfair.keys import keys
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key, new_id, new_slip_code, receipt_for
from jobfair.models import (
    CaseEvent,
    CaseFile,
    Conference,
    Consent,
    DuplicatePair,
    JobOrder,
    Office,
    OfficeKind,
    Person,
    PersonMerge,
    PersonPhone,
    Placement,
    Purpose,
    Registration,
    RegistrationState,
    Stage,
)
from tests.world import MUONG_LA

NAME, PHONE = "Quàng Thị Bướm", "+84950000771"


def make_twins(person: Person) -> dict[str, str]:
    """Somebody like the person, and somebody who was joined into her file."""
    like, gone = (
        Person(name=name, birth_year=2000, commune_code=MUONG_LA)
        for name in ("Quàng Thị Mẫu Giống", "Quàng Thị Mẫu Gộp")
    )
    gone.merged_into = person.id
    db.session.add_all([like, gone])
    db.session.flush()
    first, second = sorted((person.id, like.id))
    pair = DuplicatePair(person_a=first, person_b=second, why="phone")
    merge = PersonMerge(
        act_key=new_form_key(),
        kept_id=person.id,
        gone_id=gone.id,
        reason="Cùng căn cước",
        before_enc=b"",
        merged_by="x",
    )
    db.session.add_all([pair, merge])
    db.session.flush()
    return {"pair_id": pair.id, "merge_id": merge.id}


def commune_office() -> Office:
    return db.session.query(Office).filter_by(kind=OfficeKind.COMMUNE, commune_code=MUONG_LA).one()


def make_person() -> tuple[Person, CaseFile]:
    """Introduced to agency.one, who has her consent."""
    person = Person(name=NAME, birth_year=2000, commune_code=MUONG_LA, village="Bản Mẫu")
    person.phones = [PersonPhone(e164=PHONE, tail=PHONE[-3:])]
    db.session.add(person)
    db.session.flush()
    case = CaseFile(
        person=person,
        stage=Stage.INTRODUCED,
        stage_since=clock.now(),
        reached=2,
        owner_office_id=commune_office().id,
        next_step="interview",
        next_on=clock.today(),
        commune_code=MUONG_LA,
    )
    stages = [Stage.INTEREST, Stage.REGISTERED, Stage.COUNSELLED, Stage.SCREENED, Stage.INTRODUCED]
    for number, stage in enumerate(stages):
        case.events.append(
            CaseEvent(
                seq=number + 1,
                act_key=f"proof:{number}",
                kind="move" if number else "open",
                from_stage=stages[number - 1] if number else None,
                to_stage=stage,
                by="worker",
                by_name="Người đăng ký",
                role="worker",
            )
        )
    db.session.add(case)
    db.session.flush()
    order = db.session.query(JobOrder).filter_by(code="MAU-JP-01").one()
    db.session.add(
        Placement(
            case_id=case.id,
            programme_code=order.programme_code,
            body_id=order.body_id,
            order_id=order.id,
        )
    )
    for number, (purpose, body_id) in enumerate(
        [(Purpose.SEAT, None), (Purpose.BODY, order.body_id)]
    ):
        db.session.add(
            Consent(
                person_id=person.id,
                purpose=purpose,
                body_id=body_id,
                given=True,
                text_version=1,
                lang="vi",
                how="signed",
                seq=number + 1,
            )
        )
    return person, case


def make_registration(person: Person, case: CaseFile, conference: Conference) -> Registration:
    identity = new_id()
    registration = Registration(
        id=identity,
        conference_id=conference.id,
        person_id=person.id,
        case_id=case.id,
        form_key=new_form_key(),
        slip_code=new_slip_code(),
        receipt=receipt_for(identity, keys().receipt_key),
        typed_name=person.name,
        typed_birth_year=person.birth_year,
        typed_phone=PHONE,
        typed_commune=MUONG_LA,
        state=RegistrationState.HELD,
    )
    db.session.add(registration)
    db.session.flush()
    return registration
