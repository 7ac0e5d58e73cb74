"""What the page cache is told: once a transaction, undone with its savepoint, by each commit."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from jobfair.database import db
from jobfair.public_version import raise_version, read_numbers
from tests.conferences.helpers import counted_queries

pytestmark = pytest.mark.both


def number() -> int:
    return read_numbers(db.engine).get("agencies", 0)


def test_many_changes_in_one_commit_are_one(app: Flask, session: Session) -> None:
    before = number()
    raise_version("agencies")
    with counted_queries(app) as queries:
        for _ in range(5):
            raise_version("agencies")
    session.commit()
    assert not queries
    assert number() == before + 1


def test_every_commit_is_told(session: Session) -> None:
    before = number()
    for _ in range(2):
        raise_version("agencies")
        session.commit()
    assert number() == before + 2


def test_what_a_savepoint_undid_is_told_again(session: Session) -> None:
    before = number()
    savepoint = session.begin_nested()
    raise_version("agencies")
    savepoint.rollback()
    raise_version("agencies")
    session.commit()
    assert number() == before + 1


def test_what_a_kept_savepoint_told_is_told_after_it_too(session: Session) -> None:
    before = number()
    with session.begin_nested():
        raise_version("agencies")
    raise_version("agencies")
    session.commit()
    assert number() > before
