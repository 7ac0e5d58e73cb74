"""The first sending body, with a suspension and a contact, for the proofs."""

from __future__ import annotations

from datetime import timedelta

from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import BodyContact, LicenceEvent, LicenceKind, SendingBody


def first_body() -> SendingBody:
    return db.session.query(SendingBody).filter(SendingBody.licence_number == "001/MAU-GP").one()


def make_suspension(body: SendingBody) -> LicenceEvent:
    """For one market only, so that the body goes on with Japan."""
    event = LicenceEvent(
        body_id=body.id,
        kind=LicenceKind.SUSPENDED,
        market_code="KR",
        from_day=clock.today() - timedelta(days=3),
        document_no="DC 01/MAU",
        document_on=clock.today() - timedelta(days=3),
        source="mẫu",
        checked_on=clock.today(),
    )
    db.session.add(event)
    db.session.flush()
    return event


def make_contact(body: SendingBody) -> BodyContact:
    contact = BodyContact(
        body_id=body.id,
        kind="phone",
        value_shown="0212 000 0009",
        value_normalised="+842120000009",
        from_day=clock.today(),
        source="mẫu",
    )
    db.session.add(contact)
    db.session.flush()
    return contact
