"""Communes as people write them in a text message: short, without marks, half remembered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher, get_close_matches

from jobfair.lib.text import fold
from jobfair.registration.answers import OTHER_PROVINCE

MOST_CHOICES = 6
MARKERS = frozenset({"xa", "phuong", "x", "p"})
ABOVE = ("tinh", "huyen", "thanh pho", "thi xa", "tp")  # a unit that holds communes
VILLAGE = ("ban", "tieu khu", "tk", "to", "xom", "thon", "khu")
_ELSEWHERE = frozenset({"tinh khac", "ngoai tinh", "o tinh khac", "khac tinh", "xa khac tinh"})
_LEAST_NAME = 2  # words that must be left for a name beside a commune in one breath
_ALMOST, _AS_NEAR = 0.75, 0.04  # of SequenceMatcher.ratio: one letter in ten or so
_LONGEST_NAME = 4  # words of a commune with the word for it


@dataclass(frozen=True)
class Place:
    """What a part of a message says about the commune: one code, or some to choose from."""

    codes: tuple[str, ...] = ()

    @property
    def code(self) -> str | None:
        """The commune, where only one is meant."""
        return self.codes[0] if len(self.codes) == 1 else None


@dataclass
class Places:
    """Today's communes: (code, short name) in the order of the alphabet."""

    rows: Iterable[tuple[str, str]]
    province: str = ""
    by_name: dict[tuple[str, ...], list[str]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for code, short in self.rows:
            self.by_name.setdefault(tuple(fold(short).split()), []).append(code)

    def exact(self, words: Sequence[str]) -> Place | None:
        """The commune that the folded words are, with or without the word for it."""
        bare = words[1:] if len(words) > 1 and words[0] in MARKERS else words
        if " ".join(words) in _ELSEWHERE:
            return Place((OTHER_PROVINCE,))
        for tried in (tuple(words), tuple(bare)):
            if tried in self.by_name:
                return Place(tuple(self.by_name[tried]))
        glued = "".join(bare)
        found = [c for name, codes in self.by_name.items() if "".join(name) == glued for c in codes]
        return Place(tuple(found)) if found else None

    def at_the_end(self, words: Sequence[str]) -> tuple[int, Place] | None:
        """A commune that ends the words: how many words are left before it."""
        for left in range(_LEAST_NAME, len(words)):
            found = self._short(words[left:])
            if found:
                return left, found
        return None

    def at_the_start(self, words: Sequence[str]) -> tuple[int, Place] | None:
        """A commune that begins the words: how many words it takes."""
        for taken in range(len(words) - _LEAST_NAME, 0, -1):
            found = self._short(words[:taken])
            if found:
                return taken, found
        return None

    def _short(self, words: Sequence[str]) -> Place | None:
        """As ``exact``, for words that are no more than a name can have."""
        return self.exact(words) if len(words) <= _LONGEST_NAME else None

    def guess(self, words: Sequence[str]) -> Place:
        """What the words may mean where they are no commune's name; at most six codes."""
        exact = self.exact(words)
        if exact:
            return exact
        bare = [word for word in words if word not in MARKERS]
        text = " ".join(bare)
        if not text:
            return Place()
        names = {" ".join(name): codes for name, codes in self.by_name.items()}
        found = [n for n in names if n.startswith(text)] or [n for n in names if text in n]
        found = found or _closest(text, names)
        codes = tuple(code for name in found for code in names[name])
        return Place(codes) if len(codes) <= MOST_CHOICES else Place()

    def is_above(self, words: Sequence[str]) -> bool:
        """Whether the words name the province or an old district, which say nothing more."""
        text = " ".join(words)
        return text == self.province or any(text.startswith(f"{unit} ") for unit in ABOVE)


def _closest(text: str, names: Iterable[str]) -> list[str]:
    """Names that are written almost so: the nearest, and those that are as near."""
    like = get_close_matches(text, names, n=MOST_CHOICES, cutoff=_ALMOST)
    ratios = [SequenceMatcher(None, text, name).ratio() for name in like]
    return [name for name, ratio in zip(like, ratios, strict=True) if ratio > ratios[0] - _AS_NEAR]


def village_of(words: Sequence[str]) -> bool:
    """Whether the words name a village or street group."""
    text = " ".join(words)
    return any(text.startswith(f"{unit} ") for unit in VILLAGE)
