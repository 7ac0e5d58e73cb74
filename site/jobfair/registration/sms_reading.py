"""What a text message says: DK <code> <name>, <year>, <commune>, in whatever order and spelling.

Nothing is asked of the writer's order, marks, signs or capitals. What is not understood is
left open, and asked for by the reply.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jobfair.conferences.text_codes import Coded, find_coded, squeeze
from jobfair.lib.text import clean, fold
from jobfair.registration.sms_numbers import plain_signs, take_numbers
from jobfair.registration.sms_places import MARKERS, Places, village_of

_WORD = re.compile(r"[^\s,;:|=]+|[,;:|=]")
_BREAK = re.compile(r"[\r\n]+|(?<!\d)/|/(?!\d)")
_SPLIT = re.compile(r"[,;:|=/\n]|\.\s|\s-+\s|\.$")
_AGREE = re.compile(
    r"(?:(?:toi|em|minh|con|chau|vang|da|ok|co) )*(?:dong ?y)(?: (?:a|ok|nhe|roi|giu cho))*"
)
_WAIT = re.compile(r"(?:(?:toi|em) )?cho(?: doi)?|xep hang|vao hang cho")
_REFUSE = re.compile(r"(?:toi |em )?(?:khong(?: dong y)?|ko|huy|thoi|stop|dung)")
_KEYWORDS = (("dk",), ("dky",), ("dki",), ("dangky",), ("dangki",), ("dang", "ky"), ("dang", "ki"))
_LATEST_KEYWORD = 4  # words of politeness before it
_PARTS = 5  # words that a code may be written in: "muong la 24 11 2026"
_CODE = re.compile(r"[a-z]{1,12}\d{2,8}")
_DAY_OF_CODE = re.compile(r"([^\W\d_]+)[ .-]*(\d{1,2})[/.-](\d{1,2})", re.UNICODE)
_ABOUT_NAME = re.compile(
    r"^(?:(?:hoi nghi|tham gia|ho va ten|ho ten|ten la|ten|toi ten la|toi ten|toi la|em ten la"
    r"|em ten|em la|chau ten la|chau ten|chau la|cho toi|cho em|cho con|cho) )+"
)
_AFTER_NAME = re.compile(r"(?: (?:sinh nam|sinh ngay|nam sinh|ngay sinh|sn|ns|que|tai|xa))+$")
_LABELS = frozenset(
    {"sinh nam", "nam sinh", "sinh ngay", "ngay sinh", "ho ten", "ho va ten", "que quan", "dia chi"}
    | {"cam on", "hoi nghi", "sinh", "nam", "sn", "ns", "ten", "xa", "phuong", "que", "o", "tai"}
    | {"a", "nhe", "va", "ngay"}
)


@dataclass(frozen=True)
class Said:
    """What one message says. ``codes``: of conferences; ``communes``: one, or some to choose."""

    act: str = "answer"  # register, answer, agree, wait, refuse, choose
    conferences: tuple[Coded, ...] = ()
    wrong_code: str = ""
    name: str | None = None
    year: int | None = None
    day: int | None = None
    month: int | None = None
    communes: tuple[str, ...] = ()
    village: str = ""
    number: int = 0  # of a numbered choice

    @property
    def says_who(self) -> bool:
        """Whether it says anything about a person."""
        return bool(self.name or self.year or self.communes)


@dataclass(frozen=True)
class Reader:
    """Reads messages against the conferences and communes there are."""

    coded: list[Coded]
    places: Places

    def read(self, text: str, *, wanted: frozenset[str] = frozenset()) -> Said:
        """What the message says. ``wanted``: name, year, commune: what was asked for last."""
        line = clean(plain_signs(_BREAK.sub(", ", text)))
        key = fold(line)
        for act, pattern in (("agree", _AGREE), ("wait", _WAIT), ("refuse", _REFUSE)):
            if pattern.fullmatch(key):
                return Said(act)
        if re.fullmatch(r"\d", key):
            return Said("choose", number=int(key))
        words = _WORD.findall(line)
        start = _after_keyword(words)
        if start is None:
            return self._who(line, wanted, "answer")
        return self._register(words[start:])

    def _register(self, words: list[str]) -> Said:
        """The code, wherever it stands; then who."""
        for begin in range(len(words)):
            for end in range(min(len(words), begin + _PARTS), begin, -1):
                found = self._coded(words[begin:end])
                if found:
                    rest = [*words[:begin], ",", *words[end:]]
                    return self._who(" ".join(rest), frozenset(), "register", found)
        first = words[0] if words else ""
        if _CODE.fullmatch(squeeze(first)) or (re.search(r"\d", first) and "-" in first):
            return self._who(" ".join(words[1:]), frozenset(), "register", wrong=first)
        return self._who(" ".join(words), frozenset(), "register")

    def _coded(self, words: list[str]) -> list[Coded]:
        if squeeze(words[0]) == "" or squeeze(words[-1]) == "":
            return []
        text = " ".join(words)
        dated = _DAY_OF_CODE.fullmatch(text.replace(" ", ""))
        if dated:
            text = f"{dated[1]}{int(dated[2]):02}{int(dated[3]):02}"
        return find_coded(text, self.coded)

    def _who(
        self,
        text: str,
        wanted: frozenset[str],
        act: str,
        found: list[Coded] | None = None,
        wrong: str = "",
    ) -> Said:
        numbers = take_numbers(text)
        parts = [clean(part).strip(" .-'\"") for part in _SPLIT.split(numbers.rest)]
        named = [part for part in parts if any(ch.isalpha() for ch in part)]
        # "Nam" is a word for the year and a name: alone it is the name.
        kept = [p for p in named if fold(p) not in _LABELS or (len(named) == 1 and " " not in p)]
        sorted_out = _Parts(self.places, kept, wanted)
        return Said(
            act=act,
            conferences=tuple(found or ()),
            wrong_code=wrong,
            name=sorted_out.name,
            year=numbers.year,
            day=numbers.day,
            month=numbers.month,
            communes=sorted_out.communes,
            village=sorted_out.village,
        )


def _after_keyword(words: list[str]) -> int | None:
    """Where the words after "DK" begin; None without it. "DKML2611" is split."""
    keys = [squeeze(word) for word in words]
    for at in range(min(len(keys), _LATEST_KEYWORD + 1)):
        for keyword in _KEYWORDS:
            if tuple(keys[at : at + len(keyword)]) == keyword:
                return at + len(keyword)
        glued = re.fullmatch(r"dk([a-z]{1,12}\d{4}|[a-z]{2,}\d{8})", keys[at]) if at == 0 else None
        if glued:
            words[0] = glued[1]
            return 0
    return None


class _Parts:
    """Sorts the parts of a message, numbers taken out, into name, commune and village."""

    def __init__(self, places: Places, parts: list[str], wanted: frozenset[str]) -> None:
        self.places, self.wanted = places, wanted
        self.name: str | None = None
        self.communes: tuple[str, ...] = ()
        self.village = ""
        rest = [part for part in parts if not self._is_place(part)]
        rest = [part for part in rest if not self._is_village(part)]
        only_name = wanted == {"name"} or (wanted and "commune" not in wanted)
        if not self.communes and not only_name:
            rest = self._commune_beside_name(rest)
        if not self.communes and not only_name:
            rest = self._guess(rest)
        self.name = next((name for name in map(_name_of, rest) if name), None)

    def _is_place(self, part: str) -> bool:
        words = fold(part).split()
        found = None if self.communes else self.places.exact(words)
        if found:
            self.communes = found.codes
        return found is not None or self.places.is_above(words)

    def _is_village(self, part: str) -> bool:
        """A village, with the commune behind it or without."""
        words = fold(part).split()
        if not village_of(words):
            return False
        cut = self.places.at_the_end(words)
        if cut and not self.communes:
            self.communes = cut[1].codes
            part = " ".join(part.split()[: cut[0]])
        self.village = _without_marker(part)[:80]
        return True

    def _commune_beside_name(self, parts: list[str]) -> list[str]:
        for number, part in enumerate(parts):
            raw, words = part.split(), fold(part).split()
            if len(raw) != len(words):  # a sign stands alone: the words cannot be paired
                continue
            cut = self.places.at_the_end(words)
            if cut:
                self.communes = cut[1].codes
                return [*parts[:number], " ".join(raw[: cut[0]]), *parts[number + 1 :]]
            head = self.places.at_the_start(words)
            if head:
                self.communes = head[1].codes
                return [*parts[:number], " ".join(raw[head[0] :]), *parts[number + 1 :]]
        return parts

    def _guess(self, parts: list[str]) -> list[str]:
        """A part that is no name: the last of several, what stands behind "xã", the asked one."""
        for number in range(len(parts) - 1, -1, -1):
            words = fold(parts[number]).split()
            marked = len(words) > 1 and words[0] in MARKERS and number > 0
            only = len(parts) == 1 and self.wanted == {"commune"}
            if marked or only or (number > 0 and number == len(parts) - 1):
                found = self.places.guess(words)
                self.communes = found.codes
                if found.codes or marked or only:
                    return [*parts[:number], *parts[number + 1 :]]
        return parts


def _without_marker(part: str) -> str:
    words = part.split()
    return " ".join(words[:-1]) if len(words) > 1 and fold(words[-1]) in MARKERS else part


def _name_of(part: str) -> str | None:
    """The name in a part, without the words around it; None when no letter is left."""
    raw, words = part.split(), fold(part).split()
    if len(raw) != len(words):
        return part if any(ch.isalpha() for ch in part) else None
    text = " ".join(words) + " "
    head = _ABOUT_NAME.match(text)
    skip = len(head[0].split()) if head and len(head[0].split()) < len(words) else 0
    text = " ".join(words[skip:])
    tail = _AFTER_NAME.search(text)
    end = len(words) - (len(tail[0].split()) if tail else 0)
    name = " ".join(raw[skip:end])
    return name if any(ch.isalpha() for ch in name) else None
