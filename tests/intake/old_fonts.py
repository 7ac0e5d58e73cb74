"""Vietnamese as it was typed for old fonts, made from the tables the other way round."""

from __future__ import annotations

import unicodedata

from jobfair.lib import oldtext

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TCVN3 = dict(zip(oldtext._TCVN3_TO, oldtext._TCVN3_FROM, strict=True))
_VNI = {
    unicodedata.normalize("NFC", letter): typed
    for typed, letter in reversed([*oldtext._VNI.items(), *oldtext._VNI_ONE.items()])
}


def in_tcvn3(text: str) -> str:
    """As Western letters show it; capitals with a tone have no sign of their own."""
    return "".join(_TCVN3.get(sign) or _TCVN3.get(sign.lower(), sign) for sign in text)


def in_vni(text: str) -> str:
    return "".join(_VNI.get(sign, sign) for sign in text)


def in_cp1258(text: str) -> bytes:
    """Base letters with their quality, the tone behind them, as Windows writes it."""
    found = b""
    for sign in text:
        apart = unicodedata.normalize("NFD", sign)
        tone = "".join(mark for mark in apart if mark in _TONES)
        base = unicodedata.normalize("NFC", "".join(m for m in apart if m not in _TONES))
        found += base.encode("cp1258") + tone.encode("cp1258")
    return found
