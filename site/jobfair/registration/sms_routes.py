"""Where the gateway hands text messages in. Signed; without a secret there is no such address."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from datetime import UTC, datetime

from flask import Response, current_app, jsonify, request

from jobfair.access import public
from jobfair.config import Settings
from jobfair.errors import BadRequest, NotFound
from jobfair.language import one_address
from jobfair.lib.clock import now
from jobfair.registration.blueprint import bp
from jobfair.registration.keys import checks_own_token
from jobfair.registration.sms import Incoming, receive
from jobfair.unit_of_work import reads_only

WINDOW_SECONDS = 5 * 60
LONGEST_BODY, LONGEST_ID, LONGEST_NUMBER, LONGEST_TEXT = 16_384, 80, 40, 1600
TIMESTAMP, SIGNATURE = "X-Timestamp", "X-Signature"


@bp.route("/tin-nhan/den", methods=["POST"])
@public
@one_address
@checks_own_token  # a gateway has no form: it signs
@reads_only  # the seat and the message are written in transactions of their own
def text_message() -> Response:
    """One message in; the answer carries its reply. 403 says nothing to who cannot sign."""
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.sms_secret:
        raise NotFound()
    if (request.content_length or 0) > LONGEST_BODY or not _is_signed(settings.sms_secret):
        return Response(status=403)
    reply = receive(_read())
    return jsonify(outcome=reply.outcome, reply=reply.text)


def _is_signed(secret: str) -> bool:
    """HMAC-SHA256 over timestamp (seconds) and body, in hexadecimal; five minutes either way."""
    stamp, given = request.headers.get(TIMESTAMP, ""), request.headers.get(SIGNATURE, "")
    body = request.get_data(cache=True)
    right = hmac.new(secret.encode(), stamp.encode() + body, hashlib.sha256).hexdigest()
    fits = hmac.compare_digest(right.encode(), given.lower().removeprefix("sha256=").encode())
    fresh = stamp.isascii() and stamp.isdecimal() and len(stamp) < 12
    return fits and fresh and abs(time.time() - int(stamp)) <= WINDOW_SECONDS


def _read() -> Incoming:
    """The message. Raises BadRequest where it is not of this form."""
    try:
        data = json.loads(request.get_data())
        message_id, sender, text = (data[name] for name in ("message_id", "from", "text"))
        received_at = _moment(data.get("received_at"))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadRequest() from None
    given = (message_id, sender, text)
    longest = (LONGEST_ID, LONGEST_NUMBER, LONGEST_TEXT)
    whole = all(isinstance(v, str) and len(v) <= n for v, n in zip(given, longest, strict=True))
    if not whole or not message_id.strip():
        raise BadRequest()
    return Incoming(message_id.strip(), sender, text, received_at)


def _moment(given: object) -> datetime:
    """When it was received; now where the gateway does not say. Raises ValueError."""
    if given is None:
        return now()
    moment = datetime.fromisoformat(str(given))
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC)
