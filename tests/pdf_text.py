"""The words of a PDF as somebody selects them: read through the tables its fonts carry."""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj(.*?)endobj", re.S)
_STREAM = re.compile(rb"/Length (\d+).*?\bstream\r?\n", re.S)
_WORD = rb"\((?:[^()\\]|\\.)*\)"
_SHOWN = re.compile(
    rb"/(f\d+) [\d.]+ Tf|\[((?:" + _WORD + rb"|[^\[\]()])*)\]\s*TJ|(" + _WORD + rb")\s*Tj", re.S
)
_STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)", re.S)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages(pdf: bytes) -> int:
    """How many pages there are."""
    return len(re.findall(rb"/Type/Page\b", pdf))


def text_of(pdf: bytes) -> str:
    """All words in the order of the file, one space where any space, line or cell ends."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    names = {
        font: _letters(_stream(objects[int(re.search(rb"/ToUnicode (\d+)", objects[int(at)])[1])]))  # type: ignore[index]
        for font, at in re.findall(rb"/(f\d+) (\d+) 0 R", pdf)
    }
    shown: list[str] = []
    for at in re.findall(rb"/Contents (\d+)", pdf):
        letters: dict[int, str] = {}
        for font, many, one in _SHOWN.findall(_stream(objects[int(at)])):
            letters = names[font] if font else letters
            codes = b"".join(_unescaped(part) for part in _STRING.findall(many or one))
            shown.extend(letters[int.from_bytes(codes[n : n + 2])] for n in range(0, len(codes), 2))
            shown.append(" ")
    return " ".join("".join(shown).split())


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found is not None
    return zlib.decompress(body[found.end() : found.end() + int(found[1])])


def _letters(table: bytes) -> dict[int, str]:
    rows = re.findall(rb"^<([0-9A-F]{4})> <([0-9A-F]+)>$", table, re.M)
    return {int(code, 16): bytes.fromhex(to.decode()).decode("utf-16-be") for code, to in rows}


def _unescaped(text: bytes) -> bytes:
    def one(found: re.Match[bytes]) -> bytes:
        sign = found[1]
        return bytes([int(sign, 8)]) if sign.isdigit() else _ESCAPES.get(sign, sign)

    return re.sub(rb"\\([0-7]{1,3}|.)", one, text, flags=re.S)
