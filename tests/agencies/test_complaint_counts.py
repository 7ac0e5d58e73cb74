"""Complaints are counted by body and day, once somebody has looked at them."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy.orm import Session

from jobfair.agencies.complaint_counts import count_complaints_by_body, count_complaints_of
from jobfair.cases.offices import centre_office
from jobfair.lib.clock import from_local, now, today
from jobfair.lib.codes import new_form_key, new_slip_code
from jobfair.models import Complaint, ComplaintAbout, ComplaintState, Outcome
from tests.agencies.helpers import body

pytestmark = pytest.mark.both


def complain(
    session: Session, days_ago: int, state: ComplaintState, outcome: Outcome = Outcome.NONE
) -> None:
    day = today() - timedelta(days=days_ago)
    session.add(
        Complaint(
            number=new_slip_code(),
            form_key=new_form_key(),
            receipt=new_form_key(),
            about=ComplaintAbout.FEE,
            body_id=body().id,
            state=state,
            follow_hmac=b"x",
            owner_office_id=centre_office().id,
            received_at=from_local(day, time(0, 5)),
            take_by=day,
            due_on=day,
            outcome=outcome,
            closed_at=now() if state is ComplaintState.CLOSED else None,
        )
    )
    session.flush()


def test_what_is_counted_of_a_body(session: Session) -> None:
    complain(session, 0, ComplaintState.RECEIVED)  # nobody has read it yet
    complain(session, 1, ComplaintState.TAKEN)
    complain(session, 9, ComplaintState.HANDED_OVER)
    complain(session, 10, ComplaintState.CLOSED, Outcome.UPHELD)
    complain(session, 10, ComplaintState.CLOSED, Outcome.UNFOUNDED)
    complain(session, 10, ComplaintState.CLOSED, Outcome.DUPLICATE)
    one, two, day = body().id, body(2).id, today()
    assert count_complaints_of(one) == 3
    assert count_complaints_of(two) == 0
    assert count_complaints_of(one, since=day - timedelta(days=9)) == 2
    assert count_complaints_of(one, until=day - timedelta(days=9)) == 2
    assert count_complaints_of(one, day - timedelta(days=10), day - timedelta(days=10)) == 1
    assert count_complaints_by_body() == {one: 3}
