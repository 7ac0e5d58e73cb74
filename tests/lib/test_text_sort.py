"""The order of names in a Vietnamese list."""

from __future__ import annotations

import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobfair.lib.text import sort_key


def in_order(names: list[str]) -> bool:
    shuffled = random.Random(3).sample(names, len(names))
    return sorted(shuffled, key=sort_key) == names


def test_letters_follow_the_vietnamese_alphabet() -> None:
    assert in_order(list("AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY"))


def test_borrowed_letters_stand_in_their_latin_places() -> None:
    assert in_order(["Ê", "Fa", "G", "I", "Ja", "K", "V", "Wa", "X", "Y", "Za"])


def test_tones_follow_the_dictionary_and_come_after_letters() -> None:
    assert in_order(["ma", "mà", "mả", "mã", "má", "mạ", "man", "màn", "mang", "mă", "mâ"])


def test_lists_go_by_given_name_then_family_then_middle() -> None:
    assert in_order(
        [
            "Lò Thị An",
            "Quàng Văn An",
            "Vì Thị An",
            "Đặng Đình Bảo",
            "Lò Văn Dũng",
            "Bạc Cầm Đức",
            "Cà Văn Đức",
            "Đặng Đình Đức",
            "Lò Thị Oi",
            "Lò Thị Ọi",
            "Vì Thị Ón",
            "Giàng A Páo",
        ]
    )


def test_the_shorter_of_two_equal_beginnings_comes_first() -> None:
    assert in_order(["Lò An", "Lò Thị An", "Lò Thị Anh"])


@pytest.mark.parametrize(
    ("one", "other"),
    [("Lò Hòa", "Lò Hoà"), ("lò văn đức", "LÒ VĂN ĐỨC"), ("H'Mông", "HMông"), ("Ðức", "Đức")],
)
def test_the_same_name_written_another_way_has_the_same_place(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)


def test_numbers_come_before_letters_and_stay_apart() -> None:
    assert in_order(["Lò 1", "Lò 2"])
    assert sort_key("2") < sort_key("A")


def test_other_scripts_come_last_and_nothing_is_the_empty_key() -> None:
    assert sort_key("Y") < sort_key("東京")
    assert sort_key("") == sort_key(" - ") == ""


@given(st.text())
def test_a_key_is_plain_digits_and_small_letters(name: str) -> None:
    assert re.fullmatch("[0-9a-z]*", sort_key(name))


@given(st.text())
def test_both_unicode_forms_have_the_same_place(name: str) -> None:
    nfd, nfc = (unicodedata.normalize(form, name) for form in ("NFD", "NFC"))
    assert sort_key(nfd) == sort_key(nfc)


def test_a_key_of_a_long_name_stays_short_enough_to_index() -> None:
    assert len(sort_key("Nguyễn " + "Đ" * 60)) == 60 + 2 + 6 + 2
