"""Sealed fields, and finding them without opening them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobfair.lib.crypto import CryptoError, FieldCipher, blind_index, derive, key_id_of

OLD, NEW = b"o" * 32, b"n" * 32
PLACE = "person.national_id.7k2m"
cipher = FieldCipher({"k1": OLD, "k2": NEW}, current="k2")


@given(st.text(), st.text())
def test_a_sealed_text_opens_at_its_place(text: str, place: str) -> None:
    assert cipher.open(cipher.seal(text, place), place) == text


def test_the_same_text_is_never_sealed_alike() -> None:
    assert len({cipher.seal("000190000001", PLACE) for _ in range(200)}) == 200


def test_a_sealed_text_does_not_show_what_it_holds() -> None:
    assert b"000190000001" not in cipher.seal("000190000001", PLACE)


def test_a_value_moved_to_another_row_does_not_open() -> None:
    with pytest.raises(CryptoError):
        cipher.open(cipher.seal("000190000001", PLACE), "person.national_id.other")


def test_every_changed_byte_is_noticed() -> None:
    sealed = cipher.seal("Lò Thị Ọi", PLACE)
    for place in range(len(sealed)):
        for bit in (0x01, 0x80):
            changed = bytearray(sealed)
            changed[place] ^= bit
            with pytest.raises(CryptoError):
                cipher.open(bytes(changed), PLACE)


def test_every_shortened_value_is_noticed() -> None:
    sealed = cipher.seal("Lò Thị Ọi", PLACE)
    for length in range(len(sealed)):
        with pytest.raises(CryptoError):
            cipher.open(sealed[:length], PLACE)


@given(st.binary(max_size=80))
def test_no_other_bytes_open(blob: bytes) -> None:
    with pytest.raises(CryptoError):
        cipher.open(blob, PLACE)


def test_the_current_key_seals_and_old_keys_still_open() -> None:
    before = FieldCipher({"k1": OLD}, current="k1").seal("cũ", PLACE)
    assert key_id_of(before) == "k1"
    assert key_id_of(cipher.seal("mới", PLACE)) == "k2"
    assert cipher.open(before, PLACE) == "cũ"


def test_a_value_of_a_lost_key_says_so() -> None:
    with pytest.raises(CryptoError, match="not here"):
        FieldCipher({"k1": OLD}, current="k1").open(cipher.seal("mới", PLACE), PLACE)


def test_a_value_read_as_a_memory_view_opens() -> None:
    assert cipher.open(memoryview(cipher.seal("a", PLACE)), PLACE) == "a"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("keys", "current"),
    [
        ({}, "k1"),
        ({"k1": OLD}, "k2"),
        ({"k1": b"short"}, "k1"),
        ({"": OLD}, ""),
        ({"K 1": OLD}, "K 1"),
        ({"k" * 33: OLD}, "k" * 33),
    ],
)
def test_bad_keys_are_refused_at_once(keys: dict[str, bytes], current: str) -> None:
    with pytest.raises(CryptoError):
        FieldCipher(keys, current)


def test_printing_a_cipher_shows_no_key() -> None:
    assert repr(cipher) == "FieldCipher(['k1', 'k2'], current='k2')"


def test_an_index_is_the_same_for_the_same_value_only() -> None:
    index = blind_index(OLD, "national_id", "000190000001")
    assert index == blind_index(OLD, "national_id", "000190000001")
    assert len(index) == 32
    assert index != blind_index(OLD, "national_id", "000190000002")
    assert index != blind_index(OLD, "passport", "000190000001")
    assert index != blind_index(NEW, "national_id", "000190000001")


def test_purpose_and_value_do_not_run_into_each_other() -> None:
    assert blind_index(OLD, "ab", "c") != blind_index(OLD, "a", "bc")


def test_a_derived_key_is_steady_and_its_own() -> None:
    assert derive(OLD, "drafts") == derive(OLD, "drafts")
    assert len(derive(OLD, "drafts")) == 32
    assert len({derive(OLD, "drafts"), derive(OLD, "totp"), derive(NEW, "drafts"), OLD}) == 4


def test_a_derived_key_is_plain_hkdf() -> None:
    """RFC 5869 with SHA-256, no salt, written out with HMAC."""
    import hashlib
    import hmac

    extracted = hmac.new(b"\0" * 32, OLD, hashlib.sha256).digest()
    assert derive(OLD, "drafts") == hmac.new(extracted, b"drafts\x01", hashlib.sha256).digest()
