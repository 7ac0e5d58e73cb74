"""People, actors and a case brought to any stage, without HTTP."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

from jobfair.access import Actor
from jobfair.accounts.sessions import actor_of
from jobfair.cases import records, rules
from jobfair.cases.ground import MoveData
from jobfair.cases.history import append_event
from jobfair.cases.limits import set_next_step
from jobfair.cases.offices import office_for_person
from jobfair.cases.opening import open_case
from jobfair.cases.queries import find_departure, last_placement
from jobfair.cases.records import PaperData, RecordData
from jobfair.cases.stages import PLACED
from jobfair.database import db
from jobfair.lib.clock import from_local, now, today
from jobfair.lib.codes import new_form_key
from jobfair.models import (
    CLOSED_STAGES,
    CaseFile,
    Departure,
    JobOrder,
    Office,
    Person,
    PersonPhone,
    Placement,
    Purpose,
    SendingBody,
    Stage,
    UserAccount,
)
from jobfair.privacy.rules import give_consent
from tests.world import MUONG_LA

_numbers = itertools.count(100)
S = Stage


def actor(username: str) -> Actor:
    """A member of the cast."""
    user = db.session.query(UserAccount).filter_by(username_folded=username).one()
    return actor_of(user)


def body(number: int = 1) -> SendingBody:
    """The world's first or second sending body."""
    return db.session.query(SendingBody).filter_by(licence_number=f"00{number}/MAU-GP").one()


def actor_office(username: str) -> Office:
    """The office of a member of the cast."""
    return db.session.get_one(Office, actor(username).main_grant.office_id)


def order(code: str = "MAU-JP-01") -> JobOrder:
    return db.session.query(JobOrder).filter_by(code=code).one()


def new_person(commune: str | None = MUONG_LA, name: str = "Lò Thị Xuân") -> Person:
    """An adult with a phone, a full birth date and the consent that holds the seat."""
    number = next(_numbers) % 1000
    person = Person(
        name=name,
        birth_year=2001,
        birth_date=date(2001, 3, 4),
        sex="F",
        commune_code=commune,
        other_province=commune is None,
        village="bản Mẫu",
    )
    person.phones = [PersonPhone(e164=f"+84950000{number:03}", tail=f"{number:03}")]
    db.session.add(person)
    db.session.flush()
    give_consent(person.id, Purpose.SEAT, lang="vi", how="web", by="worker")
    return person


def new_case(commune: str | None = MUONG_LA, name: str = "Lò Thị Xuân") -> CaseFile:
    """A case at interest."""
    return open_case(
        new_person(commune, name),
        office_id=office_for_person(commune).id,
        next_step="call_back",
        next_on=today() + timedelta(days=3),
        commune_code=commune,
        act_key=new_form_key(),
        by="worker",
        by_name="",
        role="worker",
    )


def agree(case: CaseFile, number: int = 1) -> None:
    """The person agrees to the first or second body."""
    give_consent(
        case.person_id,
        Purpose.BODY,
        lang="vi",
        how="read_aloud",
        by=actor("counsellor"),
        body_id=body(number).id,
    )


CONTRACT = MoveData(
    contract_no="HD-01",
    contract_months=36,
    wage=Decimal(180000),
    currency="JPY",
    rate=Decimal(170),
    head_office=True,
)


def data_for(to: Stage) -> MoveData:
    """What each step's form brings when everything is right."""
    day = today()
    if to is S.INTRODUCED:
        return MoveData(body_id=body().id, programme_code="JP-TITP", order_id=order().id)
    return {
        S.SELECTED: MoveData(selected_on=day),
        S.CONTRACT_SIGNED: replace(CONTRACT, contract_on=day),
        S.DEPARTED: MoveData(
            exit_on=day, employer="Xí nghiệp mẫu", evidence="ticket", evidence_ref="VN 300"
        ),
        S.WORKING: MoveData(end_on=day + timedelta(days=1000)),
        S.EXTENDED: MoveData(end_on=day + timedelta(days=2000)),
        S.COMPLETED: MoveData(entry_on=day),
        S.RETURNED_EARLY: MoveData(entry_on=day),
    }.get(to, MoveData())


def record(case: CaseFile, kind: str, by: str = "counsellor", days_ago: int = 0) -> None:
    """A dated record by a member of the cast."""
    data = RecordData(
        on_date=today() - timedelta(days=days_ago), number="SO 1", text="Ghi", at_head_office=True
    )
    records.add_record(case, kind, data, by=actor(by), act_key=new_form_key())


def paper(case: CaseFile, kind: str, by: str = "counsellor") -> None:
    """A paper that is there and valid."""
    day = today()
    data = PaperData("checked", day - timedelta(days=30), day + timedelta(days=300))
    records.save_paper(case, kind, data, by=actor(by), act_key=new_form_key())


def step(case: CaseFile, to: Stage, by: str, **more: object) -> CaseFile:
    """One step by a member of the cast, with the data that it needs."""
    wanted: dict[str, object] = {"data": data_for(to)} | more
    return rules.move(
        case,
        to,
        by=actor(by),
        version=int(str(more.pop("version", case.version))),
        act_key=new_form_key(),
        **{k: v for k, v in wanted.items() if k != "version"},  # type: ignore[arg-type]
    )


STRAIGHT: tuple[tuple[Stage, str], ...] = (
    (S.REGISTERED, "officer.muongla"),
    (S.COUNSELLED, "counsellor"),
    (S.SCREENED, "counsellor"),
    (S.INTRODUCED, "counsellor"),
    (S.INTERVIEWED, "agency.one"),
    (S.SELECTED, "agency.one"),
    (S.CONTRACT_SIGNED, "agency.one"),
    (S.TRAINING, "agency.one"),
    (S.VISA_PROCESS, "agency.one"),
    (S.WAITING_DEPARTURE, "agency.one"),
    (S.DEPARTED, "leader"),
)
"""The straight path and who makes each step."""


def prepare(case: CaseFile, to: Stage) -> None:
    """Put everything in place that the step's gates ask for beside its form."""
    if to is S.COUNSELLED:
        record(case, "counsel_note")
    elif to is S.SCREENED:
        record(case, "screening_record")
    elif to is S.INTRODUCED:
        agree(case)
    elif to is S.WAITING_DEPARTURE:
        for kind in ("passport", "health", "visa"):
            paper(case, kind)
    elif to is S.DEPARTED:
        paper(case, "orientation")


def bring(case: CaseFile, until: Stage) -> CaseFile:
    """Walk the straight path until the case stands at the stage."""
    for to, who in STRAIGHT:
        if case.stage is until:
            break
        prepare(case, to)
        step(case, to, who)
    return case


def put(case: CaseFile, stage: Stage) -> CaseFile:
    """Put a case into a stage with everything that belongs to it, without walking there."""
    if stage in PLACED and last_placement(case) is None:
        case.placements.append(_placement(stage))
    with db.session.no_autoflush:
        # An hour ago, and today: between midnight and one it was at midnight.
        since = max(now() - timedelta(hours=1), from_local(today(), time()))
        case.stage, case.stage_since = stage, since
        case.closed_at = case.stage_since if stage in CLOSED_STAGES else None
        set_next_step(case, today())
    db.session.flush()
    placement = last_placement(case)
    if stage in GONE and placement is not None and find_departure(placement.id) is None:
        db.session.add(_departure(placement))
        db.session.flush()
    return case


GONE = frozenset(
    {
        *(S.DEPARTED, S.WORKING, S.EXTENDED, S.COMPLETED, S.RETURNED_EARLY),
        *(S.ABSCONDED, S.DECEASED_MISSING),
    }
)


def _placement(stage: Stage) -> Placement:
    day = today()
    placement = Placement(
        programme_code="JP-TITP", body_id=body().id, order_id=order().id, opened_at=now()
    )
    placement.body = body()
    order_of = list(Stage)
    if order_of.index(stage) >= order_of.index(S.SELECTED):
        placement.selected_on = day - timedelta(days=20)
    if order_of.index(stage) >= order_of.index(S.CONTRACT_SIGNED):
        placement.contract_no, placement.contract_on = "HD-01", day - timedelta(days=15)
        placement.contract_months, placement.wage = 36, Decimal(180000)
        placement.currency, placement.rate = "JPY", Decimal(170)
        placement.signed_at_head_office = True
    if stage in GONE - {S.DEPARTED}:
        placement.end_on = day
    return placement


def _departure(placement: Placement) -> Departure:
    return Departure(
        placement_id=placement.id,
        exit_on=today() - timedelta(days=10),
        commune_code=MUONG_LA,
        market_code="JP",
        employer="Xí nghiệp mẫu",
        evidence="ticket",
        confirmed_by="x",
        recorded_at=now(),
    )


def tell(case: CaseFile, *stages: Stage) -> None:
    """Moves written straight into the history, as if the case had come through these stages."""
    before = case.stage
    for stage in stages:
        append_event(
            case,
            "move",
            by="system",
            act_key=new_form_key(),
            from_stage=before,
            to_stage=stage,
        )
        before = stage


def case_of(case_id: str) -> CaseFile:
    """A case by its id."""
    return db.session.get_one(CaseFile, case_id)
