"""Recordings of browsers: Opus in WebM, packed anew as Ogg Opus without touching the sound.

Reads what RFC 9559 (Matroska) and RFC 8794 (EBML) call for of one sound track; a recorder that
writes as it goes leaves the sizes of the segment and its clusters open, so their parts are read
one after another. Anything else is refused: more tracks, other codecs, laced blocks, gaps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from jobfair.lib.ogg import NotOpus, write_opus

MAGIC: Final = b"\x1a\x45\xdf\xa3"
_EBML, _SEGMENT, _CLUSTER, _GROUP = 0x1A45DFA3, 0x18538067, 0x1F43B675, 0xA0
_TRACKS, _TRACK, _BLOCK, _SIMPLE = 0x1654AE6B, 0xAE, 0xA1, 0xA3
_NUMBER, _CODEC, _PRIVATE, _DOC_TYPE = 0xD7, 0x86, 0x63A2, 0x4282
_PASSED: Final = frozenset(
    {
        *(0x114D9B74, 0x1549A966, 0x1C53BB6B, 0x1254C367),  # SeekHead, Info, Cues, Tags
        *(0xEC, 0xBF),  # Void, CRC-32
        *(0xE7, 0xA7, 0xAB),  # of a cluster: its time, place and size
        *(0x9B, 0xFB, 0x75A2, 0x75A1),  # of a group: length, references, what to drop, additions
    }
)
_OPEN: Final = frozenset({_SEGMENT, _CLUSTER})
"""Parts that are stepped into, whether they say their size or not."""
_LACED: Final = 0x06


@dataclass(frozen=True, slots=True)
class _Part:
    """One element: what it is, and where its content lies."""

    kind: int
    start: int
    end: int


def _number(data: bytes, at: int, most: int, *, marked: bool) -> tuple[int, int, bool]:
    """A number of variable length: its value, where it ends, whether all its bits are set.

    ``marked``: the bit that tells the length stays in the value, as in ids.
    """
    if at >= len(data) or not data[at]:
        raise NotOpus("no number where one should begin")
    length = 9 - data[at].bit_length()
    if length > most or at + length > len(data):
        raise NotOpus("a number is too long or cut short")
    raw = int.from_bytes(data[at : at + length])
    value = raw & ((1 << (7 * length)) - 1)
    return (raw if marked else value), at + length, value == (1 << (7 * length)) - 1


def _parts(data: bytes, at: int, end: int) -> Iterator[_Part]:
    """The elements between two places, those of ``_OPEN`` followed by what they hold."""
    while at < end:
        kind, at, _ = _number(data, at, 4, marked=True)
        size, at, unknown = _number(data, at, 8, marked=False)
        if kind in _OPEN:
            yield _Part(kind, at, at)
            continue
        if unknown or at + size > end:
            raise NotOpus("a part is cut short")
        yield _Part(kind, at, at + size)
        at += size


def _values(data: bytes, part: _Part) -> dict[int, bytes]:
    return {p.kind: data[p.start : p.end] for p in _parts(data, part.start, part.end)}


def _head_of(data: bytes, tracks: _Part) -> tuple[int, bytes]:
    """The number of the only track and its OpusHead."""
    found = [p for p in _parts(data, tracks.start, tracks.end) if p.kind == _TRACK]
    if len(found) != 1:
        raise NotOpus("not one track")
    values = _values(data, found[0])
    if values.get(_CODEC, b"").rstrip(b"\0") != b"A_OPUS" or _PRIVATE not in values:
        raise NotOpus("the track is not Opus")
    return int.from_bytes(values.get(_NUMBER, b"\1")), values[_PRIVATE]


def _packet(data: bytes, start: int, end: int, track: int) -> bytes:
    """The one packet of a block (RFC 9559, 10.2)."""
    number, at, _ = _number(data, start, 4, marked=False)
    if number != track or at + 3 >= end or data[at + 2] & _LACED:
        raise NotOpus("a block of another track, without sound or laced")
    return data[at + 3 : end]


def repack(data: bytes) -> bytes:
    """Give the same packets as Ogg Opus. Raises NotOpus for what is no such recording."""
    parts = _parts(data, 0, len(data))
    first = next(parts, None)
    if first is None or first.kind != _EBML:
        raise NotOpus("no WebM")
    if _values(data, first).get(_DOC_TYPE, b"").rstrip(b"\0") not in {b"webm", b"matroska"}:
        raise NotOpus("no WebM")
    track, head, packets = 0, b"", []
    for part in parts:
        blocks = [part]
        if part.kind == _GROUP:
            blocks = list(_parts(data, part.start, part.end))
        elif part.kind == _TRACKS and not head:
            track, head = _head_of(data, part)
            continue
        for block in blocks:
            if block.kind in {_BLOCK, _SIMPLE} and head:
                packets.append(_packet(data, block.start, block.end, track))
            elif block.kind not in _PASSED | _OPEN:
                raise NotOpus("a part that no recorder writes here")
    return write_opus(head, packets)
