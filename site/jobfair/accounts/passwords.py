"""Passwords: argon2id, the same work for a name that does not exist, a first one to print."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import lazy_gettext as _l

from jobfair.keys import keys
from jobfair.lib.codes import SLIP_ALPHABET
from jobfair.lib.text import clean, fold

SHORTEST = 10
_N = range(15)  # letters of a first password
LONGEST = 200

# 19 MiB, two passes, one lane: OWASP Password Storage Cheat Sheet, argon2id.
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
# The hash of a random text that nobody kept: what is checked when there is no such account.
_NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$DHB1dRkBDZELDFg4z1WI9Q$"
    "NATDP2p6wdQwt5yeLo6p/Nur73Zn1LnWWUA6Vb8hlYw"
)

_COMMON_WORDS = """
    0123456789 1234567890 12345678910 123456789a 9876543210 0987654321 1122334455 1234512345
    123123123123 123456123456 111222333444 1qaz2wsx3edc 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4t5
    qwertyuiop qwerty1234 qwerty12345 qwerty123456 asdfghjkl asdfghjkl1 zxcvbnm123 abcd123456
    abc123456789 abcdefghij password12 password123 password1234 passw0rd123 p@ssw0rd123
    admin12345 admin123456 administrator welcome123 welcome1234 letmein123 iloveyou12
    matkhau123 matkhau1234 matkhau12345 matkhau123456 matkhaumoi anhyeuem123 anhyeuem1234
    emyeuanh123 vietnam123 vietnam1234 vietnam12345 vietnam2024 vietnam2025 vietnam2026
    sonla12345 sonla123456 sonla2025sonla sonla2026sonla laodong123 laodong1234 xuatkhaulaodong
    lenduong123 lenduong1234 khongcomatkhau motngaydeptroi
    """


def _plain(text: str) -> str:
    """Without case, marks, signs and spaces."""
    return fold(text).replace(" ", "")


COMMON = frozenset(_plain(word) for word in _COMMON_WORDS.split())


def hash_password(password: str) -> str:
    """Give the argon2id hash of a password, which is cleaned as every form's text is."""
    return _hasher.hash(clean(password))


def verify(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one. Without a stored one it works as long for no."""
    try:
        right = _hasher.verify(stored or _NOBODY, clean(password))
    except (VerificationError, InvalidHashError):
        return False
    return right and stored is not None


def needs_rehash(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


def weakness(password: str, *names: str) -> object | None:
    """A sentence that says why a new password is refused, or None.

    ``names`` are the account's user name and the person's own name.
    """
    text = clean(password)
    if len(text) < SHORTEST:
        return _l("Use at least 10 characters. A short sentence is easy to keep in mind.")
    if _plain(text) in COMMON or len(set(text.casefold())) < 4:
        return _l("Many people use this password. Choose another one.")
    if _plain(text) in {_plain(name) for name in names if name}:
        return _l("The password may not be your name. Choose another one.")
    return None


def new_initial_password(key: str = "") -> str:
    """A first password to print: 15 letters and digits without look-alikes, 72 bits.

    With the once-only ``key`` of a form it is the same one for every sending of that form: a
    double click shows a sheet that works. Without our own secret the key tells nothing.
    """
    if key:
        raw = hmac.new(keys().hmac_key, b"first password\0" + key.encode(), hashlib.sha512)
        rest = int.from_bytes(raw.digest(), "big")
        drawn = [SLIP_ALPHABET[rest // len(SLIP_ALPHABET) ** n % len(SLIP_ALPHABET)] for n in _N]
    else:
        drawn = [secrets.choice(SLIP_ALPHABET) for _ in _N]
    letters = "".join(drawn).lower()
    return "-".join(letters[start : start + 5] for start in (0, 5, 10))
