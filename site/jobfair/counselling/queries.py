"""Reading the contact log: inside the offices of the actor; the province reads all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from jobfair.access import Actor
from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.keys import keys
from jobfair.lib.clock import add_months, now
from jobfair.lib.phones import mask_phone, show_phone
from jobfair.models import AdviceContact, CaseFile, Office, Person, Registration, Role

SITTING: Final = timedelta(hours=4)


@dataclass(frozen=True)
class Line:
    """One talk of the list; ``case_id``: of the person linked, or of the case that followed."""

    contact: AdviceContact
    office: str
    name: str
    phone: str
    case_id: str | None
    linked: bool


def own_offices(actor: Actor) -> sa.ColumnElement[bool]:
    """SQL: the talk belongs to the actor's offices."""
    if actor.scope.province:
        return sa.true()
    return AdviceContact.office_id.in_([grant.office_id for grant in actor.grants])


def get_contact(contact_id: str, actor: Actor) -> AdviceContact:
    """A talk of the actor's offices. Raises NotFound alike for what is not there and not hers."""
    found = db.session.scalars(
        sa.select(AdviceContact).where(AdviceContact.id == contact_id, own_offices(actor))
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found


def name_of(contact: AdviceContact) -> str:
    """The name that was given, or ''."""
    return _open(contact.name_enc, f"advice_contact.name.{contact.id}")


def phone_of(contact: AdviceContact) -> str:
    """The number that was given in E.164, or ''."""
    return _open(contact.phone_enc, f"advice_contact.phone.{contact.id}")


def _open(sealed: bytes | None, place: str) -> str:
    return keys().cipher().open(sealed, place) if sealed else ""


def count_contacts(actor: Actor) -> int:
    """Talks in the actor's offices."""
    return (
        db.session.scalar(sa.select(sa.func.count(AdviceContact.id)).where(own_offices(actor))) or 0
    )


def list_contacts(actor: Actor, *, limit: int, offset: int) -> list[Line]:
    """Talks of the actor's offices, the latest first; one read.

    The auditor reads numbers masked.
    """
    own_case = aliased(CaseFile)
    rows = db.session.execute(
        sa.select(AdviceContact, Office.name, Person.name, Registration.case_id, own_case.id)
        .join(Office, Office.id == AdviceContact.office_id)
        .outerjoin(Person, Person.id == AdviceContact.person_id)
        .outerjoin(Registration, Registration.form_key == AdviceContact.case_key)
        .outerjoin(
            own_case,
            sa.and_(own_case.person_id == AdviceContact.person_id, own_case.closed_at.is_(None)),
        )
        .where(own_offices(actor))
        .order_by(AdviceContact.at.desc(), AdviceContact.id)
        .limit(limit)
        .offset(offset)
    )
    masked = actor.roles <= {Role.AUDITOR}
    return [
        Line(
            contact=contact,
            office=office,
            name=person or name_of(contact),
            phone=_shown(phone_of(contact), masked),
            case_id=own or opened,
            linked=contact.person_id is not None,
        )
        for contact, office, person, opened, own in rows
    ]


def _shown(e164: str, masked: bool) -> str:
    if not e164:
        return ""
    return mask_phone(e164) if masked else show_phone(e164)


def find_last(actor: Actor) -> AdviceContact | None:
    """What the actor logged last in this sitting: the next form keeps its channel and commune."""
    return db.session.scalars(
        sa.select(AdviceContact)
        .where(AdviceContact.by == actor.user_id, AdviceContact.at > now() - SITTING)
        .order_by(AdviceContact.at.desc(), AdviceContact.id)
        .limit(1)
    ).one_or_none()


def list_of_person(person_id: str) -> list[AdviceContact]:
    """The talks linked to a person, the latest first."""
    return list(
        db.session.scalars(
            sa.select(AdviceContact)
            .where(AdviceContact.person_id == person_id)
            .order_by(AdviceContact.at.desc(), AdviceContact.id)
        )
    )


@dataclass(frozen=True)
class Sum:
    """Talks, and the different people known among them; the two are never added."""

    contacts: int
    people: int


@dataclass(frozen=True)
class Month:
    """The figures of one month: in all, and by code of each kind of split."""

    first: date
    all: Sum
    minutes: int
    nameless: int
    splits: dict[str, list[tuple[str, Sum]]]


SPLITS: Final = {
    "topic": AdviceContact.topic,
    "channel": AdviceContact.channel,
    "commune": AdviceContact.commune_code,
    "sex": AdviceContact.sex,
}


def read_month(first: date, actor: Actor) -> Month:
    """The month that begins on ``first``; five reads, however many talks.

    A person counts once in the whole and once in each part she belongs to, so the parts of
    people may add up to more than the whole; the parts of talks add up exactly.
    """
    last = add_months(first, 1) - timedelta(days=1)
    inside = sa.and_(AdviceContact.on_date.between(first, last), own_offices(actor))
    people = sa.func.count(sa.distinct(sa.func.nullif(AdviceContact.who, "")))
    talks = sa.func.count(AdviceContact.id)
    minutes = sa.func.coalesce(sa.func.sum(AdviceContact.minutes), 0)
    nameless = sa.func.count(sa.case((AdviceContact.who == "", 1)))
    whole = db.session.execute(sa.select(talks, people, minutes, nameless).where(inside)).one()
    splits = {}
    for name, column in SPLITS.items():
        rows = db.session.execute(
            sa.select(column, talks, people)
            .where(inside)
            .group_by(column)
            .order_by(talks.desc(), column)
        )
        splits[name] = [(code or "", Sum(n, m)) for code, n, m in rows]
    return Month(first, Sum(whole[0], whole[1]), int(whole[2]), whole[3], splits)
