"""Encryption of single fields, look-up without the value, and the keys for both.

A field is sealed with AES-256-GCM; where it stands ("table.field.id") is authenticated with
it, so that a sealed value moved to another row does not open. Keys live in a file outside
the database. Sealed form: 1, length of the key id, key id, 12-byte nonce, ciphertext, tag.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32
_VERSION: Final = 1
_NONCE: Final = 12
_TAG: Final = 16
_KEY_ID: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
# Neither others nor the group may write the key file, others may not read it.
_TOO_OPEN: Final = 0o027


class CryptoError(Exception):
    """A sealed value does not open, or the keys are missing or damaged."""


class FieldCipher:
    """Seals and opens single text fields; old keys open, the current one seals."""

    def __init__(self, keys: Mapping[str, bytes], current: str) -> None:
        """Take keys of 32 bytes by id, and the id that seals. Raises CryptoError."""
        for key_id, key in keys.items():
            if not _KEY_ID.fullmatch(key_id) or len(key) != KEY_BYTES:
                raise CryptoError("a key id or the length of a key is wrong")
        if current not in keys:
            raise CryptoError("the current key is missing")
        self._keys = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self._current = current

    def __repr__(self) -> str:
        """Show ids only, never keys."""
        return f"FieldCipher({sorted(self._keys)}, current={self._current!r})"

    def seal(self, plaintext: str, aad: str) -> bytes:
        """Encrypt a text for its place, `aad` = "table.field.id"; no two results are equal."""
        head = bytes((_VERSION, len(self._current))) + self._current.encode()
        nonce = secrets.token_bytes(_NONCE)
        sealed = self._keys[self._current].encrypt(nonce, plaintext.encode(), head + aad.encode())
        return head + nonce + sealed

    def open(self, blob: bytes, aad: str) -> str:
        """Decrypt what `seal` made for the same place.

        Raises CryptoError when the value was changed, belongs elsewhere, is cut short or
        was sealed with a key that is not here.
        """
        blob = bytes(blob)
        key_id = key_id_of(blob)
        if key_id not in self._keys:
            raise CryptoError("sealed with a key that is not here")
        start = 2 + len(key_id)
        head, nonce, sealed = blob[:start], blob[start : start + _NONCE], blob[start + _NONCE :]
        try:
            return self._keys[key_id].decrypt(nonce, sealed, head + aad.encode()).decode()
        except (InvalidTag, UnicodeDecodeError):
            raise CryptoError("the sealed value does not belong here or was changed") from None


def key_id_of(blob: bytes) -> str:
    """Give the id of the key that sealed a value. Raises CryptoError for anything else."""
    length = blob[1] if len(blob) > 1 and blob[0] == _VERSION else 0
    key_id = blob[2 : 2 + length].decode("ascii", "replace")
    if not _KEY_ID.fullmatch(key_id) or len(blob) < 2 + length + _NONCE + _TAG:
        raise CryptoError("not a sealed value")
    return key_id


def new_file_key() -> bytes:
    """Give a fresh key for one file."""
    return secrets.token_bytes(KEY_BYTES)


def seal_file(key: bytes, content: bytes, aad: str) -> bytes:
    """Encrypt a file's bytes under its own key for its place: version, nonce, ciphertext, tag."""
    nonce = secrets.token_bytes(_NONCE)
    head = bytes((_VERSION,))
    return head + nonce + AESGCM(key).encrypt(nonce, content, head + aad.encode())


def open_file(key: bytes, blob: bytes, aad: str) -> bytes:
    """Decrypt what ``seal_file`` made. Raises CryptoError when it was changed or is another's."""
    head, nonce, sealed = blob[:1], blob[1 : 1 + _NONCE], blob[1 + _NONCE :]
    try:
        if head != bytes((_VERSION,)):
            raise CryptoError("not a sealed file")
        return AESGCM(key).decrypt(nonce, sealed, head + aad.encode())
    except (InvalidTag, ValueError):
        raise CryptoError("the sealed file does not belong here or was changed") from None


def blind_index(key: bytes, purpose: str, value: str) -> bytes:
    """Give 32 bytes (HMAC-SHA256) by which an encrypted value is found and kept unique.

    The same value gives other bytes for another `purpose`. The caller normalises `value`.
    """
    label = purpose.encode()
    message = len(label).to_bytes(4, "big") + label + value.encode()
    return hmac.new(key, message, hashlib.sha256).digest()


def derive(key: bytes, label: str) -> bytes:
    """Give a 32-byte key for one use from a strong key (HKDF-SHA256, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=label.encode()).derive(key)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All keys of one instance, 32 bytes each; printing it shows ids only."""

    current: str
    field_keys: Mapping[str, bytes] = field(repr=False)
    hmac_key: bytes = field(repr=False)
    receipt_key: bytes = field(repr=False)
    audit_key: bytes = field(repr=False)

    def cipher(self) -> FieldCipher:
        """Give the cipher over the field keys."""
        return FieldCipher(self.field_keys, self.current)


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def _new_ring_text() -> str:
    ring = {"version": _VERSION, "current": "k1", "field": {"k1": _new_key()}}
    ring |= {name: _new_key() for name in ("hmac", "receipt", "audit")}
    return json.dumps(ring, indent=2) + "\n"


def _key(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError("the length of a key is wrong")
    return key


def _read_ring(path: Path) -> KeyRing:
    """Read the key file. Raises FileNotFoundError, and CryptoError for any other fault."""
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_mode & _TOO_OPEN:
            raise CryptoError(f"{path.name} can be read by others: give it mode 600")
        text = file.read()
    try:
        # Any: what json gives is checked key by key below.
        data: dict[str, Any] = json.loads(text)
        ring = KeyRing(
            current=data["current"],
            field_keys={key_id: _key(key) for key_id, key in data["field"].items()},
            hmac_key=_key(data["hmac"]),
            receipt_key=_key(data["receipt"]),
            audit_key=_key(data["audit"]),
        )
        ring.cipher()
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        raise CryptoError(f"{path.name} is damaged: restore it from a backup") from None
    return ring


def _write_once(path: Path, text: str) -> None:
    """Put a complete file of mode 0600 at `path` unless one is already there.

    The text is written beside it and linked into place, so nobody ever reads half of it
    and of two processes exactly one wins.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def load_or_make_keys(path: Path) -> KeyRing:
    """Read the key file (JSON, mode 0600), made with fresh keys when there is none.

    Safe when several processes start at once: all get the keys of the one that won.
    Raises CryptoError when the file is damaged or others may read it; it is then never
    overwritten, since without these keys the sealed fields are lost.
    """
    try:
        return _read_ring(path)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_once(path, _new_ring_text())
        return _read_ring(path)
