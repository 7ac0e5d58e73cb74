"""Search over 50,000 public things: each question's time, and the first one after a change.

`python -m bench.search` runs it alone. BENCH_THINGS says how many things there are. The target is
200 ms at the 95th percentile (issue 5, item 12); it is reported, not asserted.
"""

from __future__ import annotations

import os
import resource
import statistics
import tempfile
import time
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from bench import catalogue
from bench.run import prepare
from jobfair.database import db
from jobfair.kept import SECTIONS
from jobfair.public_version import raise_version

THINGS = int(os.environ.get("BENCH_THINGS", "50000"))
MOST_MS = 200
TIMES = 8
QUESTIONS = (
    *("nhat ban", "Nhật Bản", "xuat khau lao dong", "xkld nhat", "muong la", "Mường La", "lo"),
    *("cong ty mau", "canh chim 12", "che bien thuc pham", "DH-20001", "ban", "a", "osin dai loan"),
    *("khong ai biet gi ca", "hoi nghi muong la nhat ban", "0950000123", "bac yen", "đức", "phi"),
)


def ask(client: FlaskClient, question: str) -> float:
    """Milliseconds of one answer."""
    began = time.perf_counter()
    answer = client.get("/tim", query_string={"q": question})
    spent = (time.perf_counter() - began) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"{question}: {answer.status}")
    return spent


def measure(app: Flask) -> None:
    """Print the figures of a filled database."""
    client = FlaskClient(app, app.response_class)
    first = ask(client, QUESTIONS[0])
    spent = {q: [ask(client, q) for _time in range(TIMES)] for q in QUESTIONS}
    every = sorted(ms for row in spent.values() for ms in row)
    p95 = every[int(len(every) * 0.95)]
    print(
        f"search over {THINGS} things, {len(every)} questions: "
        f"median {statistics.median(every):.0f} ms, p95 {p95:.0f} ms "
        f"(at most {MOST_MS}: {'held' if p95 <= MOST_MS else 'missed'}), worst {every[-1]:.0f} ms"
    )
    slowest = sorted(spent, key=lambda q: -statistics.median(spent[q]))[:3]
    print("slowest:", ", ".join(f"{q!r} {statistics.median(spent[q]):.0f} ms" for q in slowest))
    print(f"first question of a process: {first:.0f} ms")
    for section in SECTIONS:
        with app.app_context():
            raise_version(section)
            db.session.commit()
        print(f"first question after a change of {section}: {ask(client, QUESTIONS[0]):.0f} ms")
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"memory of the process at most: {mib} MiB")


def main() -> None:
    """A fresh instance with the demonstration and copies of it until there are THINGS."""
    catalogue.BODIES = THINGS * 6 // 100
    catalogue.ORDERS = THINGS * 54 // 100
    catalogue.CONFERENCES = THINGS * 40 // 100
    with tempfile.TemporaryDirectory() as folder:
        app, _environ = prepare(Path(folder), 200)
        catalogue.fill(app)
        measure(app)


if __name__ == "__main__":
    main()
