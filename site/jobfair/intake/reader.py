"""Reading a spreadsheet in a process of its own (``sandbox``): started, watched, ended."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

WALL_SECONDS: Final = 15.0
LINE: Final = 256 * 1024
_SCRIPT: Final = Path(__file__).with_name("sandbox.py")
_LOOK: Final = 100  # rows between two looks at the clock


class NotRead(Exception):
    """The file is refused; ``code`` is one of ``words.PROBLEMS``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Stopped(Exception):
    """The worker has to end; the file is read another time."""


def never() -> bool:
    """Whether to stop: no."""
    return False


def read_rows(
    content: bytes, *, sheet: int = -1, stopping: Callable[[], bool] = never
) -> Iterator[Any]:
    """First what the file is (a dictionary), then each row as a list of texts.

    ``sheet``: which of the visible sheets, -1 the first that holds a list. Raises NotRead,
    Stopped. The process never outlives this generator.
    """
    # Fixed arguments, no shell; the content goes through a pipe.
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", str(_SCRIPT), str(sheet)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C.UTF-8", "RUST_BACKTRACE": "0"},
        close_fds=True,
    )
    watch = threading.Timer(WALL_SECONDS, process.kill)
    feed = threading.Thread(target=_feed, args=(process, content), daemon=True)
    watch.start()
    feed.start()
    try:
        yield from _lines(process, stopping)
    finally:
        watch.cancel()
        process.kill()
        feed.join()
        if process.stdout is not None:
            process.stdout.close()
        process.wait()


def _feed(process: subprocess.Popen[bytes], content: bytes) -> None:
    """Hand the file over; a reader that refused it early has closed the pipe."""
    if process.stdin is None:
        return
    try:
        process.stdin.write(content)
        process.stdin.close()
    except OSError:
        return


def _lines(process: subprocess.Popen[bytes], stopping: Callable[[], bool]) -> Iterator[Any]:
    number = 0
    while process.stdout is not None and (line := process.stdout.readline(LINE)):
        if not line.endswith(b"\n"):
            break
        part = json.loads(line)
        if isinstance(part, dict) and "problem" in part:
            raise NotRead(str(part["problem"]))
        if isinstance(part, dict) and part.get("end"):
            return
        yield part
        number += 1
        if number % _LOOK == 0 and stopping():
            raise Stopped()
    raise NotRead(_why_it_ended(process))


def _why_it_ended(process: subprocess.Popen[bytes]) -> str:
    """A process that a limit ended: memory and processor time mean too much was in the file."""
    code = process.wait()
    return "time" if code == -9 else "bomb"
