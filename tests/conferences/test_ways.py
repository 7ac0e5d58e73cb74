"""The page of a conference: what is done at this moment at the top, everything else once below."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from jobfair.lib import clock
from tests.checked_client import CheckedClient, Page
from tests.conferences.helpers import change, find

NEXT, HELD, DRAFT, CANCELLED = "muong-la-1", "muong-la-truoc", "muong-la-nhap", "muong-la-huy"
HOUR = timedelta(hours=1)


def opened(client: CheckedClient, app: Flask, slug: str) -> Page:
    return client.page(f"/can-bo/hoi-nghi/{find(app, slug).id}")


def at_the_top(page: Page) -> list[str]:
    """Where the buttons of the head lead, in their order; the first alone is filled."""
    buttons = page.css("main .acts a, main .acts form")
    looks = ["second" in b.get("class").split() for b in page.css("main .acts .btn")]
    assert looks == [number > 0 for number in range(len(looks))]
    return [(b.get("href") or b.get("action")).rpartition("/")[2] for b in buttons]


def begin(app: Flask, slug: str, ago: timedelta, length: timedelta = 3 * HOUR) -> None:
    starts = clock.now() - ago
    change(app, slug, starts_at=starts, ends_at=starts + length)


@pytest.mark.parametrize(
    ("slug", "top"),
    [
        (NEXT, ["ghi-ho", "bo-tai-lieu"]),
        (HELD, ["diem-danh", "goi"]),
        (DRAFT, ["cong-bo", "sua"]),
        (CANCELLED, []),
    ],
)
def test_the_two_of_the_moment_stand_first(
    officer_muongla: CheckedClient, app: Flask, slug: str, top: list[str]
) -> None:
    assert at_the_top(opened(officer_muongla, app, slug)) == top


def test_while_it_goes_on_the_door_comes_first(officer_muongla: CheckedClient, app: Flask) -> None:
    begin(app, NEXT, HOUR)
    page = opened(officer_muongla, app, NEXT)
    assert at_the_top(page) == ["diem-danh", "vang-lai"]
    assert "Đang diễn ra" in page.text("main .facts")


def test_no_way_is_named_twice(officer_muongla: CheckedClient, counsellor, app: Flask) -> None:
    for client in (officer_muongla, counsellor):
        for slug in (NEXT, HELD, DRAFT, CANCELLED):
            page = opened(client, app, slug)
            ways = [a.get("href") for a in page.css("main .acts a, main .ways a")]
            assert len(ways) == len(set(ways)) > 0


def test_what_goes_on_is_not_among_the_held_ones(
    officer_muongla: CheckedClient, app: Flask
) -> None:
    begin(app, NEXT, HOUR)
    address = f"/can-bo/hoi-nghi/{find(app, NEXT).id}"
    ahead = officer_muongla.page("/can-bo/hoi-nghi")
    assert ahead.css("main tbody a")[0].get("href") == address
    assert "Đang diễn ra" in ahead.text("main tbody tr:first-child")
    assert not officer_muongla.page("/can-bo/hoi-nghi?loai=past").css(f"a[href='{address}']")
    begin(app, NEXT, 4 * HOUR)
    assert officer_muongla.page("/can-bo/hoi-nghi?loai=past").css(f"a[href='{address}']")
