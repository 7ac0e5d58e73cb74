"""The one gateway there is: a file of the instance folder, one line of JSON a message.

Each line carries the message's key, so a repeat can be recognised: what is sent at least
once is read as once. A gateway to the outside takes the place of a topic's handler.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

from flask import current_app

from jobfair.config import Settings
from jobfair.lib.clock import now
from jobfair.models import OutboxMessage

Handler = Callable[[OutboxMessage], None]

HANDLERS: dict[str, Handler] = {}
"""Topic -> what sends it. A topic that is not named here goes to the file."""

FILE = "outbox.jsonl"


def outbox_file() -> Path:
    """Where the lines go."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.instance / FILE


def append_line(path: Path, text: str) -> None:
    """Append one line and have it on the disk before going on.

    One write of one line: what another process appends at the same time stands before or
    after it. A line that was cut by a crash is ended first, so it spoils no other. Raises
    OSError when the disk refuses or is full.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        whole = text + "\n"
        if _is_cut(path):
            whole = "\n" + whole
        data = whole.encode()
        if os.write(handle, data) != len(data):
            raise OSError(errno.ENOSPC, "the line was not written whole")
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_cut(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def to_file(message: OutboxMessage) -> None:
    """Send a message by writing it to the file. Raises OSError when the disk refuses."""
    line = {
        "key": message.key,
        "topic": message.topic,
        "payload": message.payload,
        "sent_at": now().isoformat(),
        "attempt": message.attempts,
    }
    append_line(outbox_file(), json.dumps(line, ensure_ascii=False, sort_keys=True))


def send(message: OutboxMessage) -> None:
    """Hand a message to the handler of its topic; what the handler raises is raised."""
    HANDLERS.get(message.topic, to_file)(message)
