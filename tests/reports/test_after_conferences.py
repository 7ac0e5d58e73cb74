"""What came of the conferences, and whom to bring next time: counted, within the reader's area."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from jobfair.access import Scope
from jobfair.lib import clock
from jobfair.models import (
    Attendance,
    Conference,
    ConferenceCost,
    CostKind,
    CostPayer,
    Departure,
    Registration,
    RegistrationState,
)
from jobfair.reports.conferences import read_outcome
from jobfair.reports.turnout import count_turnout
from tests.checked_client import CheckedClient
from tests.conferences.helpers import counted_queries
from tests.reports.people import depart
from tests.world import SUOI_TO

pytestmark = pytest.mark.both

PAGE = "/can-bo/bao-cao/hoi-nghi"
_numbers = count(1)


def hold(session: Session, slug: str, days_ago: int = 1) -> Conference:
    """A conference of the world becomes one that was held."""
    found = session.scalars(sa.select(Conference).where(Conference.slug == slug)).one()
    found.ends_at = clock.now() - timedelta(days=days_ago)
    found.starts_at = found.ends_at - timedelta(hours=3)
    return found


def come(
    session: Session,
    conference: Conference,
    *,
    doubt: str = "",
    markets: str = "",
    state: RegistrationState = RegistrationState.HELD,
    present: bool | None = True,
) -> Departure:
    """Somebody on the roster who has left today; present None: never marked."""
    number, departure = next(_numbers), depart(session)
    registration = Registration(
        conference_id=conference.id,
        person_id=departure.placement.case.person_id,
        form_key=f"after-{number}",
        slip_code=f"AFT{number:05}",
        typed_name="Lò Thị Mẫu",
        typed_birth_year=2000,
        typed_phone="+84950000001",
        typed_commune=conference.commune_code,
        state=state,
    )
    session.add(registration)
    session.flush()
    if present is not None:
        session.add(
            Attendance(
                registration_id=registration.id,
                act_id=f"after-{number}",
                by="x",
                present=present,
                doubt=doubt,
                outcome_markets=markets,
            )
        )
    session.flush()
    return departure


def rows(client: CheckedClient, section: str, address: str = PAGE) -> list[list[str]]:
    """The cells of a table on the page."""
    found = client.page(address).css(f"section[aria-labelledby={section}] tbody tr")
    return [[" ".join(cell.itertext()) for cell in row.cssselect("th, td")] for row in found]


def year_of(conference: Conference) -> str:
    """The page of the year in which it was held."""
    return f"{PAGE}?nam={clock.to_local(conference.starts_at).year}"


def test_seats_who_came_and_what_came_of_it(leader: CheckedClient, session: Session) -> None:
    held = hold(session, "muong-la-1")
    come(session, held, doubt="parents", markets="JP,TW")
    come(session, held, state=RegistrationState.WALK_IN)
    come(session, held, present=None)
    come(session, held, present=False, doubt="debt", markets="JP")
    come(session, held, state=RegistrationState.CANCELLED, present=None)
    before = come(session, held)
    before.exit_on = clock.today() - timedelta(days=9)
    undone = come(session, held)
    undone.undone_at = clock.now()
    session.commit()
    day = clock.show_date(clock.to_local(held.starts_at).date())
    first = next(row for row in rows(leader, "each", year_of(held)) if day in row[0])
    assert first[3:7] == ["5", "4 1 người đến thẳng", "1", "2"]
    assert first[2] == str(held.capacity)


def test_who_waited_and_came_came_without_a_seat(
    app: Flask, leader: CheckedClient, session: Session
) -> None:
    held = hold(session, "muong-la-1")
    come(session, held)
    come(session, held, state=RegistrationState.WAITING)
    come(session, held, state=RegistrationState.WAITING, present=None)
    session.commit()
    first = rows(leader, "each", year_of(held))[0]
    assert first[3:5] == ["1", "2 1 người đến thẳng"]
    year = clock.to_local(held.starts_at).year
    with app.app_context():
        turnout = count_turnout(date(year, 1, 1), date(year, 12, 31))
    assert (turnout.held, turnout.came, turnout.walked_in) == (1, 1, 1)


def spend(session: Session, conference: Conference, amount: int, back: bool = False) -> None:
    """An amount of a conference; ``back``: taken back again."""
    session.add(
        ConferenceCost(
            conference_id=conference.id,
            act_key=f"cost-{next(_numbers)}",
            kind=CostKind.HALL,
            amount=amount,
            payer=CostPayer.COMMUNE,
            removed_at=clock.now() if back else None,
        )
    )


def test_the_cost_of_one_who_came(leader: CheckedClient, session: Session) -> None:
    held = hold(session, "muong-la-1")
    for _ in range(3):
        come(session, held)
    spend(session, held, 1_000_000)
    spend(session, held, 500_001)
    spend(session, held, 9_000_000, back=True)
    other = hold(session, "suoi-to-1", days_ago=2)
    come(session, other)
    session.commit()
    each = rows(leader, "each", year_of(held))
    assert each[0][-2:] == ["1.500.001 đồng", "500.000 đồng"]
    assert each[1][-2:] == ["chưa nhập", ""]
    # Together: only over the conference whose cost is known.
    assert each[-1][-2:] == ["1.500.001 đồng đã nhập 1 buổi", "500.000 đồng"]
    by = rows(leader, "by", year_of(held))
    assert [row[0] for row in by] == ["UBND xã Mường La 2 hội nghị", "UBND xã Suối Tọ 1 hội nghị"]
    assert by[0][-1] == "500.000 đồng"
    assert by[1][-2:] == ["chưa nhập", ""]


def test_a_conference_that_cost_money_and_drew_nobody_has_no_cost_of_one(
    leader: CheckedClient, session: Session
) -> None:
    held = hold(session, "muong-la-1")
    spend(session, held, 700_000)
    session.commit()
    assert rows(leader, "each", year_of(held))[0][-2:] == ["700.000 đồng", ""]


def test_the_page_reads_as_often_for_many_conferences_as_for_one(
    app: Flask, session: Session
) -> None:
    held = hold(session, "muong-la-1")
    session.commit()
    counts = []
    for slug in ("", "suoi-to-1"):
        if slug:
            also = hold(session, slug)
            come(session, also, doubt="debt", markets="JP")
            spend(session, also, 100)
        come(session, held)
        session.commit()
        with app.app_context(), counted_queries(app) as seen:
            read_outcome(None, Scope(province=True))
        counts.append(len(seen))
    assert counts == [6, 6]


def test_a_doubt_names_whom_to_bring(leader: CheckedClient, session: Session) -> None:
    held = hold(session, "muong-la-1")
    for doubt in ("debt", "parents", "debt", ""):
        come(session, held, doubt=doubt)
    session.commit()
    [row] = rows(leader, "bring", year_of(held))
    assert row[0].startswith("Xã Mường La")
    assert "4 người" in row[0]
    assert row[1].startswith("Sợ nợ: 2, Bố mẹ chưa đồng ý: 1")
    assert "Nên mời: Cán bộ Ngân hàng Chính sách xã hội" in row[1]
    assert [line[-1] for line in rows(leader, "doubts", year_of(held))] == ["2", "1"]


def test_an_officer_reads_the_own_communes_only(
    officer_muongla: CheckedClient, leader: CheckedClient, session: Session
) -> None:
    come(session, hold(session, "muong-la-1"), doubt="debt")
    other = hold(session, "suoi-to-1")
    come(session, other, doubt="health")
    session.commit()
    assert other.commune_code == SUOI_TO
    mine, all_of_them = officer_muongla.page(year_of(other)), leader.page(year_of(other))
    assert "Suối Tọ" not in mine.text("main")
    assert "Trạm y tế" not in mine.text("main")
    assert "Suối Tọ" in all_of_them.text("main")


def test_what_lies_ahead_or_was_called_off_is_not_counted(
    leader: CheckedClient, session: Session
) -> None:
    called_off = hold(session, "muong-la-huy")
    session.commit()
    day = clock.show_date(clock.to_local(called_off.starts_at).date())
    assert day not in leader.page(year_of(called_off)).text("main")


def test_a_year_without_any_says_so(leader: CheckedClient) -> None:
    assert "Năm này chưa có hội nghị nào" in leader.page(f"{PAGE}?nam=2001").text("main")
