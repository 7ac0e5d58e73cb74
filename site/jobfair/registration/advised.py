"""Whoever was advised and is written down now: what the talk knows, and its once-only key."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from jobfair.access import Actor
from jobfair.counselling.queries import get_contact, name_of, phone_of
from jobfair.database import db
from jobfair.lib.phones import show_phone
from jobfair.models import Registration
from jobfair.registration.answers import OTHER_PROVINCE


@dataclass(frozen=True)
class Advised:
    """What the form begins with, under which key it is sent, and the case that is there already."""

    known: dict[str, str]
    form_key: str
    case_id: str | None


def find_advised(contact_id: str, actor: Actor) -> Advised:
    """The talk of the actor's offices; one talk becomes one case, since its key is sent once.

    Raises NotFound for a talk of another office.
    """
    contact = get_contact(contact_id, actor)
    phone = phone_of(contact)
    known = {"name": name_of(contact), "phone": show_phone(phone) if phone else ""}
    known |= {"commune": contact.commune_code or OTHER_PROVINCE, "how": "read_aloud"}
    case_id = db.session.scalar(
        sa.select(Registration.case_id).where(Registration.form_key == contact.case_key)
    )
    return Advised(known, contact.case_key, case_id)
