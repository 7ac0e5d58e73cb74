"""What happens outside the database waits until the database has kept what it belongs to."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.database import after_commit, db

pytestmark = pytest.mark.both


@pytest.fixture
def done(session: Session) -> list[str]:
    session.execute(sa.select(1))
    return []


def test_it_is_done_once_and_only_when_committed(session: Session, done: list[str]) -> None:
    after_commit(lambda: done.append("file"))
    assert done == []
    session.commit()
    assert done == ["file"]
    session.execute(sa.select(1))
    session.commit()
    assert done == ["file"]


def test_what_is_rolled_back_is_not_done_at_the_next_commit(
    session: Session, done: list[str]
) -> None:
    after_commit(lambda: done.append("file"))
    session.rollback()
    session.execute(sa.select(1))
    session.commit()
    assert done == []


def test_a_savepoint_is_no_commit(session: Session, done: list[str]) -> None:
    with session.begin_nested():
        after_commit(lambda: done.append("file"))
    assert done == []
    session.commit()
    assert done == ["file"]


def test_what_a_savepoint_takes_back_is_not_done_and_what_was_asked_before_is(
    session: Session, done: list[str]
) -> None:
    after_commit(lambda: done.append("before"))
    inside = session.begin_nested()
    after_commit(lambda: done.append("inside"))
    inside.rollback()
    db.session.commit()
    assert done == ["before"]
