"""The last POST of a registration: drafts made beforehand, one script for wrk a round."""

from __future__ import annotations

import re
import sqlite3
import urllib.request
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask

from jobfair.conferences.queries import list_open
from jobfair.database import db
from jobfair.lib.clock import now
from jobfair.lib.codes import new_form_key
from jobfair.models import Conference
from jobfair.registration.answers import Answers
from jobfair.registration.drafts import drafts

LUA = """
local n = 0
local paths, total = {}, 0
for line in io.lines("%(lines)s") do total = total + 1; paths[total] = line end
request = function()
  n = n + 1
  if n > total then wrk.thread:stop() return wrk.format("GET", "/health") end
  return wrk.format("POST", paths[n], {["Connection"] = "close",
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Cookie"] = "%(cookie)s"}, "%(body)s")
end
"""
BARE_LUA = """
request = function()
  return wrk.format("POST", "%(path)s",
    {["Connection"] = "close",
    ["Content-Type"] = "application/x-www-form-urlencoded"}, "%(body)s")
end
"""


def roomy_conference(app: Flask) -> str:
    """Give one open conference a hall without end; give its slug."""
    with app.app_context():
        conference = db.session.get(Conference, list_open()[0].id)
        assert conference is not None
        conference.capacity = 1_000_000
        conference.starts_at = now() + timedelta(days=2)
        conference.ends_at = conference.starts_at + timedelta(hours=3)
        db.session.commit()
        return conference.slug


def make_drafts(app: Flask, count: int, first: int = 0) -> list[str]:
    """Answer the questions ``count`` times, everybody somebody new; give the form keys."""
    found = []
    with app.app_context():
        for number in range(first, first + count):
            key = new_form_key()
            answers = Answers(
                for_whom="self",
                name=f"Lò Thị Đo {number}",
                birth_year=1990 + number % 15,
                phone=f"+849500{number:06d}",
                commune="03808",
                village="Bản Mẫu",
            )
            drafts().save(key, asdict(answers))
            found.append(key)
    return found


def cookie_and_token(url: str) -> tuple[str, str]:
    """Open a form as a browser does."""
    with urllib.request.urlopen(url) as answer:
        cookie = answer.headers["Set-Cookie"].split(";")[0]
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.read().decode())
    assert token is not None
    return cookie, token.group(1)


def script(folder: Path, name: str, url: str, slug: str, keys: list[str]) -> Path:
    """A wrk script that sends each form once."""
    cookie, token = cookie_and_token(f"{url}/hoi-nghi/{slug}/dang-ky")
    lines = folder / f"{name}.txt"
    lines.write_text(
        "\n".join(f"/hoi-nghi/{slug}/dang-ky/{key}/xem-lai" for key in keys), encoding="ascii"
    )
    body = urlencode({"csrf_token": token, "consent_seat": "y"})
    path = folder / f"{name}.lua"
    path.write_text(LUA % {"lines": lines, "cookie": cookie, "body": body}, encoding="ascii")
    return path


def bare_script(folder: Path, kind: str) -> Path:
    """A wrk script for the bare Flask's POST of a kind: ``orm`` or ``driver``."""
    path, body = folder / f"bare-{kind}.lua", urlencode({"name": "Lo Thi Xuan"})
    path.write_text(BARE_LUA % {"path": f"/{kind}", "body": body}, encoding="ascii")
    return path


def count_held(database: Path) -> int:
    """Registrations that stand in the database."""
    with sqlite3.connect(database) as connection:
        row = connection.execute("SELECT count(*) FROM registration WHERE state = 'held'")
        return int(row.fetchone()[0])
