"""A list of 5,000 people sent to the running server and written by the worker, in figures."""

from __future__ import annotations

import http.cookiejar
import os
import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from jobfair.config import ROOT
from jobfair.database import db
from jobfair.lib.text import fold
from jobfair.models import BatchState, ImportBatch, ImportRow, Person
from tests.intake.harmful import bomb
from tests.intake.sheets import AT, SIGNED, book
from tests.live import Live, serve
from tests.world import PASSWORD

pytestmark = pytest.mark.soak
ROWS = 5_000
SECONDS, MEMORY = 20.0, 64 * 1024 * 1024
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Officer:
    """An officer of Mường La at a browser without a script."""

    live: Live
    slowest: float = 0.0
    answers: int = 0
    opener: urllib.request.OpenerDirector = field(init=False)

    def __post_init__(self) -> None:
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self.post("/can-bo/dang-nhap", {"username": "officer.muongla", "password": PASSWORD})

    def get(self, path: str) -> str:
        began = time.monotonic()
        with self.opener.open(self.live.url + path, timeout=30) as answer:
            text = str(answer.read().decode())
        self.slowest = max(self.slowest, time.monotonic() - began)
        self.answers += 1
        return text

    def post(self, path: str, data: dict[str, str], at: str = "") -> str:
        token = TOKEN.search(self.get(at or path))
        assert token is not None
        body = urllib.parse.urlencode(data | {"csrf_token": token[1]}).encode()
        with self.opener.open(self.live.url + path, body, timeout=30) as answer:
            answer.read()
            return str(answer.url).removeprefix(self.live.url)

    def send(self, content: bytes) -> str:
        page = self.get(f"{AT}/people")
        names = dict(re.findall(r'name="(csrf_token|form_key)" value="([^"]+)"', page))
        mark = "----danh-sach"
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'.encode()
            for n, v in names.items()
        ]
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
        body = b"".join(parts) + head.encode() + content + f"\r\n--{mark}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        asked = urllib.request.Request(f"{self.live.url}{AT}/people", body, kind)
        with self.opener.open(asked, timeout=30) as answer:
            answer.read()
            return str(answer.url).removeprefix(self.live.url)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Live]:
    with serve(tmp_path) as live:
        environ = dict(os.environ) | {"JOBFAIR_INSTANCE": str(tmp_path), "PYTHONPATH": "site"}
        flask = str(Path(sys.executable).parent / "flask")
        worker = subprocess.Popen([flask, "--app", "wsgi", "worker"], cwd=ROOT, env=environ)
        try:
            yield live
        finally:
            worker.terminate()
            worker.wait(20)


def test_five_thousand_rows_while_others_work(running: Live) -> None:
    officer, other = Officer(running), Officer(running)
    other.get("/can-bo/nguoi-lao-dong")
    other.slowest = 0.0
    content, before = book([row(n) for n in range(ROWS)]), peak_of(running)
    began = time.monotonic()
    address = officer.send(content)
    wait(running, address, BatchState.COLUMNS, other)
    read = time.monotonic() - began
    columns = {"name": "1", "birth": "2", "phone": "3", "commune": "4", "village": "5"}
    chosen = {f"cot_{field}": at for field, at in columns.items()}
    officer.post(f"{address}/cot", chosen | SIGNED, at=address)
    seen = wait(running, address, BatchState.PREVIEW, other)
    checked = time.monotonic() - began
    officer.post(f"{address}/chon", {"do": "all"}, at=address)
    officer.post(f"{address}/chon", {"do": "run"}, at=address)
    seen |= wait(running, address, BatchState.DONE, other)
    took, more = time.monotonic() - began, peak_of(running) - before
    print(
        f"\n{ROWS} rows: read {read:.1f} s, checked {checked - read:.1f} s, written"
        f" {took - checked:.1f} s, all {took:.1f} s; server +{more / 2**20:.1f} MB;"
        f" others: {other.answers} answers, slowest {other.slowest * 1000:.0f} ms;"
        f" {len(seen)} different states of progress"
    )
    with running.app.app_context():
        assert db.session.query(Person).count() == ROWS
        assert {r.outcome for r in db.session.query(ImportRow)} == {"new"}
    assert took < SECONDS
    assert more < MEMORY
    assert len(seen) > 5


def test_a_bomb_leaves_the_server_as_it_was(running: Live) -> None:
    officer, other = Officer(running), Officer(running)
    content, before = bomb(), peak_of(running)
    began = time.monotonic()
    address = officer.send(content)
    wait(running, address, BatchState.REFUSED, other)
    took, more = time.monotonic() - began, peak_of(running) - before
    print(f"\nbomb: refused after {took:.1f} s, server +{more / 2**20:.1f} MB")
    assert more < MEMORY


def row(number: int) -> tuple[object, ...]:
    """A row of somebody of her own: five letters and three digits of the phone differ."""
    letters = "".join(chr(97 + int(digit)) for digit in f"{number:05}")
    assert fold(letters) == letters
    year, phone = 1970 + number % 30, 950000000 + number % 1000
    return (number, f"Lò Thị {letters}", year, phone, "Mường La", "Bản Mẫu")


def wait(live: Live, address: str, state: BatchState, other: Officer) -> set[tuple[str, int]]:
    """Look until the file stands there, while somebody else works; the steps on the way."""
    seen: set[tuple[str, int]] = set()
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with live.app.app_context():
            batch = db.session.get_one(ImportBatch, address.rsplit("/", 1)[-1])
            now_at = (batch.state, batch.at)
            db.session.remove()
        seen.add((str(now_at[0]), now_at[1]))
        if now_at[0] is state:
            return seen
        other.get("/can-bo/nguoi-lao-dong?q=lo")
        time.sleep(0.1)
    raise AssertionError(f"{now_at} instead of {state}")


def peak_of(live: Live) -> int:
    """The most memory that the server's processes have held so far, in bytes."""
    found = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            environ = (status.parent / "environ").read_bytes()
            command = (status.parent / "cmdline").read_bytes()
            text = status.read_text(encoding="utf-8")
        except OSError:
            continue
        if f"JOBFAIR_INSTANCE={live.instance}".encode() in environ and b"gunicorn" in command:
            found += int(re.findall(r"VmHWM:\s+(\d+)", text)[0]) * 1024
    return found
