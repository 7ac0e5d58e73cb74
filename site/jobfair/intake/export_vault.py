"""Files of lists that were made by the worker: sealed piece by piece, in the instance folder.

A piece is one mebibyte, so neither sealing nor handing out takes more memory for a long list.
Each piece is bound to its file, its place and whether it is the last (AES-256-GCM).
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from flask_babel import lazy_gettext as _l

from jobfair.errors import NotFound
from jobfair.lib.crypto import CryptoError, open_file, seal_file
from jobfair.vaults import Vault

PIECE: Final = 1 << 20
"""Bytes."""

_ADDED: Final = 29  # version, nonce and tag of a sealed piece
NO_ROOM: Final = _l("The file could not be written: no room on the disk. Try again later.")

vault: Final = Vault("exports", "export_file", NO_ROOM)
"""The files of one instance."""


@contextmanager
def clear_folder() -> Iterator[Path]:
    """A folder for what lies in clear while a file is written; gone when the block is left."""
    path = Path(mkdtemp(prefix="clear-", dir=vault.folder()))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def seal(source: Path, target: Path, key: bytes, export_id: str) -> None:
    """Seal a file of any length into another and have it on the disk. Raises OSError."""
    left = source.stat().st_size
    with source.open("rb") as clear, target.open("xb") as sealed:
        os.chmod(target, 0o600)
        number = 0
        while left > 0 or number == 0:
            piece = clear.read(PIECE)
            left -= len(piece)
            sealed.write(seal_file(key, piece, _place(export_id, number, left <= 0)))
            number += 1
        sealed.flush()
        os.fsync(sealed.fileno())


def read(export_id: str, key: bytes) -> Iterator[bytes]:
    """The file's bytes, piece by piece. Raises NotFound when it is gone or was changed."""
    path = vault.folder() / export_id
    try:
        left = path.stat().st_size
        if not left:
            raise NotFound()
        with path.open("rb") as sealed:
            number = 0
            while left > 0:
                piece = sealed.read(PIECE + _ADDED)
                left -= len(piece)
                yield open_file(key, piece, _place(export_id, number, left <= 0))
                number += 1
    except (OSError, CryptoError) as error:
        raise NotFound() from error


def _place(export_id: str, number: int, last: bool) -> str:
    return f"{export_id}.{number}.{'last' if last else 'more'}"


def drop_left_over(older_than: float) -> int:
    """Take away whatever is older than so many seconds, also what a crash left in clear.

    Gives how many there were. Nothing of this folder lives longer than a file may be fetched.
    """
    edge, gone = time.time() - older_than, 0
    for path in vault.folder().iterdir():
        if path.stat().st_mtime > edge:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        gone += 1
    return gone
