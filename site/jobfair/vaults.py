"""Folders of sealed files in the instance folder: each file written whole or not at all.

A file has a key of its own, which the database keeps sealed by the instance's key; without it
the file is waste.
"""

from __future__ import annotations

import base64
import os
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from flask import current_app

from jobfair.config import Settings
from jobfair.errors import NotFound, Unavailable
from jobfair.keys import keys
from jobfair.lib.codes import new_id
from jobfair.lib.crypto import CryptoError, new_file_key, open_file, seal_file

_NAME: Final = re.compile(r"[0-9a-z]{16,40}(\.[0-9]{1,12})?")
_AT_MOST: Final = 200  # file ids that are looked for at once


class Vault:
    """One folder: ``name`` in the instance, ``table`` whose rows keep the keys.

    ``no_room``: what is said when the disk is full.
    """

    def __init__(self, name: str, table: str, no_room: object) -> None:
        """Make nothing yet: the folder comes with its first use."""
        self._name, self._table, self._no_room = name, table, no_room

    def folder(self) -> Path:
        """The folder of this instance, made with mode 0700 when it is absent."""
        settings: Settings = current_app.config["SETTINGS"]
        path = settings.instance / self._name
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path

    def path_of(self, name: str) -> Path:
        """Where a file lies. Raises ValueError for a name that is none of ours."""
        if not _NAME.fullmatch(name):
            raise ValueError("not a file of this vault")
        return self.folder() / name

    def make_key(self, file_id: str) -> tuple[bytes, bytes]:
        """A fresh key for one file, and the same sealed for the database."""
        key = new_file_key()
        text = base64.b64encode(key).decode("ascii")
        return key, keys().cipher().seal(text, self._place_of_key(file_id))

    def open_key(self, file_id: str, sealed: bytes | None) -> bytes:
        """A file's key. Raises NotFound once it was destroyed, CryptoError for another file's."""
        if sealed is None:
            raise NotFound()
        return base64.b64decode(keys().cipher().open(sealed, self._place_of_key(file_id)))

    def _place_of_key(self, file_id: str) -> str:
        return f"{self._table}.key.{file_id}"

    def put(self, name: str, content: bytes, key: bytes) -> None:
        """Seal and write a file: it is there completely, on the disk, or not at all.

        Raises Unavailable (503, "not saved") when the disk is full or does not answer.
        """
        target = self.path_of(name)
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
            raise Unavailable(self._no_room, retry_after=60) from error

    def put_new(self, content: bytes) -> tuple[str, bytes]:
        """Write a file under an id and a key of its own; give its id and the key, sealed.

        Raises Unavailable as ``put``.
        """
        file_id = new_id()
        key, sealed = self.make_key(file_id)
        self.put(file_id, content, key)
        return file_id, sealed

    def get_sealed(self, file_id: str, sealed: bytes | None) -> bytes:
        """The content of what ``put_new`` wrote. Raises NotFound once its key was destroyed."""
        return self.get(file_id, self.open_key(file_id, sealed))

    def get(self, name: str, key: bytes) -> bytes:
        """The content of a file. Raises NotFound when it is absent, or not what was written."""
        try:
            return open_file(key, self.path_of(name).read_bytes(), name)
        except (OSError, ValueError, CryptoError) as error:
            raise NotFound() from error

    def drop(self, name: str) -> None:
        """Take a file away; without its key it was waste already."""
        self.path_of(name).unlink(missing_ok=True)

    def names(self) -> Iterator[tuple[str, float]]:
        """Every file that lies here and the moment (POSIX) it was written; drafts as well."""
        for entry in os.scandir(self.folder()):
            if entry.is_file():
                yield entry.name, entry.stat().st_mtime

    def drop_any(self, name: str) -> None:
        """Take away what ``names`` gave, drafts of a broken write as well."""
        (self.folder() / Path(name).name).unlink(missing_ok=True)

    def sweep(self, known: Callable[[Sequence[str]], Iterable[str]], older_than: float) -> int:
        """Take away files that no row knows and that are older than ``older_than`` seconds.

        ``known`` gives those of some file ids that have a row. Gives how many files went.
        """
        edge = time.time() - older_than
        old = [name for name, at in self.names() if at <= edge]
        kept: set[str] = set()
        for start in range(0, len(old), _AT_MOST):
            kept.update(known([name.partition(".")[0] for name in old[start : start + _AT_MOST]]))
        strays = [name for name in old if name.partition(".")[0] not in kept]
        for name in strays:
            self.drop_any(name)
        return len(strays)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
