"""`make bench`: ratios against a bare Flask under the same gunicorn, in the same run.

Pages cold (made anew each time) and repeated (kept), with the demonstration's catalogue and with
500 sending bodies, 2,000 job orders and 1,000 conferences; every failure of the slip's form, the
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

from bench import catalogue, registration, slow_line, staff_pages
from bench.servers import (
    BIN,
    ROOT,
    ROUNDS,
    SECONDS,
    Pair,
    Server,
    in_turn,
    memory_mib,
    serve,
    warm,
    wrk,
)
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


def save_pages(app: Flask, folder: Path, size: str) -> dict[str, str]:
    """Keep each page's bytes for the bare Flask, by size and name; give name -> address."""
    with app.app_context():
        slug = list_open()[0].slug
    pages = {"home": "/", "list": "/hoi-nghi", "conference": f"/hoi-nghi/{slug}"}
    client = app.test_client()
    for name, path in pages.items():
        text = client.get(path).text
        (folder / f"{size}-{name}.html").write_text(text, encoding="utf-8")
        (folder / f"{size}-{name}.br").write_bytes(brotli.compress(text.encode(), quality=7))
    return pages


def pages_in_turn(
    servers: dict[str, Server], bare: Server, pages: dict[str, str], how: str
) -> None:
    """Print two rows a page: with the demonstration's catalogue, and with one of full size.

    The four are driven in turn, so that the second row's share of the first is of one minute.
    """
    floor = 0.25 if how == "cold" else 0.7
    for name, path in pages.items():
        two = {
            size: (ours.url + path, f"{bare.url}/{how}/{size}-{name}")
            for size, ours in servers.items()
        }
        for ours_url, bare_url in two.values():
            warm(ours_url)
            warm(bare_url)
        pairs = {size: Pair([], []) for size in two}
        for _ in range(ROUNDS):
            for size, (ours_url, bare_url) in two.items():
                pairs[size].ours.append(wrk(ours_url))
                pairs[size].bare.append(wrk(bare_url))
        print(pairs["small"].line(f"{name}, {how}", floor), flush=True)
        print(pairs["full"].line(f"{name}, {how}, full catalogue", None), flush=True)
        share = pairs["full"].ratio / pairs["small"].ratio
        verdict = "ok" if share >= 0.9 else "BELOW"
        print(f"{'':<34} {share:.2f} of the row above  (at least 0.9) {verdict}", flush=True)


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


def public_pages(folder: Path) -> None:
    """The public side: pages of both sizes, slip, registration, memory, start, slow line."""
    app, environ = prepare(folder, 200)
    full = folder / "full"
    full.mkdir()
    full_app, full_environ = prepare(full, 200)
    catalogue.fill(full_app)
    pages = save_pages(app, folder, "small")
    save_pages(full_app, folder, "full")
    with serve(
        "bench.bare:app", "/repeated/small-home", environ | {"BENCH_FOLDER": str(folder)}
    ) as bare:
        for how, kept in (("cold", {"JOBFAIR_PAGE_CACHE": "0"}), ("repeated", {})):
            with (
                serve("wsgi:app", "/ready", environ | kept) as small,
                serve("wsgi:app", "/ready", full_environ | kept) as large,
            ):
                pages_in_turn({"small": small, "full": large}, bare, pages, how)
        with serve("wsgi:app", "/ready", environ) as ours:
            for path in pages.values():
                warm(ours.url + path)
            slip_failures(app, ours.url)
            registrations_in_turn(app, ours, bare, folder)
            sizes = " ".join(f"{size:.0f}" for size in memory_mib(ours.pid))
            print(f"{'memory a worker, MiB':<34} {sizes}")
            print(f"{'start until ready':<34} {ours.start_seconds:.1f} s")
            slow_line.report(app, ours.url)


def main() -> None:
    """Run everything and print the report."""
    print(f"{ROUNDS} rounds of {SECONDS} s each, ours and bare in turn; 2 workers x 8 threads")
    with tempfile.TemporaryDirectory(prefix="jobfair-bench-") as name:
        public_pages(Path(name))
    with tempfile.TemporaryDirectory(prefix="jobfair-bench-") as name:
        app, _environ = prepare(Path(name), PEOPLE)
        staff_pages.report(app, PEOPLE, PASSWORD)


if __name__ == "__main__":
    main()
