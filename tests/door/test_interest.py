"""Which table interests whom: late, twice, in any order; the last act by its moment decides."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest

from jobfair.door.folding import Act
from jobfair.door.interests import set_interest
from jobfair.door.taking import take_one
from jobfair.errors import NotFound
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import Interest, InterestHow, Promise, RegistrationState
from tests.cases.journey import actor
from tests.checked_client import Page
from tests.conferences.helpers import counted_queries, values_of
from tests.door import folk
from tests.door.folk import requests_apart as requests_apart

pytestmark = pytest.mark.both
TABLE = InterestHow.TABLE


def test_acts_in_any_order_and_twice_end_alike(session):
    meeting, by, start = folk.conference(session, in_days=0), actor("officer.muongla"), clock.now()
    guest = meeting.guests[0]
    acts = [
        (new_form_key(), start + timedelta(minutes=n), wanted)
        for n, wanted in enumerate((True, False, True, False))
    ]
    ends = set()
    for number, order in enumerate(permutations(acts)):
        seat = folk.add_seat(session, meeting, f"Người Mẫu {number}")
        for act_id, at, wanted in (*order, *order[:2]):
            set_interest(meeting, seat.id, guest.id, wanted, act_id=act_id, at=at, how=TABLE, by=by)
        (row,) = session.query(Interest).filter_by(registration_id=seat.id).all()
        promises = session.query(Promise).filter_by(case_id=seat.case_id).count()
        ends.add((row.wanted, row.act_id, row.at, promises))
    assert ends == {(False, acts[-1][0], acts[-1][1], 1)}


def test_interest_keeps_what_the_order_promises(session):
    meeting, by = folk.conference(session, in_days=0), actor("counsellor")
    guest, seat = meeting.guests[0], folk.add_seat(session, meeting)
    for _twice in range(2):
        act = new_form_key()
        set_interest(meeting, seat.id, guest.id, True, act_id=act, at=clock.now(), how=TABLE, by=by)
    (row,) = session.query(Promise).filter_by(case_id=seat.case_id).all()
    assert (row.how, row.order_id, row.conference_id) == ("door", guest.order_id, meeting.id)
    seat_id = seat.id
    session.commit()
    noted = folk.last_audit(session, "door.interest")
    assert (noted.object_id, noted.fields) == (seat_id, "interest")


def test_a_table_is_looked_at_when_its_answer_comes_and_not_with_each_tap(app, session):
    meeting, by = folk.conference(session, in_days=0), actor("officer.muongla")
    meeting.guests[0].booth = 2
    seat = folk.add_seat(session, meeting)

    def tap(kind: str, value: str) -> str:
        with counted_queries(app) as seen:
            act = Act(new_form_key(), seat.id, kind, value, clock.now())
            take_one(meeting, act, lang="vi", by=by)
        return "\n".join(seen)

    assert "FROM interest" not in tap("doubt", "debt")
    assert "FROM conference_guest" in tap("table", "+2")
    assert "FROM conference_guest" not in tap("doubt", "")
    assert session.query(Interest).one().wanted
    tap("table", "-2")
    assert not session.query(Interest).one().wanted


def test_a_guest_that_somebody_asked_for_stays_in_the_plan(session, officer_muongla):
    meeting, by = folk.conference(session), actor("officer.muongla")
    seat, guest = folk.add_seat(session, meeting), meeting.guests[0]
    act = new_form_key()
    set_interest(meeting, seat.id, guest.id, True, act_id=act, at=clock.now(), how=TABLE, by=by)
    path = f"/can-bo/hoi-nghi/{meeting.id}/sua"
    session.commit()
    fewer = values_of(officer_muongla.page(path)) | {"orders": [], "bodies": []}
    answer = officer_muongla.post(path, data=fewer)
    assert answer.status_code == 422
    assert "Đã có người hỏi gặp Công ty mẫu Cánh Chim Núi." in Page(answer).text(".summary")


@pytest.mark.parametrize("state", list(RegistrationState))
def test_nobody_is_refused_for_what_became_of_the_seat(session, state):
    meeting, by = folk.conference(session, in_days=0), actor("officer.muongla")
    seat = folk.add_seat(session, meeting, state=state)
    at, act = clock.now(), new_form_key()
    row = set_interest(
        meeting, seat.id, meeting.guests[0].id, True, act_id=act, at=at, how=TABLE, by=by
    )
    assert row.wanted


def test_a_guest_or_a_person_of_another_conference_is_not_there(session):
    meeting, other = folk.conference(session), folk.conference(session, "suoi_to")
    by, here = actor("counsellor"), folk.add_seat(session, meeting)
    there = folk.add_seat(session, other, "Mùa A Mẫu")
    pairs = ((here.id, other.guests[0].id), (there.id, meeting.guests[0].id))
    for registration_id, guest_id in pairs:
        with pytest.raises(NotFound):
            set_interest(
                meeting,
                registration_id,
                guest_id,
                True,
                act_id=new_form_key(),
                at=clock.now(),
                how=TABLE,
                by=by,
            )
    assert session.query(Interest).count() == 0
