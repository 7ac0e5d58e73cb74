"""What came of the conferences, and whom to bring next time: counted, within the reader's area."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.lib import clock
from jobfair.models import Attendance, Conference, Departure, Registration, RegistrationState
from tests.checked_client import CheckedClient
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
    assert first[1:] == ["5", "4 1 người đến thẳng", "1", "2"]


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
