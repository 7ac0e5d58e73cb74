"""What is typed in a complaint is sealed, each text for its own place; codes are only hashed."""

from __future__ import annotations

import random
from typing import Final, Literal

from jobfair.keys import keys
from jobfair.lib.codes import new_slip_code, receipt_for
from jobfair.lib.crypto import blind_index
from jobfair.models import Complaint, ComplaintEvent

Sealed = Literal["body_name", "numbers", "text", "name", "phone"]
SEALED: Final[tuple[Sealed, ...]] = ("body_name", "numbers", "text", "name", "phone")


PHONE: Final = "complaint.phone"
"""The purpose of the hash by which a phone is known again."""


def text_place(field: Sealed, complaint_id: str) -> str:
    """Where a text of a complaint stands, as it is sealed for."""
    return f"complaint.{field}.{complaint_id}"


def event_place(event_id: str) -> str:
    """Where the words of an event stand, as they are sealed for."""
    return f"complaint_event.text.{event_id}"


def receipt_mark(complaint_id: str) -> str:
    """From what the receipt of a complaint follows."""
    return f"complaint {complaint_id}"


def seal_text(complaint: Complaint, field: Sealed, text: str) -> None:
    """Put a text into its column; an empty one leaves it empty."""
    sealed = keys().cipher().seal(text, text_place(field, complaint.id)) if text else None
    setattr(complaint, f"{field}_enc", sealed)


def open_text(complaint: Complaint, field: Sealed) -> str:
    """A text that was typed, '' when there is none or it was erased."""
    sealed: bytes | None = getattr(complaint, f"{field}_enc")
    return keys().cipher().open(sealed, text_place(field, complaint.id)) if sealed else ""


def seal_event(event: ComplaintEvent, text: str) -> None:
    """The words of one thing that was done."""
    event.text_enc = keys().cipher().seal(text, event_place(event.id)) if text else None


def open_event(event: ComplaintEvent) -> str:
    """The words of one thing that was done, or ''."""
    sealed = event.text_enc
    return keys().cipher().open(sealed, event_place(event.id)) if sealed else ""


def phone_hash(e164: str) -> bytes:
    """By what the phone of a complaint is known again without being read."""
    return blind_index(keys().hmac_key, PHONE, e164)


def follow_hash(code: str) -> bytes:
    """By what a follow code is known again; the code itself is not kept."""
    return blind_index(keys().hmac_key, "complaint.follow", code)


def receipt_of(complaint_id: str) -> str:
    """The receipt: 128 bits that follow from the complaint's own random id."""
    return receipt_for(receipt_mark(complaint_id), keys().receipt_key)


def follow_code_of(complaint_id: str) -> str:
    """The follow code of a complaint without a phone.

    It follows from the id and the installation's key, so that the receipt can show it again
    after a lost answer although it is kept nowhere.
    """
    seed = receipt_for(f"complaint follow {complaint_id}", keys().receipt_key)
    return new_slip_code(random.Random(seed))  # noqa: S311 - the secret is the seed
