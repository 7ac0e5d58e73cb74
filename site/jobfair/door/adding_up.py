"""From the acts about one person to her attendance, her case, her markets and her consent.

Adding up again changes nothing; what changes is audited and has its consequences once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import sqlalchemy as sa

from jobfair.access import Actor
from jobfair.cases.calls import CONTACT, CallOutcome, append_contact
from jobfair.cases.history import find_event
from jobfair.database import db
from jobfair.door.folding import DOUBT, MARKET, PRESENT, SAID, Act, Folded, fold
from jobfair.door.interests import freeze_at_door, set_interest
from jobfair.door.outcomes import ANSWERS
from jobfair.door.rules import (
    AFTER_DAYS,
    EARLY,
    days_after,
    find_attendance,
    lock_own_case,
    note_act,
)
from jobfair.lib.codes import derived_key
from jobfair.models import (
    Attendance,
    CaseEvent,
    CaseFile,
    Conference,
    ConferenceGuest,
    DoorAct,
    Interest,
    InterestHow,
    Purpose,
    Registration,
)
from jobfair.privacy.queries import find_last_consent
from jobfair.privacy.rules import give_consent

SEEN: Final = "?"
"""Kept for an act of a page, which showed how things stood."""
_OF_ITSELF: Final = frozenset({CallOutcome.NO_ANSWER, "came", "no_show"})
"""Contacts that decide nothing about what comes next."""


def acts_about(registration_id: str) -> list[Act]:
    """Every act about one registration that was taken so far."""
    rows = db.session.scalars(
        sa.select(DoorAct).where(DoorAct.registration_id == registration_id)
    ).all()
    return [read_act(row) for row in rows]


def read_act(row: DoorAct) -> Act:
    """The act as it was sent."""
    was = None if row.was == SEEN else row.was
    return Act(row.id, row.ref, row.kind, row.value, row.at, was, row.device, row.by)


def add_up(conference: Conference, registration: Registration, *, lang: str, by: Actor) -> Folded:
    """Write what the acts about a person, whose row is held, lead to; give it."""
    row = find_attendance(registration)
    if row is not None:
        _keep_older(conference, row)
    state = fold(acts_about(registration.id))
    if row is None:
        if state.came is None:
            return state
        row = Attendance(registration_id=registration.id, act_id=state.came.id, by=by.user_id)
        row.present, row.at = False, state.came.at
        row.outcome_markets = row.doubt = row.said = ""
        db.session.add(row)
    _write(conference, registration, row, state, by)
    _sit_down(conference, registration, state, by)
    _agree(registration, state, lang, by)
    db.session.flush()
    return state


def _keep_older(conference: Conference, row: Attendance) -> None:
    """Attendance from before acts were kept, as the acts that would have led to it."""
    if db.session.get(DoorAct, row.act_id) is not None:
        return
    said = [(PRESENT, "1" if row.present else "0", row.act_id)]
    said += [(MARKET, f"+{code}", "") for code in row.outcome_markets.split(",") if code]
    said += [(DOUBT, row.doubt, "")] if row.doubt else []
    said += [(SAID, row.said, "")] if row.said else []
    for kind, value, act_id in said:
        after = 0 if value == "1" else 2 if value == "0" else 1
        db.session.add(
            DoorAct(
                id=act_id or derived_key(row.act_id, f"{kind}:{value}"),
                conference_id=conference.id,
                ref=row.registration_id,
                registration_id=row.registration_id,
                kind=kind,
                value=value,
                was=SEEN,
                at=row.at + timedelta(microseconds=after),
                by=row.by,
            )
        )
    db.session.flush()


def _write(
    conference: Conference,
    registration: Registration,
    row: Attendance,
    state: Folded,
    by: Actor,
) -> None:
    if state.present and state.came is not None:
        row.at, row.by = state.came.at, state.came.by or by.user_id
    if row.present is not state.present:
        row.present = state.present
        note_act(by, "door.present" if row.present else "door.taken_back", registration, (PRESENT,))
        if row.present and state.came is not None:
            _no_longer_missing(conference, registration, state.came.id, by)
    chosen = ",".join(sorted(state.chosen))
    if row.outcome_markets != chosen:
        fresh = state.chosen - set(row.outcome_markets.split(","))
        row.outcome_markets = chosen
        note_act(by, "door.outcome", registration, ("outcome_markets",))
        asked = [guest for guest in conference.guests if _market_of(guest) in fresh]
        freeze_at_door(conference, registration, asked, by)
    if row.doubt != state.value(DOUBT):
        row.doubt = state.value(DOUBT)
        note_act(by, "door.outcome", registration, ("doubt",))
    if state.said is not None and row.said != state.said.value:
        row.said = state.said.value
        note_act(by, "door.outcome", registration, ("next_step",))
        _next_step(conference, registration, state.said, by)


def _market_of(guest: ConferenceGuest) -> str | None:
    return guest.order.programme.market_code if guest.order is not None else None


def _no_longer_missing(
    conference: Conference, registration: Registration, act_id: str, by: Actor
) -> None:
    """Somebody counted as missing was there after all (read off the paper list)."""
    case = lock_own_case(registration)
    key = f"came:{act_id}"
    if case is None or case.closed_at is not None or case.next_step != "call_no_show":
        return
    if find_event(key) is None:
        on = days_after(conference, AFTER_DAYS)
        append_contact(case, "came", step="call_back", next_on=on, act_key=key, by=by)


def _next_step(conference: Conference, registration: Registration, act: Act, by: Actor) -> None:
    """What she wants next is the case's next step, unless the case has gone on since."""
    case, key = lock_own_case(registration), f"door:{act.id}"
    if case is None or case.closed_at is not None or find_event(key) is not None:
        return
    answer = ANSWERS[act.value]
    step, on = answer.step, days_after(conference, answer.days)
    if case.next_step and case.next_on and _gone_on(case, act):
        step, on = case.next_step, case.next_on
    append_contact(case, f"door_{act.value}", step=step, next_on=on, act_key=key, by=by)


def _gone_on(case: CaseFile, act: Act) -> bool:
    """Whether somebody has moved the case, or spoken with her, after the tap."""
    if case.stage not in EARLY:
        return True
    later = sa.select(CaseEvent.id).where(
        CaseEvent.case_id == case.id,
        CaseEvent.at > act.at,
        CaseEvent.kind == CONTACT,
        CaseEvent.reason.not_in(_OF_ITSELF),
        ~CaseEvent.reason.like("door!_%", escape="!"),
    )
    return db.session.scalars(later.limit(1)).first() is not None


def _sit_down(conference: Conference, registration: Registration, state: Folded, by: Actor) -> None:
    """Whom she sat down with is interest in that guest; a table that is gone is nobody's."""
    guests = {str(guest.booth): guest.id for guest in conference.guests if guest.booth is not None}
    said = {guests[table]: act for table, act in state.tables.items() if table in guests}
    noted = _noted(registration) if said else {}
    for guest_id, act in said.items():
        if noted.get(guest_id) != act.id:
            set_interest(
                conference,
                registration.id,
                guest_id,
                act.value[0] == "+",
                act_id=act.id,
                at=act.at,
                how=InterestHow.TABLE,
                by=by,
            )


def _noted(registration: Registration) -> dict[str, str]:
    """Guest -> the act that decided about her interest in it."""
    rows = db.session.execute(
        sa.select(Interest.guest_id, Interest.act_id).where(
            Interest.registration_id == registration.id
        )
    )
    return dict(rows.all())


def _agree(registration: Registration, state: Folded, lang: str, by: Actor) -> None:
    """She says yes herself to what somebody else registered, after it was read to her."""
    if state.agreed is None:
        return
    last = find_last_consent(registration.person_id, Purpose.SEAT)
    if last is not None and last.given and last.provisional:
        give_consent(registration.person_id, Purpose.SEAT, lang=lang, how="read_aloud", by=by)
