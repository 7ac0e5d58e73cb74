"""Logging a talk: anonymous, with a name or number that the person agreed to, or on a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor, Permission
from jobfair.cases.queries import get_case
from jobfair.counselling.words import CHANNELS, REFERRALS, SEXES, TOPICS
from jobfair.database import db
from jobfair.errors import Conflict, Forbidden, Invalid
from jobfair.geography import find_commune
from jobfair.keys import keys
from jobfair.lib.clock import now, today
from jobfair.lib.codes import new_form_key, new_id
from jobfair.lib.crypto import blind_index
from jobfair.models import AdviceContact, Person

MOST_MINUTES: Final = 600
OLDEST_DAYS: Final = 366


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk as it was typed; ``commune_code`` None is another province or not known.

    ``name`` and ``e164`` only with ``agreed``: the person was asked and said yes.
    """

    on_date: date
    topic: str
    channel: str
    minutes: int
    referral: str = ""
    commune_code: str | None = None
    sex: str = ""
    note: str = ""
    name: str = ""
    e164: str = ""
    agreed: bool = False
    case_id: str = ""


def log_talk(talk: Talk, *, by: Actor, act_key: str) -> AdviceContact:
    """Log one talk for the actor's office; the same ``act_key`` gives the same row.

    Raises Invalid for codes, a day or minutes that cannot be and for a name or number to which
    the person has not agreed, NotFound for a case outside the actor's scope.
    """
    if not by.can(Permission.LOG_ADVICE):
        raise Forbidden()
    done = db.session.scalars(
        sa.select(AdviceContact).where(AdviceContact.act_key == act_key)
    ).one_or_none()
    if done is not None:
        if done.by != by.user_id:
            raise Conflict()
        return done
    _check(talk)
    person = get_case(talk.case_id, by.scope).person if talk.case_id else None
    row = _row(talk, person, by, act_key)
    db.session.add(row)
    db.session.flush()
    people = [person.id] if person else []
    fields = ["topic", *(["advice_contact"] if talk.name or talk.e164 else [])]
    audit.record(by, "advice.log", "advice", row.id, person_ids=people, fields=fields)
    return row


def _check(talk: Talk) -> None:
    if talk.topic not in TOPICS or talk.channel not in CHANNELS or talk.sex not in SEXES:
        raise Invalid(_("Choose topic and channel from the list."))
    if talk.referral and talk.referral not in REFERRALS:
        raise Invalid(_("Choose the referral from the list."))
    if talk.on_date > today():
        raise Invalid(_("The day is in the future."))
    if (today() - talk.on_date).days > OLDEST_DAYS:
        raise Invalid(_("The day is more than a year ago."))
    if not 0 <= talk.minutes <= MOST_MINUTES:
        raise Invalid(_("A talk lasts ten hours at most."))
    if talk.commune_code is not None and find_commune(talk.commune_code) is None:
        raise Invalid(_("Choose the commune from the list."))
    if (talk.name or talk.e164) and not talk.agreed and not talk.case_id:
        raise Invalid(_("Ask first whether we may keep the name and number, then tick it."))


def _row(talk: Talk, person: Person | None, by: Actor, act_key: str) -> AdviceContact:
    row = AdviceContact(
        id=new_id(),
        act_key=act_key,
        office_id=by.main_grant.office_id,
        on_date=talk.on_date,
        topic=talk.topic,
        channel=talk.channel,
        minutes=talk.minutes,
        referral=talk.referral,
        commune_code=person.commune_code if person else talk.commune_code,
        sex=(person.sex if person else "") or talk.sex,
        note=talk.note,
        person_id=person.id if person else None,
        case_key=new_form_key(),
        by=by.user_id,
        by_name=by.shown[:160],
        at=now(),
    )
    if person is None:
        _seal(row, talk)
    row.who = _who(row, person)
    return row


def _seal(row: AdviceContact, talk: Talk) -> None:
    """Name and number, each for its own place in the table; the number findable by its hash."""
    cipher = keys().cipher()
    if talk.name:
        row.name_enc = cipher.seal(talk.name, f"advice_contact.name.{row.id}")
    if talk.e164:
        row.phone_enc = cipher.seal(talk.e164, f"advice_contact.phone.{row.id}")
        row.phone_hmac = phone_hash(talk.e164)


def phone_hash(e164: str) -> bytes:
    """By what the same number is found again without being read."""
    return blind_index(keys().hmac_key, "advice_contact.phone", e164)


def _who(row: AdviceContact, person: Person | None) -> str:
    """One text for one human, '' when nobody is known.

    A case's person keeps the text of the earlier talk, else takes over that of an earlier talk
    by her number which no case has claimed; without a case the number alone tells people apart.
    A name alone does not.
    """
    if person is not None:
        known = _first(AdviceContact.person_id == person.id)
        if known is None:
            known = _unclaimed([phone_hash(phone.e164) for phone in person.phones])
        return known or new_id()
    if row.phone_hmac is not None:
        return _first(AdviceContact.phone_hmac == row.phone_hmac) or new_id()
    return ""


def _first(where: sa.ColumnElement[bool]) -> str | None:
    query = sa.select(AdviceContact.who).where(where, AdviceContact.who != "")
    return db.session.scalars(query.order_by(AdviceContact.at, AdviceContact.id).limit(1)).first()


def _unclaimed(hashes: list[bytes]) -> str | None:
    claimed = sa.select(AdviceContact.who).where(AdviceContact.person_id.is_not(None))
    return _first(sa.and_(AdviceContact.phone_hmac.in_(hashes), AdviceContact.who.not_in(claimed)))
