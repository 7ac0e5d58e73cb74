"""Communes that were merged or divided, and people from elsewhere, on the board."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.lib import clock
from jobfair.models import (
    Commune,
    CommuneSuccessor,
)
from tests.checked_client import CheckedClient
from tests.reports.board_page import BOARD, row_of
from tests.reports.people import depart
from tests.world import CHIENG_LAO, MUONG_LA, SUOI_TO

pytestmark = pytest.mark.both


def test_a_commune_that_was_merged_is_counted_in_its_successor(
    leader: CheckedClient, session: Session
) -> None:
    day = clock.today()
    old = session.scalars(sa.select(Commune).where(Commune.code == CHIENG_LAO)).one()
    old.valid_to = day - timedelta(days=1)
    session.add(
        CommuneSuccessor(
            old_code=CHIENG_LAO, old_name="Xã Chiềng Lao", new_code=MUONG_LA, from_day=day
        )
    )
    depart(session, CHIENG_LAO)
    depart(session, MUONG_LA)
    session.commit()
    assert row_of(leader)[2] == "2"
    assert "gồm 1 người của Chiềng Lao cũ" in row_of(leader)[0]
    assert leader.page(BOARD).css(f"tr#x{CHIENG_LAO}") == []


def test_a_commune_that_was_divided_keeps_a_row_of_its_own(
    leader: CheckedClient, session: Session
) -> None:
    day = clock.today()
    old = session.scalars(sa.select(Commune).where(Commune.code == CHIENG_LAO)).one()
    old.valid_to = day - timedelta(days=1)
    for new in (MUONG_LA, SUOI_TO):
        session.add(
            CommuneSuccessor(
                old_code=CHIENG_LAO, old_name="Xã Chiềng Lao", new_code=new, from_day=day
            )
        )
    depart(session, CHIENG_LAO)
    session.commit()
    cells = row_of(leader, CHIENG_LAO)
    assert "đã chia cho nhiều xã, phường" in cells[0]
    assert cells[2] == "1"
    assert row_of(leader)[2] == "0"


def test_people_of_another_province_have_a_row(leader: CheckedClient, session: Session) -> None:
    depart(session, None)
    session.commit()
    row = leader.page(BOARD).one("tr#xkhac")
    assert "Tỉnh khác" in row.text_content()
