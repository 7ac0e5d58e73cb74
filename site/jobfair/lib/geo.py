"""Distances between two places, good enough to order villages and communes."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import Final

# Mean radius of the earth (IUGG), in kilometres.
_EARTH_KM: Final = 6371.0088


def distance_km(a_lat: float, a_lon: float, b_lat: float, b_lon: float) -> float:
    """Give the distance over the ground in kilometres between two places in degrees.

    It is the straight line (great circle), not the road: in the mountains a road is
    often twice as long.
    """
    lat_a, lat_b = radians(a_lat), radians(b_lat)
    across = sin(radians(b_lon - a_lon) / 2) ** 2 * cos(lat_a) * cos(lat_b)
    chord = sin((lat_b - lat_a) / 2) ** 2 + across
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, chord)))
