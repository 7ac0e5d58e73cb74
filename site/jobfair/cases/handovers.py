"""A case goes to another office: offered with a note, then accepted or rejected with a reason.

Until it is accepted the old office answers for it. A commune sees its own residents only, so an
offer to another commune says that the person has moved there for good: accepting it changes the
permanent commune, and with it who sees the case. The commune at registration stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from jobfair import audit
from jobfair.access import Actor
from jobfair.cases.handover_queries import find_open, get_handover, offices_of
from jobfair.cases.history import append_event, done_already
from jobfair.cases.locking import hold_case
from jobfair.cases.owners import LETTER_ROLE, must_hold
from jobfair.database import db
from jobfair.errors import AppError, Conflict, Forbidden, Invalid, NotFound
from jobfair.lib.clock import now
from jobfair.lib.codes import derived_key
from jobfair.models import CaseEvent, CaseFile, Handover, HandoverState, Office, OfficeKind, Role

EVENT: Final = "handover"
TARGETS: Final = (OfficeKind.COMMUNE, OfficeKind.CENTRE)
LEAST: Final = 5
"""Letters of a note or a reason."""


@dataclass(frozen=True)
class Offer:
    """What the form says: to whom, why, and whether the person has moved to that commune."""

    office_id: str
    note: str
    moved: bool = False


def offer_together(
    cases: Sequence[CaseFile], offer: Offer, *, by: Actor, act_key: str
) -> tuple[int, list[tuple[CaseFile, str]]]:
    """Offer each case in a savepoint of its own; how many, and the others with the reason.

    Raises Invalid for an office that takes no cases and for a note that says nothing.
    """
    office = _target(offer)
    done, refused = 0, []
    for case in sorted(cases, key=lambda one: one.id):
        try:
            with db.session.begin_nested():
                _offer(case, office, offer, by, derived_key(act_key, case.id))
            done += 1
        except AppError as error:
            refused.append((case, str(error.message)))
        except IntegrityError:
            refused.append((case, _("This case is offered to an office already.")))
    return done, refused


def _target(offer: Offer) -> Office:
    office = db.session.get(Office, offer.office_id) if offer.office_id else None
    if office is None or office.kind not in TARGETS:
        raise Invalid(_("Choose an office."))
    if len(offer.note) < LEAST:
        raise Invalid(_("Write in a few words why."))
    return office


def _offer(case: CaseFile, office: Office, offer: Offer, by: Actor, act_key: str) -> None:
    known = sa.select(Handover.id).where(Handover.act_key == act_key)
    if db.session.scalars(known).first() is not None:
        return
    hold_case(case)
    letter = must_hold(by, case, frozenset("OC"))
    if case.closed_at is not None or case.owner_office_id is None:
        raise Conflict(_("This case is closed."))
    if find_open(case.id) is not None:
        raise Conflict(_("This case is offered to an office already."))
    moves = office.kind is OfficeKind.COMMUNE and office.commune_code != case.person.commune_code
    if moves and not offer.moved:
        raise Invalid(_("That office sees its own residents only: say that the person has moved."))
    if not moves:
        _may_give_away(case, office, by)
    row = Handover(
        case_id=case.id,
        from_office_id=_answers_for(case, by, moves),
        to_office_id=office.id,
        new_commune=office.commune_code if moves else None,
        note=offer.note[:300],
        state=HandoverState.OFFERED,
        act_key=act_key,
        offered_by=by.user_id,
        offered_by_name=by.shown[:160],
    )
    db.session.add(row)
    db.session.flush()
    _tell(row, "offered", by, LETTER_ROLE[letter], f"{office.name}. {offer.note}")


def _may_give_away(case: CaseFile, office: Office, by: Actor) -> None:
    """Only the owner of the next step gives it away, and not to itself."""
    if office.id == case.owner_office_id:
        raise Invalid(_("That office has the next step already."))
    owner = case.owner_office
    if owner is not None and owner.kind is OfficeKind.BODY:
        raise Conflict(_("The next step is the sending body's; it follows the journey."))
    if case.owner_office_id not in offices_of(by):
        raise Forbidden(_("Another office answers for this case now."))


def _answers_for(case: CaseFile, by: Actor, moves: bool) -> str:
    """The office that offers: the owner, or for a person who moves the actor's own."""
    own = offices_of(by)
    if case.owner_office_id is not None and (case.owner_office_id in own or not moves):
        return case.owner_office_id
    return by.main_grant.office_id


def accept(handover_id: str, *, by: Actor) -> Handover:
    """Take the case over; a second press changes nothing.

    Raises NotFound for an offer to another office, Conflict for one that is over.
    """
    row = _held(handover_id, by, "to")
    if row.state is HandoverState.ACCEPTED:
        return row
    _must_wait(row)
    case = row.case
    hold_case(case)
    before = case.person.village
    if row.new_commune:
        case.person.commune_code, case.person.other_province = row.new_commune, False
        case.person.village = ""
    if case.closed_at is None and _goes_along(case, row):
        case.owner_office_id, case.owner_user_id = row.to_office_id, None
    _decide(row, HandoverState.ACCEPTED, by)
    moved = _("Lived in %(village)s before.", village=before) if before and row.new_commune else ""
    _tell(row, "accepted", by, None, moved)
    return row


def _goes_along(case: CaseFile, row: Handover) -> bool:
    """Whether the next step goes to the new office: it was the giver's, or a commune's."""
    owner = case.owner_office
    commune = owner is not None and owner.kind is OfficeKind.COMMUNE
    return case.owner_office_id == row.from_office_id or (bool(row.new_commune) and commune)


def reject(handover_id: str, reason: str, *, by: Actor) -> Handover:
    """Say no, with a reason; the case stays where it was and the giver reads why."""
    row = _held(handover_id, by, "to")
    if row.state is HandoverState.REJECTED:
        return row
    _must_wait(row)
    if len(reason) < LEAST:
        raise Invalid(_("Write in a few words why."))
    hold_case(row.case)
    row.answer = reason[:300]
    _decide(row, HandoverState.REJECTED, by)
    _tell(row, "rejected", by, None, reason)
    return row


def take_back(handover_id: str, *, by: Actor) -> Handover:
    """The office that offered changes its mind while nobody has answered."""
    row = _held(handover_id, by, "from")
    if row.state is HandoverState.TAKEN_BACK:
        return row
    _must_wait(row)
    hold_case(row.case)
    _decide(row, HandoverState.TAKEN_BACK, by)
    _tell(row, "taken_back", by, None, "")
    return row


def mark_seen(handover_id: str, *, by: Actor) -> Handover:
    """The office that offered has read the answer; it leaves Today."""
    row = _held(handover_id, by, "from")
    row.seen_at = row.seen_at or now()
    db.session.flush()
    return row


def _held(handover_id: str, by: Actor, side: str) -> Handover:
    """The offer, held, for who stands on this side of it."""
    row = get_handover(handover_id, by, hold=True)
    own = offices_of(by)
    if (row.to_office_id if side == "to" else row.from_office_id) not in own:
        raise NotFound()
    return row


def _must_wait(row: Handover) -> None:
    if row.state is not HandoverState.OFFERED:
        raise Conflict(_("This offer has been answered already."))


def _decide(row: Handover, state: HandoverState, by: Actor) -> None:
    row.state, row.decided_by, row.decided_at = state, by.user_id, now()
    db.session.flush()


def _tell(row: Handover, what: str, by: Actor, role: Role | None, note: str) -> None:
    """History and audit of one act on an offer."""
    key = derived_key(row.id, what)
    if not done_already(row.case, key):
        append_event(
            row.case, EVENT, by=by, act_key=key, role=role, reason=f"handover_{what}", note=note
        )
    verbs = {"offered": "offer", "accepted": "accept", "rejected": "reject"}
    action = f"handover.{verbs.get(what, 'take_back')}"
    people = [row.case.person_id]
    audit.record(by, action, "handover", row.id, person_ids=people, fields=("state",))
    db.session.flush()


def step_ends_offer(case: CaseFile, _event: CaseEvent) -> None:
    """A step gave the case to another office, or closed it: an offer that waits is void."""
    row = find_open(case.id)
    if row is None or row.new_commune:
        return
    if case.closed_at is not None or case.owner_office_id != row.from_office_id:
        row.state, row.decided_by, row.decided_at = HandoverState.TAKEN_BACK, "system", now()
