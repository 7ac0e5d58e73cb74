"""What counts as the same text in a search."""

from __future__ import annotations

import unicodedata

import pytest
import vn_text
from hypothesis import given
from hypothesis import strategies as st

from jobfair.lib.text import fold, fold_given, given_name

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
LETTERS = "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES)
VIETNAMESE = LETTERS + LETTERS.upper() + "bcdđghklmnpqrstvxBCDĐGHKLMNPQRSTVX"
names = st.text(alphabet=VIETNAMESE + " .,-()0123456789", max_size=60)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Vì Thị Ón", "vi thi on"),
        ("Giàng A Páo", "giang a pao"),
        ("H'Mông", "hmong"),
        ("H\u2019Mông", "hmong"),
        ("HMÔNG", "hmong"),
        ("Hmông", "hmong"),
        ("Đặng Đình Đức", "dang dinh duc"),
        ("Lò Thị Ọi", "lo thi oi"),
        ("Khơ-mú", "kho mu"),
        ("  Mường \t La ", "muong la"),
        ("Lý", "ly"),
        ("Lí", "li"),
        ("Xã Chiềng Hoa (Mường La)", "xa chieng hoa muong la"),
        ("Tổ 5, phường Tô Hiệu", "to 5 phuong to hieu"),
        ("", ""),
        ("?!", ""),
    ],
)
def test_a_text_has_the_key_people_type(typed: str, key: str) -> None:
    assert fold(typed) == key


@pytest.mark.parametrize("name", ["Vì Thị Ón", "Đặng Đình Đức", "Lò Thị Ọi", "Nguyễn Thuỳ Ước"])
def test_a_name_from_a_mac_has_the_same_key(name: str) -> None:
    assert fold(unicodedata.normalize("NFD", name)) == fold(name)


@pytest.mark.parametrize(
    ("old", "new"), [("hòa", "hoà"), ("khỏe", "khoẻ"), ("thủy", "thuỷ"), ("HÓA", "hoá")]
)
def test_where_the_tone_stands_does_not_matter(old: str, new: str) -> None:
    assert unicodedata.normalize("NFC", old) != unicodedata.normalize("NFC", new)
    assert fold(old) == fold(new)


def test_a_damaged_d_is_found_like_a_whole_one() -> None:
    assert fold("\u00d0inh V\u0103n \u00d0i\u1ec7p") == fold("Đinh Văn Điệp") == "dinh van diep"


def test_invisible_signs_do_not_hide_a_name() -> None:
    assert fold("Lò\u200b Thị\u00a0\ufeffỌi") == "lo thi oi"


def test_a_name_of_sixty_letters_keeps_every_letter() -> None:
    name = "Nguyễn " + "Đ" * 60
    assert fold(name) == "nguyen " + "d" * 60


def test_words_in_other_scripts_stay_searchable() -> None:
    assert fold("ꪼꪕ ꪎꪳ 東京") == unicodedata.normalize("NFC", "ꪼꪕ ꪎꪳ 東京")
    assert fold("ΑΒΓ") == "αβγ"


@given(names)
def test_vietnamese_text_folds_as_the_reference_does(text: str) -> None:
    assert fold(text) == vn_text.fold(text)


@given(st.text(alphabet="ÐðĐđaăâ bc", max_size=20))
def test_damaged_text_folds_as_the_reference_does_after_repair(text: str) -> None:
    assert fold(text) == vn_text.fold(vn_text.repair_mojibake(text))


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composed_and_decomposed_forms_have_one_key(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(names)
def test_case_never_matters(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@given(names)
def test_a_vietnamese_key_is_small_ascii_words_with_single_spaces(text: str) -> None:
    key = fold(text)
    assert key.isascii()
    assert key == " ".join(key.split()) == key.lower()


@pytest.mark.parametrize(
    ("full_name", "called", "key"),
    [
        ("Giàng A Páo", "Páo", "pao"),
        ("Vì Thị Ón", "Ón", "on"),
        ("Lò Thị Ọi 2", "Ọi", "oi"),
        ("Đức", "Đức", "duc"),
        ("  Lò   Văn\u00a0 Đông ", "Đông", "dong"),
        ("Y", "Y", "y"),
        ("12 34", "34", "34"),
        ("", "", ""),
    ],
)
def test_a_person_is_called_by_the_last_word(full_name: str, called: str, key: str) -> None:
    assert given_name(full_name) == called
    assert fold_given(full_name) == key


def test_the_given_name_of_a_decomposed_name_is_composed() -> None:
    assert given_name(unicodedata.normalize("NFD", "Lò Thị Ọi")) == "Ọi"
