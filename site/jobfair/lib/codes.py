"""Codes and ids: the slip code people read aloud, and random texts nobody can guess.

Nothing here is sequential. Functions that make something take the source of randomness
as an argument, so that demonstration data can be made again from a seed.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from typing import Final, Protocol

# 29 is prime. Left out: 0 and O; 1, I and L; S, which looks like 5 and in the north
# sounds like X; B, which looks like 8 and sounds like P.
SLIP_ALPHABET: Final = "23456789ACDEFGHJKMNPQRTUVWXYZ"
SLIP_LENGTH: Final = 8

# Codes printed on paper begin with P and no other code does: a code that stands on a sheet
# somewhere in a drawer can never be drawn for somebody else, whoever draws and when.
PAPER_LETTER: Final = "P"
_FIRST_LETTERS: Final = SLIP_ALPHABET.replace(PAPER_LETTER, "")

_BASE: Final = len(SLIP_ALPHABET)
_VALUES: Final = {letter: value for value, letter in enumerate(SLIP_ALPHABET)}
# All different and none a multiple of 29: every wrong letter and every two letters that
# changed places alter the sum.
_WEIGHTS: Final = (1, 2, 3, 4, 5, 6, 7, 8)
_LAST_INVERSE: Final = pow(_WEIGHTS[-1], -1, _BASE)
_IGNORED: Final = frozenset(" \t\r\n\u00a0-\u2010\u2011\u2012\u2013\u2014._")
_LONGEST_INPUT: Final = 64

# Crockford's base 32, small letters: safe in addresses, in file names and when case is lost.
_CROCKFORD: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS: Final = tuple(one + other for one in _CROCKFORD for other in _CROCKFORD)

_PLACE_LETTERS: Final = 3  # 32,768 places: a page each in an index of millions
_PLACE_SECONDS: Final = 1.0

RandBytes = Callable[[int], bytes]


class Chooser(Protocol):
    """What picks one letter of a text: the module `secrets`, or a seeded `random.Random`."""

    def choice(self, seq: str, /) -> str:
        """Give one letter of `seq`."""


def _text(raw: bytes) -> str:
    """Base 32 as RFC 4648 without its padding, two letters (10 bits) at a time."""
    letters = -(-len(raw) * 8 // 5)
    pairs = -(-letters // 2)
    bits = int.from_bytes(raw, "big") << pairs * 10 - len(raw) * 8
    shifts = range(pairs * 10 - 10, -1, -10)
    return "".join([_PAIRS[bits >> shift & 1023] for shift in shifts])[:letters]


def _sum(letters: str) -> int:
    return sum(w * _VALUES[x] for w, x in zip(_WEIGHTS, letters, strict=False)) % _BASE


def _check_letter(letters: str) -> str:
    """Give the letter that makes the weighted sum of all eight a multiple of 29."""
    return SLIP_ALPHABET[-_sum(letters) * _LAST_INVERSE % _BASE]


def new_slip_code(rng: Chooser = secrets) -> str:
    """Give a new slip code: 7 random letters (34 bits) and a check letter, no space.

    It identifies and is no key. The caller draws again when the code is already taken. It is
    never one of those that paper forms carry.
    """
    return _drawn(rng.choice(_FIRST_LETTERS), rng)


def new_paper_code(rng: Chooser = secrets) -> str:
    """Give a slip code to be printed on a paper form: as the others, and begins with P.

    29 bits are free. The caller draws again when the code stands on another row already.
    """
    return _drawn(PAPER_LETTER, rng)


def _drawn(first: str, rng: Chooser) -> str:
    letters = first + "".join(rng.choice(SLIP_ALPHABET) for _ in range(SLIP_LENGTH - 2))
    return letters + _check_letter(letters)


def normalise_slip_code(raw: str) -> str | None:
    """Give the code as stored, or None when it cannot be a slip code.

    Case, spaces, dashes and dots do not matter; a typed S is read as 5 and B as 8, which
    they look like. Any single wrong letter and any two that changed places give None.
    """
    if len(raw) > _LONGEST_INPUT:
        return None
    typed = "".join(ch for ch in raw if ch not in _IGNORED)
    if not typed.isascii():
        return None
    code = typed.upper().replace("S", "5").replace("B", "8")
    if len(code) != SLIP_LENGTH or any(letter not in _VALUES for letter in code):
        return None
    return code if _sum(code) == 0 else None


def show_slip_code(code: str) -> str:
    """Give the code in two groups of four, as it is printed: "K7MR 4TQX"."""
    return f"{code[:4]} {code[4:]}".strip()


def new_id(randbytes: RandBytes | None = None) -> str:
    """Give a new row id: 96 random bits as 20 small letters and digits.

    Drawn from the machine's own source, the first letters are those of the whole second: what
    is written together then lies together in every index (docs/adr/020). Each id has 81 bits
    of its own, more than the 64 that an address needs. A given source is asked for all 96.
    """
    if randbytes is not None:
        return _text(randbytes(12))
    return _place() + _text(secrets.token_bytes(12))[_PLACE_LETTERS:]


class Place:
    """The first letters of this second's ids: random, another pick each second."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Take what counts the seconds."""
        self._clock = clock
        self._drawn = ("", clock())

    def __call__(self) -> str:
        """Give the letters that are in use now."""
        letters, until = self._drawn
        moment = self._clock()
        if moment >= until:
            letters = _text(secrets.token_bytes(2))[:_PLACE_LETTERS]
            self._drawn = (letters, moment + _PLACE_SECONDS)
        return letters


_place = Place()


def new_form_key(randbytes: RandBytes = secrets.token_bytes) -> str:
    """Give a new once-only key of a form: 128 random bits as 26 small letters and digits."""
    return _text(randbytes(16))


def derived_key(key: str, mark: str) -> str:
    """A once-only key that follows from a form's own (128 bits as hexadecimal) and a mark."""
    return hashlib.sha256(f"{key}:{mark}".encode()).hexdigest()[:32]


def new_token(bits: int = 256, randbytes: RandBytes = secrets.token_bytes) -> str:
    """Give a random secret of at least `bits` bits in small letters and digits.

    Raises ValueError below 64 bits, which would be no secret.
    """
    if bits < 64:
        raise ValueError("a token needs at least 64 bits")
    return _text(randbytes((bits + 7) // 8))


def receipt_for(registration_id: str, key: bytes) -> str:
    """Give the receipt of a registration: 128 bits of HMAC-SHA256, 26 letters and digits.

    The same registration always has the same receipt, so a form sent twice leads to the
    same address. Without `key` it can be neither guessed nor checked.
    """
    mark = hmac.new(key, b"receipt\0" + registration_id.encode(), hashlib.sha256)
    return _text(mark.digest()[:16])


def verify_receipt(registration_id: str, receipt: str, key: bytes) -> bool:
    """Tell, in constant time, whether `receipt` belongs to the registration."""
    return hmac.compare_digest(receipt_for(registration_id, key).encode(), receipt.encode())
