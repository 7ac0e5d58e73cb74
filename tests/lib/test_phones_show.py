"""Showing a stored phone number, whole and masked."""

from __future__ import annotations

import pytest

from jobfair.lib.phones import mask_phone, phone_tail, show_phone


@pytest.mark.parametrize(
    ("e164", "shown", "masked"),
    [
        ("+84950000123", "095 0000 123", "095 •••• 123"),
        ("+842120000001", "0212 000 0001", "0212 ••• •001"),
        ("+842438251234", "024 3825 1234", "024 •••• •234"),
        ("+84223852345", "0223 852 345", "0223 ••• 345"),
        ("+819012345678", "+81 90 1234 5678", "+81 •• •••• •678"),
        ("", "", ""),
        ("12", "12", "12"),
    ],
)
def test_a_number_is_shown_in_groups_and_masked_but_for_its_end(
    e164: str, shown: str, masked: str
) -> None:
    assert show_phone(e164) == shown
    assert mask_phone(e164) == masked


def test_the_tail_is_the_last_three_digits() -> None:
    assert phone_tail("+84950000123") == "123"
    assert phone_tail("") == ""
