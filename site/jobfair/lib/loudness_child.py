"""Listens to one recording in a process of its own, under limits; imports nothing of the house.

Started by ``loudness`` as a plain script: Ogg Opus comes on standard input, one line of JSON goes
to standard output. The decoder is C (libsndfile with libopus); whatever a made file does to it
ends this process and no other.

Loudness is that of ITU-R BS.1770-5: K-weighting, blocks of 400 ms every 100 ms, the gates of
-70 LUFS and 10 LU under what is left. The weighting is applied to the spectrum, with the filters
of BS.1770's tables 1 and 2 at 48 kHz, so that any rate of sampling up to that is measured alike.
Channels are mixed to one, as the one loudspeaker of a phone does.
"""

from __future__ import annotations

import io
import json
import math
import resource
import sys
from collections.abc import Iterator
from typing import Any, Final

MEMORY: Final = 1024 * 1024 * 1024  # of addresses; what is really used stays under 150 MB
CPU_SECONDS: Final = 10
PIECE_SECONDS: Final = 10
STEP: Final = 10  # a second: blocks begin every 100 ms
BLOCK: Final = 4  # steps
GATE, UNDER = -70.0, 10.0
SILENCE: Final = -50.0  # LUFS of a block in which nobody speaks: a quiet office, a dead microphone
FULL: Final = 0.985  # of full scale: a clipped wave lies here, a loud one only touches it
_SHELF: Final = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
_HIGH: Final = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))


def limit_this_process() -> None:
    """No more memory, time or files than listening takes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


# Any: arrays of numpy, which is imported only after the limits hold.
def _pieces(content: bytes, most_seconds: int) -> Iterator[tuple[int, Any]]:
    """The rate, and the sound in one channel, ten seconds at a time; no more than is allowed."""
    import soundfile

    with soundfile.SoundFile(io.BytesIO(content)) as sound:
        rate, left = sound.samplerate, sound.samplerate * most_seconds
        while left > 0:
            piece = sound.read(min(left, rate * PIECE_SECONDS), dtype="float32", always_2d=True)
            if not len(piece):
                return
            left -= len(piece)
            yield rate, piece.mean(axis=1)


def _weights(length: int, rate: int) -> Any:
    """What K-weighting does to each line of the spectrum."""
    import numpy as np

    z = np.exp(-2j * np.pi * np.fft.rfftfreq(length, 1 / rate) / 48_000)
    gain = 1.0
    for (b0, b1, b2), (a0, a1, a2) in (_SHELF, _HIGH):
        gain = gain * (b0 + b1 * z + b2 * z**2) / (a0 + a1 * z + a2 * z**2)
    return gain


def _powers(pieces: Iterator[tuple[int, Any]], seen: dict[str, float]) -> list[float]:
    """The weighted power of each 100 ms; the peak and the clipped samples go into ``seen``."""
    import numpy as np

    found: list[float] = []
    before = rest = np.zeros(0)
    for rate, piece in pieces:
        loud = np.abs(piece)
        seen["peak"] = max(seen["peak"], float(loud.max()))
        seen["clipped"] += int((loud >= FULL).sum())
        seen["samples"] += len(piece)
        # What wraps around at the ends of the spectrum falls into this second and is cut off.
        lead = np.concatenate((np.zeros(rate), before))[-rate:]
        whole = np.concatenate((lead, piece))
        heard = np.fft.irfft(np.fft.rfft(whole) * _weights(len(whole), rate), len(whole))[rate:]
        before = piece
        rest = np.concatenate((rest, heard))
        steps = len(rest) // (rate // STEP)
        cut = rest[: steps * (rate // STEP)].reshape(steps, -1)
        found += [float(power) for power in (cut**2).mean(axis=1)]
        rest = rest[steps * (rate // STEP) :]
    return found


def _lufs(power: float) -> float:
    return -0.691 + 10 * math.log10(power) if power > 0 else -200.0


def _mean(powers: list[float]) -> float:
    return sum(powers) / len(powers) if powers else 0.0


def measure(content: bytes, most_seconds: int) -> dict[str, float]:
    """What a recording sounds like; the names are those of ``loudness.Loudness``."""
    seen = {"peak": 0.0, "clipped": 0.0, "samples": 0.0}
    steps = _powers(_pieces(content, most_seconds), seen)
    count = max(1, len(steps) - BLOCK + 1)
    blocks = [_mean(steps[at : at + BLOCK]) for at in range(count)]
    spoken = [power for power in blocks if _lufs(power) > GATE]
    gate = _lufs(_mean(spoken)) - UNDER
    loudness = _lufs(_mean([power for power in spoken if _lufs(power) > gate]))
    silent = sum(_lufs(power) < SILENCE for power in blocks)
    return {
        "lufs": round(max(loudness, GATE), 1),
        "peak": round(20 * math.log10(max(seen["peak"], 1e-5)), 1),
        "clipped": round(seen["clipped"] / max(1.0, seen["samples"]), 5),
        "silent": round(silent / len(blocks), 3),
    }


def main() -> None:
    """Read standard input, write one line."""
    limit_this_process()
    found = measure(sys.stdin.buffer.read(), int(sys.argv[1]))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
