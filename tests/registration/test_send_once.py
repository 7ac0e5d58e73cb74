"""Sent twice is sent once: double click, Back, ten at a time, whatever else is carried."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.models import CaseFile, Conference, ConferenceState, Person, Registration
from jobfair.registration.drafts import DraftStore
from tests.checked_client import CheckedClient
from tests.registration.helpers import (
    SEAT_ONLY,
    START,
    change,
    form_of,
    key_of,
    one,
    path_of,
    register,
    send,
    walk,
)

pytestmark = pytest.mark.both


def seats(app: Flask, slug: str = "muong-la-1") -> int:
    taken: int = one(app, sa.select(Conference.seats_taken).where(Conference.slug == slug))
    return taken


def count(app: Flask, model: type) -> int:
    found: int = one(app, sa.select(sa.func.count()).select_from(model))
    return found


def test_a_double_click_is_one_registration(visitor: CheckedClient, app: Flask) -> None:
    check = walk(visitor)
    filled = form_of(visitor.get(check)) | SEAT_ONLY
    first, second = visitor.post(check, data=filled), visitor.post(check, data=filled)
    assert path_of(first) == path_of(second)
    assert seats(app) == count(app, Registration) == count(app, Person) == count(app, CaseFile) == 1


def test_back_leads_to_the_same_receipt(visitor: CheckedClient) -> None:
    check = walk(visitor)
    receipt = path_of(send(visitor, check))
    for step in ("xem-lai", "xa", "dien-thoai", "nam-sinh", "ho-ten", "cho-ai"):
        assert path_of(visitor.get(check.replace("xem-lai", step))) == receipt


def test_a_repeat_gives_the_receipt_whatever_it_carries(visitor: CheckedClient, app: Flask) -> None:
    check = walk(visitor)
    filled = form_of(visitor.get(check))
    receipt = path_of(send(visitor, check))
    for carried in (
        {},
        SEAT_ONLY | {"consent_sms": "y"},
        {"csrf_token": "an old one"},
        {"name": "Somebody else", "phone": "1"},
    ):
        assert path_of(visitor.post(check, data=filled | carried)) == receipt
    for step in ("ho-ten", "xa"):
        other = check.replace("xem-lai", step)
        assert path_of(visitor.post(other, data=filled | {"name": "B"})) == receipt
    start = {"form_key": key_of(check), "for_whom": "child", "csrf_token": filled["csrf_token"]}
    assert path_of(visitor.post(START, data=start)) == receipt
    assert seats(app) == count(app, Registration) == 1


def test_a_repeat_gives_the_receipt_when_the_conference_has_changed(
    visitor: CheckedClient, app: Flask
) -> None:
    check = walk(visitor)
    receipt = path_of(send(visitor, check))
    change(app, sa.update(Conference).values(state=ConferenceState.CANCELLED))
    assert path_of(visitor.post(check, data=SEAT_ONLY)) == receipt
    assert visitor.get(receipt).status_code == 200


def test_the_same_key_at_another_conference_is_the_same_registration(
    visitor: CheckedClient, app: Flask
) -> None:
    check = walk(visitor)
    filled = form_of(visitor.get(check)) | SEAT_ONLY
    receipt = path_of(visitor.post(check, data=filled))
    other = check.replace("muong-la-1", "suoi-to-1")
    assert path_of(visitor.post(other, data=filled)) == receipt
    assert (seats(app), seats(app, "suoi-to-1")) == (1, 0)


def test_two_tabs_are_two_registrations(visitor: CheckedClient, app: Flask) -> None:
    assert register(visitor) != register(visitor, {"name": "Lò Văn Hặc"})
    assert seats(app) == count(app, Registration) == 2


def test_a_family_shares_one_phone(visitor: CheckedClient, app: Flask) -> None:
    names = ("Lò Văn Hặc", "Lò Thị Xuân", "Lò Văn Bun", "Lò Thị Mai", "Lò Văn Nọi", "Lò Thị Ọi")
    receipts = {
        register(visitor, {"name": name, "birth_year": str(1980 + number)})
        for number, name in enumerate(names)
    }
    assert len(receipts) == count(app, Person) == count(app, Registration) == 6


def test_ten_parallel_sendings_are_one_registration(app: Flask, visitor: CheckedClient) -> None:
    check = walk(visitor)
    filled = form_of(visitor.get(check)) | SEAT_ONLY
    cookie = visitor.get_cookie("len_duong")
    assert cookie is not None
    ready = Barrier(10)

    def press(_number: int) -> tuple[int, str]:
        client = app.test_client()
        client.set_cookie("len_duong", cookie.value)
        ready.wait(20)
        response = client.post(check, data=filled)
        return response.status_code, path_of(response)

    with ThreadPoolExecutor(10) as threads:
        answers = set(threads.map(press, range(10)))
    assert len(answers) == 1
    assert answers.pop()[0] == 303
    assert seats(app) == count(app, Registration) == count(app, Person) == count(app, CaseFile) == 1


def test_a_draft_erased_while_a_repeat_looks_still_leads_to_the_receipt(
    visitor: CheckedClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first sending comes through between the two looks of the second."""
    check = walk(visitor)
    filled = form_of(visitor.get(check)) | SEAT_ONLY
    real, receipts = DraftStore.load, []

    def load(store: DraftStore, key: str) -> object:
        if not receipts:
            receipts.append("on its way")
            other = app.test_client()
            cookie = visitor.get_cookie("len_duong")
            assert cookie is not None
            other.set_cookie("len_duong", cookie.value)
            receipts[0] = path_of(other.post(check, data=filled))
        return real(store, key)

    monkeypatch.setattr(DraftStore, "load", load)
    assert path_of(visitor.post(check, data=filled)) == receipts[0]
    assert "/phieu/nhan/" in receipts[0]


def test_sent_between_the_look_and_the_draft_leads_to_the_receipt(
    app: Flask, visitor: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = walk(visitor)
    filled = form_of(visitor.get(check)) | SEAT_ONLY
    cookie = visitor.get_cookie("len_duong")
    assert cookie is not None
    faster, whole = app.test_client(), DraftStore.load
    faster.set_cookie("len_duong", cookie.value)
    sent: list[str] = []

    def load(store: DraftStore, form_key: str) -> dict[str, object] | None:
        if not sent:
            sent.append("")
            with ThreadPoolExecutor(1) as other:
                sent[0] = path_of(other.submit(faster.post, check, data=filled).result(20))
        return whole(store, form_key)

    app.extensions["jobfair_kept"].clear()  # the conference is read by the request itself
    monkeypatch.setattr(DraftStore, "load", load)
    assert path_of(visitor.post(check, data=filled)) == sent[0]
    assert sent[0].startswith("/phieu/nhan/")
    assert count(app, Registration) == 1
