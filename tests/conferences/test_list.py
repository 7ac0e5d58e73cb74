from __future__ import annotations

from tests.checked_client import CheckedClient


def test_lists_open_conferences_from_now_on_by_date(visitor: CheckedClient) -> None:
    page = visitor.page("/hoi-nghi")
    links = [a.get("href") for a in page.css("#results .rows a")]
    assert links == [
        "/hoi-nghi/muong-la-1",
        "/hoi-nghi/chieng-lao-day",
        "/hoi-nghi/suoi-to-1",
        "/hoi-nghi/truc-tuyen-1",
    ]
