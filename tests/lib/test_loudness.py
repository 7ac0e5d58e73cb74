"""Loudness by ITU-R BS.1770: known tones come out as the standard says, made files end nothing."""

from __future__ import annotations

import io
import subprocess
from unittest import mock

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from jobfair.lib.loudness import Loudness, measure
from jobfair.lib.ogg import NotOpus, write_opus
from tests.guide.opus import recording
from tests.lib.test_webm import HEAD


def tone(decibels: float, seconds: float = 6.0, *, rate: int = 48_000, hertz: int = 997):
    """A sine whose top is so far under full scale."""
    at = np.arange(round(rate * seconds)) / rate
    return 10 ** (decibels / 20) * np.sin(2 * np.pi * hertz * at)


def opus(sound, rate: int = 48_000) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, sound, rate, format="OGG", subtype="OPUS")
    return file.getvalue()


def heard(sound, rate: int = 48_000) -> Loudness:
    found = measure(opus(sound, rate))
    assert found is not None
    return found


@pytest.mark.parametrize("decibels", [-9, -20, -31])
@pytest.mark.parametrize("rate", [16_000, 48_000])
def test_a_tone_is_three_units_under_its_top(decibels: int, rate: int) -> None:
    """BS.1770-5: 997 Hz at full scale in one channel is -3.01 LUFS. The codec moves it a little."""
    found = heard(tone(decibels, rate=rate), rate)
    assert found.lufs == pytest.approx(decibels - 3.01, abs=0.3)
    assert found.clipped == 0
    assert found.silent == 0


def test_low_hum_weighs_less_than_a_voice() -> None:
    """The high-pass of K-weighting: 40 Hz is heard about 5 dB lower than 997 Hz."""
    assert heard(tone(-10, hertz=40)).lufs < heard(tone(-10)).lufs - 4


def test_two_channels_are_heard_by_one_loudspeaker() -> None:
    both = np.stack((tone(-20), tone(-20)), axis=1)
    assert heard(both).lufs == pytest.approx(heard(tone(-20)).lufs, abs=0.2)


def test_pauses_do_not_make_a_voice_quieter_but_are_counted() -> None:
    """The gates leave silence out of the loudness (BS.1770-5, annex 1)."""
    found = heard(np.concatenate((tone(-20, 3), np.zeros(48_000 * 9))))
    assert found.lufs == pytest.approx(-23, abs=0.5)
    assert 0.65 < found.silent < 0.8


def test_a_clipped_voice_is_known_by_its_full_samples() -> None:
    assert heard(np.clip(tone(12), -1, 1)).clipped > 0.1
    assert heard(tone(-3)).clipped == 0


def test_silence_is_the_least_that_can_be_said() -> None:
    assert measure(recording(2)) == Loudness(lufs=-70.0, peak=-100.0, clipped=0.0, silent=1.0)


def test_no_more_is_heard_than_is_allowed() -> None:
    sound = np.concatenate((tone(-40, 3), tone(-10, 3)))
    found = measure(opus(sound), most_seconds=2)
    assert found is not None
    assert found.lufs == pytest.approx(-43, abs=0.5)


@pytest.mark.parametrize("sent", [b"", b"RIFF" + bytes(400), recording(2)[:-4], recording(2)[:90]])
def test_what_cannot_be_heard_is_not_measured(sent: bytes) -> None:
    found = measure(sent)
    assert found is None or found.silent == 1


@settings(max_examples=8, deadline=None)
@given(st.lists(st.binary(min_size=1, max_size=200), min_size=1, max_size=30))
def test_made_packets_end_the_child_at_most(packets: list[bytes]) -> None:
    try:
        sent = write_opus(HEAD, packets)
    except NotOpus:
        return
    found = measure(sent)
    assert found is None or found.lufs <= 20


def test_a_child_that_takes_too_long_is_ended() -> None:
    slow = subprocess.TimeoutExpired("child", 15)
    with mock.patch.object(subprocess, "run", side_effect=slow):
        assert measure(recording(1)) is None
