"""How loud a recording is: measured by a process of its own (``loudness_child``), never here."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

WALL_SECONDS: Final = 15.0
_SCRIPT: Final = Path(__file__).with_name("loudness_child.py")


@dataclass(frozen=True, slots=True)
class Loudness:
    """What was measured.

    ``lufs``: integrated loudness, ITU-R BS.1770-5, in LUFS; -70 where nothing is over the gate.
    ``peak``: the highest sample, in dB of full scale. ``clipped``: share of samples at full
    scale. ``silent``: share of the blocks of 400 ms in which nobody speaks. Shares: 0 to 1.
    """

    lufs: float
    peak: float
    clipped: float
    silent: float


def measure(opus: bytes, *, most_seconds: int = 130) -> Loudness | None:
    """Listen to Ogg Opus; no more of it than ``most_seconds``.

    None where the decoder refused it, or took more memory or time than it may: whoever made the
    file ends the child by that, not the site.
    """
    try:
        # Fixed arguments, no shell; the content goes through a pipe.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(_SCRIPT), str(most_seconds)],
            input=opus,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # One thread: more would ask for addresses that the child may not have.
            env={"LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"},
            timeout=WALL_SECONDS,
            check=True,
        )
        return Loudness(**json.loads(done.stdout))
    except (subprocess.SubprocessError, OSError, ValueError, TypeError):
        return None
