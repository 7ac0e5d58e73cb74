"""Consent: given, withdrawn, in force. Append-only; the last row of a purpose holds.

Law 91/2025/QH15 and Decree 356/2025/NĐ-CP: a choice of its own for each purpose, provable in
its words, withdrawn as easily as given.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import sqlalchemy as sa

from jobfair import audit
from jobfair.access import Actor
from jobfair.database import db
from jobfair.lib.clock import now
from jobfair.models import Consent, ConsentText, Purpose
from jobfair.privacy.queries import find_last_consent, get_text, same_body

CHANGED: Final[list[Callable[[Consent, Actor | str], None]]] = []
"""What rooms above do in the transaction in which a consent is given or taken back."""


def current_text(purpose: Purpose, lang: str) -> ConsentText:
    """The words in force for a purpose, in ``lang`` or else in Vietnamese.

    Raises Unavailable when no province pack is loaded.
    """
    return get_text(purpose, lang)


def consent_in_force(person_id: str, purpose: Purpose, body_id: str | None = None) -> bool:
    """Whether the last word for the purpose (and body) is "given".

    A consent that somebody else gave for an adult is provisional: it holds a seat and opens
    nothing else (model, "Person, registration, case").
    """
    last = find_last_consent(person_id, purpose, body_id)
    if last is None or not last.given:
        return False
    return purpose is Purpose.SEAT or not last.provisional


def was_given(person_id: str, purpose: Purpose) -> bool:
    """Whether the last word for the purpose is "given", confirmed or not."""
    last = find_last_consent(person_id, purpose)
    return last is not None and last.given


def needs_confirming(person_id: str) -> bool:
    """Whether the seat rests on a consent that the person has not confirmed yet."""
    last = find_last_consent(person_id, Purpose.SEAT)
    return last is not None and last.given and last.provisional


def give_consent(
    person_id: str,
    purpose: Purpose,
    *,
    lang: str,
    how: str,
    by: Actor | str,
    body_id: str | None = None,
    provisional: bool = False,
    note: str = "",
) -> Consent:
    """Write that the person agrees, with the version of the words in ``lang``.

    ``how``: web, read_aloud, signed, witness or phone. ``by``: the member of staff, or 'worker'.
    Giving again what is in force writes nothing and returns the row that holds.
    """
    last = find_last_consent(person_id, purpose, body_id)
    if last is not None and last.given and last.provisional == provisional:
        return last
    return _append(person_id, purpose, True, lang, how, by, body_id, provisional, note)


def withdraw_consent(
    person_id: str,
    purpose: Purpose,
    *,
    lang: str,
    how: str,
    by: Actor | str,
    body_id: str | None = None,
    note: str = "",
) -> Consent | None:
    """Write that the person takes the consent back; None when there was nothing to take back.

    From this row on an agency's view that rests on it is closed.
    """
    last = find_last_consent(person_id, purpose, body_id)
    if last is None or not last.given:
        return last
    return _append(person_id, purpose, False, lang, how, by, body_id, False, note)


def _append(
    person_id: str,
    purpose: Purpose,
    given: bool,
    lang: str,
    how: str,
    by: Actor | str,
    body_id: str | None,
    provisional: bool,
    note: str,
) -> Consent:
    text = current_text(purpose, lang)
    row = Consent(
        person_id=person_id,
        purpose=purpose,
        body_id=body_id,
        given=given,
        provisional=provisional,
        text_version=text.version,
        lang=text.lang,
        how=how,
        by=by.user_id if isinstance(by, Actor) else "",
        note=note[:160],
        at=now(),
        seq=_next_seq(person_id, purpose, body_id),
    )
    db.session.add(row)
    db.session.flush()
    action = "consent.give" if given else "consent.withdraw"
    audit.record(by, action, "consent", row.id, person_ids=[person_id], fields=[purpose])
    for follow in CHANGED:
        follow(row, by)
    return row


def _next_seq(person_id: str, purpose: Purpose, body_id: str | None) -> int:
    """One more than the highest, so that two acts of one moment keep their order."""
    highest: int | None = db.session.execute(
        sa.select(sa.func.max(Consent.seq))
        .where(Consent.person_id == person_id, Consent.purpose == purpose)
        .where(same_body(Consent.body_id, body_id))
    ).scalar_one()
    return (highest or 0) + 1
