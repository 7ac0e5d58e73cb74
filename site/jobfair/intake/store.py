"""Files that came in, sealed in the instance folder for a day; without their key they are waste."""

from __future__ import annotations

import base64
import os
import re
import secrets
from pathlib import Path
from typing import Final

from flask import current_app
from flask_babel import gettext as _

from jobfair.config import Settings
from jobfair.errors import Unavailable
from jobfair.keys import keys
from jobfair.lib.crypto import CryptoError, new_file_key, open_file, seal_file

FOLDER: Final = "imports"
_NAME: Final = re.compile(r"[0-9a-z]{16,40}")


class Gone(Exception):
    """The file is not there any more, or not what was written."""


def folder() -> Path:
    """The folder of this instance, made with mode 0700 when it is absent."""
    settings: Settings = current_app.config["SETTINGS"]
    path = settings.instance / FOLDER
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def make_key(batch_id: str) -> tuple[bytes, bytes]:
    """A fresh key for one file and its rows, and the same sealed, for the database."""
    key = new_file_key()
    text = base64.b64encode(key).decode("ascii")
    return key, keys().cipher().seal(text, f"import_batch.key.{batch_id}")


def open_key(batch_id: str, sealed: bytes | None) -> bytes:
    """The key of a file. Raises Gone once it was destroyed."""
    if sealed is None:
        raise Gone()
    return base64.b64decode(keys().cipher().open(sealed, f"import_batch.key.{batch_id}"))


def put(name: str, content: bytes, key: bytes) -> None:
    """Seal and write a file whole. Raises Unavailable (503) when the disk is full."""
    target = _path_of(name)
    draft = target.with_name(f".{secrets.token_hex(12)}")
    try:
        with draft.open("xb") as file:
            os.chmod(draft, 0o600)
            file.write(seal_file(key, content, name))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Unavailable(
            _("The file could not be kept: no room on the disk. Nothing else is lost."),
            retry_after=60,
        ) from error


def get(name: str, key: bytes) -> bytes:
    """The content. Raises Gone."""
    try:
        return open_file(key, _path_of(name).read_bytes(), name)
    except (OSError, CryptoError) as error:
        raise Gone() from error


def drop(name: str) -> None:
    """Take a file away."""
    _path_of(name).unlink(missing_ok=True)


def names() -> list[tuple[str, float]]:
    """Every file that lies here, drafts as well, and when (POSIX) it was written."""
    return [(e.name, e.stat().st_mtime) for e in os.scandir(folder()) if e.is_file()]


def drop_any(name: str) -> None:
    """Take away what ``names`` gave."""
    (folder() / Path(name).name).unlink(missing_ok=True)


def _path_of(name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise ValueError("not a file of this store")
    return folder() / name
