"""A bad line on loopback: forwards one TCP address, counts bytes, is away, cuts in the middle.

Network emulation of a kernel may be absent and a browser's does not cut sockets, so this stands
between a client and the server. It knows just enough of HTTP/1.1 to see where one request or
answer ends: by Content-Length, chunks, or the end of the connection.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

Part = Literal["request", "answer"]
DROP = 512
_LENGTH = re.compile(rb"^content-length:\s*(\d+)", re.I | re.M)
_CLOSES = re.compile(rb"^connection:\s*close", re.I | re.M)
_CHUNKED = re.compile(rb"^transfer-encoding:.*chunked", re.I | re.M)


@dataclass(frozen=True)
class Cut:
    """Drop the connection after so many tenths of the request or of the answer of a path."""

    part: Part
    tenths: int
    method: str = "POST"
    path: str = ""  # part of the request's path; '' is any


@dataclass(frozen=True)
class Exchange:
    """One request that was answered: "GET /", bytes sent, bytes received."""

    asked: str
    sent: int
    received: int


@dataclass(frozen=True)
class Speed:
    """Seconds before each answer begins; bytes a second to the phone and from it, shared by all."""

    latency: float
    received: float
    sent: float


SLOW_2G = Speed(latency=2.0, received=6250, sent=2500)
"""50 kbit/s down, 20 up, 2 s: "slow-2g" of the Network Information API's table."""


@dataclass
class Line:
    """The way to the server. ``down``: nobody gets through. ``cuts`` are used up one by one."""

    url: str
    target: tuple[str, int]
    speed: Speed | None = None
    down: bool = False
    cuts: list[Cut] = field(default_factory=list)
    made: list[Cut] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)
    _open: set[socket.socket] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _up: threading.Lock = field(default_factory=threading.Lock)
    _down: threading.Lock = field(default_factory=threading.Lock)

    @property
    def sent(self) -> int:
        """Bytes towards the server, headers and all."""
        return sum(one.sent for one in self.exchanges)

    @property
    def received(self) -> int:
        """Bytes towards the phone, headers and all."""
        return sum(one.received for one in self.exchanges)

    def go_down(self) -> None:
        """End every connection and accept no more."""
        self.down = True
        with self._lock:
            opened = list(self._open)
        for one in opened:
            _end(one)

    def come_back(self) -> None:
        """Let everybody through again."""
        self.down = False

    def serve(self, client: socket.socket) -> None:
        """Carry one connection, request by request, until an end hangs up or it is cut."""
        server = socket.socket()
        with self._lock:
            self._open |= {client, server}
        try:
            if not self.down:
                server.connect(self.target)
                while self._exchange(client, server):
                    pass
        except OSError:
            pass  # an end hung up: so does the other
        finally:
            with self._lock:
                self._open -= {client, server}
            _end(client)
            _end(server)

    def _exchange(self, client: socket.socket, server: socket.socket) -> bool:
        request = _message(client)
        if not request or self.down:
            return False
        method, path = request.split(b" ", 2)[:2]
        cut = self._cut_for(method.decode(), path.decode())
        if cut and cut.part == "request":
            server.sendall(_tenths(request, cut))
            return False
        if self.speed:
            with self._up:
                time.sleep(len(request) / self.speed.sent)
            time.sleep(self.speed.latency)
        server.sendall(request)
        answer = _message(server, to_head=method == b"HEAD")
        passed = _tenths(answer, cut) if cut else answer
        with self._lock:
            asked = f"{method.decode()} {path.decode()}"
            self.exchanges.append(Exchange(asked, len(request), len(passed)))
        self._hand_over(client, passed)
        return not cut and bool(answer) and not _CLOSES.search(answer.partition(b"\r\n\r\n")[0])

    def _hand_over(self, client: socket.socket, answer: bytes) -> None:
        """All at once, or as the line drips: answers under way share it, drop by drop."""
        if not self.speed:
            client.sendall(answer)
            return
        for start in range(0, len(answer), DROP):
            with self._down:
                time.sleep(len(answer[start : start + DROP]) / self.speed.received)
            client.sendall(answer[start : start + DROP])

    def _cut_for(self, method: str, path: str) -> Cut | None:
        with self._lock:
            for cut in self.cuts:
                if cut.method == method and cut.path in path:
                    self.cuts.remove(cut)
                    self.made.append(cut)
                    return cut
        return None


def _tenths(message: bytes, cut: Cut) -> bytes:
    return message[: len(message) * cut.tenths // 10]


def _end(one: socket.socket) -> None:
    with suppress(OSError):  # it was not connected, or is closed
        one.shutdown(socket.SHUT_RDWR)
    one.close()


def _message(end: socket.socket, to_head: bool = False) -> bytes:
    """One whole request or answer; b'' when the other end has hung up."""
    data = b""
    while b"\r\n\r\n" not in data:
        got = end.recv(65536)
        if not got:
            return data
        data += got
    head, _, body = data.partition(b"\r\n\r\n")
    status = head.split(b" ", 2)[1]
    if to_head or status in (b"204", b"304"):
        return data
    if found := _LENGTH.search(head):
        while len(body) < int(found.group(1)):
            got = end.recv(65536)
            if not got:
                break
            body += got
    elif _CHUNKED.search(head):
        while not body.endswith(b"0\r\n\r\n"):
            got = end.recv(65536)
            if not got:
                break
            body += got
    return head + b"\r\n\r\n" + body


@contextmanager
def bad_line(url: str, speed: Speed | None = None) -> Iterator[Line]:
    """Stand before the server at ``url``; give the line with its own address."""
    place = urlsplit(url)
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    line = Line(f"http://127.0.0.1:{port}", (place.hostname or "", place.port or 80), speed)

    def accept() -> None:
        while True:
            try:
                client, _address = listener.accept()
            except OSError:
                return  # the listener is closed
            threading.Thread(target=line.serve, args=(client,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield line
    finally:
        line.go_down()
        _end(listener)
