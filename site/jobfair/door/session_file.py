"""A conference in one HTML file: opened from disk, without a server, locked with a passphrase."""

from __future__ import annotations

import base64
import json
import re
import secrets
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from flask import render_template

from jobfair.assets import STATIC, squeezed
from jobfair.door.deck import Json
from jobfair.door.hall_words import hall_words
from jobfair.lib.codes import SLIP_ALPHABET

ROUNDS: Final = 600_000
"""Of PBKDF2 with SHA-256, as OWASP's Password Storage Cheat Sheet has it (2023)."""
LEAST: Final = 12
"""Letters and digits of a passphrase, spaces and dashes left out."""
HALL: Final = ("hall_store", "hall_rows", "hall_scan", "hall_export", "hall_row", "hall")
"""Scripts of the hall, in the order in which they are loaded; what sends or keeps comes after."""
SCRIPTS: Final = (*HALL, "hall_file")
_KEY_BYTES, _NONCE = 32, 12


def new_passphrase() -> str:
    """Twelve signs without look-alikes in three groups: 58 bits, written on a scrap of paper."""
    signs = "".join(secrets.choice(SLIP_ALPHABET) for _ in range(LEAST))
    return f"{signs[:4]} {signs[4:8]} {signs[8:]}"


def bare(passphrase: str) -> str:
    """The passphrase as it is used: capitals, without spaces and dashes."""
    return re.sub(r"[\s-]", "", passphrase).upper()


def lock_deck(deck: Json, passphrase: str) -> Json:
    """The deck sealed by AES-256-GCM under a key of the passphrase, as hall_file.js opens it."""
    salt, iv = secrets.token_bytes(16), secrets.token_bytes(_NONCE)
    way = PBKDF2HMAC(algorithm=SHA256(), length=_KEY_BYTES, salt=salt, iterations=ROUNDS)
    place = f"file:{deck['id']}:{deck['pack']}"
    plain = json.dumps(deck, ensure_ascii=False, separators=(",", ":")).encode()
    sealed = AESGCM(way.derive(bare(passphrase).encode())).encrypt(iv, plain, place.encode())
    parts = {"salt": salt, "iv": iv, "ct": sealed}
    return {
        "place": place,
        "rounds": ROUNDS,
        **{name: base64.b64encode(raw).decode() for name, raw in parts.items()},
    }


def draw_file(deck: Json, passphrase: str) -> str:
    """The whole file, UTF-8 HTML; outside what is sealed it names place, day and nobody."""
    folder = STATIC / "js"
    return render_template(
        "door/file.html",
        deck=lock_deck(deck, passphrase),
        place=deck["place"],
        when=deck["when"],
        words=hall_words(),
        reader="",  # the file has room for the browser's own reader only
        css=(STATIC / "css" / "hall.min.css").read_text(encoding="utf-8"),
        scripts=[squeezed((folder / f"{n}.js").read_text(encoding="utf-8")) for n in SCRIPTS],
    )
