"""The board of the communes: targets beside departures, by year."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.lib import clock
from jobfair.models import (
    Attendance,
    CaseEvent,
    Conference,
    JobCheck,
    Registration,
    RegistrationState,
    Stage,
    Target,
)
from tests.checked_client import CheckedClient
from tests.reports.board_page import BOARD, row_of
from tests.reports.people import depart, make_case, place
from tests.world import CHIENG_LAO, MUONG_LA, SUOI_TO

pytestmark = pytest.mark.both


def _target(session: Session, code: str, value: int, basis: str = "project") -> None:
    year = str(clock.today().year)
    row = session.scalars(
        sa.select(Target).where(
            Target.unit == code,
            Target.year == year,
            Target.basis == basis,
            Target.indicator == "departed",
        )
    ).one_or_none()
    if row is None:
        row = Target(unit=code, year=year, basis=basis, indicator="departed")
        session.add(row)
    row.value = Decimal(value)


def test_a_departure_raises_the_communes_row_by_one(
    leader: CheckedClient, session: Session
) -> None:
    assert row_of(leader)[2] == "0"
    depart(session)
    session.commit()
    assert row_of(leader)[2] == "1"
    assert row_of(leader, SUOI_TO)[2] == "0"


def test_a_departure_that_was_undone_does_not_count(
    leader: CheckedClient, session: Session
) -> None:
    depart(session)
    depart(session).undone_at = clock.now()
    session.commit()
    assert row_of(leader)[2] == "1"
    assert "1 người đã xuất cảnh" in leader.page(BOARD).text("h1")


def test_an_exit_counts_in_its_own_year(leader: CheckedClient, session: Session) -> None:
    year = clock.today().year
    depart(session, on=clock.today().replace(month=1, day=1) - timedelta(days=1))
    session.commit()
    assert row_of(leader)[2] == "0"
    assert row_of(leader, address=f"{BOARD}?nam={year - 1}")[2] == "1"


def test_the_headline_names_what_left_and_what_is_needed(
    leader: CheckedClient, session: Session
) -> None:
    depart(session)
    session.commit()
    page = leader.page(f"{BOARD}?nam=2026")
    assert page.text("h1") == "Năm 2026: 1 người đã xuất cảnh, cần khoảng 700"


def test_the_year_of_the_resolution_shows_both_bases(leader: CheckedClient) -> None:
    targets = leader.page(f"{BOARD}?nam=2025").text("section[aria-labelledby=targets]")
    assert "200" in targets
    assert "trên 260" in targets
    assert "420/NQ-HĐND" in targets
    assert "5.000" in targets


def test_a_commune_without_a_target_says_so(leader: CheckedClient) -> None:
    cells = row_of(leader)
    assert cells[1] == "chưa giao"
    assert cells[3] == ""
    hexagon = leader.page(BOARD).one(f'.hexmap a[href="#x{MUONG_LA}"]')
    assert hexagon.get("class") == "hx"
    assert "chưa giao chỉ tiêu" in hexagon.get("aria-label")


def test_target_left_and_rest_stand_side_by_side(leader: CheckedClient, session: Session) -> None:
    _target(session, MUONG_LA, 18)
    depart(session)
    session.commit()
    assert row_of(leader)[1:4] == ["18", "1", "17"]
    hexagon = leader.page(BOARD).one(f'.hexmap a[href="#x{MUONG_LA}"]')
    assert hexagon.get("class") == "h1"
    assert hexagon.get("aria-label") == "Mường La: 1 trên 18 người đã đi, còn 17"


def test_a_target_of_the_project_goes_before_a_sample(
    leader: CheckedClient, session: Session
) -> None:
    _target(session, MUONG_LA, 5, "demo")
    _target(session, SUOI_TO, 5, "demo")
    _target(session, SUOI_TO, 9)
    session.commit()
    assert row_of(leader)[1] == "5"
    assert row_of(leader, SUOI_TO)[1] == "9"
    assert "Chỉ tiêu xã là số mẫu" in leader.page(BOARD).text()


def test_the_slowest_stand_first(leader: CheckedClient, session: Session) -> None:
    _target(session, MUONG_LA, 2)
    _target(session, SUOI_TO, 10)
    _target(session, CHIENG_LAO, 1)
    for code in (MUONG_LA, SUOI_TO, CHIENG_LAO):
        depart(session, code)
    session.commit()
    rows = [row.get("id") for row in leader.page(BOARD).css("tbody tr[id^=x]")]
    assert rows[:3] == [f"x{SUOI_TO}", f"x{MUONG_LA}", f"x{CHIENG_LAO}"]


def test_people_on_the_way_are_counted_by_their_stage(
    leader: CheckedClient, session: Session
) -> None:
    for stage in (Stage.WAITING_DEPARTURE, Stage.TRAINING, Stage.SELECTED, Stage.INTEREST):
        make_case(session, stage)
    make_case(session, Stage.WITHDRAWN).closed_at = clock.now()
    session.commit()
    assert row_of(leader)[4:7] == ["1", "2", "1"]


def test_past_180_days_is_said(leader: CheckedClient, session: Session) -> None:
    place(session, make_case(session, Stage.TRAINING), selected_days_ago=181)
    place(session, make_case(session, Stage.TRAINING), selected_days_ago=179)
    session.commit()
    assert "1 người đã quá 180 ngày" in leader.page(BOARD).text(".stats")


def test_an_exit_without_a_gate_is_red_and_still_counts(
    leader: CheckedClient, session: Session
) -> None:
    depart(session, without_gate="orientation")
    session.commit()
    page = leader.page(BOARD)
    assert "1 người đi khi chưa đủ điều kiện" in page.text(".notice.danger")
    assert "1 người chưa đủ điều kiện" in row_of(leader)[0]
    assert row_of(leader)[2] == "1"


def test_the_oriented_share_falls_with_an_exit_without_certificate(
    leader: CheckedClient, session: Session
) -> None:
    targets = "section[aria-labelledby=targets]"
    assert "chưa có số liệu" in leader.page(BOARD).text(targets)
    depart(session)
    depart(session, without_gate="body_ok,orientation")
    session.commit()
    page = leader.page(BOARD)
    reached = [cell.text_content() for cell in page.css(f"{targets} td:last-child")]
    assert "50%1 trên 2" in reached
    assert "1%1 trên 75" in reached


def test_work_after_coming_home_is_everybodys_last_check_over_all_who_were_due(
    leader: CheckedClient, session: Session
) -> None:
    """As the page of returns counts it: known, unknown and not yet due are three things."""
    checks = [
        ((3, 120, "employed"),),
        ((3, 200, "own"), (6, 100, "")),  # worked once, but nobody knows since
        ((3, 95, "none"),),
        ((3, 90, "own"),),
        ((3, -20, ""),),  # not due yet
    ]
    for person in checks:
        case = make_case(session, Stage.COMPLETED)
        placement = place(session, case)
        for months, days_ago, outcome in person:
            check = JobCheck(
                placement_id=placement.id,
                case_id=case.id,
                months=months,
                due_on=clock.today() - timedelta(days=days_ago),
                office_id=case.owner_office_id,
                outcome=outcome,
            )
            session.add(check)
    session.commit()
    text = leader.page(BOARD).text(".stats")
    assert "50%" in text
    assert "2 trên 4 người đến kỳ hỏi; 1 người chưa rõ" in text


def test_published_figures_stand_apart_with_their_source(leader: CheckedClient) -> None:
    page = leader.page(f"{BOARD}?nam=2025")
    published = page.text("section[aria-labelledby=published]")
    assert "304" in published
    assert "Báo Sơn La, 09/12/2025" in published
    assert "01/01/2025–02/12/2025" in published
    assert page.text("h1").startswith("Năm 2025: 0 người")


def test_the_funnel_counts_seats_door_form_selection_and_exit(
    leader: CheckedClient, session: Session
) -> None:
    past = session.scalars(sa.select(Conference).where(Conference.slug == "muong-la-truoc")).one()
    states = (RegistrationState.HELD, RegistrationState.HELD, RegistrationState.WALK_IN)
    for number, state in enumerate(states):
        case = make_case(session, Stage.REGISTERED)
        registration = Registration(
            conference_id=past.id,
            person_id=case.person_id,
            form_key=f"key-{number}",
            slip_code=f"CODE{number:04}",
            typed_name="x",
            typed_birth_year=2000,
            typed_phone="+84950000001",
            typed_commune=MUONG_LA,
            state=state,
        )
        session.add(registration)
        session.flush()
        if number:
            session.add(Attendance(registration_id=registration.id, act_id=f"act-{number}", by="x"))
        session.add_all(_events(case.id, number))
    depart(session)
    session.commit()
    page = leader.page(f"{BOARD}?nam={past.starts_at.year}")
    steps = {
        row.cssselect("th")[0].text_content(): row.cssselect("td")[-1].text_content()
        for row in page.css("section[aria-labelledby=funnel] tbody tr")
    }
    assert steps == {
        "Giữ chỗ hội nghị": "2",
        "Đã đến hội nghị1 người đến thẳng": "2",
        "Làm phiếu đăng ký": "2",  # the third was taken back by a correction
        "Trúng tuyển": "0",
        "Đã đi": "1",
    }


def _events(case_id: str, number: int) -> list[CaseEvent]:
    def step(seq: int, kind: str, to: Stage, corrects: int | None = None) -> CaseEvent:
        return CaseEvent(
            case_id=case_id,
            seq=seq,
            act_key=f"{kind}-{number}-{seq}",
            kind=kind,
            to_stage=to,
            corrects_seq=corrects,
            by="x",
            by_name="x",
            role="officer",
        )

    events = [step(1, "move", Stage.REGISTERED)]
    if number == 2:
        events.append(step(2, "correction", Stage.INTEREST, corrects=1))
    return events


@pytest.mark.parametrize("year", ["0000", "9999", "1999", "abc", "20260", "-1"])
def test_a_year_that_cannot_be_shows_this_year(leader: CheckedClient, year: str) -> None:
    assert str(clock.today().year) in leader.page(f"{BOARD}?nam={year}").text("h1")
