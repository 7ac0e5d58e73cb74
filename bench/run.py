"""`make bench`: ratios against a bare Flask under the same gunicorn, in the same run.

Pages cold (made anew each time) and repeated (kept), every failure of the slip's form, the
last POST of a registration, staff pages at 100,000 people, memory a worker, start time, a
registration on slow 2G. BENCH_SECONDS, BENCH_ROUNDS and BENCH_PEOPLE make it longer or shorter.
Traffic stays on loopback.
"""

from __future__ import annotations

import logging
import os
import subprocess
import tempfile
from pathlib import Path

import brotli
import structlog
from flask import Flask

from bench import registration, slow_line, staff_pages
from bench.servers import BIN, ROOT, ROUNDS, SECONDS, Server, in_turn, memory_mib, serve, warm
from bench.slip import slip_failures
from jobfair import create_app
from jobfair.conferences.queries import list_open
from jobfair.config import load_settings

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "100000"))
PASSWORD = "bench password 2026"


def prepare(folder: Path, people: int) -> tuple[Flask, dict[str, str]]:
    """A fresh instance with demonstration data; give an app on it and its environment."""
    environ = {
        "JOBFAIR_INSTANCE": str(folder),
        "JOBFAIR_DEMO_PASSWORD": PASSWORD,
        "PYTHONPATH": str(ROOT / "site"),
    }
    env = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | environ
    for step in (
        ["db", "upgrade"],
        ["province", "load", "son_la"],
        ["demo", "load", "--people", str(people)],
    ):
        subprocess.run(
            [str(BIN / "flask"), "--app", "wsgi", *step],
            cwd=ROOT,
            env=env,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    app = create_app(load_settings(env))
    # The report stands alone: no line an answer of the apps that live in this process.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    return app, environ


def save_pages(app: Flask, folder: Path) -> dict[str, str]:
    """Keep each page's bytes for the bare Flask; give name -> address."""
    with app.app_context():
        slug = list_open()[0].slug
    pages = {"home": "/", "list": "/hoi-nghi", "conference": f"/hoi-nghi/{slug}"}
    client = app.test_client()
    for name, path in pages.items():
        text = client.get(path).text
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
        (folder / f"{name}.br").write_bytes(brotli.compress(text.encode(), quality=5))
    return pages


def pages_in_turn(ours: Server, bare: Server, pages: dict[str, str], how: str) -> None:
    """Print one row a page."""
    floor = 0.25 if how == "cold" else 0.7
    for name, path in pages.items():
        warm(ours.url + path)
        warm(f"{bare.url}/{how}/{name}")
        pair = in_turn(ours.url + path, f"{bare.url}/{how}/{name}")
        print(pair.line(f"{name}, {how}", floor), flush=True)


def registrations_in_turn(app: Flask, ours: Server, bare: Server, folder: Path) -> None:
    """Print the rows of the last POST, and prove that every answer is a seat.

    Beside two bare ones: Flask-SQLAlchemy's one row, which is the measure since the product
    stands on it too, and one row by sqlite3 alone.
    """
    slug, each = registration.roomy_conference(app), SECONDS * 700
    before = registration.count_held(folder / "jobfair.sqlite3")
    floors = {"orm": 0.5, "driver": None}
    first = 0
    for kind, floor in floors.items():
        script = registration.bare_script(folder, kind)
        scripts = []
        for number in range(ROUNDS):
            keys = registration.make_drafts(app, each, first)
            first += each
            name = f"{kind}{number}"
            scripts.append(registration.script(folder, name, ours.url, slug, keys))
        pair = in_turn(ours.url, bare.url, (scripts, [script] * ROUNDS))
        print(pair.line(f"registration POST, bare {kind}", floor), flush=True)
    made = registration.count_held(folder / "jobfair.sqlite3") - before
    print(f"{'':<34} {made} seats held by it")


def main() -> None:
    """Run everything and print the report."""
    print(f"{ROUNDS} rounds of {SECONDS} s each, ours and bare in turn; 2 workers x 8 threads")
    with tempfile.TemporaryDirectory(prefix="jobfair-bench-") as name:
        folder = Path(name)
        app, environ = prepare(folder, 200)
        pages = save_pages(app, folder)
        environ |= {"BENCH_FOLDER": name}
        with serve("bench.bare:app", "/repeated/home", environ) as bare:
            with serve("wsgi:app", "/ready", environ | {"JOBFAIR_PAGE_CACHE": "0"}) as ours:
                pages_in_turn(ours, bare, pages, "cold")
            with serve("wsgi:app", "/ready", environ) as ours:
                pages_in_turn(ours, bare, pages, "repeated")
                slip_failures(app, ours.url)
                registrations_in_turn(app, ours, bare, folder)
                memory = memory_mib(ours.pid)
                sizes = " ".join(f"{size:.0f}" for size in memory)
                print(f"{'memory a worker, MiB':<34} {sizes}")
                print(f"{'start until ready':<34} {ours.start_seconds:.1f} s")
                slow_line.report(app, ours.url)
    with tempfile.TemporaryDirectory(prefix="jobfair-bench-") as name:
        app, _environ = prepare(Path(name), PEOPLE)
        staff_pages.report(app, PEOPLE, PASSWORD)


if __name__ == "__main__":
    main()
