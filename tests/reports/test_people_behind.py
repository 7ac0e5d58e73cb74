"""From a number of the board to its people, within the scope, audited."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.lib import clock
from jobfair.models import AuditEvent, Stage
from tests.checked_client import CheckedClient
from tests.reports.people import depart, make_case, place
from tests.world import MUONG_LA, SUOI_TO

pytestmark = pytest.mark.both

PEOPLE = "/can-bo/bao-cao/nguoi"


def _names(client: CheckedClient, query: str) -> list[str]:
    page = client.page(f"{PEOPLE}?{query}")
    return [cell.text_content().strip() for cell in page.css("tbody th a")]


def test_the_number_leads_to_its_people(leader: CheckedClient, session: Session) -> None:
    depart(session, name="Lò Thị Mẫu Một")
    depart(session, SUOI_TO, name="Mùa A Mẫu Hai")
    depart(session, name="Lò Thị Mẫu Ba").undone_at = clock.now()
    session.commit()
    row = leader.page("/can-bo/bao-cao").one(f"tr#x{MUONG_LA}")
    address = row.cssselect("td a")[0].get("href")
    assert row.cssselect("td a")[0].text_content() == "1"
    assert _names(leader, address.split("?", 1)[1]) == ["Lò Thị Mẫu Một"]
    assert len(_names(leader, "nhom=departed")) == 2


def test_groups_are_those_of_the_board(leader: CheckedClient, session: Session) -> None:
    place(session, make_case(session, Stage.TRAINING, name="Quàng Mẫu Học"))
    make_case(session, Stage.SCREENED, name="Quàng Mẫu Chờ")
    make_case(session, Stage.WAITING_DEPARTURE, name="Quàng Mẫu Bay")
    depart(session, without_gate="orientation", name="Quàng Mẫu Đi")
    session.commit()
    assert _names(leader, "nhom=progress") == ["Quàng Mẫu Học"]
    assert _names(leader, f"nhom=interested&xa={MUONG_LA}") == ["Quàng Mẫu Chờ"]
    assert _names(leader, "nhom=waiting") == ["Quàng Mẫu Bay"]
    assert _names(leader, "nhom=without_gate") == ["Quàng Mẫu Đi"]
    page = leader.page(f"{PEOPLE}?nhom=without_gate")
    assert "Chưa có chứng chỉ giáo dục định hướng" in page.text("tbody")


def test_an_officer_finds_the_own_commune_only(
    officer_muongla: CheckedClient, officer_suoito: CheckedClient, session: Session
) -> None:
    depart(session, name="Lò Thị Mẫu Một")
    session.commit()
    assert _names(officer_muongla, f"nhom=departed&xa={MUONG_LA}") == ["Lò Thị Mẫu Một"]
    assert _names(officer_suoito, "nhom=departed") == []
    foreign = officer_suoito.get(f"{PEOPLE}?nhom=departed&xa={MUONG_LA}")
    absent = officer_suoito.get(f"{PEOPLE}?nhom=departed&xa=99999")
    assert foreign.status_code == absent.status_code == 404
    assert foreign.data == absent.data


def test_each_page_is_one_row_of_the_audit_with_the_people_shown(
    leader: CheckedClient, session: Session
) -> None:
    person = depart(session).placement.case.person_id
    session.commit()
    leader.get(f"{PEOPLE}?nhom=departed")
    session.expire_all()
    views = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "view.report")).all()
    assert [view.person_ids for view in views] == [person]
    assert "name" in views[0].fields
    assert "Mẫu" not in views[0].fields


def test_pages_of_fifty(leader: CheckedClient, session: Session) -> None:
    for _ in range(51):
        depart(session)
    session.commit()
    assert len(_names(leader, "nhom=departed")) == 50
    assert len(_names(leader, "nhom=departed&trang=2")) == 1
    assert len(_names(leader, "nhom=departed&trang=99")) == 1


@pytest.mark.parametrize("query", ["nhom=everybody", "nhom=departed&xa=00000"])
def test_what_does_not_exist_is_not_found(leader: CheckedClient, query: str) -> None:
    assert leader.get(f"{PEOPLE}?{query}").status_code == 404


def test_nobody_is_said(leader: CheckedClient) -> None:
    assert "Không có ai." in leader.page(f"{PEOPLE}?nhom=waiting").text()
