"""Addresses that no text of a database can hold find nothing, on both databases."""

from __future__ import annotations

import pytest

from tests.checked_client import CheckedClient

pytestmark = pytest.mark.both


@pytest.mark.parametrize("folder", ["don-hang", "hoi-nghi", "doanh-nghiep", "thi-truong", "phieu"])
def test_a_nul_in_a_path_is_not_found(visitor: CheckedClient, folder: str) -> None:
    assert visitor.get(f"/{folder}/%00").status_code in (303, 404)
    assert visitor.get(f"/en/{folder}/a%00b").status_code in (303, 404)


@pytest.mark.parametrize(
    "address",
    [
        "/chi-phi?programme=%00",
        "/kiem-tra?q=a%00b",
        "/don-hang?q=%00",
        "/hoi-nghi?xa=%00",
        "/tim?q=%00",
        "/phu-hop?tuoi=%00&hoc=a%00b",
        "/thi-truong/so-sanh?a=%00&b=LA",
    ],
)
def test_a_nul_in_a_question_is_answered(visitor: CheckedClient, address: str) -> None:
    assert visitor.get(address).status_code == 200
