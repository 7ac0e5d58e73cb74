"""Codes of the printed roster."""

from __future__ import annotations

import pytest

from jobfair.door.row_codes import blank_code, row_code, same_code


def test_codes_of_rows_are_all_different_and_a_wrong_sign_shows():
    codes = [row_code(n) for n in range(1, 4000)]
    assert len(set(codes)) == len(codes)
    assert not any(code.startswith("V") for code in codes)
    assert codes[0].startswith("A01-")
    assert len({blank_code(n) for n in range(1, 100)}) == 99
    assert same_code("a01", codes[0])
    assert same_code(codes[0].lower().replace("-", " "), codes[0])
    assert not same_code("", codes[0])
    for wrong in (0, -1):
        with pytest.raises(ValueError):
            row_code(wrong)
