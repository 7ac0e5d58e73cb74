"""A lost slip: the officer sees the identity card and issues a new code; the old one ends."""

from __future__ import annotations

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from jobfair import audit
from jobfair.access import Actor
from jobfair.cases.history import append_event, done_already
from jobfair.cases.locking import hold_case
from jobfair.database import db
from jobfair.errors import Conflict, Invalid
from jobfair.lib.clock import today
from jobfair.lib.codes import new_slip_code
from jobfair.models import CaseFile, Registration, Role


def find_slip(case: CaseFile) -> Registration | None:
    """The newest registration of the case, whose slip the worker holds; None without one."""
    return db.session.scalars(
        sa.select(Registration)
        .where(Registration.case_id == case.id)
        .order_by(Registration.created_at.desc(), Registration.id)
        .limit(1)
    ).one_or_none()


def issue_code(case: CaseFile, *, identity_seen: bool, act_key: str, by: Actor) -> Registration:
    """Give the slip a new code and return its registration (model.md, slip, code, receipt).

    The same ``act_key`` again gives the code that it made. Raises Invalid when the identity
    card was not seen, Conflict for a case without a slip.
    """
    slip = find_slip(case)
    if slip is None:
        raise Conflict(_l("This case has no slip."))
    if not identity_seen:
        raise Invalid(_l("Look at the identity card first."))
    hold_case(case)
    if done_already(case, act_key):
        return slip
    slip.slip_code = new_slip_code()
    person = case.person
    if person.identity_seen_on is None:
        person.identity_seen_on, person.identity_seen_by = today(), by.user_id
    append_event(case, "record", by=by, act_key=act_key, role=Role.OFFICER, reason="slip_code")
    audit.record(
        by,
        "case.slip_code",
        "case",
        case.id,
        person_ids=[case.person_id],
        fields=("slip_code", "identity_seen"),
    )
    db.session.flush()
    return slip
