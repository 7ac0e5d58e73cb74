from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.access import Actor, Grant
from jobfair.conferences import queries
from jobfair.conferences.listed import list_listed
from jobfair.conferences.plan import Plan
from jobfair.conferences.queries import (
    count_open,
    get_public_conference,
    list_open,
    nearest_open,
    nearest_with_distance,
)
from jobfair.conferences.rules import (
    BelowTaken,
    WrongTimes,
    create_conference,
    edit_conference,
    is_open_for_registration,
    why_closed,
)
from jobfair.database import mode
from jobfair.errors import NotFound, Stale
from jobfair.lib import clock
from jobfair.models import Conference, ConferenceKind, ConferenceState, Office, OfficeKind, Role

pytestmark = pytest.mark.both


def officer(session: Session, commune: str = "03808") -> Actor:
    office = session.scalars(
        sa.select(Office).where(Office.kind == OfficeKind.COMMUNE, Office.commune_code == commune)
    ).one()
    grant = Grant(Role.OFFICER, office.id, OfficeKind.COMMUNE, office.name, commune)
    return Actor("thu", "Cán Bộ Mẫu", (grant,))


def a_plan() -> Plan:
    start = clock.now() + timedelta(days=12)
    return Plan(
        title_vi="Hội nghị tư vấn, tuyển dụng",
        kind=ConferenceKind.HALL,
        commune_code="03808",
        starts_at=start,
        ends_at=start + timedelta(hours=3),
        place="Nhà văn hóa",
        capacity=40,
        contact_name="Cán Bộ Mẫu",
        contact_phone="+842120000001",
    )


@pytest.mark.parametrize(
    ("slug", "why"),
    [
        ("muong-la-1", None),
        ("chieng-lao-day", "full"),
        ("muong-la-truoc", "past"),
        ("muong-la-huy", "cancelled"),
    ],
)
def test_says_why_no_seat_can_be_asked_for(session: Session, slug: str, why: str | None) -> None:
    conference = get_public_conference(slug)
    assert why_closed(conference) == why
    assert is_open_for_registration(conference) is (why is None)


def test_open_until_the_very_start(session: Session) -> None:
    conference = get_public_conference("muong-la-1")
    assert why_closed(conference, conference.starts_at - timedelta(seconds=1)) is None
    assert why_closed(conference, conference.starts_at) == "past"


def test_a_closed_state_or_a_draft_is_closed(session: Session) -> None:
    conference = get_public_conference("muong-la-1")
    for state in (ConferenceState.CLOSED, ConferenceState.DRAFT):
        conference.state = state
        assert why_closed(conference) == "closed"


def test_a_draft_has_no_public_page(session: Session) -> None:
    with pytest.raises(NotFound):
        get_public_conference("muong-la-nhap")


def test_lists_from_the_beginning_of_a_given_day(session: Session) -> None:
    today = clock.today()
    assert [c.slug for c in list_open(day=today + timedelta(days=6))] == [
        "suoi-to-1",
        "truc-tuyen-1",
    ]
    assert count_open() == 4
    assert [c.slug for c in list_listed(limit=2)] == ["muong-la-1", "chieng-lao-day"]


def test_nearest_leaves_out_full_ones_and_puts_online_last(session: Session) -> None:
    full = get_public_conference("chieng-lao-day")
    assert [c.slug for c in nearest_open("03814", full.id)] == [
        "muong-la-1",
        "suoi-to-1",
        "truc-tuyen-1",
    ]
    near = nearest_with_distance("03901")
    assert near[0].conference.slug == "suoi-to-1"
    assert near[0].km == pytest.approx(0.0)
    assert near[-1].km is None
    assert [c.slug for c in nearest_open("other", limit=1)] == ["muong-la-1"]
    assert [c.slug for c in nearest_open(None, None, 1)] == ["muong-la-1"]


def test_an_officer_plans_only_at_home(session: Session) -> None:
    stranger = officer(session, "03901")
    with pytest.raises(NotFound):
        create_conference(a_plan(), by=stranger)
    conference = get_public_conference("muong-la-1")
    with pytest.raises(NotFound):
        edit_conference(conference, a_plan(), conference.version, by=stranger)
    moved = replace(a_plan(), commune_code="03901")
    with pytest.raises(NotFound):
        edit_conference(conference, moved, conference.version, by=officer(session))


@pytest.mark.parametrize(
    ("start", "hours", "field"), [(-1, 2, "day"), (24, 0, "ends"), (24, -1, "ends")]
)
def test_times_must_lie_ahead_and_in_order(
    session: Session, start: int, hours: int, field: str
) -> None:
    begins = clock.now() + timedelta(hours=start)
    plan = replace(a_plan(), starts_at=begins, ends_at=begins + timedelta(hours=hours))
    with pytest.raises(WrongTimes) as no:
        create_conference(plan, by=officer(session))
    assert no.value.field == field


def test_a_seat_taken_after_the_look_still_stops_the_lower_capacity(session: Session) -> None:
    conference = get_public_conference("muong-la-1")
    assert conference.seats_taken == 0
    behind_our_back(session, conference, seats_taken=45)
    with pytest.raises(BelowTaken):
        edit_conference(conference, a_plan(), 1, by=officer(session))
    assert conference.seats_taken == 45


def test_a_change_after_the_look_is_told(session: Session) -> None:
    conference = get_public_conference("muong-la-1")
    behind_our_back(session, conference, version=2)
    with pytest.raises(Stale):
        edit_conference(conference, a_plan(), 1, by=officer(session))


def behind_our_back(session: Session, conference: Conference, **values: int) -> None:
    """As another request would between our reading and our writing."""
    session.execute(
        sa.update(Conference)
        .where(Conference.id == conference.id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def test_a_reader_sees_the_seats_of_this_moment_on_a_row_that_is_kept(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.commit()
    with mode("read"):
        first = get_public_conference("muong-la-1")
        assert get_public_conference("muong-la-1") is first
        session.rollback()
    behind_our_back(session, first, seats_taken=45)
    session.commit()
    with mode("read"):
        assert get_public_conference("muong-la-1").seats_taken == 45
        session.rollback()
        monkeypatch.setattr(queries, "read_watched", lambda *_: (7, 50, 0, "open"))
        moved = [get_public_conference("muong-la-1") for _ in range(2)]
        assert [c.seats_taken for c in moved] == [45, 45]  # read anew, never kept as seven
        session.rollback()
