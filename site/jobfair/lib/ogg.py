"""Recordings in Ogg Opus: told from other files by what they hold, measured by their clock.

RFC 3533 (Ogg), RFC 7845 (Opus in Ogg): the first page begins the stream with "OpusHead", the
second packet is "OpusTags", and the last page's granule position counts samples of 48 kHz.
RFC 6716, 3.1: the first byte of a packet tells how long it sounds.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_HEAD: Final = struct.Struct("<4sBBqIIIB")
_OPUS: Final = struct.Struct("<8sBBHIhB")
_RATE: Final = 48_000
_FIRST, _LAST = 0x02, 0x04
_POLYNOMIAL: Final = 0x04C11DB7
_MOST_CHANNELS: Final = 2
_SERIAL: Final = 0x4C44
_PAGE_SAMPLES: Final = _RATE  # a second a page: small, and a player finds its way
_PAGE_SEGMENTS: Final = 255
_LONGEST_PACKET: Final = 5760  # samples: 120 ms


class NotOpus(ValueError):
    """The bytes are no whole Ogg Opus recording."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What a file says about itself. ``seconds``: without the samples a player skips."""

    seconds: float
    channels: int


@dataclass(frozen=True, slots=True)
class _Page:
    kind: int
    granule: int
    serial: int
    lacing: bytes
    body: bytes


def _table() -> tuple[int, ...]:
    rows = []
    for byte in range(256):
        value = byte << 24
        for _bit in range(8):
            value = (value << 1) ^ (_POLYNOMIAL if value & 0x80000000 else 0)
        rows.append(value & 0xFFFFFFFF)
    return tuple(rows)


_TABLE: Final = _table()


def page_sum(page: bytes) -> int:
    """Give Ogg's own CRC-32 of a page whose sum field is zero (RFC 3533, 6)."""
    value = 0
    for byte in page:
        value = ((value << 8) & 0xFFFFFFFF) ^ _TABLE[(value >> 24) ^ byte]
    return value


def _pages(data: bytes) -> Iterator[_Page]:
    at = 0
    while at < len(data):
        if len(data) - at < _HEAD.size:
            raise NotOpus("a page is cut short")
        mark, version, kind, granule, serial, _number, summed, count = _HEAD.unpack_from(data, at)
        lacing = data[at + _HEAD.size : at + _HEAD.size + count]
        start = at + _HEAD.size + count
        end = start + sum(lacing)
        if mark != b"OggS" or version != 0 or len(lacing) != count or end > len(data):
            raise NotOpus("no Ogg page where one should begin")
        if page_sum(data[at : at + 22] + b"\0\0\0\0" + data[at + 26 : end]) != summed:
            raise NotOpus("a page was damaged")
        yield _Page(kind, granule, serial, lacing, data[start:end])
        at = end


def _packets(pages: Sequence[_Page]) -> Iterator[bytes]:
    """The packets of all pages, those that go over several put together (RFC 3533, 5)."""
    packet = b""
    for page in pages:
        at = 0
        for size in page.lacing:
            packet += page.body[at : at + size]
            at += size
            if size < 255:
                yield packet
                packet = b""


def read_opus(data: bytes) -> Recording:
    """Read a whole recording: one stream, begun and ended, of one or two channels.

    Raises NotOpus for anything else, whatever the file is called.
    """
    pages = list(_pages(data))
    if len(pages) < 3 or len({page.serial for page in pages}) != 1:
        raise NotOpus("not one stream with sound in it")
    first, second, last = pages[0], pages[1], pages[-1]
    if not first.kind & _FIRST or not last.kind & _LAST or len(first.body) < _OPUS.size:
        raise NotOpus("the stream has no beginning or no end")
    mark, version, channels, skipped, _rate, _gain, _map = _OPUS.unpack_from(first.body)
    if mark != b"OpusHead" or version >> 4 != 0 or not second.body.startswith(b"OpusTags"):
        raise NotOpus("the stream is not Opus")
    if not 1 <= channels <= _MOST_CHANNELS or last.granule <= skipped:
        raise NotOpus("the stream has no sound")
    if sum(samples_of(packet) for packet in list(_packets(pages))[2:]) > last.granule + _RATE:
        raise NotOpus("it sounds longer than its clock says")
    return Recording((last.granule - skipped) / _RATE, channels)


def samples_of(packet: bytes) -> int:
    """How long a packet sounds, in samples of 48 kHz (RFC 6716, 3.1 and 3.2).

    Raises NotOpus for a packet without sound or of more than 120 ms.
    """
    if not packet:
        raise NotOpus("a packet is empty")
    config, code = packet[0] >> 3, packet[0] & 3
    if config < 12:
        frame = (480, 960, 1920, 2880)[config & 3]
    elif config < 16:
        frame = (480, 960)[config & 1]
    else:
        frame = (120, 240, 480, 960)[config & 3]
    if code == 3 and len(packet) < 2:
        raise NotOpus("a packet is cut short")
    count = (1, 2, 2, packet[1] & 0x3F if code == 3 else 0)[code]
    if not 0 < count * frame <= _LONGEST_PACKET:
        raise NotOpus("a packet has no sound or too much")
    return count * frame


def _page(number: int, kind: int, granule: int, packets: Sequence[bytes]) -> bytes:
    """One page of whole packets with its sum."""
    lacing = b"".join(b"\xff" * (len(p) // 255) + bytes((len(p) % 255,)) for p in packets)
    head = _HEAD.pack(b"OggS", 0, kind, granule, _SERIAL, number, 0, len(lacing))
    whole = head + lacing + b"".join(packets)
    return whole[:22] + struct.pack("<I", page_sum(whole)) + whole[26:]


def _runs(packets: Sequence[bytes]) -> Iterator[tuple[list[bytes], int]]:
    """Packets that share a page, with how long they sound."""
    run: list[bytes] = []
    samples = segments = 0
    for packet in packets:
        length, lacing = samples_of(packet), len(packet) // 255 + 1
        if lacing > _PAGE_SEGMENTS:
            raise NotOpus("a packet is too large")
        if run and (samples + length > _PAGE_SAMPLES or segments + lacing > _PAGE_SEGMENTS):
            yield run, samples
            run, samples, segments = [], 0, 0
        run.append(packet)
        samples, segments = samples + length, segments + lacing
    if run:
        yield run, samples


def write_opus(head: bytes, packets: Sequence[bytes]) -> bytes:
    """Give a recording of these packets. ``head``: its OpusHead (RFC 7845, 5.1).

    Raises NotOpus when there is no sound in them, or when the head is none.
    """
    if not head.startswith(b"OpusHead") or not packets or len(head) > _PAGE_SEGMENTS:
        raise NotOpus("no head or no sound")
    tags = b"OpusTags" + struct.pack("<I", 0) + struct.pack("<I", 0)
    pages = [_page(0, _FIRST, 0, [head]), _page(1, 0, 0, [tags])]
    runs, granule = list(_runs(packets)), 0
    for number, (run, samples) in enumerate(runs, 2):
        granule += samples
        pages.append(_page(number, _LAST if number == len(runs) + 1 else 0, granule, run))
    return b"".join(pages)
