"""A family at a conference that has too few seats for it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.models import AuditEvent, Conference
from tests.checked_client import CheckedClient, Page
from tests.registration.helpers import SEAT_ONLY, START, form_of, one, path_of, send, walk
from tests.registration.line_help import here, links, press, set_seats
from tests.registration.test_family import with_family

pytestmark = pytest.mark.both


def test_two_seats_for_a_family_of_three(visitor: CheckedClient, app: Flask) -> None:
    set_seats(app, seats_taken=48)
    check = with_family(visitor, 3)
    page = visitor.page(check)
    assert "Còn 2 chỗ, bà con có 3 người" in page.text("main")
    refused = visitor.post(check, data=form_of(visitor.get(check)) | SEAT_ONLY)
    assert refused.status_code == 409
    assert "Còn 2 chỗ, bà con có 3 người" in Page(refused).text("h1")
    line = next(link for link in links(refused) if "/hang-cho/" in link)
    text = visitor.page(line).text("main")
    assert "Cả nhà cùng chờ" in text
    assert "2 người lấy chỗ ngay, 1 người chờ" in text
    assert [link for link in links(visitor.get(line)) if "/suoi-to-1/" in link]


@pytest.mark.parametrize(("how", "held", "waiting"), [("together", 0, 3), ("split", 2, 1)])
def test_a_family_chooses_how(
    visitor: CheckedClient, app: Flask, how: str, held: int, waiting: int
) -> None:
    set_seats(app, seats_taken=48)
    check = with_family(visitor, 3)
    line = check.replace("/dang-ky/", "/hang-cho/").removesuffix("/xem-lai")
    assert press(visitor, line, how) == check
    receipt = path_of(send(visitor, check))
    row = one(app, sa.select(Conference.seats_taken, Conference.waiting).where(here("muong-la-1")))
    assert tuple(row) == (48 + held, waiting)
    done = visitor.page(receipt)
    assert done.css("[data-seat]")[0].get("data-seat") == ("held" if held else "waiting")
    assert f"{waiting} người trong danh sách chờ" in done.text("main")
    assert len(done.css(".code")) == 3


def test_a_family_that_is_too_large_is_passed_and_the_reason_kept(
    visitor: CheckedClient, app: Flask
) -> None:
    """One seat is free, three wait together: one more who joins the line takes it."""
    set_seats(app, seats_taken=49)
    check = with_family(visitor, 3)
    line = check.replace("/dang-ky/", "/hang-cho/").removesuffix("/xem-lai")
    press(visitor, line, "together")
    family = path_of(send(visitor, check))
    assert visitor.get(START).status_code == 409
    alone = walk(visitor, start=press(visitor, "/hoi-nghi/muong-la-1/hang-cho"))
    assert visitor.page(path_of(send(visitor, alone))).css("[data-seat='held']")
    skipped = one(app, sa.select(AuditEvent).where(AuditEvent.action == "registration.skip"))
    assert skipped.reason == "family=3 free=1"
    assert len(skipped.person_ids.split(",")) == 3
    assert "3 người trong danh sách chờ" in visitor.page(family).text("main")
