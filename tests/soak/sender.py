"""A phone over HTTP without a browser: it may lose its line at any byte and simply asks again.

Does what a person does (reload, press again) and what the script does that sends a form which
was filled without a network: every answer to its question, then the consents.
"""

from __future__ import annotations

import secrets
import socket
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from io import BytesIO
from urllib.parse import urlencode, urlsplit

from tests.soak.walker import hidden_fields

LETTERS = "0123456789abcdefghijklmnopqrstuv"
TRIES = 30
STEPS = ("cho-ai", "ho-ten", "nam-sinh", "dien-thoai", "xa", "xem-lai")


def new_key() -> str:
    """A once-only key as the script makes it, 130 bits."""
    return "".join(secrets.choice(LETTERS) for _ in range(26))


def answers_of(name: str, phone: str) -> dict[str, dict[str, str]]:
    """Step -> what is sent there."""
    return {
        "cho-ai": {"for_whom": "self"},
        "ho-ten": {"name": name},
        "nam-sinh": {"birth_year": "2001"},
        "dien-thoai": {"phone": phone},
        "xa": {"commune": "03808", "village": "Bản Mẫu"},
        "xem-lai": {"consent_seat": "y"},
    }


class Lost(Exception):
    """The line went away before the answer was whole."""


class _Came:
    """What came over a connection, for HTTPResponse to read."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def makefile(self, _mode: str) -> BytesIO:
        return BytesIO(self.data)


def _whole(data: bytes) -> tuple[HTTPResponse, str]:
    """The answer in ``data`` and its text. Raises HTTPException when its end is missing.

    http.client by itself takes a head that was cut for a shorter head; behind TLS no browser does.
    """
    if b"\r\n\r\n" not in data:
        raise HTTPException("the head ended in the middle")
    answer = HTTPResponse(_Came(data))  # type: ignore[arg-type]
    answer.begin()
    return answer, answer.read().decode("utf-8")


@dataclass
class Answer:
    """Status, where it leads (path) and the page."""

    status: int
    location: str
    text: str


@dataclass
class Phone:
    """One phone at an address; ``lost`` counts the answers that never came."""

    url: str
    cookie: str = ""
    lost: int = 0
    fields: dict[str, str] = field(default_factory=dict)

    def try_once(self, method: str, path: str, data: dict[str, str] | None = None) -> Answer:
        """One request on a connection of its own. Raises Lost."""
        place = urlsplit(self.url)
        body = urlencode(data or {}).encode("ascii")
        head = [f"{method} {path} HTTP/1.1", f"Host: {place.netloc}", "Connection: close"]
        if self.cookie:
            head.append(f"Cookie: {self.cookie}")
        if data is not None:
            head += ["Content-Type: application/x-www-form-urlencoded"]
            head += [f"Content-Length: {len(body)}"]
        try:
            with socket.create_connection((place.hostname or "", place.port or 80), 60) as line:
                line.sendall("\r\n".join([*head, "", ""]).encode("ascii") + body)
                answer, text = _whole(line.makefile("rb").read())
        except (OSError, HTTPException) as error:
            self.lost += 1
            raise Lost() from error
        if kept := answer.getheader("Set-Cookie"):
            self.cookie = kept.split(";")[0]
        return Answer(answer.status, urlsplit(answer.getheader("Location") or "").path, text)

    def ask(self, method: str, path: str, data: dict[str, str] | None = None) -> Answer:
        """The same, pressed again until an answer comes."""
        for _try in range(TRIES):
            try:
                return self.try_once(method, path, data)
            except Lost:
                continue
        raise AssertionError(f"{method} {path} never came through")

    def open(self, path: str) -> Answer:
        """Open a page and keep its hidden fields."""
        answer = self.ask("GET", path)
        self.fields = hidden_fields(answer.text) or self.fields
        return answer

    def walk(self, start: str, answers: dict[str, dict[str, str]], until: str = "xem-lai") -> str:
        """Answer question after question as the pages lead; give the address of ``until``."""
        path, step = start, "cho-ai"
        self.open(path)
        while step != until:
            answer = self.ask("POST", path, self.fields | answers[step])
            assert answer.status == 303, (path, answer.status)
            path, step = answer.location, answer.location.rsplit("/", 1)[-1]
        return path

    def send(self, check: str) -> str:
        """Agree and send; give the address of the receipt."""
        answer = self.ask("POST", check, self.fields | {"consent_seat": "y"})
        assert answer.status == 303, (check, answer.status)
        return answer.location

    def deliver(self, start: str, key: str, answers: dict[str, dict[str, str]]) -> str:
        """As static/js/form.js sends what was filled without a network; give the receipt."""
        self.open(start)
        proof = {"csrf_token": self.fields["csrf_token"], "form_key": key}
        answer = Answer(0, "", "")
        for step in STEPS:
            answer = self.ask("POST", f"{start}/{key}/{step}", proof | answers[step])
            assert answer.status == 303, (step, answer.status)
        return answer.location
