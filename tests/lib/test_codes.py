"""Slip codes that survive a phone call, and ids nobody can guess."""

from __future__ import annotations

import itertools
import random
import re
import secrets
from base64 import b32decode, b32encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobfair.lib.codes import (
    PAPER_LETTER,
    SLIP_ALPHABET,
    Place,
    new_form_key,
    new_id,
    new_paper_code,
    new_slip_code,
    new_token,
    normalise_slip_code,
    receipt_for,
    show_slip_code,
    verify_receipt,
)

KEY = b"k" * 32
codes = st.integers(min_value=0).map(lambda seed: new_slip_code(random.Random(seed)))


def test_the_alphabet_has_29_signs_and_no_look_alikes() -> None:
    assert len(SLIP_ALPHABET) == len(set(SLIP_ALPHABET)) == 29
    assert not set(SLIP_ALPHABET) & set("0O1ILSB")
    assert set("K7MR4TQX") <= set(SLIP_ALPHABET)


def test_a_new_code_has_seven_letters_and_a_check_letter() -> None:
    code = new_slip_code()
    assert re.fullmatch(f"[{SLIP_ALPHABET}]{{8}}", code)
    assert normalise_slip_code(code) == code


def test_a_seed_gives_the_same_code_again() -> None:
    assert new_slip_code(random.Random(7)) == new_slip_code(random.Random(7))
    assert new_slip_code(random.Random(7)) != new_slip_code(random.Random(8))


def test_every_letter_can_stand_at_every_place() -> None:
    rng = random.Random(1)
    first, *others = zip(*(new_slip_code(rng) for _ in range(2000)), strict=True)
    assert all(set(column) == set(SLIP_ALPHABET) for column in others)
    assert set(first) == set(SLIP_ALPHABET) - {PAPER_LETTER}


def test_a_code_on_paper_is_drawn_for_nobody_else() -> None:
    """The two kinds have no code in common, so neither is looked up for the other."""
    rng = random.Random(3)
    paper = [new_paper_code(rng) for _ in range(2000)]
    assert {code[0] for code in paper} == {PAPER_LETTER}
    assert all(normalise_slip_code(code) == code for code in paper)
    assert PAPER_LETTER not in {new_slip_code(rng)[0] for _ in range(5000)}


def test_seven_letters_have_exactly_one_check_letter() -> None:
    rng = random.Random(2)
    for _ in range(200):
        head = new_slip_code(rng)[:7]
        assert sum(normalise_slip_code(head + last) is not None for last in SLIP_ALPHABET) == 1


def test_every_single_wrong_letter_is_caught() -> None:
    """The sum is linear, so each place and pair of letters stands for all codes."""
    rng = random.Random(3)
    for place, right in itertools.product(range(8), SLIP_ALPHABET):
        code = _code_with(rng, {place: right})
        for wrong in set(SLIP_ALPHABET) - {right}:
            assert normalise_slip_code(code[:place] + wrong + code[place + 1 :]) is None


def test_every_two_letters_that_changed_places_are_caught() -> None:
    rng = random.Random(4)
    for (i, j), (a, b) in itertools.product(
        itertools.combinations(range(8), 2), itertools.permutations(SLIP_ALPHABET[::4], 2)
    ):
        assert normalise_slip_code(_swap(_code_with(rng, {i: a, j: b}), i, j)) is None


def test_every_two_neighbours_that_changed_places_are_caught() -> None:
    rng = random.Random(5)
    for i, (a, b) in itertools.product(range(7), itertools.permutations(SLIP_ALPHABET, 2)):
        assert normalise_slip_code(_swap(_code_with(rng, {i: a, i + 1: b}), i, i + 1)) is None


def _code_with(rng: random.Random, fixed: dict[int, str]) -> str:
    """Give a right code with the given letters at the given places."""
    free = next(place for place in range(8) if place not in fixed)
    letters = [fixed.get(place) or rng.choice(SLIP_ALPHABET) for place in range(8)]
    for letters[free] in SLIP_ALPHABET:
        if normalise_slip_code("".join(letters)):
            break
    code = "".join(letters)
    assert normalise_slip_code(code) == code
    assert all(code[place] == letter for place, letter in fixed.items())
    return code


def _swap(code: str, i: int, j: int) -> str:
    letters = list(code)
    letters[i], letters[j] = letters[j], letters[i]
    return "".join(letters)


@given(codes, st.text(alphabet=" -.\t–\u00a0", max_size=3))
def test_case_spaces_and_dashes_do_not_matter(code: str, sign: str) -> None:
    assert normalise_slip_code(sign + sign.join(code.lower()) + sign) == code
    assert normalise_slip_code(show_slip_code(code)) == code
    assert normalise_slip_code(code.replace("5", "S").replace("8", "b")) == code


def test_a_code_is_shown_in_two_groups() -> None:
    assert show_slip_code("K7MR4TQX") == "K7MR 4TQX"


@pytest.mark.parametrize(
    "typed", ["", "K7MR", "K7MR4TQX2", "Đ7MR4TQX", "K7MR4TQ!", "０" * 8, "ß" * 8, " " * 10_000]
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert normalise_slip_code(typed) is None


@given(st.text())
def test_any_text_gives_a_code_or_none(typed: str) -> None:
    code = normalise_slip_code(typed)
    assert code is None or normalise_slip_code(code) == code


@pytest.mark.parametrize(("made", "length"), [(new_id, 20), (new_form_key, 26), (new_token, 52)])
def test_random_texts_are_small_letters_and_digits_and_never_repeat(
    made: type[str], length: int
) -> None:
    many = {made() for _ in range(2000)}
    assert len(many) == 2000
    assert all(re.fullmatch(f"[0-9a-hjkmnp-tv-z]{{{length}}}", text) for text in many)


def test_ids_carry_all_their_bits() -> None:
    seen: list[int] = []

    def source(count: int) -> bytes:
        seen.append(count)
        return secrets.token_bytes(count)

    new_id(source), new_form_key(source), new_token(256, source), new_token(100, source)
    assert seen == [12, 16, 32, 13]
    assert new_id(lambda n: b"\xff" * n) == "z" * 19 + "g"
    to_rfc = str.maketrans("0123456789abcdefghjkmnpqrstvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    raw = random.Random(5).randbytes(12)
    assert b32decode(new_id(lambda _: raw).translate(to_rfc) + "====") == raw


def test_the_ids_of_a_second_lie_together_and_no_second_can_be_told_from_another() -> None:
    seconds = itertools.count()
    place = Place(lambda: next(seconds) / 2)
    drawn = [place() for _ in range(400)]
    pairs = list(zip(drawn[::2], drawn[1::2], strict=True))
    assert all(first == second for first, second in pairs)
    places = [first for first, _second in pairs]
    assert len(set(places)) > 190
    assert all(re.fullmatch("[0-9a-hjkmnp-tv-z]{3}", letters) for letters in places)
    rising = sum(one < other for one, other in itertools.pairwise(places))
    assert 50 < rising < 150


def test_two_ids_of_the_same_second_share_only_their_place() -> None:
    many = [new_id() for _ in range(500)]
    assert len({text[3:] for text in many}) == 500
    assert len({text[3] for text in many}) == 32


@given(st.binary(min_size=1, max_size=40))
def test_texts_are_the_base_32_of_the_library_in_other_letters(raw: bytes) -> None:
    to_rfc = str.maketrans("0123456789abcdefghjkmnpqrstvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    bits = max(64, len(raw) * 8)
    drawn = new_token(bits, lambda count: raw.ljust(count, b"\0"))
    assert drawn.translate(to_rfc) == b32encode(raw.ljust(bits // 8, b"\0")).decode().rstrip("=")


def test_ids_can_be_made_again_from_a_seed() -> None:
    assert new_id(random.Random(1).randbytes) == new_id(random.Random(1).randbytes)


def test_a_token_too_short_to_be_a_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="64 bits"):
        new_token(32)


def test_a_registration_always_has_the_same_receipt() -> None:
    receipt = receipt_for("abc", KEY)
    assert receipt == receipt_for("abc", KEY)
    assert re.fullmatch("[0-9a-hjkmnp-tv-z]{26}", receipt)
    assert verify_receipt("abc", receipt, KEY)


def test_a_receipt_fits_no_other_registration_and_no_other_key() -> None:
    receipt = receipt_for("abc", KEY)
    assert not verify_receipt("abd", receipt, KEY)
    assert not verify_receipt("abc", receipt, b"x" * 32)
    assert not verify_receipt("abc", receipt[:-1], KEY)
    assert not verify_receipt("abc", "ọ", KEY)
    assert not verify_receipt("abc", "", KEY)
