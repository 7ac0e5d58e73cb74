"""A body asks through the centre: limits, the answer, what each side reads."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from jobfair.access import Scope
from jobfair.agencies.refusal import Refused
from jobfair.cases.queries import get_case
from jobfair.database import db
from jobfair.errors import Conflict, Forbidden, NotFound
from jobfair.lib.clock import now
from jobfair.lib.codes import new_form_key
from jobfair.models import (
    AskState,
    AuditEvent,
    CaseFile,
    JobProfile,
    Office,
    OfficeKind,
    OrderState,
    ProfileAsk,
    Purpose,
    Task,
)
from jobfair.privacy.rules import consent_in_force
from jobfair.profiles.asks import answer
from jobfair.profiles.rules import take_back
from tests.cases import journey
from tests.checked_client import CheckedClient
from tests.profiles.helpers import ask_for, looking, seen, show
from tests.registration.helpers import change, form_of, one, open_slip, path_of, register

LIST = "/can-bo/ho-so-an-danh"


def say(case: CaseFile, ask: ProfileAsk, yes: bool, by: str = "counsellor") -> ProfileAsk:
    key = new_form_key()
    return answer(case, ask.id, yes=yes, how="phone", by=journey.actor(by), act_key=key)


@pytest.mark.both
def test_an_ask_is_a_task_of_the_centre(session: Session) -> None:
    case = looking()
    ask = ask_for(show(case))
    task = session.scalars(sa.select(Task).filter_by(kind="profile_ask")).one()
    assert session.get_one(Office, task.office_id).kind is OfficeKind.CENTRE
    assert (task.case_id, task.due_on, task.done_at) == (case.id, ask.due_on, None)
    with pytest.raises(NotFound):
        get_case(case.id, Scope(body_id=ask.body_id))


@pytest.mark.both
def test_a_yes_is_the_consent_for_that_body_alone(session: Session) -> None:
    case = looking()
    ask = ask_for(show(case))
    assert say(case, ask, True).state is AskState.YES
    assert say(case, ask, True).state is AskState.YES  # pressed twice
    assert consent_in_force(case.person_id, Purpose.BODY, ask.body_id)
    assert not consent_in_force(case.person_id, Purpose.BODY, journey.body(2).id)
    assert get_case(case.id, Scope(body_id=ask.body_id)).id == case.id
    assert seen() == []  # it has a name for this body now; which one is not told
    assert seen(2) == [ask.profile_id]
    assert session.scalars(sa.select(Task).filter_by(kind="profile_ask")).one().done_at
    with pytest.raises(Conflict):
        say(case, ask, False)


@pytest.mark.both
def test_of_two_answers_at_once_the_first_holds(session: Session) -> None:
    case = looking()
    ask = ask_for(show(case))
    faster = sa.update(ProfileAsk).values(state="no", answered_at=now())
    session.execute(faster, execution_options={"synchronize_session": False})
    assert ask.state is AskState.OPEN  # as the slower officer's page had it
    with pytest.raises(Conflict):
        say(case, ask, True)
    assert not consent_in_force(case.person_id, Purpose.BODY, ask.body_id)


@pytest.mark.both
def test_a_no_opens_nothing_and_is_not_asked_again(session: Session) -> None:
    case = looking()
    profile = show(case)
    say(case, ask_for(profile), False)
    assert not consent_in_force(case.person_id, Purpose.BODY, journey.body().id)
    with pytest.raises(Conflict):
        ask_for(profile)
    ask_for(profile, 2)
    session.execute(sa.update(ProfileAsk).values(answered_at=now() - timedelta(days=61)))
    assert ask_for(profile).state is AskState.OPEN


@pytest.mark.both
def test_a_new_profile_of_who_said_no_is_not_there_for_that_body(session: Session) -> None:
    case = looking()
    say(case, ask_for(show(case)), False)
    renewed = show(case)
    assert seen() == []
    assert seen(2) == [renewed.id]
    with pytest.raises(NotFound):
        ask_for(renewed)


@pytest.mark.both
def test_asking_twice_is_one_ask(session: Session) -> None:
    profile = show(looking())
    assert ask_for(profile, key="k" * 26).id == ask_for(profile, key="k" * 26).id
    with pytest.raises(Conflict):
        ask_for(profile)
    assert session.scalar(sa.select(sa.func.count(ProfileAsk.id))) == 1


def test_another_body_does_not_reach_an_ask_by_its_key(session: Session) -> None:
    profile = show(looking())
    ask_for(profile, key="k" * 26)
    with pytest.raises(NotFound):
        ask_for(profile, 2, key="k" * 26)


def test_nobody_fishes(session: Session) -> None:
    names = ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu")
    profiles = [show(looking(f"Lò Văn {name}")) for name in names]
    for profile in profiles[:5]:
        ask_for(profile)
    with pytest.raises(Conflict):
        ask_for(profiles[5])
    ask_for(profiles[5], 2)


@pytest.mark.both
def test_what_was_asked_ends_with_the_profile(session: Session) -> None:
    case = looking()
    ask = ask_for(show(case))
    take_back(case, by="worker", how="web", lang="vi")
    assert ask.state is AskState.ENDED
    assert session.scalars(sa.select(Task).filter_by(kind="profile_ask")).one().done_at
    with pytest.raises(Conflict):
        say(case, ask, True)


@pytest.mark.parametrize("change_", ["closed", "full", "unapproved", "another's"])
def test_only_an_own_open_order_with_room_is_named(session: Session, change_: str) -> None:
    profile, order = show(looking()), journey.order()
    if change_ == "closed":
        order.state = OrderState.CLOSED
    elif change_ == "full":
        order.approved_quantity = 0
    elif change_ == "unapproved":
        order.approval_no = ""
    else:
        order.body_id = journey.body(2).id
    session.flush()
    with pytest.raises(Refused):
        ask_for(profile)


def test_who_may_write_the_answer(session: Session) -> None:
    case = looking()
    ask = ask_for(show(case))
    for name in ("officer.suoito", "agency.one", "leader", "auditor"):
        with pytest.raises(Forbidden):
            say(case, ask, True, name)
    assert say(case, ask, True, "officer.muongla").state is AskState.YES
    with pytest.raises(NotFound):
        say(looking("Lò Văn Hai"), ask, True)


def _ready(app: Flask) -> tuple[str, str]:
    with app.app_context():
        case = looking("Lường Thị Lan")
        profile = show(case)
        db.session.commit()
        return profile.id, case.id


@pytest.mark.both
def test_the_whole_way_on_the_pages(
    app: Flask, agency_one: CheckedClient, agency_two: CheckedClient, counsellor: CheckedClient
) -> None:
    profile_id, case_id = _ready(app)
    there = f"{LIST}/{profile_id}"
    assert agency_one.page(LIST).css(f"a[href='{there}']")
    assert "Lan" not in agency_one.page(there).text("main")
    form = agency_one.page(there).form("main form")
    with app.app_context():
        form |= {"order_id": journey.order().id}
    for _press in range(2):
        assert path_of(agency_one.post(there, data=form)) == "/can-bo/nho-hoi-ho-so"
    assert "Trung tâm đang hỏi" in agency_one.page("/can-bo/nho-hoi-ho-so").text("main")
    assert "Chưa nhờ hỏi ai" in agency_two.page("/can-bo/nho-hoi-ho-so").text("main")
    assert "Nhờ trung tâm hỏi giúp" in agency_two.page(there).text("main")
    link = counsellor.page(f"/can-bo/ho-so/{case_id}").one("a[href*='/nho-hoi/']").get("href")
    said = {"said": "yes", "how": "phone"}
    assert counsellor.send(str(link), said).status_code == 303
    assert "Đã đồng ý gặp" in agency_one.page("/can-bo/nho-hoi-ho-so").text("main")
    assert agency_one.page(f"/can-bo/ho-so/{case_id}").status == 200
    assert agency_two.get(f"/can-bo/ho-so/{case_id}").status_code == 404


def test_looking_is_audited(app: Flask, agency_one: CheckedClient) -> None:
    profile_id, case_id = _ready(app)
    agency_one.get(LIST)
    agency_one.get(f"{LIST}/{profile_id}")
    with app.app_context():
        person = db.session.get_one(CaseFile, case_id).person_id
        rows = db.session.query(AuditEvent).filter(AuditEvent.action.like("view.profile%")).all()
        assert [row.action for row in rows] == ["view.profiles", "view.profile"]
        assert {row.person_ids for row in rows} == {person}


def test_a_profile_taken_back_answers_as_one_that_never_was(
    app: Flask, agency_one: CheckedClient
) -> None:
    profile_id, case_id = _ready(app)
    with app.app_context():
        case = db.session.get_one(CaseFile, case_id)
        take_back(case, by="worker", how="web", lang="vi")
        db.session.commit()
    gone, never = agency_one.get(f"{LIST}/{profile_id}"), agency_one.get(f"{LIST}/{'x' * 20}")
    assert gone.status_code == never.status_code == 404
    assert gone.data == never.data


@pytest.mark.both
def test_on_the_slip_it_is_agreed_to_and_taken_back_by_one_tap(
    app: Flask, visitor: CheckedClient
) -> None:
    slip = open_slip(visitor, register(visitor))
    asked = visitor.get(f"{slip}/ho-so")
    assert "Công ty có giấy phép thấy nhóm tuổi" in asked.text
    filled = form_of(asked) | {"work": "farm", "skills": "gọi 0950 000 111", "markets": "JP"}
    assert visitor.post(f"{slip}/ho-so", data=filled).status_code == 422
    filled["skills"] = "Trồng rau"
    for _press in range(2):
        assert path_of(visitor.post(f"{slip}/ho-so", data=filled)).startswith(slip)
    shown = one(app, sa.select(JobProfile))
    assert (shown.made_by, shown.skills) == ("", "Trồng rau")
    page = visitor.page(slip)
    assert "Công ty xem được đến" in page.text("main")
    back = page.form("form[action$='/thu-lai']")
    for _press in range(2):
        assert path_of(visitor.post(f"{slip}/ho-so/thu-lai", data=back)).startswith(slip)
    assert one(app, sa.select(JobProfile)).ended_at is not None
    assert "Công ty xem được đến" not in visitor.page(slip).text("main")


def test_the_slip_says_who_asked(app: Flask, visitor: CheckedClient) -> None:
    slip = open_slip(visitor, register(visitor))
    filled = form_of(visitor.get(f"{slip}/ho-so")) | {"markets": "JP"}
    visitor.post(f"{slip}/ho-so", data=filled)
    with app.app_context():
        ask_for(db.session.query(JobProfile).one())
        db.session.commit()
    words = visitor.page(slip).text("main")
    assert "Công ty mẫu Cánh Chim Núi" in words
    assert "Trung tâm sẽ hỏi bạn" in words
    change(app, sa.update(ProfileAsk).values(state="no", answered_at=now()))
    assert "Bạn chưa muốn" in visitor.page(slip).text("main")
