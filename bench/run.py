"""`make bench`: ratios against a bare Flask under the same gunicorn, in the same run.

Pages cold (made anew each time) and repeated (kept), every failure of the slip's form, the
last POST of a registration, people search at 100,000 people, memory a worker, start time, a
registration on slow 2G. BENCH_SECONDS, BENCH_ROUNDS and BENCH_PEOPLE make it longer or shorter.
Traffic stays on loopback.
"""

from __future__ import annotations

import logging
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import brotli
import structlog
from flask import Flask

from bench import registration, slow_line
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

    Beside two bare ones: Flask-SQLAlchemy's one row, and one row by sqlite3 alone.
    """
    slug, each = registration.roomy_conference(app), SECONDS * 700
    before = registration.count_held(folder / "jobfair.sqlite3")
    kinds = ("orm", "driver")
    first = 0
    for kind in kinds:
        script = registration.bare_script(folder, kind)
        scripts = []
        for number in range(ROUNDS):
            keys = registration.make_drafts(app, each, first)
            first += each
            name = f"{kind}{number}"
            scripts.append(registration.script(folder, name, ours.url, slug, keys))
        pair = in_turn(ours.url, bare.url, (scripts, [script] * ROUNDS))
        print(pair.line(f"registration POST, bare {kind}", 0.5), flush=True)
    made = registration.count_held(folder / "jobfair.sqlite3") - before
    print(f"{'':<34} {made} seats held by it")


def search_times(app: Flask) -> None:
    """Print the p95 of staff people search, page and fragment, warm."""
    client = app.test_client()
    page = client.get("/can-bo/dang-nhap").text
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    client.post(
        "/can-bo/dang-nhap",
        data={"username": "counsellor", "password": PASSWORD, "csrf_token": token},
    )
    spent: list[float] = []
    for q in ("lo thi xuan", "xuan", "lo", "123", "giang a pao", "vi thi on", "đinh", "0950000123"):
        for _ in range(12):
            began = time.perf_counter()
            answer = client.get(f"/can-bo/nguoi-lao-dong?q={q}", headers={"HX-Request": "true"})
            spent.append((time.perf_counter() - began) * 1000)
            assert answer.status_code == 200
    p95 = statistics.quantiles(spent, n=20)[18]
    middle = statistics.median(spent)
    print(f"{f'people search, {PEOPLE} people':<34} median {middle:.0f} ms  p95 {p95:.0f} ms")


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
        search_times(app)


if __name__ == "__main__":
    main()
