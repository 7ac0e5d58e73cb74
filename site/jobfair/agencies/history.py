"""What happens to a body: licence documents, suspensions that end, contacts, introductions."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.agencies.contacts import ContactKind, read_contact
from jobfair.agencies.licence import grant_kind
from jobfair.agencies.refusal import Refused
from jobfair.agencies.register import KIND, check_licence_number, show_public
from jobfair.agencies.rules import on_licence_change
from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.lib.clock import show_date, today
from jobfair.models import (
    BodyContact,
    Introduction,
    LicenceEvent,
    LicenceKind,
    Market,
    SendingBody,
)


@dataclass(frozen=True)
class LicenceEntry:
    """One document about a licence, as staff enter it. ``market_code`` None = every market."""

    kind: LicenceKind
    market_code: str | None
    from_day: date
    until_day: date | None
    document_no: str
    document_on: date
    note: str
    source: str
    checked_on: date


@dataclass(frozen=True)
class EndingDocument:
    """The last day of a suspension and the document that says so."""

    last_day: date
    document_no: str
    document_on: date


@dataclass(frozen=True)
class ContactEntry:
    """A phone, account or web address as somebody typed it, and where it was read."""

    kind: ContactKind
    text: str
    from_day: date
    source: str


def kinds_for(body: SendingBody) -> tuple[LicenceKind, ...]:
    """The kinds of document this body may have."""
    return (
        grant_kind(body.kind),
        LicenceKind.SUSPENDED,
        LicenceKind.REVOKED,
        LicenceKind.RETURNED,
    )


def _check_event(body: SendingBody, entry: LicenceEntry) -> None:
    check_licence_number("document_no", entry.document_no)
    if entry.kind not in kinds_for(body):
        raise Refused("kind", _("This kind of body has no such document."))
    if entry.market_code is not None:
        if entry.kind not in (LicenceKind.SUSPENDED, LicenceKind.ASSIGNED):
            raise Refused("market_code", _("This document is for every market."))
        if db.session.get(Market, entry.market_code) is None:
            raise Refused("market_code", _("Choose a market of the list."))
    if entry.until_day is not None and entry.until_day < entry.from_day:
        raise Refused("until_day", _("The last day comes after the first day."))
    for event in body.licence_events:
        same = (event.kind, event.market_code) == (entry.kind, entry.market_code)
        if same and event.document_no.casefold() == entry.document_no.casefold():
            raise Refused("document_no", _("This document stands already in the history."))


def add_licence_event(body: SendingBody, entry: LicenceEntry, *, by: Actor) -> LicenceEvent:
    """Add a document to the history; tasks follow the same day when a market closes.

    Raises Refused for a document that stands already there, for days in the wrong order, for
    a market where none belongs, and for a provincial job-introduction licence.
    """
    _check_event(body, entry)
    event = LicenceEvent(**asdict(entry))
    body.licence_events.append(event)
    db.session.flush()
    audit.record(by, "licence.add", KIND, body.id, fields=("kind", "days", "document"))
    show_public()
    on_licence_change(body, by)
    return event


def get_suspension(body: SendingBody, event_id: str) -> LicenceEvent:
    """A suspension of the body by id. Raises NotFound."""
    for event in body.licence_events:
        if event.id == event_id and event.kind is LicenceKind.SUSPENDED:
            return event
    raise NotFound()


def end_suspension(event: LicenceEvent, document: EndingDocument, *, by: Actor) -> None:
    """Say on which day a suspension ends and by which document; the document goes to the note.

    Raises Refused when the day lies before the suspension began.
    """
    if document.last_day < event.from_day:
        raise Refused("last_day", _("The last day comes after the first day."))
    event.until_day = document.last_day
    line = f"Kết thúc theo văn bản {document.document_no}, {show_date(document.document_on)}"
    event.note = f"{event.note}\n{line}".strip()
    db.session.flush()
    audit.record(by, "licence.end_suspension", KIND, event.body_id, fields=("until_day", "note"))
    show_public()


def _holder(kind: ContactKind, normalised: str, day: date) -> BodyContact | None:
    """The contact with this value that is valid on the day or later, or None."""
    query = sa.select(BodyContact).where(
        BodyContact.kind == kind,
        BodyContact.value_normalised == normalised,
        sa.or_(BodyContact.until_day.is_(None), BodyContact.until_day >= day),
    )
    return db.session.scalars(query.order_by(BodyContact.id)).first()


def add_contact(body: SendingBody, entry: ContactEntry, *, by: Actor) -> BodyContact:
    """Add a phone, account or web address that is really the body's.

    Raises Refused for what is no such thing and for a value that another body (or this one)
    holds while it is valid.
    """
    value = read_contact(entry.kind, entry.text)
    if value is None:
        raise Refused("value", _("This is no phone number, account number or web address."))
    held = _holder(entry.kind, value.normalised, entry.from_day)
    if held is not None and held.body_id == body.id:
        raise Refused("value", _("This stands already at this body."))
    if held is not None:
        name = db.session.get_one(SendingBody, held.body_id).name
        raise Refused(
            "value", _("This belongs to %(name)s. Check it before you enter it.", name=name)
        )
    contact = BodyContact(
        body_id=body.id,
        kind=entry.kind,
        value_shown=value.shown,
        value_normalised=value.normalised,
        from_day=entry.from_day,
        source=entry.source,
        checked_on=today(),
    )
    body.contacts.append(contact)
    db.session.flush()
    audit.record(by, "contact.add", KIND, body.id, fields=(entry.kind,))
    show_public()
    return contact


def end_contact(body: SendingBody, contact_id: str, last_day: date, *, by: Actor) -> None:
    """Say that a contact is no longer the body's. Raises NotFound."""
    for contact in body.contacts:
        if contact.id == contact_id:
            contact.until_day = max(last_day, contact.from_day)
            db.session.flush()
            audit.record(by, "contact.end", KIND, body.id, fields=(contact.kind,))
            show_public()
            return
    raise NotFound()


def add_introduction(
    body: SendingBody, decision_no: str, from_day: date, until_day: date | None, *, by: Actor
) -> Introduction:
    """Record that the province introduces the body, by which decision and for which days.

    Raises Refused for a decision that stands already there and for days in the wrong order.
    """
    if until_day is not None and until_day < from_day:
        raise Refused("until_day", _("The last day comes after the first day."))
    if any(i.decision_no.casefold() == decision_no.casefold() for i in body.introductions):
        raise Refused("decision_no", _("This decision stands already at this body."))
    made = Introduction(decision_no=decision_no, from_day=from_day, until_day=until_day)
    body.introductions.append(made)
    db.session.flush()
    audit.record(by, "introduction.add", KIND, body.id, fields=("decision_no", "days"))
    show_public()
    return made


def end_introduction(body: SendingBody, introduction_id: str, last_day: date, *, by: Actor) -> None:
    """End an introduction. Raises NotFound."""
    for made in body.introductions:
        if made.id == introduction_id:
            made.until_day = max(last_day, made.from_day)
            audit.record(by, "introduction.end", KIND, body.id, fields=("until_day",))
            show_public()
            return
    raise NotFound()
