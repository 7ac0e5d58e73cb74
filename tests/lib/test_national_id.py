"""Reading a personal identification number: warn, do not block."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobfair.lib.national_id import NationalIdError, mask_national_id, parse_national_id


@pytest.mark.parametrize(
    "typed",
    [
        "014190000123",
        "014 190 000 123",
        " 014.190.000.123",
        "014-190-000-123",
        "０１４１９００００１２３",
        "014190\u00a0000123\n",
    ],
)
def test_a_number_is_read_however_it_is_spaced(typed: str) -> None:
    read = parse_national_id(typed)
    assert (read.digits, read.masked, read.warnings) == ("014190000123", "014******123", ())


@pytest.mark.parametrize(
    "typed",
    ["", "123456789", "01419000012", "0141900001234", "01419000012O", "số", "0" * 500, "²" * 11],
)
def test_only_what_is_not_twelve_digits_is_refused(typed: str) -> None:
    with pytest.raises(NationalIdError):
        parse_national_id(typed)


def test_an_invented_person_is_accepted_with_a_warning_about_the_prefix() -> None:
    assert parse_national_id("000190000001").warnings == ("prefix",)


@pytest.mark.parametrize("prefix", ["000", "003", "097", "100", "999"])
def test_a_prefix_of_no_province_is_a_warning(prefix: str) -> None:
    assert parse_national_id(prefix + "190000001").warnings == ("prefix",)


@pytest.mark.parametrize("prefix", ["001", "010", "011", "014", "015", "096"])
def test_a_prefix_of_a_province_is_fine(prefix: str) -> None:
    assert parse_national_id(prefix + "190000001").warnings == ()


@pytest.mark.parametrize(
    ("fourth", "sex", "born"),
    [("0", "M", 1990), ("1", "F", 1990), ("2", "M", 2090), ("3", "F", 2090)],
)
def test_the_fourth_digit_tells_sex_and_century(fourth: str, sex: str, born: int) -> None:
    number = f"014{fourth}90000001"
    other = {"M": "F", "F": "M"}[sex]
    assert parse_national_id(number, born, sex).warnings == ()
    assert parse_national_id(number, born, other).warnings == ("sex",)
    assert parse_national_id(number, born + 1, sex).warnings == ("year",)
    assert parse_national_id(number, 4080 - born, sex).warnings == ("year",)
    assert parse_national_id(number).warnings == ()


def test_a_person_born_in_2005_agrees_with_her_number() -> None:
    assert parse_national_id("014305000001", 2005, "F").warnings == ()


@pytest.mark.parametrize("fourth", ["4", "5", "9"])
def test_a_century_that_has_not_come_is_a_warning(fourth: str) -> None:
    assert parse_national_id(f"014{fourth}90000001").warnings == ("year",)


def test_several_doubts_are_all_named() -> None:
    assert parse_national_id("000190000001", 1991, "M").warnings == ("prefix", "sex", "year")


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.integers(1900, 2030), st.sampled_from("MF"))
def test_twelve_digits_are_never_refused(digits: str, born: int, sex: str) -> None:
    read = parse_national_id(digits, born, sex)
    assert read.digits == digits
    assert set(read.warnings) <= {"prefix", "sex", "year"}


@given(st.text(max_size=70))
def test_any_text_is_read_or_refused(typed: str) -> None:
    try:
        read = parse_national_id(typed)
    except NationalIdError as refused:
        shown = str(refused)
    else:
        shown = read.digits
        assert len(read.digits) == 12
    assert shown


def test_the_middle_of_a_number_is_hidden_on_the_page_and_in_a_log() -> None:
    assert mask_national_id("000190000123") == "000******123"
    assert repr(parse_national_id("000190000123")) == (
        "NationalId('000******123', warnings=('prefix',))"
    )
