"""Registration by text message: what came in, what goes out, and a seat in between.

A message is answered once: its id is unique, and a second delivery gets the same reply. The
sender stands as a keyed hash; number, words and reply are sealed together, erased after 30
days, the rest of the row after 90 (retention table).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobfair import throttle
from jobfair.cases.settings import get_number
from jobfair.conferences.queries import commune_rows
from jobfair.conferences.text_codes import list_coded
from jobfair.database import db, end_reading, short_write
from jobfair.filters import province
from jobfair.keys import keys
from jobfair.lib.clock import now, to_local
from jobfair.lib.codes import new_id
from jobfair.lib.crypto import CryptoError, blind_index
from jobfair.lib.phones import PhoneError, parse_phone
from jobfair.lib.text import fold
from jobfair.messages.outbox import enqueue
from jobfair.models import Conference, Purpose, Registration, RegistrationState, SmsInbound
from jobfair.registration import sms_words as words
from jobfair.registration.drafts import drafts
from jobfair.registration.queries import draft_hours, get_receipt
from jobfair.registration.rules import NoSeat, register
from jobfair.registration.sending import Sending
from jobfair.registration.sms_places import Places
from jobfair.registration.sms_reading import Reader, Said
from jobfair.registration.sms_talk import (
    Talk,
    begin,
    choose,
    merge,
    next_question,
    once_only_key,
    talk_key,
)

TOPIC = "sms_reply"
PER_HOUR = 30  # messages of one number: six people, five messages each
TEXT_DAYS, ROW_DAYS = 30, 90


@dataclass(frozen=True)
class Incoming:
    """What the gateway hands in; ``received_at`` in UTC."""

    message_id: str
    sender: str
    text: str
    received_at: datetime


@dataclass(frozen=True)
class Reply:
    """What goes back: one segment without marks, '' where nothing does; what became of it."""

    text: str
    outcome: str


def receive(message: Incoming) -> Reply:
    """Answer a message once and for all; the same id again gives the same reply.

    Numbers that are no Vietnamese mobile get none. Raises TooMany, before anything is kept,
    from the thirty-first message of a number in an hour on.
    """
    before = find_reply(message.message_id)
    if before is not None:
        return before
    try:
        phone = parse_phone(message.sender)
    except PhoneError:
        return Reply("", "no_number")
    if phone.kind != "mobile":
        return Reply("", "no_mobile")
    throttle.spend("sms", phone.e164, PER_HOUR)
    key = talk_key(phone.e164)
    kept = drafts().load(key)
    talk = Talk.from_json(kept) if kept else None
    reply, after, form_key = _answer(phone.e164, message.text, talk)
    written = _write(message, phone.e164, reply, form_key)
    if written is not None:
        return written
    _keep(key, after, is_new=kept is None)
    return reply


def _keep(key: str, talk: Talk | None, *, is_new: bool) -> None:
    """After the row stands: a crash in between only asks once more."""
    if talk is None:
        drafts().erase([key])
    else:
        drafts().save(key, talk.as_json(), draft_hours() if is_new else 0)


def _answer(e164: str, text: str, talk: Talk | None) -> tuple[Reply, Talk | None, str]:
    """The reply, the talk as it goes on (None: it is over) and the key of what was sent."""
    reader = Reader(list_coded(), _places())
    wanted = talk.missing if talk and talk.asked in ("who", "commune") else frozenset()
    said = reader.read(text, wanted=wanted)
    if said.act == "register":
        talk = begin(talk, said)
        if said.wrong_code:
            reply = Reply(words.unknown_code(said.wrong_code), "wrong_code")
            return reply, replace(talk, asked="code"), ""
        if len(said.conferences) > 1:
            ids = tuple(one.id for one in said.conferences)
            reply = Reply(words.choose_conference(said.conferences), "asked_conference")
            return reply, replace(talk, asked="conference", choices=ids), ""
    elif talk is None:
        return Reply(words.help_words(), "help"), None, ""
    elif said.act == "refuse":
        return Reply(words.stopped_words(), "stopped"), None, ""
    else:
        talk = _go_on(talk, said)
    return _ask_or_send(e164, talk)


def _go_on(talk: Talk, said: Said) -> Talk:
    if said.act == "choose":
        return choose(talk, said.number)
    if said.act == "agree":
        return replace(talk, agreed=talk.agreed or talk.asked == "agree")
    if said.act == "wait":
        return replace(talk, waits=talk.waits or talk.asked == "full")
    return merge(talk, said)


def _ask_or_send(e164: str, talk: Talk) -> tuple[Reply, Talk | None, str]:
    conference = db.session.get(Conference, talk.conference_id) if talk.conference_id else None
    question, after = next_question(talk, conference)
    if question == "ready" and conference is not None:
        return _send(e164, talk, conference)
    text = _words_for(question, talk, conference)
    if question == "young":
        return Reply(text, "young"), None, ""
    return Reply(text, f"asked_{question}"), replace(after, asked=question), ""


def _words_for(question: str, talk: Talk, conference: Conference | None) -> str:
    if conference is None:
        return words.ask_code()
    if question in ("past", "cancelled", "closed"):
        return words.closed(question, conference)
    if question == "commune":
        return words.choose_commune(talk.choices)
    if question == "who":
        return words.ask_who(talk)
    if question == "full":
        return words.full(conference)
    if question == "agree":
        return words.ask_agree(talk, conference)
    return words.about_age(question, talk)


def _send(e164: str, talk: Talk, conference: Conference) -> tuple[Reply, Talk | None, str]:
    """Take the seat, or the place in line; the agreement is the word that was sent."""
    key = _free_key(e164, talk)
    sending = Sending(
        form_key=key,
        answers=talk.answers(
            e164, _for_whom(e164, talk, key), to_local(conference.starts_at).date()
        ),
        e164=e164,
        purposes=(Purpose.SEAT,),
        lang="vi",
        channel="sms",
    )
    try:
        receipt = register(conference, sending)
    except NoSeat as refusal:
        text = words.full(conference) if refusal.why == "full" else ""
        question = refusal.why if text else "busy"
        talk = replace(talk, asked="full")
        return Reply(text or words.closed(refusal.why, conference), question), talk, ""
    found = get_receipt(receipt)
    return Reply(words.done(found), str(found.state)), None, key


def _free_key(e164: str, talk: Talk) -> str:
    """The once-only key; who gave a seat back may ask for one again."""
    for again in range(100):
        key = once_only_key(e164, talk, again)
        state = db.session.scalar(sa.select(Registration.state).where(Registration.form_key == key))
        if state is not RegistrationState.CANCELLED:
            return key
    return once_only_key(e164, talk, 100)


def _for_whom(e164: str, talk: Talk, key: str) -> str:
    """The second name from one phone is one of the family's: the own word is still to come."""
    others = db.session.scalars(
        sa.select(Registration.typed_name).where(
            Registration.conference_id == talk.conference_id,
            Registration.typed_phone == e164,
            Registration.form_key != key,
            Registration.state != RegistrationState.CANCELLED,
        )
    )
    own = fold(talk.name or "")
    return "relative" if any(fold(name) != own for name in others) else "self"


def _places() -> Places:
    rows = [(code, short) for code, _name, short, _district in commune_rows()]
    return Places(rows, fold(province().short_name))


def _aad(row_id: str) -> str:
    return f"sms_inbound.text.{row_id}"


def _write(message: Incoming, e164: str, reply: Reply, form_key: str) -> Reply | None:
    """Keep the message and its reply, once; the first one's reply when another was faster."""
    row_id = new_id()
    sealed = {"from": e164, "text": message.text, "reply": reply.text}
    row = SmsInbound(
        id=row_id,
        message_id=message.message_id,
        sender_hmac=blind_index(keys().hmac_key, "sms.sender", e164).hex(),
        text_enc=keys().cipher().seal(json.dumps(sealed, ensure_ascii=False), _aad(row_id)),
        received_at=min(message.received_at, now()),
        form_key=form_key,
        outcome=reply.outcome,
    )
    end_reading()  # an open read of our own would stand in the way
    try:
        with short_write() as own:
            _add(own, row)
    except IntegrityError:
        return find_reply(message.message_id)
    return None


def _add(own: Session, row: SmsInbound) -> None:
    own.add(row)
    own.flush()
    enqueue(f"{TOPIC}:{row.id}", TOPIC, {"inbound": row.id}, session=own)


def find_reply(message_id: str) -> Reply | None:
    """The reply that a message got; without words once they were erased. None: it is new."""
    row = db.session.scalars(
        sa.select(SmsInbound).where(SmsInbound.message_id == message_id)
    ).one_or_none()
    if row is None:
        return None
    text = ""
    if row.text_enc is not None:
        try:
            text = json.loads(keys().cipher().open(row.text_enc, _aad(row.id)))["reply"]
        except CryptoError:  # keys were replaced since
            text = ""
    return Reply(text, row.outcome)


def erase_old_messages() -> None:
    """What the worker does every minute: words go after 30 days, rows after 90."""
    words_until = now() - timedelta(days=get_number("retention.sms_text_days", TEXT_DAYS))
    rows_until = now() - timedelta(days=get_number("retention.sms_row_days", ROW_DAYS))
    db.session.execute(
        sa.update(SmsInbound)
        .where(SmsInbound.received_at < words_until, SmsInbound.text_enc.is_not(None))
        .values(text_enc=None)
    )
    db.session.execute(sa.delete(SmsInbound).where(SmsInbound.received_at < rows_until))
