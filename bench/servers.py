"""Servers under the product's own gunicorn settings, and wrk runs against them, in pairs."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# Many short rounds: what else the machine does then meets all that is compared alike.
SECONDS = int(os.environ.get("BENCH_SECONDS", "1"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "15"))


@dataclass
class Server:
    """A running gunicorn: its address, its master's pid, seconds until it answered."""

    url: str
    pid: int
    start_seconds: float


@contextmanager
def serve(target: str, ready: str, environ: dict[str, str]) -> Iterator[Server]:
    """Run ``target`` (module:app) with gunicorn.conf.py; wait for ``ready``; end it."""
    port = free_port()
    env = dict(os.environ) | environ | {"PORT": str(port), "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}"}
    began = time.perf_counter()
    process = subprocess.Popen(
        [str(BIN / "gunicorn"), target],
        cwd=ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(url + ready)
        yield Server(url, process.pid, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(30)


def _wait(url: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"{url} did not answer")


@dataclass
class Load:
    """One wrk run: answers a second, and answers that were no success."""

    rate: float
    errors: int


def wrk(url: str, script: Path | None = None, connections: int = 16) -> Load:
    """Drive one address for SECONDS from loopback with one thread; it stops by itself.

    Every request comes by a connection of its own, as from people with a phone each: kept ones
    fall to the two workers unevenly (16 as 14 and 2), and a rate then tells of that alone.
    """
    command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s"]
    command += ["-H", "Accept-Encoding: br", "-H", "Connection: close"]
    if script:
        command += ["-s", str(script)]
    text = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    sockets = re.search(
        r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text
    )
    errors = int(bad.group(1)) if bad else 0
    errors += sum(int(n) for n in sockets.groups()) if sockets else 0
    return Load(float(rate.group(1)) if rate else 0.0, errors)


@dataclass
class Pair:
    """Ours beside the bare Flask, round by round."""

    ours: list[Load]
    bare: list[Load]

    @property
    def ratio(self) -> float:
        """The median of the rounds' ratios."""
        pairs = zip(self.ours, self.bare, strict=True)
        return statistics.median(one.rate / other.rate for one, other in pairs)

    def line(self, name: str, floor: float | None) -> str:
        """One row of the report; without a floor the other one is there to compare only."""
        ours = statistics.median(load.rate for load in self.ours)
        bare = statistics.median(load.rate for load in self.bare)
        errors = sum(load.errors for load in self.ours)
        verdict = "(to compare)"
        if floor is not None:
            held = self.ratio >= floor and not errors
            verdict = f"(at least {floor}) {'ok' if held else 'BELOW'}"
        return (
            f"{name:<34} {ours:>8.0f}/s  bare {bare:>8.0f}/s  ratio {self.ratio:>5.2f}"
            f"  {verdict}  errors {errors}"
        )


def warm(url: str) -> None:
    """Let every worker compile its templates and open its connections; not counted."""
    for _ in range(60):
        with urllib.request.urlopen(url, timeout=10):
            pass


def in_turn(ours: str, bare: str, scripts: tuple[list[Path], list[Path]] | None = None) -> Pair:
    """Drive both addresses in turn, ROUNDS times; scripts, when given, one a round."""
    pair = Pair([], [])
    for number in range(ROUNDS):
        first = scripts[0][number] if scripts else None
        second = scripts[1][number] if scripts else None
        pair.ours.append(wrk(ours, first))
        pair.bare.append(wrk(bare, second))
    return pair


def memory_mib(master: int) -> list[float]:
    """Proportional memory of each worker of a gunicorn master, MiB."""
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(master)], capture_output=True, text=True, check=True
    )
    sizes = []
    for pid in found.stdout.split():
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        pss = re.search(r"^Pss:\s+(\d+) kB", text, re.M)
        sizes.append(int(pss.group(1)) / 1024 if pss else 0.0)
    return sizes
