"""A phone without JavaScript: walks the registration over real HTTP, keeps cookie and token."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from multiprocessing.synchronize import Barrier
from queue import Queue
from urllib.parse import urlencode, urlsplit

_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')


def hidden_fields(html: str) -> dict[str, str]:
    """The hidden fields of a page: the form token and the once-only key."""
    found = {}
    for tag in _HIDDEN.findall(html):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value:
            found[name.group(1)] = value.group(1)
    return found


@dataclass
class Sent:
    """The answer to a sending: status, where it led, when it was sent and answered.

    The moments are those of the machine's monotonic clock, one for all processes.
    """

    status: int
    location: str
    began: float
    ended: float


@dataclass
class Walker:
    """One browser. ``answers`` holds what is typed beside the hidden fields."""

    url: str
    cookie: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    _connection: HTTPConnection | None = None

    def _ask(self, method: str, path: str, body: str = "") -> tuple[HTTPResponse, str]:
        used_before = self._connection is not None
        try:
            answer, text = self._try(method, path, body)
        except ConnectionError:  # kept open too long; a browser asks once more as well
            self.close()
            if not used_before:
                raise
            answer, text = self._try(method, path, body)
        if kept := answer.getheader("Set-Cookie"):
            self.cookie = kept.split(";")[0]
        return answer, text

    def _try(self, method: str, path: str, body: str) -> tuple[HTTPResponse, str]:
        place = urlsplit(self.url)
        if self._connection is None:
            self._connection = HTTPConnection(place.hostname or "", place.port, timeout=60)
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body or None, headers)
        answer = self._connection.getresponse()
        return answer, answer.read().decode("utf-8")

    def open(self, path: str) -> str:
        """Open a page and keep its hidden fields. Raises AssertionError unless it is 200."""
        answer, text = self._ask("GET", path)
        assert answer.status == 200, f"{path}: {answer.status}"
        self.fields = hidden_fields(text)
        return text

    def post(self, path: str, typed: dict[str, str]) -> Sent:
        """Send a form with the hidden fields."""
        began = time.monotonic()
        answer, _text = self._ask("POST", path, urlencode(self.fields | typed))
        location = answer.getheader("Location") or ""
        return Sent(answer.status, urlsplit(location).path, began, time.monotonic())

    def walk(self, slug: str, name: str, phone: str) -> str:
        """Answer every question of a conference's form; give the address of the check page."""
        path = f"/hoi-nghi/{slug}/dang-ky"
        self.open(path)
        answers = [
            {"for_whom": "self"},
            {"name": name},
            {"birth_year": "2001"},
            {"phone": phone},
            {"commune": "03808", "village": "Bản Mẫu"},
        ]
        for typed in answers:
            sent = self.post(path, typed)
            assert sent.status == 303, f"{path}: {sent.status}"
            path = sent.location
        return path

    def send(self, check_page: str) -> Sent:
        """Agree and send; hang up, as the server does with who stays silent."""
        sent = self.post(check_page, {"consent_seat": "y"})
        self.close()
        return sent

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def send_all(
    url: str, slug: str, first: int, count: int, gate: Barrier, out: Queue[list[list[Sent]] | str]
) -> None:
    """One process: fills its forms, waits for the others, sends, then sends each again.

    Puts the answers to the first and to the second sendings; where something breaks, its text.
    """
    try:
        walkers = [Walker(url) for _ in range(count)]
        pages = []
        for number, walker in enumerate(walkers, start=first):
            pages.append(walker.walk(slug, f"Lò Thị Mẫu {number}", f"0950000{number % 1000:03}"))
            walker.close()
        gate.wait(300)
        once = [walker.send(page) for walker, page in zip(walkers, pages, strict=True)]
        again = [walker.send(page) for walker, page in zip(walkers, pages, strict=True)]
        out.put([once, again])
    except Exception as error:
        gate.abort()
        out.put(f"{type(error).__name__}: {error}")
