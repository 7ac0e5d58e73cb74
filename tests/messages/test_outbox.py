"""What leaves the building: written once, sent at least once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from jobfair.database import db
from jobfair.lib.clock import now
from jobfair.messages import drain, gateway
from jobfair.messages.outbox import enqueue
from jobfair.models import OutboxMessage
from tests.messages.conftest import Inside, sent_keys

pytestmark = pytest.mark.both


def put(inside: Inside, *keys: str, **more: object) -> None:
    with inside():
        for key in keys:
            enqueue(key, "test", {"registration": "abc"}, **more)  # type: ignore[arg-type]


def test_a_message_is_sent_and_marked(inside: Inside) -> None:
    put(inside, "a", "b")
    with inside() as session:
        assert drain.drain() == 2
        assert sent_keys() == ["a", "b"]
        assert session.query(OutboxMessage).filter(OutboxMessage.done_at.is_(None)).count() == 0
        assert drain.drain() == 0


def test_the_same_key_is_written_once(inside: Inside) -> None:
    with inside():
        assert enqueue("a", "test", {"n": "1"}) is True
        assert enqueue("a", "test", {"n": "2"}) is False
    with inside() as session:
        assert enqueue("a", "test", {"n": "3"}) is False
        assert session.query(OutboxMessage).one().payload == {"n": "1"}


def test_a_message_of_an_act_that_failed_is_not_sent(app: Flask) -> None:
    with app.app_context():
        enqueue("a", "test", {})
        db.session.rollback()
        assert drain.drain() == 0


@pytest.mark.parametrize(("key", "topic"), [("", "test"), ("k" * 81, "test"), ("a", "t" * 41)])
def test_keys_and_topics_have_limits(inside: Inside, key: str, topic: str) -> None:
    with inside(), pytest.raises(ValueError, match="1-80"):
        enqueue(key, topic, {})


def test_a_message_waits_for_its_time(inside: Inside) -> None:
    put(inside, "later", due_at=now() + timedelta(hours=2))
    with inside():
        assert drain.drain() == 0
        with time_machine.travel(now() + timedelta(hours=3), tick=False):
            assert drain.drain() == 1


def test_who_dies_after_sending_sends_again_under_the_same_key(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(inside, "a")

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with inside():
        with monkeypatch.context() as patch:
            patch.setattr(drain, "_change", die)
            with pytest.raises(KeyboardInterrupt):
                drain.drain()
        assert drain.drain() == 0  # the lease still holds
        with time_machine.travel(now() + drain.LEASE + timedelta(seconds=1), tick=False):
            assert drain.drain() == 1
        assert sent_keys() == ["a", "a"]


def test_who_dies_before_sending_loses_nothing(inside: Inside) -> None:
    put(inside, "a")
    with inside():
        assert [message.key for message in drain.lease()] == ["a"]
        assert drain.lease() == []
        with time_machine.travel(now() + drain.LEASE + timedelta(seconds=1), tick=False):
            assert drain.drain() == 1
        assert sent_keys() == ["a"]


def test_a_failure_is_tried_again_later_and_later(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_message: OutboxMessage) -> None:
        raise OSError("Lò Thị Ọi: line busy")

    monkeypatch.setitem(gateway.HANDLERS, "test", refuse)
    put(inside, "a")
    waits = []
    moment = now()
    with inside() as session:
        for _ in range(4):
            with time_machine.travel(moment, tick=False):
                assert drain.drain() == 0
                session.expire_all()
                row = session.query(OutboxMessage).one()
                assert row.lease_until is not None
                waits.append((row.lease_until - moment).total_seconds())
                moment = row.lease_until
                assert row.last_error == "OSError"
                session.rollback()
        assert waits == [5, 10, 20, 40]
        monkeypatch.delitem(gateway.HANDLERS, "test")
        with time_machine.travel(moment, tick=False):
            assert drain.drain() == 1


def test_one_bad_message_does_not_hold_up_the_others(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse_b(message: OutboxMessage) -> None:
        if message.key == "b":
            raise ValueError
        gateway.to_file(message)

    monkeypatch.setitem(gateway.HANDLERS, "test", refuse_b)
    put(inside, "a", "b", "c")
    with inside():
        assert drain.drain() == 2
        assert sent_keys() == ["a", "c"]


def test_several_workers_send_each_message_once(app: Flask, inside: Inside) -> None:
    keys = [f"m{number:03}" for number in range(90)]
    put(inside, *keys)

    def work() -> None:
        with app.app_context():
            drain.drain()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with app.app_context():
        drain.drain()
        assert sorted(sent_keys()) == keys


def test_asked_to_stop_it_gives_the_rest_back(inside: Inside) -> None:
    put(inside, "a", "b", "c")
    with inside() as session:
        assert drain.drain(lambda: bool(sent_keys())) == 1
        left = session.query(OutboxMessage).filter(OutboxMessage.done_at.is_(None)).all()
        assert [(row.lease_until, row.attempts) for row in left] == [(None, 0), (None, 0)]


def test_a_line_that_a_crash_cut_spoils_no_other(inside: Inside) -> None:
    put(inside, "a")
    with inside():
        file = gateway.outbox_file()
        file.write_text('{"key": "half', encoding="utf-8")
        drain.drain()
        lines = file.read_text(encoding="utf-8").splitlines()
        assert lines[0] == '{"key": "half'
        assert '"key": "a"' in lines[1]
        assert file.read_text(encoding="utf-8").endswith("\n")


def test_the_message_is_written_in_a_session_that_is_given(app: Flask) -> None:
    with app.app_context():
        with Session(db.engine) as own:
            assert enqueue("a", "test", {}, session=own)
            own.commit()
        assert drain.drain() == 1
