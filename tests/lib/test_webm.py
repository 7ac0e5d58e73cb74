"""What a browser records becomes Ogg Opus with the same sound; everything else is refused."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from jobfair.lib.ogg import NotOpus, page_sum, read_opus, samples_of, write_opus
from jobfair.lib.webm import repack

BEEP = Path(__file__).parents[1].joinpath("guide/recordings/beep.webm").read_bytes()
HEAD = b"OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00"
EBML = b"\x1a\x45\xdf\xa3\x87\x42\x82\x84webm"


def part(kind: str, content: bytes) -> bytes:
    """One element with its size in eight bytes."""
    return bytes.fromhex(kind) + b"\x01" + len(content).to_bytes(7) + content


def track(codec: bytes = b"A_OPUS", head: bytes = HEAD, number: int = 1) -> bytes:
    said = part("d7", bytes([number])) + part("86", codec) + part("63a2", head)
    return part("ae", said)


def block(packet: bytes, number: int = 1, flags: int = 0x80) -> bytes:
    return bytes([0x80 | number, 0, 0, flags]) + packet


def film(*parts: bytes, tracks: bytes | None = None) -> bytes:
    found = track() if tracks is None else tracks
    return EBML + part("18538067", part("1654ae6b", found) + b"".join(parts))


SILENCE = b"\xf8\xff\xfe"
WHOLE = part("1f43b675", part("e7", b"\0") + part("a3", block(SILENCE)) * 100)


def test_a_recording_of_chromium_sounds_as_long_and_can_be_played() -> None:
    opus = repack(BEEP)
    recording = read_opus(opus)
    assert 2.8 < recording.seconds < 3.3
    sound, rate = soundfile.read(io.BytesIO(opus))
    assert rate == 48_000
    assert abs(len(sound) / rate - recording.seconds) < 0.01
    assert abs(sound).max() > 0.5
    assert len(opus) < len(BEEP)


def test_closed_and_grouped_blocks_are_read_alike() -> None:
    grouped = part("1f43b675", part("a0", part("a1", block(SILENCE)) + part("9b", b"\x14")) * 100)
    assert repack(film(WHOLE)) == repack(film(grouped))
    assert read_opus(repack(film(WHOLE))).seconds == pytest.approx(2.0 - 312 / 48_000)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\x1a\x45\xdf\xa3",
        EBML,
        film(),
        film(WHOLE, tracks=b""),
        film(WHOLE, tracks=track() + track(number=2)),
        film(WHOLE, tracks=track(codec=b"A_VORBIS")),
        film(WHOLE, tracks=track(head=b"VorbHead")),
        film(part("a3", block(SILENCE, number=2))),
        film(part("a3", block(SILENCE, flags=0x82))),
        film(part("a3", block(b""))),
        film(part("a3", block(b"\xfb\x3f"))),
        film(part("a3", block(b"\xfb"))),
        film(part("1941a469", b"a file that came along")),
        EBML.replace(b"webm", b"mp4 ") + film(WHOLE)[len(EBML) :],
        BEEP[:-5],
        film(WHOLE)[:-3],
    ],
    ids=[
        *("empty", "mark", "head only", "no sound", "no track", "two tracks", "vorbis", "head"),
        *("other track", "laced", "empty packet", "too much", "cut packet", "attachment", "mp4"),
        *("cut", "cut block"),
    ],
)
def test_what_is_no_whole_recording_of_one_voice_is_refused(sent: bytes) -> None:
    with pytest.raises(NotOpus):
        repack(sent)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(sent: bytes) -> None:
    for candidate in (sent, EBML + sent, film(WHOLE)[:60] + sent):
        try:
            read_opus(repack(candidate))
        except NotOpus:
            continue


@settings(max_examples=300)
@given(st.integers(0, len(BEEP) - 1), st.integers(0, 255), st.integers(0, 40))
def test_a_hurt_recording_is_refused_or_still_whole(at: int, byte: int, gone: int) -> None:
    hurt = BEEP[:at] + bytes([byte]) + BEEP[at + 1 + gone :]
    try:
        recording = read_opus(repack(hurt))
    except NotOpus:
        return
    assert 0 < recording.seconds < 60


def test_a_clock_that_lies_about_the_length_is_refused() -> None:
    """Ten seconds of sound under a clock of one: what is small may not be endless."""
    packets = [SILENCE] * 500
    whole = write_opus(HEAD, packets)
    assert read_opus(whole).seconds == pytest.approx(10 - 312 / 48_000)
    last = whole.rindex(b"OggS")
    said = whole[last : last + 6] + struct.pack("<q", 48_000) + whole[last + 14 :]
    summed = page_sum(said[:22] + bytes(4) + said[26:])
    lied = whole[:last] + said[:22] + struct.pack("<I", summed) + said[26:]
    with pytest.raises(NotOpus):
        read_opus(lied)


@given(st.lists(st.binary(min_size=1, max_size=1275), min_size=1, max_size=40))
def test_packets_are_written_as_long_as_they_sound(packets: list[bytes]) -> None:
    try:
        samples = sum(samples_of(packet) for packet in packets)
        opus = write_opus(HEAD, packets)
    except NotOpus:
        return
    if samples > 312:
        assert read_opus(opus).seconds == pytest.approx((samples - 312) / 48_000)
