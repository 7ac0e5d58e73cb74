"""Sealed files in the instance folder, outside the database: written whole or not at all."""

from __future__ import annotations

import base64
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from flask import current_app
from flask_babel import gettext as _

from jobfair.config import Settings
from jobfair.errors import NotFound, Unavailable
from jobfair.keys import keys
from jobfair.lib.crypto import CryptoError, new_file_key, open_file, seal_file

FOLDER: Final = "papers"
_NAME: Final = re.compile(r"[0-9a-z]{16,40}(\.[0-9]{1,12})?")


def folder() -> Path:
    """The folder of this instance, made with mode 0700 when it is absent."""
    settings: Settings = current_app.config["SETTINGS"]
    path = settings.instance / FOLDER
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(name: str) -> Path:
    """Where a file lies. Raises ValueError for a name that is none of ours."""
    if not _NAME.fullmatch(name):
        raise ValueError("not a file of this vault")
    return folder() / name


def make_key(file_id: str) -> tuple[bytes, bytes]:
    """A fresh key for one file, and the same sealed by the instance's key, for the database."""
    key = new_file_key()
    return key, seal_key(file_id, key)


def seal_key(file_id: str, key: bytes) -> bytes:
    """A file's key as the database keeps it."""
    text = base64.b64encode(key).decode("ascii")
    return keys().cipher().seal(text, f"paper_file.key.{file_id}")


def open_key(file_id: str, sealed: bytes) -> bytes:
    """A file's key. Raises CryptoError when it belongs to another file."""
    return base64.b64decode(keys().cipher().open(sealed, f"paper_file.key.{file_id}"))


def put(name: str, content: bytes, key: bytes) -> None:
    """Seal and write a file: it is there completely, on the disk, or not at all.

    Raises Unavailable (503, "not saved") when the disk is full or does not answer.
    """
    target = path_of(name)
    draft = target.with_name(f".{secrets.token_hex(12)}")
    try:
        with draft.open("xb") as file:
            os.chmod(draft, 0o600)
            file.write(seal_file(key, content, name))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        _sync(target.parent)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Unavailable(
            _("The photo could not be saved: no room on the disk. Nothing else is lost."),
            retry_after=60,
        ) from error


def get(name: str, key: bytes) -> bytes:
    """The content of a file. Raises NotFound when it is not there, or not what was written."""
    try:
        return open_file(key, path_of(name).read_bytes(), name)
    except (OSError, ValueError, CryptoError) as error:
        raise NotFound() from error


def drop(name: str) -> None:
    """Take a file away; without its key it was waste already."""
    path_of(name).unlink(missing_ok=True)


def names() -> Iterator[tuple[str, float]]:
    """Every file that lies here and the moment (POSIX) it was written; drafts as well."""
    for entry in os.scandir(folder()):
        if entry.is_file():
            yield entry.name, entry.stat().st_mtime


def drop_any(name: str) -> None:
    """Take away what ``names`` gave, drafts of a broken write as well."""
    (folder() / Path(name).name).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
