"""Phones, bank accounts and web addresses of a body, in the one form that is compared (B4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import urlsplit

from jobfair.lib.phones import PhoneError, parse_phone, show_phone
from jobfair.lib.text import clean, fold

ContactKind = Literal["phone", "account", "web"]
CONTACT_KINDS: tuple[ContactKind, ...] = get_args(ContactKind)

_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
_ACCOUNT = re.compile(r"[0-9A-Z]{6,24}")


@dataclass(frozen=True)
class ContactValue:
    """A contact as it is shown and as it is compared."""

    shown: str
    normalised: str


def read_contact(kind: ContactKind, text: str) -> ContactValue | None:
    """Read what somebody typed; None when it is no such thing.

    Phone: compared as E.164. Account: letters and digits of the number; words behind a comma
    are the bank's name. Web: the host without www, small letters.
    """
    typed = clean(text, 160)
    if kind == "phone":
        return _phone(typed)
    return _account(typed) if kind == "account" else _web(typed)


def _phone(typed: str) -> ContactValue | None:
    try:
        e164 = parse_phone(typed).e164
    except PhoneError:
        return None
    return ContactValue(show_phone(e164), e164)


def _account(typed: str) -> ContactValue | None:
    number, _comma, _bank = typed.partition(",")
    bare = fold(number).upper().replace(" ", "")
    if not _ACCOUNT.fullmatch(bare) or not any(sign.isdigit() for sign in bare):
        return None
    return ContactValue(typed, bare)


def _web(typed: str) -> ContactValue | None:
    address = typed if "//" in typed else f"//{typed}"
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return None
    return ContactValue(typed, host) if len(host) <= 160 and _HOST.fullmatch(host) else None
