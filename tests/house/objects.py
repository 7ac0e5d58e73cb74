"""One object of every kind that stands in an address, and who may see it.

Everything here belongs to Mường La: its officer's own, another commune's officer's not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta

from flask import Flask
from werkzeug.routing import Rule

from jobfair.database import db
from jobfair.keys import keys
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key, new_id, new_paper_code, new_slip_code, receipt_for
from jobfair.models import (
    AudioClip,
    BodyContact,
    BulkMove,
    CaseEvent,
    CaseFile,
    Conference,
    ConferenceGuest,
    ConferenceKind,
    ConferenceState,
    Consent,
    DuplicatePair,
    Handover,
    HandoverState,
    JobOrder,
    LicenceEvent,
    LicenceKind,
    Loan,
    LoanState,
    LoginSession,
    Office,
    OfficeKind,
    PaperRow,
    Person,
    PersonMerge,
    PersonPhone,
    Placement,
    Purpose,
    Registration,
    RegistrationState,
    SavedFilter,
    SendingBody,
    Stage,
    SupportItem,
    SupportState,
    Task,
    UserAccount,
)
from jobfair.registration.drafts import drafts
from tests.house.abroad import make_abroad
from tests.house.imports import import_values
from tests.house.intake import make_export
from tests.house.papers import make_papers
from tests.house.route import Route
from tests.house.training import training_values
from tests.world import CAST, MUONG_LA

NAME, PHONE = "Quàng Thị Bướm", "+84950000771"
_STAFF = frozenset(CAST)
PAPER_PAGES = ("mark", "paper", "add", "page_file", "remove", "upload_start", "upload")
_PROVINCE = {"counsellor", "leader", "auditor"}

SEEN_BY: dict[str, frozenset[str]] = {
    "case": frozenset({"officer_muongla", "agency_one", *_PROVINCE}),
    "task": frozenset({"officer_muongla"}),
    "check": frozenset({"officer_muongla", "agency_one", *_PROVINCE}),
    "job check": frozenset({"officer_muongla", *_PROVINCE}),
    "border": frozenset({"officer_muongla", *_PROVINCE}),
    "incident": frozenset({"officer_muongla", "agency_one", *_PROVINCE}),
    "upload": frozenset({"officer_muongla"}),
    "door": frozenset({"officer_muongla", *_PROVINCE}),
    "plan": frozenset({"officer_muongla", "counsellor", "leader"}),
    "order": _STAFF - {"agency_two", "admin"},
    "session": frozenset({"bank"}),
    "loan": frozenset({"bank"}),
    "saved": frozenset({"officer_muongla"}),
    "batch": frozenset({"officer_muongla"}),
    "pair": frozenset({"officer_muongla", "counsellor"}),
    "merge": frozenset({"officer_muongla", "counsellor", "leader"}),
    "export": frozenset({"officer_muongla"}),
    "whole export": frozenset({"leader"}),
    "handover": frozenset({"officer_muongla", "counsellor"}),
    "list": frozenset({"officer_muongla", "officer_suoito", "counsellor", "leader"}),
    "import": frozenset({"officer_muongla"}),
    "class": frozenset({"officer_muongla", "agency_one", *_PROVINCE}),
}
"""Kind -> which of the cast an object is; a kind that is not here is everybody's."""


@dataclass(frozen=True)
class Objects:
    """The values that stand in addresses: argument of the rule -> value."""

    values: dict[str, str]
    special: dict[tuple[str, str], str]

    def of(self, argument: str, route: Route) -> str:
        for key in (route.endpoint, route.kind):
            if found := self.special.get((argument, key)):
                return found
        return self.values.get(argument, "")


def absent(argument: str) -> str:
    """A value of the right shape that belongs to nothing."""
    shapes = {"code": new_slip_code(), "form_key": new_form_key(), "receipt": new_form_key()}
    return shapes.get(argument) or new_id()


def address(app: Flask, route: Route, objects: Objects, without: str = "") -> str:
    """The route's address with own objects; ``without`` names the one that is not there."""
    rule = rule_of(app, route)
    values = {
        name: absent(name) if name == without else objects.of(name, route)
        for name in rule.arguments
    }
    missing = [name for name, value in values.items() if not value]
    assert not missing, f"{route.endpoint}: no object for {missing}"
    with app.test_request_context():
        return app.url_for(route.endpoint, **values)


def rule_of(app: Flask, route: Route) -> Rule:
    return next(iter(app.url_map.iter_rules(route.endpoint)))


def make_objects(app: Flask) -> Objects:
    """Add one person of Mường La with seat, case, placement and consent; commit."""
    with app.app_context():
        conference = _conference_tomorrow()
        person, case = _person_with_case()
        registration = _registration(person, case, conference)
        user = db.session.query(UserAccount).filter_by(username_folded="bank").one()
        login = LoginSession(token_hash=b"somebody else", user_id=user.id)
        task = Task(
            key="proof",
            kind="phone",
            office_id=case.owner_office_id,
            person_id=person.id,
            case_id=case.id,
            due_on=clock.today(),
        )
        officer = db.session.query(UserAccount).filter_by(username_folded="officer.muongla").one()
        saved = SavedFilter(user_id=officer.id, name="Quá hạn", query="qua-han=1")
        batch = BulkMove(
            act_key=new_form_key(), user_id=officer.id, to_stage=Stage.REGISTERED, done_ids=case.id
        )
        centre = db.session.query(Office).filter_by(kind=OfficeKind.CENTRE).first()
        assert centre is not None
        handover = Handover(
            case_id=case.id,
            from_office_id=_office().id,
            to_office_id=centre.id,
            state=HandoverState.OFFERED,
            act_key=new_form_key(),
            offered_by=officer.id,
        )
        db.session.add_all([login, task, saved, batch, handover])
        body = _body()
        draft_key = new_form_key()
        drafts().save(draft_key, {"for_whom": "self"})
        order = db.session.query(JobOrder).filter_by(code="MAU-JP-01").one()
        values = {
            "conference_id": conference.id,
            "registration_id": registration.id,
            "case_id": case.id,
            "person_id": person.id,
            "task_id": task.id,
            "filter_id": saved.id,
            "batch_id": batch.id,
            "handover_id": handover.id,
            **_twins(person),
            "body_id": body.id,
            "order_id": order.id,
            "user_id": user.id,
            "grant_id": user.grants[0].id,
            "session_id": login.id,
            "change": "tat",
            "slug": "muong-la-1",
            "clip_id": _clip().id,
            "code": registration.slip_code,
            "receipt": str(registration.receipt),
            "form_key": draft_key,
            "step": "ho-ten",
            "to": "interviewed",
            "what": "flags",
            "loan_id": _loan(case, user).id,
            "field": "ho-ngheo",
            "item_id": _support(case).id,
            "copy": "can-bo",
            "event_id": _suspension(body).id,
            "introduction_id": body.introductions[0].id,
            "contact_id": _contact(body).id,
            "sheet_id": _sheet(conference, user),
            **make_abroad(case),
            **training_values(case),
            **import_values(officer),
            **make_papers(case),
            "export_id": make_export(officer),
        }
        special = {
            ("slug", "body slug"): body.slug,
            ("code", "market"): "JP",
            ("kind", "cases.record"): "screening_record",
            ("kind", "cases.paper"): "passport",
            ("export_id", "whole export"): make_export(officer, masked=False),
            **{("kind", f"papers.{name}"): "passport" for name in PAPER_PAGES},
        }
        db.session.commit()
        return Objects(values, special)


def _support(case: CaseFile) -> SupportItem:
    """Planned by today's table."""
    item = SupportItem(
        case_id=case.id,
        item="health_check_max",
        on_date=clock.today(),
        state=SupportState.PLANNED,
        money_source="state",
        planned=700_000,
        act_key=new_form_key(),
        recorded_by="x",
    )
    db.session.add(item)
    db.session.flush()
    return item


def _loan(case: CaseFile, user: UserAccount) -> Loan:
    """Asked of the bank's branch, which the person lets see it."""
    loan = Loan(
        case_id=case.id,
        person_id=case.person_id,
        branch_id=user.grants[0].office_id,
        state=LoanState.ASKED,
        asked_on=clock.today(),
        need=90_000_000,
        amount_asked=60_000_000,
        decide_by=clock.today(),
    )
    agreed = Consent(
        person_id=case.person_id,
        purpose=Purpose.BANK,
        given=True,
        text_version=1,
        lang="vi",
        how="signed",
        seq=1,
    )
    db.session.add_all([loan, agreed])
    db.session.flush()
    return loan


def _twins(person: Person) -> dict[str, str]:
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


def _sheet(conference: Conference, user: UserAccount) -> str:
    """A paper form with one row, which is not keyed yet."""
    row = PaperRow(
        conference_id=conference.id,
        sheet=1,
        row=1,
        slip_code=new_paper_code(),
        made_by=user.id,
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def _body() -> SendingBody:
    return db.session.query(SendingBody).filter(SendingBody.licence_number == "001/MAU-GP").one()


def _clip() -> AudioClip:
    """Its sound is not looked at here."""
    clip = AudioClip(
        page="guide/home", lang="vi", text_hash="0" * 64, opus=b"OggS", seconds=1.0, size=4
    )
    db.session.add(clip)
    db.session.flush()
    return clip


def _suspension(body: SendingBody) -> LicenceEvent:
    """For one market only, so that the body goes on with Japan."""
    event = LicenceEvent(
        body_id=body.id,
        kind=LicenceKind.SUSPENDED,
        market_code="KR",
        from_day=clock.today() - timedelta(days=3),
        document_no="DC 01/MAU",
        document_on=clock.today() - timedelta(days=3),
        source="mẫu",
        checked_on=clock.today(),
    )
    db.session.add(event)
    db.session.flush()
    return event


def _contact(body: SendingBody) -> BodyContact:
    contact = BodyContact(
        body_id=body.id,
        kind="phone",
        value_shown="0212 000 0009",
        value_normalised="+842120000009",
        from_day=clock.today(),
        source="mẫu",
    )
    db.session.add(contact)
    db.session.flush()
    return contact


def _office() -> Office:
    return db.session.query(Office).filter_by(kind=OfficeKind.COMMUNE, commune_code=MUONG_LA).one()


def _conference_tomorrow() -> Conference:
    """In Mường La, tomorrow: its door is open already, and it can still be planned."""
    start = clock.from_local(clock.today() + timedelta(days=1), time(8, 0))
    conference = Conference(
        slug="muong-la-mai",
        kind=ConferenceKind.HALL,
        title_vi="Hội nghị tư vấn, tuyển dụng",
        commune_code=MUONG_LA,
        host_office_id=_office().id,
        starts_at=start,
        ends_at=start + timedelta(hours=3),
        place="Nhà văn hóa xã",
        capacity=30,
        seats_taken=1,
        state=ConferenceState.OPEN,
        contact_name="Lò Thị Duyên (tên bịa)",
        contact_phone="+842120000001",
        source="mẫu",
        checked_on=clock.today(),
    )
    conference.guests = [ConferenceGuest(body_id=_body().id)]
    db.session.add(conference)
    db.session.flush()
    return conference


def _person_with_case() -> tuple[Person, CaseFile]:
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
        owner_office_id=_office().id,
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


def _registration(person: Person, case: CaseFile, conference: Conference) -> Registration:
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
