"""Phone and code together, with the same work and the same answer for every failure.

Ten failures an hour per code and per phone, then one try a minute, counted before any look-up
(model, "Slip, code, receipt"); never by the address of the network, which a village shares.
"""

from __future__ import annotations

import hmac

from jobfair import throttle
from jobfair.lib.codes import normalise_slip_code
from jobfair.lib.phones import PhoneError, parse_phone
from jobfair.registration.fields import LONGEST_TYPED
from jobfair.registration.queries import find_by_code


def look_up(phone: str, code: str) -> str | None:
    """The slip code that phone and code open, or None for any failure.

    Raises TooMany (429) before anything is read.
    """
    code_key = normalise_slip_code(code) or _rough(code)
    number = _number(phone)
    phone_key = number or _rough(phone)
    throttle.check("code", code_key)
    throttle.check("phone", phone_key)
    found = find_by_code(code)
    fits = [hmac.compare_digest(known, number) for known in found.numbers]
    if not any(fits):
        throttle.failed("code", code_key)
        throttle.failed("phone", phone_key)
        return None
    return found.code


def _number(phone: str) -> str:
    """The number in E.164, or an empty text for what is none."""
    try:
        return parse_phone(phone[:LONGEST_TYPED]).e164
    except PhoneError:
        return ""


def _rough(typed: str) -> str:
    """What to count a text under that cannot be read: without spaces and case."""
    return "".join(typed.split()).casefold()[:LONGEST_TYPED]
