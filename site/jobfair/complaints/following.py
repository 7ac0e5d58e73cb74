"""Number together with phone or follow code: the same work and answer for every failure.

As the slip's (model, "Slip, code, receipt"): ten failures an hour per number and per phone or
code, then one try a minute, counted before any look-up. What opened stays open in this browser
session for two hours.
"""

from __future__ import annotations

import hmac
import time
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from flask import session

from jobfair import throttle
from jobfair.complaints.sealing import follow_hash, phone_hash
from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.lib.clock import now
from jobfair.lib.codes import normalise_slip_code
from jobfair.lib.phones import PhoneError, parse_phone
from jobfair.models import Complaint

LONGEST_TYPED: Final = 120
OPEN_SECONDS: Final = 2 * 60 * 60
MOST_OPEN: Final = 6
RECEIPT_HOURS: Final = timedelta(hours=24)
_KEY: Final = "complaints"
_NOBODY: Final = b"\0" * 32


def look_up(number: str, proof: str) -> str | None:
    """The number that opens with this phone or follow code, or None for any failure.

    Raises TooMany (429) before anything is read.
    """
    known = normalise_slip_code(number[:LONGEST_TYPED])
    number_key = known or _rough(number)
    e164, code = _e164(proof), normalise_slip_code(proof[:LONGEST_TYPED]) or ""
    proof_key = e164 or code or _rough(proof)
    throttle.check("complaint", number_key)
    throttle.check("phone", proof_key)
    row = db.session.execute(
        sa.select(Complaint.number, Complaint.phone_hmac, Complaint.follow_hmac).where(
            Complaint.number == (known or "")
        )
    ).first()
    by_phone = hmac.compare_digest((row and row.phone_hmac) or _NOBODY, phone_hash(e164))
    by_code = hmac.compare_digest((row and row.follow_hmac) or _NOBODY, follow_hash(code))
    if row is None or not (by_phone or by_code):
        throttle.failed("complaint", number_key)
        throttle.failed("phone", proof_key)
        return None
    return str(row.number)


def _e164(typed: str) -> str:
    try:
        return parse_phone(typed[:LONGEST_TYPED]).e164
    except PhoneError:
        return ""


def _rough(typed: str) -> str:
    return "".join(typed.split()).casefold()[:LONGEST_TYPED]


def _still_open() -> dict[str, int]:
    kept: dict[str, int] = session.get(_KEY, {})
    return {number: until for number, until in kept.items() if until > time.time()}


def remember(number: str) -> None:
    """Let this browser open the complaint for two hours; the newest six."""
    opened = _still_open() | {number: int(time.time()) + OPEN_SECONDS}
    session[_KEY] = dict(sorted(opened.items(), key=lambda item: item[1])[-MOST_OPEN:])


def close_all() -> None:
    """Forget every complaint of this browser."""
    session.pop(_KEY, None)


def get_opened(number: str) -> Complaint:
    """The complaint that this browser has opened. Raises NotFound for any other."""
    if number not in _still_open():
        raise NotFound()
    found = db.session.scalars(
        sa.select(Complaint).where(Complaint.number == number, Complaint.erased_at.is_(None))
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found


def get_receipt(receipt: str, moment: datetime | None = None) -> Complaint:
    """The complaint of a receipt, for a day after it was sent. Raises NotFound."""
    since = (moment or now()) - RECEIPT_HOURS
    found = db.session.scalars(
        sa.select(Complaint).where(Complaint.receipt == receipt, Complaint.received_at >= since)
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found
