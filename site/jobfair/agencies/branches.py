"""Branches of a body, which may neither sign contracts nor take money.

Law 69/2020/QH14 Art. 17(3): a branch prepares and informs; contracts with workers are signed,
and money is taken, at the head office alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.agencies.contacts import read_contact
from jobfair.agencies.refusal import Refused
from jobfair.agencies.register import KIND
from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.lib.clock import today
from jobfair.lib.text import fold
from jobfair.models import BodyBranch, SendingBody
from jobfair.public_version import raise_version


@dataclass(frozen=True)
class BranchEntry:
    """A branch as staff enter it."""

    name: str
    address: str
    phone: str
    decision_no: str
    from_day: date
    until_day: date | None
    source: str


def list_branches(body_id: str, day: date) -> list[BodyBranch]:
    """Branches that have their task on the day or will have it, by name."""
    query = sa.select(BodyBranch).where(
        BodyBranch.body_id == body_id,
        sa.or_(BodyBranch.until_day.is_(None), BodyBranch.until_day >= day),
    )
    return list(db.session.scalars(query.order_by(BodyBranch.name, BodyBranch.id)))


def add_branch(body: SendingBody, entry: BranchEntry, *, by: Actor) -> BodyBranch:
    """Enter a branch with the decision that gave it its task.

    Raises Refused for a phone that is none, days in the wrong order, and a branch of this name
    that is here already.
    """
    if entry.until_day is not None and entry.until_day < entry.from_day:
        raise Refused("until_day", _("The last day comes after the first day."))
    phone = read_contact("phone", entry.phone) if entry.phone else None
    if entry.phone and phone is None:
        raise Refused("phone", _("This is no phone number."))
    if any(fold(one.name) == fold(entry.name) for one in list_branches(body.id, entry.from_day)):
        raise Refused("name", _("This branch stands already at this body."))
    branch = BodyBranch(
        body_id=body.id,
        name=entry.name,
        address=entry.address,
        phone=phone.normalised if phone else "",
        decision_no=entry.decision_no,
        from_day=entry.from_day,
        until_day=entry.until_day,
        source=entry.source,
        checked_on=today(),
    )
    db.session.add(branch)
    db.session.flush()
    audit.record(by, "branch.add", KIND, body.id, fields=("decision_no", "days"))
    raise_version("agencies")
    return branch


def end_branch(body: SendingBody, branch_id: str, last_day: date, *, by: Actor) -> None:
    """Say that a branch has its task until this day. Raises NotFound."""
    branch = db.session.get(BodyBranch, branch_id)
    if branch is None or branch.body_id != body.id:
        raise NotFound()
    branch.until_day = max(last_day, branch.from_day)
    db.session.flush()
    audit.record(by, "branch.end", KIND, body.id, fields=("until_day",))
    raise_version("agencies")
