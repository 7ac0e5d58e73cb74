"""How acts travel: what a phone sends, what a file brings, and what is answered."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair.door.deck import pack_key, place_of
from jobfair.door.folding import WALK_IN, Act
from jobfair.door.strangers import Stranger, Unreadable, read_contact
from jobfair.door.taking import REFUSED, Answer, Sent
from jobfair.errors import Invalid
from jobfair.geography import commune_names
from jobfair.lib.text import clean
from jobfair.registration.answers import OTHER_PROVINCE

MOST: Final = 5000
"""Acts in one sending or one file: 300 people, a dozen taps each, and some more."""
BIGGEST: Final = 4 * 1024 * 1024
NOT_OURS: Final = _l("This is not a file that our page saved. Choose one named “diem-danh-…”.")

_ID = re.compile(r"[0-9a-z]{16,32}")
_DEVICE = re.compile(r"[0-9a-z]{1,32}")
_LONGEST_NAME = 100

# Any: what json gives is checked piece by piece.
Json = dict[str, Any]


@dataclass(frozen=True)
class Brought:
    """A file that was opened: whose conference, and what it holds."""

    conference_id: str
    body: Json


def read_acts(body: object, *, day: date, by: str) -> tuple[list[Sent], list[Answer]]:
    """What can be taken, and what cannot with the sentence that says why.

    ``day`` is the conference's, ``by`` the user who sends. Raises Invalid when it is no sending
    at all.
    """
    if not isinstance(body, dict) or not isinstance(body.get("acts"), list):
        raise Invalid(NOT_OURS)
    raw, device = body["acts"], body.get("device")
    if not isinstance(device, str) or not _DEVICE.fullmatch(device) or len(raw) > MOST:
        raise Invalid(NOT_OURS)
    sent, refused = [], []
    for one in raw:
        try:
            sent.append(_read(one, day, device, by))
        except Invalid as problem:
            refused.append(Answer(_id(one), REFUSED, str(problem.message)))
    return sent, refused


def _id(one: object) -> str:
    return str(one.get("i", ""))[:32] if isinstance(one, dict) else ""


def _read(one: object, day: date, device: str, by: str) -> Sent:
    if not isinstance(one, dict):
        raise Invalid(NOT_OURS)
    act_id, ref, kind, value, was, at = (one.get(name) for name in "irkvwt")
    texts = all(isinstance(text, str) for text in (act_id, ref, kind, value, was))
    if not texts or not isinstance(at, int | float) or not _ID.fullmatch(str(act_id)):
        raise Invalid(NOT_OURS)
    try:
        moment = datetime.fromtimestamp(at / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        raise Invalid(NOT_OURS) from None
    act = Act(str(act_id), str(ref)[:32], str(kind), str(value), moment, str(was)[:40], device, by)
    return Sent(act, _stranger(one.get("s"), day) if kind == WALK_IN else None)


def _stranger(asked: object, day: date) -> Stranger:
    """Name, contact and commune; a contact that is none is kept, to be asked again."""
    if not isinstance(asked, dict):
        raise Invalid(NOT_OURS)
    name, contact = (
        clean(str(asked.get("n", "")), _LONGEST_NAME),
        clean(str(asked.get("c", "")), 40),
    )
    code = str(asked.get("x", ""))
    if not any(sign.isalpha() for sign in name):
        raise Invalid(_("Write the full name."))
    if code != OTHER_PROVINCE and code not in commune_names():
        raise Invalid(_("Choose the commune."))
    home = None if code == OTHER_PROVINCE else code
    try:
        e164, year = read_contact(contact, day)
    except Unreadable:
        return Stranger(name, home, unread=contact)
    return Stranger(name, home, e164, year)


def open_file(raw: bytes) -> Brought:
    """What a saved file holds. Raises Invalid with a sentence for any other file."""
    try:
        whole = json.loads(raw)
        conference_id, pack = str(whole["conference"])[:24], str(whole["pack"])[:64]
        iv, sealed = base64.b64decode(whole["iv"]), base64.b64decode(whole["ct"])
        cipher = AESGCM(pack_key(conference_id, pack))
        place = place_of(conference_id, pack).encode()
        return Brought(conference_id, json.loads(cipher.decrypt(iv, sealed, place)))
    except (ValueError, KeyError, TypeError, binascii.Error, InvalidTag, RecursionError):
        raise Invalid(NOT_OURS) from None


def pack_answers(answers: Sequence[Answer]) -> list[list[str]]:
    """As static/js/door.js reads them."""
    return [[one.id, one.state, one.words] for one in answers]
