"""A person at the officer's desk, and a sheet as it was filled in by hand."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from jobfair.models import Conference
from tests.checked_client import CheckedClient, Page
from tests.registration.helpers import one
from tests.world import MUONG_LA

PERSON = {
    "name": "Lò Thị Xuân",
    "birth": "2000",
    "phone": "095 0000 123",
    "phone_owner": "self",
    "village": "Bản Mẫu",
    "commune": MUONG_LA,
    "consent_seat": "y",
    "how": "read_aloud",
}
GIVEN = ("Ánh", "Bình", "Chung", "Dính", "Duyên", "Hặc", "Hoa", "Inh", "Khánh", "Lan")
FAMILY = ("Lò Thị", "Giàng A")


def conference_id(app: Flask, slug: str = "muong-la-1") -> str:
    found: str = one(app, sa.select(Conference.id).where(Conference.slug == slug))
    return found


def desk_of(app: Flask, slug: str = "muong-la-1") -> str:
    return f"/can-bo/hoi-nghi/{conference_id(app, slug)}/ghi-ho"


def print_sheets(
    client: CheckedClient, app: Flask, count: int = 1, slug: str = "muong-la-1"
) -> str:
    """Reserve sheets; gives the address under which the first is keyed."""
    path = f"/can-bo/hoi-nghi/{conference_id(app, slug)}/phieu-giay"
    answer = client.send(path, {"count": str(count)})
    assert answer.status_code == 303, Page(answer).text("main")
    page = Page(client.get(answer.headers["Location"]))
    links = [a.get("href") for a in page.css("tbody a")]
    keys = [link for link in links if link.rsplit("/", 2)[1] == "nhap-giay"]
    return str(keys[-1])  # the latest stands first, each sheet twice


def people(count: int = 20, first: int = 1) -> dict[str, str]:
    """What an officer types of a sheet with so many rows filled in."""
    typed: dict[str, str] = {}
    for number in range(first, first + count):
        name = f"{FAMILY[number // 11]} {GIVEN[number % 10]}"
        row = {
            "name": name,
            "birth": str(1990 + number % 12),
            "phone": f"0950000{number:03}",
            "village": f"Bản Mẫu {number % 3 + 1}",
            "consent_seat": "y",
        }
        typed |= {f"r{number}-{key}": value for key, value in row.items()}
    return typed


def key(client: CheckedClient, path: str, typed: dict[str, str]) -> Page:
    """Fill the sheet's screen and save it; gives the page that follows."""
    answer = client.send(path, typed)
    if answer.status_code == 303:
        return client.page(answer.headers["Location"])
    return Page(answer)
