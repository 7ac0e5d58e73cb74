"""Short recordings made in code: true Ogg Opus, silence in frames of 20 ms."""

from __future__ import annotations

import struct

from jobfair.lib.ogg import page_sum

SILENCE = b"\xf8\xff\xfe"  # one frame of 20 ms, mono
SKIPPED = 312
FRAME = 960  # samples of 48 kHz


def page(body_packets: list[bytes], number: int, *, kind: int = 0, granule: int = 0) -> bytes:
    """One Ogg page of whole packets."""
    lacing = b"".join(b"\xff" * (len(p) // 255) + bytes([len(p) % 255]) for p in body_packets)
    head = struct.pack("<4sBBqIIIB", b"OggS", 0, kind, granule, 0x4A46, number, 0, len(lacing))
    whole = head + lacing + b"".join(body_packets)
    return whole[:22] + struct.pack("<I", page_sum(whole)) + whole[26:]


def recording(seconds: float, *, fat: int = 0, mark: bytes = b"OpusHead") -> bytes:
    """A recording of so many seconds; ``fat``: bytes of comment beside the sound."""
    head = struct.pack("<8sBBHIhB", mark, 1, 1, SKIPPED, 48_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 4) + b"test" + struct.pack("<I", 0)
    pages = [page([head], 0, kind=2), page([tags], 1)]
    number, left = 2, fat
    while left > 0:  # a packet of padding a page, in place of sound
        pages.append(page([SILENCE + b"\0" * min(left, 60_000)], number, granule=FRAME))
        left, number = left - 60_000, number + 1
    frames = round(seconds * 48_000 / FRAME) + 1
    samples = round(seconds * 48_000) + SKIPPED
    for begin in range(0, frames, 200):
        count = min(200, frames - begin)
        last = begin + count >= frames
        granule = samples if last else (begin + count) * FRAME
        pages.append(page([SILENCE] * count, number, kind=4 if last else 0, granule=granule))
        number += 1
    return b"".join(pages)
