"""What is done with a complaint: taken, answered, asked, handed on, closed, erased (B7).

Every act is once-only by its key, refused at an older version, and told to the writer where it
concerns him. Whoever acts looks after it from then on: nobody falls silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.agencies.check import look_up
from jobfair.agencies.check_queries import list_keys
from jobfair.agencies.refusal import Refused, check_version
from jobfair.cases.offices import department_office
from jobfair.complaints.events import add_event, done_before
from jobfair.complaints.filing import KIND
from jobfair.complaints.pictures import shred_pictures
from jobfair.complaints.sealing import SEALED
from jobfair.database import db
from jobfair.errors import Conflict, Forbidden, Invalid
from jobfair.lib.clock import now, today
from jobfair.lib.codes import new_form_key
from jobfair.models import Complaint, ComplaintEvent, ComplaintState, Outcome, Role

S = ComplaintState
OPEN: Final = (S.RECEIVED, S.TAKEN, S.ASKED, S.HANDED_OVER)
ENDS: Final = tuple(outcome for outcome in Outcome if outcome is not Outcome.NONE)


def _hold(complaint: Complaint, version: int | None, states: Sequence[S] = OPEN) -> None:
    """Hold the row. Raises Stale at another version, Conflict in another state."""
    held = sa.select(Complaint.id).where(Complaint.id == complaint.id)
    db.session.execute(held.with_for_update())
    db.session.refresh(complaint)
    if version is not None:
        check_version(complaint, KIND, version)
    if complaint.state not in states:
        raise Conflict(_("This report stands elsewhere now. Open its page again."))


def _look_after(complaint: Complaint, by: Actor) -> None:
    complaint.owner_user, complaint.owner_name = by.user_id, by.shown[:160]
    complaint.owner_office_id = by.main_grant.office_id
    if complaint.taken_at is None:
        complaint.taken_at = now()
    if complaint.state is S.RECEIVED:
        complaint.state = S.TAKEN


def _write(
    complaint: Complaint, kind: str, by: Actor, act_key: str, text: str = "", told: bool = False
) -> None:
    db.session.flush()
    add_event(complaint, kind, by=by, act_key=act_key, text=text, told=told)
    audit.record(by, f"{KIND}.{kind}", KIND, complaint.id)


def take(complaint: Complaint, *, by: Actor, act_key: str, version: int) -> None:
    """Look after it from now on. Raises Stale, Conflict."""
    if done_before(complaint, act_key):
        return
    _hold(complaint, version)
    _look_after(complaint, by)
    _write(complaint, "take", by, act_key)


def say(
    complaint: Complaint, kind: str, text: str, *, by: Actor, act_key: str, version: int
) -> None:
    """Answer, ask, or note something for colleagues. Raises Refused, Stale, Conflict."""
    if done_before(complaint, act_key):
        return
    if kind not in ("answer", "ask", "note"):
        raise Refused("kind", _("Choose one of the list."))
    _hold(complaint, version)
    _look_after(complaint, by)
    if kind == "ask" and complaint.state is not S.HANDED_OVER:
        complaint.state = S.ASKED
    elif kind == "answer" and complaint.state is S.ASKED:
        complaint.state = S.TAKEN
    _write(complaint, kind, by, act_key, text, told=kind != "note")


def reply(complaint: Complaint, text: str, *, act_key: str) -> None:
    """The writer adds something; a question counts as answered. Raises Conflict when closed."""
    if done_before(complaint, act_key):
        return
    _hold(complaint, None)
    if complaint.state is S.ASKED:
        complaint.state = S.TAKEN
    db.session.flush()
    add_event(complaint, "reply", by="public", act_key=act_key, text=text, told=True)
    audit.record("public", f"{KIND}.reply", KIND, complaint.id)


def escalate(complaint: Complaint, reason: str, *, by: Actor, act_key: str, version: int) -> None:
    """Hand it up to the department, whose leader answers from now on. Raises Stale, Conflict."""
    if done_before(complaint, act_key):
        return
    _hold(complaint, version)
    _look_after(complaint, by)
    complaint.owner_office_id = department_office().id
    complaint.owner_user, complaint.owner_name = "", ""
    complaint.escalated_at = complaint.escalated_at or now()
    _write(complaint, "escalate", by, act_key, reason)


@dataclass(frozen=True)
class HandOver:
    """To whom a complaint was handed, by which document, on which day."""

    to: str
    number: str
    on: date


def hand_over(
    complaint: Complaint, given: HandOver, *, by: Actor, act_key: str, version: int
) -> None:
    """Record that the inspectorate has it now; the office still answers for telling the writer.

    Raises Refused for a day in the future, Stale, Conflict.
    """
    if done_before(complaint, act_key):
        return
    for name in ("to", "number"):
        if not getattr(given, name):
            raise Refused(name, _("Fill this in."))
    if given.on > today():
        raise Refused("on", _("The day is in the future."))
    _hold(complaint, version)
    _look_after(complaint, by)
    complaint.state = S.HANDED_OVER
    complaint.handed_to, complaint.handed_no, complaint.handed_on = given.to, given.number, given.on
    _write(complaint, "hand_over", by, act_key, told=True)


def close(
    complaint: Complaint,
    outcome: Outcome,
    text: str,
    *,
    by: Actor,
    act_key: str,
    version: int,
) -> None:
    """End it with an outcome and the words that the writer reads. Raises Stale, Conflict."""
    if done_before(complaint, act_key):
        return
    if outcome not in ENDS:
        raise Refused("outcome", _("Choose one of the list."))
    _hold(complaint, version)
    _look_after(complaint, by)
    complaint.state, complaint.outcome, complaint.closed_at = S.CLOSED, outcome, now()
    _write(complaint, "close", by, act_key, text, told=True)


def set_body(complaint: Complaint, typed: str, *, by: Actor, act_key: str, version: int) -> None:
    """Say which body of the register it is about, by its name or licence; '' for none.

    Raises Refused where not exactly one is called so, Stale.
    """
    if done_before(complaint, act_key):
        return
    ids = look_up(typed, list_keys()).body_ids if typed else []
    if typed and len(ids) != 1:
        raise Refused("company", _("No company of the register is called exactly so."))
    _hold(complaint, version, tuple(S))
    complaint.body_id = ids[0] if ids else None
    _write(complaint, "body", by, act_key)


def may_erase(complaint: Complaint, by: Actor) -> bool:
    """The leader, once it is closed."""
    ended = complaint.state is S.CLOSED and complaint.erased_at is None
    return ended and Role.LEADER in by.roles


def erase_by_hand(complaint: Complaint, *, by: Actor, version: int) -> None:
    """Erase at the writer's wish before the term is over. Raises Forbidden, Invalid, Stale."""
    if Role.LEADER not in by.roles:
        raise Forbidden()
    if not may_erase(complaint, by):
        raise Invalid(_("Close it first. Then it can be erased."))
    _hold(complaint, version, (S.CLOSED,))
    erase(complaint)
    _write(complaint, "erase", by, new_form_key())


def erase(complaint: Complaint) -> None:
    """Take away all that was typed and every picture; what is counted stays."""
    for name in SEALED:
        setattr(complaint, f"{name}_enc", None)
    complaint.phone_hmac = complaint.follow_hmac = None
    complaint.erased_at = now()
    db.session.execute(
        sa.update(ComplaintEvent)
        .where(ComplaintEvent.complaint_id == complaint.id)
        .values(text_enc=None)
    )
    shred_pictures(complaint)
    db.session.flush()
