"""Two files become one and two again: what moves, what stays, what each slip shows."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from jobfair.cases import identity, merges, unmerge
from jobfair.cases.consistency import check_cases
from jobfair.cases.identity import IdentityData
from jobfair.cases.joined import shared_case
from jobfair.cases.merges import Join
from jobfair.cases.opening import find_open_case
from jobfair.database import db
from jobfair.errors import Conflict, Forbidden, Invalid, NotFound
from jobfair.keys import keys
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import (
    Base,
    CaseEvent,
    CaseFile,
    DuplicatePair,
    Person,
    PersonMerge,
    PersonPhone,
    Registration,
    Stage,
)
from jobfair.registration.queries import get_case_of
from tests.cases import journey
from tests.door import folk
from tests.door.folk import requests_apart as requests_apart
from tests.world import MUONG_LA, SUOI_TO

pytestmark = pytest.mark.both
WHY = "Cùng số căn cước, chị tự đăng ký hai lần."
S = Stage


def pair_of(one: CaseFile, other: CaseFile) -> DuplicatePair:
    """The two, noted as possibly one; the first is the older file."""
    one.person.created_at = clock.now() - timedelta(days=9)
    first, second = sorted((one.person_id, other.person_id))
    pair = DuplicatePair(person_a=first, person_b=second, why="phone")
    db.session.add(pair)
    db.session.flush()
    return pair


def join(pair: DuplicatePair, by: str = "officer.muongla", **more) -> PersonMerge:
    return merges.merge(pair.id, Join(WHY, **more), by=journey.actor(by), act_key=new_form_key())


def snapshot(without=("audit_event", "person_merge", "case_event")) -> dict[str, list]:
    """Every row of every table, without what only grows and without counters of changes."""
    db.session.flush()
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name in without:
            continue
        columns = [c for c in table.columns if c.name not in ("version", "decided", "reason")]
        columns = [c for c in columns if c.name not in ("decided_by", "decided_at")]
        rows = db.session.execute(sa.select(*columns)).all()
        found[table.name] = sorted(repr(tuple(row)) for row in rows)
    return found


def _number(person: Person) -> str:
    """The sealed identity number, opened with the keys of its own row."""
    return keys().cipher().open(person.national_id_enc, f"person.national_id.{person.id}")


def counts() -> dict[str, int]:
    return {name: len(rows) for name, rows in snapshot(()).items()}


def test_everything_of_the_newer_file_follows(session):
    old, new = journey.new_case(), journey.new_case()
    seat = folk.add_seat(session, folk.conference(session, "soon"), "Lò Thị Xuân")
    seat_case = session.get_one(CaseFile, seat.case_id)
    pair = pair_of(old, seat_case)
    before = counts()
    row = join(pair)
    assert {k: v for k, v in counts().items() if before[k] != v}.keys() <= {
        "audit_event",
        "person_merge",
        "case_event",
    }
    assert session.get_one(Registration, seat.id).person_id == old.person_id
    assert session.get_one(Person, row.gone_id).merged_into == old.person_id
    assert seat_case.merged_into_id == old.id
    assert seat_case.closed_at is not None
    assert find_open_case(old.person_id).id == old.id
    phones = session.query(PersonPhone).filter_by(person_id=old.person_id)
    assert [p.position for p in phones.order_by(PersonPhone.position)] == [0, 10]
    assert new.person.merged_into is None


def test_undoing_gives_every_row_and_value_back(session):
    old, new = journey.new_case(name="Lò Thị Xuân"), journey.new_case(name="Lò Thị Xoan")
    new.person.village, new.person.birth_year = "bản Khác", 2002
    journey.paper(new, "passport")
    journey.agree(new)
    pair = pair_of(old, new)
    before = snapshot()
    row = join(pair, take=frozenset({"name", "birth", "village"}))
    assert (old.person.name, old.person.village) == ("Lò Thị Xoan", "bản Khác")
    assert old.person.folded == "lo thi xoan"
    assert snapshot() != before
    unmerge.unmerge(row.id, "Hóa ra là hai chị em.", by=journey.actor("leader"))
    session.expire_all()
    assert snapshot() == before
    assert pair.decided == "different"
    assert [f.bad for f in check_cases()] == [0] * len(check_cases())


def test_of_two_open_cases_the_further_one_goes_on(session):
    old = journey.new_case()
    new = journey.bring(journey.new_case(), S.INTRODUCED)
    row = join(pair_of(old, new))
    assert find_open_case(old.person_id).id == new.id
    assert old.merged_into_id == new.id
    kinds = session.query(CaseEvent).filter_by(kind="merge").all()
    assert sorted(e.case_id for e in kinds) == sorted([old.id, new.id])
    journey.step(new, S.INTERVIEWED, "agency.one")
    with pytest.raises(Conflict):
        journey.step(old, S.REGISTERED, "officer.muongla")
    unmerge.unmerge(row.id, "Hóa ra là hai người.", by=journey.actor("leader"))
    session.expire_all()
    assert (old.stage, old.closed_at, new.stage) == (S.INTEREST, None, S.INTERVIEWED)
    assert find_open_case(old.person_id).id == old.id
    assert [f.bad for f in check_cases()] == [0] * len(check_cases())


def test_two_placements_stand_in_the_way(session):
    old, new = (journey.bring(journey.new_case(), S.INTRODUCED) for _ in range(2))
    pair = pair_of(old, new)
    with pytest.raises(Conflict, match="doanh nghiệp"):
        join(pair)
    assert pair.decided == ""


def test_two_different_numbers_stand_in_the_way_and_one_number_is_taken_along(session):
    old, new, third = (journey.new_case() for _ in range(3))
    by = journey.actor("officer.muongla")
    for case, number in ((new, "000301000017"), (third, "000301000025")):
        data = IdentityData(national_id=number, identity_seen=True)
        identity.save_identity(case, data, by=by, act_key=new_form_key())
    row = join(pair_of(old, new))
    assert _number(old.person) == "000301000017"
    with pytest.raises(Conflict, match="số định danh"):
        join(pair_of(old, third))
    unmerge.unmerge(row.id, "Hóa ra là hai người.", by=journey.actor("leader"))
    session.expire_all()
    assert old.person.national_id_hmac is None
    assert _number(new.person) == "000301000017"


def test_a_second_seat_at_the_same_conference_stays_where_it_is(session):
    meeting = folk.conference(session, "soon")
    one, two = (folk.add_seat(session, meeting, "Lò Thị Xuân") for _ in range(2))
    old, new = (session.get_one(CaseFile, seat.case_id) for seat in (one, two))
    row = join(pair_of(old, new))
    people = {session.get_one(Registration, seat.id).person_id for seat in (one, two)}
    assert people == {row.kept_id, row.gone_id}
    assert session.query(Registration).filter_by(state="held").count() == 2


def test_each_slip_shows_its_own_case_until_the_card_was_seen(session):
    seats = [
        folk.add_seat(session, folk.conference(session, which), "Lò Thị Xuân")
        for which in ("soon", "past")
    ]
    old, new = (session.get_one(CaseFile, seat.case_id) for seat in seats)
    join(pair_of(old, new))
    assert get_case_of(seats[0]).id == old.id
    assert get_case_of(seats[1]).id == new.id
    new.person.identity_seen_on = clock.today() + timedelta(days=1)
    assert shared_case(new).id == old.id


def test_with_the_card_seen_the_newer_slip_shows_the_shared_journey(session):
    seats = [
        folk.add_seat(session, folk.conference(session, which), "Lò Thị Xuân")
        for which in ("soon", "past")
    ]
    old, new = (session.get_one(CaseFile, seat.case_id) for seat in seats)
    join(pair_of(old, new), identity_seen=True)
    assert get_case_of(seats[1]).id == old.id
    assert old.person.identity_seen_on == clock.today()


def test_a_double_click_and_a_second_form_join_once(session, officer_muongla):
    old, new = journey.new_case(), journey.new_case()
    pair = pair_of(old, new).id
    session.commit()
    path = f"/can-bo/trung/{pair}"
    data = officer_muongla.page(path).form() | {"decision": "same", "reason": WHY, "seen": "y"}
    first = officer_muongla.post(path, data=data)
    assert first.status_code == 303
    assert officer_muongla.post(path, data=data).status_code in (303, 404)
    other = officer_muongla.post(path, data=data | {"form_key": new_form_key()})
    assert other.status_code in (303, 404, 409)
    rows = folk.read(session, session.query(PersonMerge))
    assert len(rows) == 1
    assert first.headers["Location"].endswith(rows[0].id)
    assert "Hồ sơ giữ lại" in officer_muongla.page(first.headers["Location"]).text("main")


def test_the_page_says_what_moves_and_keeps_what_was_typed(session, officer_muongla):
    old, new = journey.new_case(), journey.new_case(name="Lò Thị Xoan")
    pair = pair_of(old, new).id
    session.commit()
    page = officer_muongla.page(f"/can-bo/trung/{pair}")
    assert "Số điện thoại" in page.text("section[aria-labelledby=moves]")
    assert "Lò Thị Xoan" in page.text("main form")
    data = page.form() | {"decision": "same", "reason": "x", "take": "name"}
    answer = officer_muongla.post(f"/can-bo/trung/{pair}", data=data)
    assert answer.status_code == 422
    assert 'value="name" id="take-0" checked' in answer.text


def test_whoever_joined_undoes_within_a_day_then_the_leader(session):
    row = join(pair_of(journey.new_case(), journey.new_case()))
    with pytest.raises(Invalid):
        unmerge.unmerge(row.id, " ", by=journey.actor("officer.muongla"))
    with pytest.raises(Forbidden):
        unmerge.unmerge(row.id, WHY, by=journey.actor("counsellor"))
    row.merged_at = clock.now() - timedelta(hours=25)
    with pytest.raises(Forbidden):
        unmerge.unmerge(row.id, WHY, by=journey.actor("officer.muongla"))
    unmerge.unmerge(row.id, WHY, by=journey.actor("leader"))
    undone = row.undone_at
    unmerge.unmerge(row.id, WHY, by=journey.actor("leader"))
    assert row.undone_at == undone


def test_it_is_undone_by_its_page(session, leader, officer_suoito, agency_one):
    row = join(pair_of(journey.new_case(), journey.new_case())).id
    session.commit()
    path = f"/can-bo/gop/{row}"
    assert officer_suoito.get(path).status_code == 404
    assert agency_one.get(path).status_code == 404
    answer = leader.post(path, data=leader.page(path).form() | {"reason": WHY})
    assert answer.status_code == 303
    assert "Đã tách hai hồ sơ" in leader.page(path).text("main")
    assert folk.last_audit(session, "person.unmerge").object_id == row


def test_the_later_of_two_merges_is_undone_first(session):
    one, two, three = (journey.new_case() for _ in range(3))
    first = join(pair_of(two, three))
    later = pair_of(one, two)
    one.person.created_at = clock.now() - timedelta(days=30)
    join(later)
    with pytest.raises(Conflict, match="thứ ba"):
        unmerge.unmerge(first.id, WHY, by=journey.actor("leader"))


def test_people_of_two_communes_are_joined_by_the_centre_alone(session):
    pair = pair_of(journey.new_case(MUONG_LA), journey.new_case(SUOI_TO))
    for name in ("officer.muongla", "officer.suoito"):
        with pytest.raises(NotFound):
            join(pair, by=name)
    join(pair, by="counsellor")
    assert pair.decided == "same"


def test_a_person_who_was_joined_is_found_once(session, officer_muongla):
    old, new = journey.new_case(name="Lò Thị Mận"), journey.new_case(name="Lò Thị Mận")
    join(pair_of(old, new))
    session.commit()
    page = officer_muongla.page("/can-bo/nguoi-lao-dong?q=man")
    assert len(page.css("#people tbody tr")) == 1
    assert len(officer_muongla.page("/can-bo/ho-so?q=man").css("#cases tbody tr")) == 1
