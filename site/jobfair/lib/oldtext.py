"""Vietnamese that was typed for old fonts: TCVN3 (.VnTime), VNI, the code page 1258.

Such text is made of Western letters that only look right in their font: "NguyÔn V¨n H¶i",
"Nguyeãn Vaên Haûi". Tables: TCVN 5712:1993 (ABC) and VNI-Windows. Which one it is, is guessed
from how many syllables become Vietnamese ones; a person has to say whether that reads right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Final

UNICODE: Final = "unicode"
READINGS: Final = (UNICODE, "tcvn3", "vni", "cp1258")
"""Ways to read a text, the plain one first."""

_TCVN3_FROM: Final = (
    "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ"
)
_TCVN3_TO: Final = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3: Final = str.maketrans(_TCVN3_FROM, _TCVN3_TO)

_VNI_TONES: Final = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_CIRCUMFLEX: Final = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303"}
_BREVE: Final = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303"}
_VNI_SINGLE: Final = dict(zip("ñôöîæóòìí", "đơưỵỉĩịìí", strict=True))
_SIGNS: Final = re.compile(r"[^\W\d_]+")
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_SYLLABLE: Final = re.compile(
    r"(ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?"
    r"(oai|oay|oao|oeo|uay|uây|uyê|uya|uyu|uôi|ươi|ươu|iêu|yêu|"
    r"ai|ao|au|ay|âu|ây|eo|êu|ia|iu|iê|yê|oa|oă|oe|oi|ôi|ơi|oo|ua|ui|uâ|uê|uơ|uô|uy|ưa|ưi|ươ|ưu|"
    r"[aăâeêioôơuưy])(ch|ng|nh|[cmnpt])?"
)
_TONES: Final = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


def _vni_pairs() -> dict[str, str]:
    """Base letter with its sign, in both cases -> the letter."""
    pairs: dict[str, str] = {}
    for base in "aeouyôö":
        letter = _VNI_SINGLE.get(base, base)
        pairs |= {base + sign: letter + tone for sign, tone in _VNI_TONES.items()}
    for base in "aeo":
        pairs |= {base + sign: base + "\u0302" + tone for sign, tone in _CIRCUMFLEX.items()}
        pairs[base + "ä"] = base + "\u0302\u0323"
    pairs |= {"a" + sign: "a\u0306" + tone for sign, tone in _BREVE.items()} | {"aë": "ă\u0323"}
    for pair, letter in list(pairs.items()):
        pairs[pair.upper()] = pairs[pair[0].upper() + pair[1:]] = letter.upper()
    return pairs


_VNI: Final = _vni_pairs()
_VNI_ONE: Final = _VNI_SINGLE | {k.upper(): v.upper() for k, v in _VNI_SINGLE.items()}
_VNI_FIND: Final = re.compile("|".join([*_VNI, *_VNI_ONE]))


def convert(text: str, reading: str) -> str:
    """Give the text in Unicode NFC, read as ``reading``, one of READINGS.

    ``text`` holds the letters as a Western table shows them. Raises ValueError for another
    reading.
    """
    if reading == UNICODE or text.isascii():
        return unicodedata.normalize("NFC", text)
    if reading == "tcvn3":
        return "".join(_in_capitals(part) for part in re.split(r"(\W+)", text.translate(_TCVN3)))
    if reading == "vni":
        plain = _VNI_FIND.sub(lambda hit: (_VNI | _VNI_ONE)[hit[0]], text)
        return unicodedata.normalize("NFC", plain)
    if reading == "cp1258":
        return unicodedata.normalize("NFC", _from_1258(text))
    raise ValueError(reading)


def _in_capitals(word: str) -> str:
    """The capitals' font shows small letters as capitals: "NGUYễN" is "NGUYỄN"."""
    plain = [letter for letter in word if letter.isascii() and letter.isalpha()]
    return word.upper() if len(plain) > 1 and all(map(str.isupper, plain)) else word


def _from_1258(text: str) -> str:
    """Bytes of code page 1258 that were read as Latin-1; what is none of them stays."""
    return "".join(
        bytes([ord(sign)]).decode("cp1258", "ignore") or sign if ord(sign) < 256 else sign
        for sign in text
    )


@cache
def is_syllable(word: str) -> bool:
    """Whether one word is built as a Vietnamese syllable, at most one tone on it."""
    apart = unicodedata.normalize("NFD", word.lower())
    tones = _TONES.findall(apart)
    bare = unicodedata.normalize("NFC", _TONES.sub("", apart))
    return len(tones) <= 1 and _SYLLABLE.fullmatch(bare) is not None


def quality(texts: Iterable[str], reading: str) -> tuple[int, int]:
    """Of the words with other than plain letters: how many become syllables, and how many are."""
    right = seen = 0
    for text in texts:
        for word in re.split(r"[\s,.;:()/\-0-9]+", text):
            if _NOT_ASCII.search(word):
                seen += 1
                plain = convert(word, reading)
                right += bool(_SIGNS.fullmatch(plain)) and is_syllable(plain)
    return right, seen


def guess(texts: list[str], *, from_bytes: bool) -> str:
    """The reading under which most words are Vietnamese; UNICODE where nothing is better.

    ``from_bytes``: the letters are bytes of an unknown table, so cp1258 is possible as well.
    """
    readings = READINGS if from_bytes else READINGS[:3]
    scores = {reading: quality(texts, reading)[0] for reading in readings}
    best = max(readings, key=lambda reading: scores[reading])
    seen = quality(texts, UNICODE)[1]
    return best if scores[best] > scores[UNICODE] and scores[best] * 2 > seen else UNICODE
