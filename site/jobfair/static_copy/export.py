"""Writing the copy: fetch what is public, then write it anew with relative links, then swap.

Everything happens in a new folder beside the wanted one. Only a whole copy takes its place, by
two renames. Long work in short turns, so that the worker can do it too.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections import deque
from contextvars import Context
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from jobfair.language import PREFIX
from jobfair.logs import QUIET
from jobfair.static_copy.panels import Panels, draw_call_page, draw_panels
from jobfair.static_copy.places import Address, Places, call_page, file_of, way
from jobfair.static_copy.rewriting import links_of, rewrite

MARK = "ban-sao.json"
"""Lies in every copy and says when it was made; a folder without it is nobody's to replace."""
HTML = "text/html"
DAY = 86_400
WITHOUT_ADDRESS = "http://localhost"
FIRST = ("/", f"{PREFIX}/", "/du-lieu", "/tim", "/so-lieu")


class NotOurs(Exception):
    """The folder holds something that is no copy of ours; nothing was written."""


class Broken(Exception):
    """A page could not be made: the earlier copy stays, it is better than half of one."""


@dataclass
class Copy:
    """A copy under way. ``address``: scheme and host of the living site, '' where unknown."""

    app: Flask
    target: Path
    address: str
    made_at: datetime
    pages: dict[Address, str] = field(default_factory=dict)  # address -> its file
    files: int = 0

    def __post_init__(self) -> None:
        """Refuse a folder that is not ours; begin with the first pages."""
        check_target(self.target)
        self.folder = self.target.with_name(f".{self.target.name}.{os.getpid()}.new")
        self.places = Places(self.app, self.address or WITHOUT_ADDRESS)
        self._client = FlaskClient(self.app, self.app.response_class)
        self._panels: dict[str, Panels] = {}
        self._seen: set[Address] = set()
        self._known: dict[Address, str] = {}
        self._to_fetch: deque[Address] = deque()
        self._to_write: deque[Address] = deque()
        shutil.rmtree(self.folder, ignore_errors=True)
        tidy(self.target)
        for path in FIRST:
            self._want(Address(path))

    def turn(self, most: int) -> bool:
        """Do ``most`` pages more; False when the whole copy has taken its place."""
        for _page in range(most):
            if self._to_fetch:
                self._fetch(self._to_fetch.popleft())
                if not self._to_fetch:
                    self._to_write = deque(self.pages)
            elif self._to_write:
                self._write_page(self._to_write.popleft())
            else:
                self._finish()
                return False
        return True

    def drop(self) -> None:
        """Forget what was written so far."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _want(self, address: Address) -> None:
        if address not in self._seen:
            self._seen.add(address)
            if self.places.holds(address):
                self._to_fetch.append(address)

    def _fetch(self, address: Address) -> None:
        answer = self._get(address)
        if answer.status_code >= 500:
            raise Broken(f"{address.path}: {answer.status}")
        if answer.status_code != 200:
            return
        page = answer.mimetype == HTML
        try:
            file = file_of(address, page=page)
        except ValueError:
            return
        self._put(file, answer.data)
        self._known[address] = file
        if not page:
            return
        self.pages[address] = file
        for link in links_of(answer.text):
            found = self.places.read(link, address)
            if found is not None:
                self._want(found[0])

    def _get(self, address: Address) -> TestResponse:
        """As a visitor without a cookie asks, in a context of its own: no session is shared."""
        where = quote(address.path) + (f"?{address.query}" if address.query else "")
        base = self.places.base
        own = {QUIET: True}
        return Context().run(lambda: self._client.get(where, base_url=base, environ_overrides=own))

    def _put(self, file: str, data: bytes) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.files += 1

    def _write_page(self, address: Address) -> None:
        file = self.pages[address]
        page = (self.folder / file).read_text(encoding="utf-8")
        self._put(file, self._changed(page, address, file).encode("utf-8"))
        self.files -= 1  # it was counted when it was fetched

    def _changed(self, page: str, address: Address, file: str) -> str:
        def link(old: str) -> str:
            found = self.places.read(old, address)
            if old.startswith("#") or found is None:
                return old
            known = self._known.get(found[0])
            return way(file, known, found[1]) if known else way(file, call_page(address.lang))

        panels = self._panels_of(address.lang)
        live = bool(self.address)
        return rewrite(page, link, band=panels.band, panel=panels.form, live=live)

    def _panels_of(self, lang: str) -> Panels:
        if lang not in self._panels:
            self._panels[lang] = draw_panels(self.app, self.made_at, lang)
        return self._panels[lang]

    def _finish(self) -> None:
        for lang in ("vi", "en"):
            page = draw_call_page(self.app, lang)
            at = Address(PREFIX if lang == "en" else "/")
            file = call_page(lang)
            self._put(file, self._changed(page, at, file).encode("utf-8"))
        about = {
            "made_at": self.made_at.isoformat(),
            "of": self.address,
            "pages": len(self.pages),
            "files": self.files,
        }
        self._put(MARK, json.dumps(about, indent=1).encode("utf-8"))
        swap(self.folder, self.target)


def finish(copy: Copy) -> None:
    """Take turns until the copy is in its place; nothing is left behind where that fails."""
    try:
        while copy.turn(100):
            pass
    except BaseException:
        copy.drop()
        raise


def check_target(target: Path) -> None:
    """Raises NotOurs where the folder may not be replaced by a copy."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise NotOurs(f"{target} is no folder")
    if target.is_dir() and any(target.iterdir()) and not (target / MARK).is_file():
        raise NotOurs(f"{target} is not empty and holds no earlier copy ({MARK} is missing)")


def tidy(target: Path) -> None:
    """Take away what a run that was killed a day ago or earlier has left beside the folder."""
    for kind in ("new", "old"):
        for path in target.parent.glob(f".{target.name}.*.{kind}"):
            if time.time() - path.stat().st_mtime > DAY:
                shutil.rmtree(path, ignore_errors=True)


def swap(new: Path, target: Path) -> None:
    """Put the new folder in the place of the old one. Raises NotOurs as ``check_target``."""
    check_target(target)
    old = new.with_suffix(".old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)
