"""One object of every kind that stands in an address, and who may see it.

Everything here belongs to Mường La: its officer's own, another commune's officer's not.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule

from jobfair.database import db
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key, new_id, new_slip_code
from jobfair.models import (
    AudioClip,
    BulkMove,
    Handover,
    HandoverState,
    JobOrder,
    LoginSession,
    Office,
    OfficeKind,
    SavedFilter,
    Stage,
    Task,
    UserAccount,
)
from jobfair.registration.drafts import drafts
from tests.house.abroad import make_abroad
from tests.house.bodies import (
    first_body,
    make_branch,
    make_comment,
    make_contact,
    make_suspension,
)
from tests.house.conferences import (
    make_conference,
    make_cost,
    make_helper,
    make_sheet,
    make_sheet_photo,
    make_slot,
)
from tests.house.content import make_content
from tests.house.imports import accepted_list, import_values, ministry_list
from tests.house.intake import make_export
from tests.house.money import make_loan, make_support
from tests.house.papers import make_papers
from tests.house.people import commune_office, make_person, make_registration, make_twins
from tests.house.profiles import profile_values
from tests.house.route import Route
from tests.house.training import training_values
from tests.house.trust import trust_values
from tests.world import CAST

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
    "invited": frozenset({"agency_one"}),
    "plan": frozenset({"officer_muongla", "counsellor", "leader"}),
    "order": _STAFF - {"agency_two", "admin", "door"},
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
        conference = make_conference()
        person, case = make_person()
        registration = make_registration(person, case, conference)
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
            from_office_id=commune_office().id,
            to_office_id=centre.id,
            state=HandoverState.OFFERED,
            act_key=new_form_key(),
            offered_by=officer.id,
        )
        db.session.add_all([login, task, saved, batch, handover])
        body = first_body()
        draft_key = new_form_key()
        drafts().save(draft_key, {"for_whom": "self"})
        order = db.session.query(JobOrder).filter_by(code="MAU-JP-01").one()
        values = {
            "conference_id": conference.id,
            "guest_id": conference.guests[0].id,
            "booth": "1",
            "slot_id": make_slot(conference),
            "registration_id": registration.id,
            "case_id": case.id,
            "person_id": person.id,
            "task_id": task.id,
            "filter_id": saved.id,
            "batch_id": batch.id,
            "handover_id": handover.id,
            **make_twins(person),
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
            "loan_id": make_loan(case, user).id,
            "field": "ho-ngheo",
            "item_id": make_support(case).id,
            "copy": "can-bo",
            "event_id": make_suspension(body).id,
            "introduction_id": body.introductions[0].id,
            "contact_id": make_contact(body).id,
            "branch_id": make_branch(body),
            "comment_id": make_comment(case),
            "cost_id": make_cost(conference),
            "sheet_id": (sheet := make_sheet(conference, user)),
            "photo_id": make_sheet_photo(sheet, user),
            **make_abroad(case),
            **training_values(case),
            **profile_values(case),
            **import_values(officer),
            **make_papers(case),
            **(trust := trust_values()),
            **make_content(),
            "export_id": make_export(officer),
            "list_id": accepted_list(officer),
        }
        special = {
            ("slug", "body slug"): body.slug,
            ("code", "market"): "JP",
            ("code", "programme"): "JP-TITP",
            ("slug", "warning slug"): trust["warning_slug"],
            ("file_id", "complaint"): trust["complaint_file"],
            ("receipt", "complaint receipt"): trust["complaint_receipt"],
            ("code", "order code"): "MAU-JP-01",
            **{
                ("grant_id", f"conferences_staff.helper_{what}"): make_helper(conference)
                for what in ("end", "password")
            },
            ("code", "conferences_staff.step_tick"): "invited",
            ("kind", "cases.record"): "screening_record",
            ("kind", "cases.paper"): "passport",
            ("export_id", "whole export"): make_export(officer, masked=False),
            ("import_id", "ministry list"): ministry_list(officer).id,
            **{("kind", f"papers.{name}"): "passport" for name in PAPER_PAGES},
        }
        db.session.commit()
        return Objects(values, special)


def _clip() -> AudioClip:
    """Its sound is not looked at here."""
    clip = AudioClip(
        page="guide/home",
        lang="vi",
        text_hash="0" * 64,
        opus=b"OggS",
        seconds=1.0,
        size=4,
        published_at=clock.now(),
    )
    db.session.add(clip)
    db.session.flush()
    return clip
