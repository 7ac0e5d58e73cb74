"""Whose is this? A question beside the register's names and numbers: equal, nearly, not (B1-B4).

Only what is equal may be called real. What is one slip away, or sounds alike, is shown beside
the question and never takes its place: that is how look-alikes work.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Literal, get_args

from jobfair.agencies.contacts import read_contact
from jobfair.lib.text import fold

Kind = Literal["name", "licence", "order", "phone", "account", "web"]
KINDS: tuple[Kind, ...] = get_args(Kind)

MOST_NEAR = 3
ALIKE = 0.8  # of difflib's ratio: "canh chim nui" and "canh chin nui"
SHORTEST_WORD = 4
SHORTEST_NUMBER = 6
COMMON = frozenset(
    {"cong", "ty", "co", "phan", "tnhh", "mtv", "tap", "doan", "tong", "trung", "tam", "chi"}
    | {"nhanh", "viet", "nam", "quoc", "te", "thuong", "mai", "dau", "tu", "phat", "trien"}
    | {"dich", "vu", "xuat", "khau", "lao", "dong", "cung", "ung", "nhan", "luc", "hop", "tac"}
    | {"jsc", "ltd", "company"}
)
"""Words of half the names in the register: they tell nothing alone."""


@dataclass(frozen=True)
class Key:
    """Something a body is known by, in the form that is compared; ``thing_id`` of an order."""

    kind: Kind
    text: str
    body_id: str
    thing_id: str = ""


@dataclass(frozen=True)
class Warned:
    """Something that stands in a published warning, in the form that is compared.

    ``borrowed``: the name is a real body's, which somebody misuses.
    """

    kind: Kind
    text: str
    slug: str
    title: str
    on: date
    borrowed: bool = False


def key_text(kind: Kind, typed: str) -> str:
    """The form in which a question and a key of this kind are compared; '' when it is none.

    Names without accents, marks and case. Numbers without spaces and signs, the letter O as 0.
    Phones as E.164 (old eleven-digit ones too), web addresses as the host without www.
    """
    match kind:
        case "name":
            return fold(typed)
        case "licence" | "order":
            return _number(typed)
        case "phone" | "web" | "account":
            value = read_contact(kind, typed)
    if value is None:
        return ""
    return _number(value.normalised) if kind == "account" else value.normalised


def _number(text: str) -> str:
    bare = fold(text).replace(" ", "").replace("o", "0")
    return bare if any(sign.isdigit() for sign in bare) else ""


@dataclass(frozen=True)
class Found:
    """What a question met: keys that are equal, and bodies that nearly are, the nearest first."""

    equal: Sequence[Key]
    near: Sequence[str]

    @property
    def body_ids(self) -> list[str]:
        """The bodies behind the equal keys, each once."""
        return list(dict.fromkeys(key.body_id for key in self.equal))

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of the equal keys."""
        return frozenset(key.kind for key in self.equal)


def look_up(typed: str, keys: Sequence[Key]) -> Found:
    """Compare a question with every key of the register."""
    asked = {kind: key_text(kind, typed) for kind in KINDS}
    equal = [key for key in keys if key.text and key.text == asked[key.kind]]
    if equal:
        return Found(equal, ())
    grades = [(_grade(key, asked[key.kind]), key.body_id) for key in keys if asked[key.kind]]
    near = [body_id for grade, body_id in sorted(grades, key=_by_grade) if grade >= ALIKE]
    return Found((), tuple(dict.fromkeys(near))[:MOST_NEAR])


def find_warned(typed: str, warned: Sequence[Warned]) -> list[Warned]:
    """What of the warnings a question is equal to; an address also below a warned one."""
    asked = {kind: key_text(kind, typed) for kind in KINDS}
    return [one for one in warned if asked[one.kind] and _meets(one, asked[one.kind])]


def _meets(one: Warned, asked: str) -> bool:
    return asked == one.text or (one.kind == "web" and asked.endswith(f".{one.text}"))


def _by_grade(row: tuple[float, str]) -> tuple[float, str]:
    return (-row[0], row[1])


def _grade(key: Key, asked: str) -> float:
    """How near a question comes to a key, 0 to 1; from ALIKE on it is worth showing."""
    return GRADES[key.kind](key.text, asked)


def _name(known: str, asked: str) -> float:
    """By its words, or as it sounds: all the words of one stand in the other, or most letters."""
    fewer, more = sorted((set(known.split()), set(asked.split())), key=len)
    telling = sum(len(word) for word in fewer - COMMON) >= SHORTEST_WORD
    if telling and fewer <= more:
        return 0.9 if len(fewer) > 1 else ALIKE
    matcher = SequenceMatcher(None, known, asked, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


def _digits(known: str, asked: str) -> float:
    """One sign more, less or other, or two that changed places."""
    long_enough = min(len(known), len(asked)) >= SHORTEST_NUMBER
    return 0.95 if long_enough and one_slip(known, asked) else 0.0


def _host(known: str, asked: str) -> float:
    """One slip away, or the company's own word inside another address."""
    if one_slip(known, asked):
        return 0.95
    own, other = known.split(".")[0], asked.split(".")[0]
    fewer, more = sorted((own, other), key=len)
    return 0.9 if len(fewer) > SHORTEST_WORD and fewer in more else 0.0


GRADES: dict[Kind, Callable[[str, str], float]] = {
    "name": _name,
    "licence": _digits,
    "order": _digits,
    "phone": _digits,
    "account": _digits,
    "web": _host,
}


def one_slip(one: str, other: str) -> bool:
    """Whether two texts differ by one sign added, left out or changed, or by two swapped."""
    if one == other:
        return False
    start = _same(one, other)
    one, other = one[start:], other[start:]
    end = _same(one[::-1], other[::-1])
    one, other = one[: len(one) - end], other[: len(other) - end]
    return max(len(one), len(other)) <= 1 or (len(one) == 2 and one == other[::-1])


def _same(one: str, other: str) -> int:
    """How many signs two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))
