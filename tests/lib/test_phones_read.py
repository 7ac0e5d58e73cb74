"""Reading a phone number somebody typed."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobfair.lib.phones import Phone, PhoneError, PhoneProblem, parse_phone


@pytest.mark.parametrize(
    "typed",
    [
        "0950000123",
        "095 0000 123",
        "095.0000.123",
        "095-0000-123",
        "095–0000–123",
        " (095) 0000123 ",
        "+84950000123",
        "+84 95 0000 123",
        "+84 (0)95 0000 123",
        "(+84) 95 0000 123",
        "84950000123",
        "840950000123",
        "0084950000123",
        "00840950000123",
        "O95OOOO123",
        "o95oooo123",
        "０９５００００１２３",
        "\u202a0950000123\u202c",
        "095\u00a00000\u00a0123",
        "໐໙໕໐໐໐໐໑໒໓",
    ],
)
def test_one_number_written_in_many_ways_is_one_number(typed: str) -> None:
    assert parse_phone(typed) == Phone("+84950000123", "0950000123", "123", "mobile", None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        *((f"016{n}", f"03{n}") for n in range(2, 10)),
        ("0120", "070"),
        ("0121", "079"),
        ("0122", "077"),
        ("0126", "076"),
        ("0128", "078"),
        ("0123", "083"),
        ("0124", "084"),
        ("0125", "085"),
        ("0127", "081"),
        ("0129", "082"),
    ],
)
@pytest.mark.parametrize("prefix", ["0", "84", "+84", "0084", "+840"])
def test_a_number_of_eleven_digits_is_converted(old: str, new: str, prefix: str) -> None:
    phone = parse_phone(prefix + old[1:] + " 000 0123")
    assert phone.national == new + "0000123"
    assert phone.e164 == "+84" + new[1:] + "0000123"
    assert phone.kind == "mobile"
    assert phone.warning == "old_number"


@pytest.mark.parametrize(
    "prefix",
    [
        *("032", "039", "086", "096", "098"),  # Viettel
        *("081", "085", "088", "091", "094"),  # VinaPhone
        *("070", "076", "079", "089", "090", "093"),  # MobiFone
        *("052", "056", "058", "092", "059", "099"),  # Vietnamobile, Gmobile
        *("055", "087"),  # the two networks without a net of their own
    ],
)
def test_a_known_network_gives_no_warning(prefix: str) -> None:
    assert parse_phone(prefix + "0000123").warning is None


@pytest.mark.parametrize("prefix", ["030", "031", "050", "051", "071", "080", "0951"])
def test_an_unknown_network_is_accepted_with_a_warning(prefix: str) -> None:
    phone = parse_phone(prefix.ljust(10, "1"))
    assert (phone.kind, phone.warning) == ("mobile", "unknown_prefix")


@given(st.from_regex(r"0[35789][0-9]{8}", fullmatch=True))
def test_a_number_of_the_mobile_form_is_never_refused(typed: str) -> None:
    phone = parse_phone(typed)
    assert (phone.national, phone.tail, phone.kind) == (typed, typed[-3:], "mobile")
    assert parse_phone(phone.e164) == phone


@pytest.mark.parametrize(
    ("typed", "national", "warning"),
    [
        ("0212 000 0001", "02120000001", None),
        ("+84 212 000 0001", "02120000001", None),
        ("84 212 000 0001", "02120000001", None),
        ("0214 3840 123", "02143840123", None),
        ("024 3825 1234", "02438251234", None),
        ("022 3852 345", "0223852345", "unknown_prefix"),
    ],
)
def test_a_landline_is_accepted(typed: str, national: str, warning: str | None) -> None:
    phone = parse_phone(typed)
    assert (phone.national, phone.kind, phone.warning) == (national, "landline", warning)
    assert phone.e164 == "+84" + national[1:]


@pytest.mark.parametrize(
    ("typed", "national"), [("950000123", "0950000123"), ("2120000001", "02120000001")]
)
def test_the_zero_that_a_spreadsheet_dropped_comes_back(typed: str, national: str) -> None:
    phone = parse_phone(typed)
    assert (phone.national, phone.warning) == (national, "zero_added")


@pytest.mark.parametrize(
    ("typed", "e164"),
    [
        ("+81 90 1234 5678", "+819012345678"),
        ("00 856 20 55 123 456", "+8562055123456"),
        ("+886 912 345 678", "+886912345678"),
        ("+82-10-1234-5678", "+821012345678"),
    ],
)
def test_a_relative_abroad_may_leave_a_foreign_number(typed: str, e164: str) -> None:
    assert parse_phone(typed) == Phone(e164, e164, e164[-3:], "foreign", None)


def test_a_foreign_number_of_an_unknown_kind_is_only_a_warning() -> None:
    assert parse_phone("+81 10 0000 0000").warning == "unknown_prefix"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        (" - ", "empty"),
        ("095000012", "too_short"),
        ("02120001", "too_short"),
        ("113", "too_short"),
        ("+84 95", "too_short"),
        ("+81 90", "too_short"),
        ("09500001234", "too_long"),
        ("0212 000 00012", "too_long"),
        ("0950000123 / 0950000124", "too_long"),
        ("+81 90 1234 5678 9999 9999", "too_long"),
        ("9" * 200, "too_long"),
        ("không có", "not_a_number"),
        ("0950000123 (mẹ)", "not_a_number"),
        ("0950000123#1", "not_a_number"),
        ("095+0000123", "not_a_number"),
        ("+999 123 456 789", "not_a_number"),
        ("+", "not_a_number"),
        ("½", "not_a_number"),
        ("0450000123", "not_vietnamese_form"),
        ("0650000123", "not_vietnamese_form"),
        ("01110000123", "not_vietnamese_form"),
        ("1234567890", "not_vietnamese_form"),
    ],
)
def test_what_is_no_number_is_refused_with_the_reason(typed: str, code: str) -> None:
    with pytest.raises(PhoneError) as refused:
        parse_phone(typed)
    assert refused.value.code == code
    assert refused.value.code in set(PhoneProblem)
    assert typed.strip() == "" or typed not in str(refused.value)


@given(st.text(alphabet=string.digits + "+ .-()Oo/xọ໑", max_size=30) | st.text(max_size=80))
def test_any_text_gives_a_number_or_a_reason(typed: str) -> None:
    reason: PhoneProblem | None = None
    try:
        phone = parse_phone(typed)
    except PhoneError as refused:
        reason = refused.code
    else:
        assert phone.e164[0] == "+"
        assert phone.e164[1:].isdecimal()
        assert len(phone.e164) <= 16
        assert phone.e164.endswith(phone.tail)
        assert (phone.kind == "foreign") == (not phone.e164.startswith("+84"))
        assert parse_phone(phone.e164).e164 == phone.e164
    assert reason is None or reason in set(PhoneProblem)


def test_a_number_does_not_show_itself_in_a_log() -> None:
    assert "0000123" not in repr(parse_phone("0950000123"))
