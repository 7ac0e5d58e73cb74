"""Where a hall lies on a map: a link that a phone opens, from what an officer pastes or types."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l

LONGEST_LINK: Final = 300
_POINT: Final = re.compile(r"(\d{1,3}\.\d{2,10})\s*[,; ]\s*(\d{1,3}\.\d{2,10})")
_LATITUDES, _LONGITUDES = (8.0, 23.5), (102.0, 110.0)  # the mainland of Việt Nam, roundly
_HOSTS: Final = {
    "www.google.com": "/maps",
    "maps.google.com": "/",
    "maps.app.goo.gl": "/",
    "goo.gl": "/maps",
    "www.openstreetmap.org": "/",
    "openstreetmap.org": "/",
    "osm.org": "/",
}
"""Where a link may lead, and how its path begins: maps, and nothing that could pose as one."""
NO_MAP: Final = _l(
    "Paste the link of a map (Google Maps or OpenStreetMap), or write 21.52, 104.03."
)
ELSEWHERE: Final = _l("This point is not in Việt Nam. Write the latitude first: 21.52, 104.03.")


class NoMap(ValueError):
    """What was typed opens no map; the sentence says what would."""


def map_link(text: str) -> str:
    """The address that opens the map at what was typed.

    ``text``: an https link of a map service, or latitude and longitude in decimal degrees
    (WGS 84). Raises NoMap for anything else.
    The address of a point: https://developers.google.com/maps/documentation/urls/get-started
    """
    point = _POINT.fullmatch(text)
    if point is None:
        return _known(text)
    latitude, longitude = point.groups()
    if not (_within(latitude, _LATITUDES) and _within(longitude, _LONGITUDES)):
        raise NoMap(str(ELSEWHERE))
    return f"https://www.google.com/maps/search/?api=1&query={latitude},{longitude}"


def _within(degrees: str, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= float(degrees) <= bounds[1]


def _known(text: str) -> str:
    if not re.fullmatch(r"https://[!-~]+", text) or re.search(r"[<>\"'\\]", text):
        raise NoMap(str(NO_MAP))
    parts = urlsplit(text)
    start = _HOSTS.get(parts.netloc)
    if start is None or not (parts.path or "/").startswith(start):
        raise NoMap(str(NO_MAP))
    return text
