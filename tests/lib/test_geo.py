"""Distances that order communes by nearness."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobfair.lib.geo import distance_km

lats = st.floats(-90, 90)
lons = st.floats(-180, 180)


def test_son_la_to_ha_noi_is_about_two_hundred_kilometres() -> None:
    assert distance_km(21.327, 103.914, 21.028, 105.854) == pytest.approx(204, abs=2)


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    assert distance_km(20, 104, 21, 104) == pytest.approx(111.195, abs=0.01)


def test_the_other_side_of_the_earth_is_half_way_round() -> None:
    assert distance_km(0, 0, 0, 180) == pytest.approx(20015.1, abs=0.1)
    assert distance_km(90, 0, -90, 0) == pytest.approx(20015.1, abs=0.1)


def test_the_date_line_is_no_wall() -> None:
    assert distance_km(0, 179.5, 0, -179.5) == pytest.approx(111.195, abs=0.01)


@given(lats, lons, lats, lons)
def test_there_is_as_far_as_back(a: float, b: float, c: float, d: float) -> None:
    there = distance_km(a, b, c, d)
    assert there == pytest.approx(distance_km(c, d, a, b), abs=1e-6)
    assert 0 <= there <= 20016
    assert distance_km(a, b, a, b) == 0
