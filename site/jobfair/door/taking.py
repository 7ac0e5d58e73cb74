"""Taking acts from a phone, a file or a page: each once, in any order, however late.

An act is kept as it came and then added up (``adding_up``). One that is about somebody whom
nobody has sent yet waits for her. Nothing that was tapped is refused for being late, for being
about somebody who is not on the list any more, or because another phone said otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair.access import Actor
from jobfair.cases.doubts import DOUBTS
from jobfair.conferences.door_days import door_days
from jobfair.database import db
from jobfair.door.adding_up import SEEN, add_up
from jobfair.door.folding import (
    AGREED,
    DOUBT,
    MARKET,
    PRESENT,
    SAID,
    TABLE,
    WALK_IN,
    Act,
)
from jobfair.door.outcomes import ANSWERS
from jobfair.door.strangers import Stranger
from jobfair.door.walk_in import add_walk_in
from jobfair.errors import AppError, Conflict, Invalid, NotFound
from jobfair.lib import clock
from jobfair.lib.codes import normalise_slip_code
from jobfair.models import (
    LISTED,
    Conference,
    ConferenceState,
    DoorAct,
    Market,
    Registration,
    RegistrationState,
)

CANCELLED: Final = _l("This conference was cancelled. Nobody is marked.")
_VALUES: Final = {
    PRESENT: re.compile("[01]"),
    MARKET: re.compile(r"[+-][A-Z]{2,3}(-[A-Z]{1,8})?|[+-]OTHER"),
    DOUBT: re.compile("|".join(["", *DOUBTS])),
    SAID: re.compile("|".join(ANSWERS)),
    TABLE: re.compile(r"[+-][1-9]\d{0,2}"),
    AGREED: re.compile("1"),
    WALK_IN: re.compile("[0-9A-Za-z -]{0,20}"),
}
TAKEN, WAITS, REFUSED = "taken", "waits", "refused"


@dataclass(frozen=True)
class Sent:
    """An act as it was sent; a walk-in brings what was asked."""

    act: Act
    stranger: Stranger | None = None


@dataclass(frozen=True)
class Answer:
    """What became of an act: taken, waits for the person it is about, refused with a sentence."""

    id: str
    state: str
    words: str = ""


def take(conference: Conference, sent: Sequence[Sent], *, lang: str, by: Actor) -> list[Answer]:
    """Keep acts and add up the people they are about; the answers in the order of ``sent``.

    An act known already is taken again and changes nothing. Raises Conflict when the conference
    was cancelled.
    """
    if conference.state is ConferenceState.CANCELLED:
        raise Conflict(CANCELLED)
    _alone(conference)
    sent = _in_time(conference, sent)
    answers: dict[str, Answer] = {}
    known = _known([one.act.id for one in sent])
    for one in sorted(sent, key=lambda one: (one.act.kind != WALK_IN, one.act.at, one.act.id)):
        if one.act.id not in answers:
            answers[one.act.id] = (
                Answer(one.act.id, TAKEN)
                if one.act.id in known
                else _keep(conference, one, lang, by)
            )
    db.session.flush()
    fresh = [one.act for one in sent if one.act.id not in known]
    for registration in _about(conference, {act.ref for act in fresh}):
        add_up(conference, registration, lang=lang, by=by)
    waiting = _waiting([act.id for act in fresh])
    return [
        Answer(one.act.id, WAITS) if one.act.id in waiting else answers[one.act.id] for one in sent
    ]


def take_one(conference: Conference, act: Act, *, lang: str, by: Actor) -> None:
    """An act of a page, tapped now by somebody who saw how things stood.

    Raises NotFound when it is about nobody on this list, Invalid for what no page offers,
    Conflict as ``take``.
    """
    if not _about(conference, {act.ref}):
        raise NotFound()
    [answer] = take(conference, [Sent(act)], lang=lang, by=by)
    if answer.state == REFUSED:
        raise Invalid(answer.words)


def take_walk_in(
    conference: Conference, stranger: Stranger, *, act_id: str, lang: str, by: Actor
) -> Registration:
    """Somebody written down by a page; the same ``act_id`` gives the same registration."""
    act = Act(id=act_id, ref=act_id, kind=WALK_IN, value="", at=clock.now(), by=by.user_id)
    take(conference, [Sent(act, stranger)], lang=lang, by=by)
    [registration] = _about(conference, {act_id})
    return registration


def _alone(conference: Conference) -> None:
    """One phone after the other; seats and readers do not wait for it."""
    db.session.execute(
        sa.select(Conference.id)
        .where(Conference.id == conference.id)
        .with_for_update(key_share=True)
    )


def _known(ids: Sequence[str]) -> set[str]:
    """Acts that were taken before; those of another conference are nobody's business here."""
    return set(db.session.scalars(sa.select(DoorAct.id).where(DoorAct.id.in_(ids))))


def _waiting(ids: Sequence[str]) -> set[str]:
    """Those of the acts of which nobody knows yet whom they are about."""
    nobody = DoorAct.registration_id.is_(None)
    return set(db.session.scalars(sa.select(DoorAct.id).where(DoorAct.id.in_(ids), nobody)))


def _keep(conference: Conference, one: Sent, lang: str, by: Actor) -> Answer:
    """Add the act as it came; whom it is about is found for all of them together."""
    act = one.act
    if not _reads(act):
        return Answer(act.id, REFUSED, _("This was not written by a page of ours."))
    found: Registration | None = None
    if act.kind == WALK_IN:
        try:
            found = _walked_in(conference, one, lang, by)
        except AppError as problem:
            return Answer(act.id, REFUSED, str(problem.message))
    db.session.add(
        DoorAct(
            id=act.id,
            conference_id=conference.id,
            ref=act.ref,
            registration_id=found.id if found else None,
            kind=act.kind,
            value=act.value,
            was=act.was if act.was is not None else SEEN,
            at=act.at,
            device=act.device,
            by=act.by or by.user_id,
        )
    )
    return Answer(act.id, TAKEN)


def _reads(act: Act) -> bool:
    rule = _VALUES.get(act.kind)
    if rule is None or not rule.fullmatch(act.value):
        return False
    return act.kind != MARKET or db.session.get(Market, act.value[1:]) is not None


def _walked_in(conference: Conference, one: Sent, lang: str, by: Actor) -> Registration:
    """Who has a slip of this conference is on its list; anybody else is written down."""
    code = normalise_slip_code(one.act.value)
    if code:
        found = db.session.scalars(
            sa.select(Registration).where(
                Registration.conference_id == conference.id, Registration.slip_code == code
            )
        ).one_or_none()
        if found is not None:
            return found
    if one.stranger is None:
        raise Conflict()
    return add_walk_in(conference, one.stranger, form_key=one.act.id, lang=lang, by=by)


def _about(conference: Conference, refs: Iterable[str]) -> list[Registration]:
    """The registrations that acts name: by their own id, or by the act that wrote them down.

    Acts that waited for one of them are hers from now on.
    """
    wanted = sorted(refs)
    by_act = sa.select(DoorAct.registration_id).where(
        DoorAct.conference_id == conference.id,
        DoorAct.id.in_(wanted),
        DoorAct.registration_id.is_not(None),
    )
    found = db.session.scalars(
        sa.select(Registration)
        .where(
            Registration.conference_id == conference.id,
            sa.or_(Registration.id.in_(wanted), Registration.id.in_(by_act)),
        )
        .order_by(Registration.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    listed = {one.id: one for one in (_attach(conference, one) for one in found)}
    return list(listed.values())


def _live(conference: Conference, registration: Registration) -> Registration:
    """Her place on the list: whoever gave the seat back and came all the same is a walk-in."""
    if registration.state is not RegistrationState.CANCELLED:
        return registration
    again = db.session.scalars(
        sa.select(Registration).where(
            Registration.conference_id == conference.id,
            Registration.person_id == registration.person_id,
            Registration.state.in_(LISTED),
        )
    ).first()
    if again is None:
        registration.state = RegistrationState.WALK_IN
        db.session.flush()
    return again or registration


def _attach(conference: Conference, named: Registration) -> Registration:
    """Her place on the list, with the acts that name it or the act that wrote her down."""
    registration = _live(conference, named)
    writing = sa.select(DoorAct.id).where(
        DoorAct.registration_id == registration.id, DoorAct.kind == WALK_IN
    )
    db.session.execute(
        sa.update(DoorAct)
        .where(
            DoorAct.conference_id == conference.id,
            DoorAct.registration_id.is_(None),
            sa.or_(DoorAct.ref == named.id, DoorAct.ref.in_(writing)),
        )
        .values(registration_id=registration.id)
        .execution_options(synchronize_session=False)
    )
    return registration


def _in_time(conference: Conference, sent: Sequence[Sent]) -> Sequence[Sent]:
    """Acts between the first day of the door and now, all moved alike by what a clock is wrong.

    One phone sends at a time, so the order of its taps stays as it was.
    """
    if not sent:
        return sent
    first, now = clock.from_local(door_days(conference)[0], time()), clock.now()
    earliest, latest = (pick(one.act.at for one in sent) for pick in (min, max))
    wrong = now - latest if latest > now else max(first - earliest, timedelta(0))
    if not wrong:
        return sent
    return [
        replace(one, act=replace(one.act, at=min(max(one.act.at + wrong, first), now)))
        for one in sent
    ]
