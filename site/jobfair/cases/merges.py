"""Two files of one human become one: the values that stay, the rows that move, one open case.

Nothing is deleted. The file that goes keeps its values and points at the one that stays; of two
open cases the further one goes on and the other is closed into it, with its history. What stood
there before is kept sealed, so that the act can be undone whole (cases.unmerge).
"""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.cases.duplicates import LEAST, finish_tasks, get_pair
from jobfair.cases.handover_queries import find_open as find_offer
from jobfair.cases.history import append_event
from jobfair.cases.hooks import MERGE
from jobfair.cases.locking import hold_case
from jobfair.cases.merge_rows import move_rows
from jobfair.cases.opening import find_open_case
from jobfair.cases.queries import open_placement
from jobfair.cases.search import persons_within
from jobfair.database import db
from jobfair.errors import Conflict, Invalid, NotFound
from jobfair.keys import keys
from jobfair.lib.clock import now, today
from jobfair.lib.codes import derived_key, new_id
from jobfair.models import CaseFile, DuplicatePair, Person, PersonMerge, Stage

CHOICES: Final = ("name", "birth", "sex", "home", "village")
"""What may be taken from either file."""

_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "name": ("name",),
    "birth": ("birth_year", "birth_date"),
    "sex": ("sex",),
    "home": ("commune_code", "other_province"),
    "village": ("village",),
}
_NUMBER: Final = ("national_id_enc", "national_id_hmac", "national_id_masked")
_SEEN: Final = ("identity_seen_on", "identity_seen_by")
_NEXT: Final = ("next_step", "next_note", "next_on", "owner_office_id", "owner_user_id")
_ORDER: Final = {stage: position for position, stage in enumerate(Stage)}


@dataclass(frozen=True)
class Join:
    """What the form says. ``take``: the choices whose value comes from the file that goes."""

    reason: str
    identity_seen: bool = False
    take: frozenset[str] = field(default_factory=frozenset)


def sides_of(pair: DuplicatePair, by: Actor, *, hold: bool = False) -> tuple[Person, Person]:
    """The file that stays (the older one) and the one that goes. Raises NotFound unless both
    are the actor's."""
    ids = sorted((pair.person_a, pair.person_b))
    query = sa.select(Person).where(
        Person.id.in_(ids), Person.merged_into.is_(None), persons_within(by.scope)
    )
    query = query.order_by(Person.id)
    found = list(db.session.scalars(query.with_for_update() if hold else query))
    if len(found) != 2:
        raise NotFound()
    first, second = sorted(found, key=lambda one: (one.created_at, one.id))
    return first, second


def obstacles(kept: Person, gone: Person) -> list[str]:
    """Why these two cannot be joined as they stand; empty when they can."""
    found = []
    if kept.national_id_hmac and gone.national_id_hmac:
        found.append(_("Both have an identity number, and the numbers differ. Check them first."))
    cases = [case for one in (kept, gone) if (case := find_open_case(one.id)) is not None]
    if len(cases) == 2 and all(open_placement(case) is not None for case in cases):
        found.append(_("Both are placed with a sending body. End one of the two placements first."))
    if any(find_offer(case.id) is not None for case in cases):
        found.append(_("One of the cases is offered to another office. Wait for the answer."))
    return found


def survivor_of(one: CaseFile, other: CaseFile) -> tuple[CaseFile, CaseFile]:
    """The case that goes on and the one that is closed into it: placed, further, older first."""

    def rank(case: CaseFile) -> tuple[bool, int, float, str]:
        placed = open_placement(case) is not None
        return (not placed, -_ORDER[case.stage], case.opened_at.timestamp(), case.id)

    first, second = sorted((one, other), key=rank)
    return first, second


def merge(pair_id: str, join: Join, *, by: Actor, act_key: str) -> PersonMerge:
    """Join the two files of a pair; the same key again changes nothing.

    Raises NotFound unless both are the actor's, Invalid without a reason, Conflict with what
    stands in the way.
    """
    known = sa.select(PersonMerge).where(PersonMerge.act_key == act_key)
    done = db.session.scalars(known).one_or_none()
    if done is not None:
        return done
    pair = get_pair(pair_id, by, hold=True)
    done = db.session.scalars(known).one_or_none()
    if done is not None:
        return done
    kept, gone = sides_of(pair, by, hold=True)
    if len(join.reason) < LEAST:
        raise Invalid(_("Write in a few words why."))
    blocked = obstacles(kept, gone)
    if blocked:
        raise Conflict(" ".join(blocked))
    row = PersonMerge(
        id=new_id(),
        act_key=act_key,
        kept_id=kept.id,
        gone_id=gone.id,
        pair_id=pair.id,
        identity_seen=join.identity_seen,
        reason=join.reason[:300],
        merged_by=by.user_id,
        merged_by_name=by.shown[:160],
        merged_at=now(),
        before_enc=b"",
    )
    _join(row, kept, gone, join, by)
    pair.decided, pair.decided_by, pair.decided_at = "same", by.user_id, now()
    pair.reason = row.reason
    finish_tasks([kept.id, gone.id], by)
    people = [kept.id, gone.id]
    audit.record(by, "person.merge", "person_merge", row.id, person_ids=people, fields=CHOICES)
    db.session.flush()
    return row


# Any: values of any column, as JSON.
def _join(row: PersonMerge, kept: Person, gone: Person, join: Join, by: Actor) -> None:
    before: dict[str, Any] = {"person": _values(kept)}
    goes_on, closed = _one_open_case(kept, gone)
    if closed is not None:
        before["case"] = {"id": closed.id} | {n: _plain(getattr(closed, n)) for n in _NEXT}
        _close_into(closed, goes_on)
    gone.merged_into = kept.id
    db.session.flush()
    row.moved = json.dumps(move_rows(gone.id, kept.id))
    before["pairs"] = _move_pairs(gone.id, kept.id)
    db.session.expire_all()
    _take_values(kept, gone, join, by)
    before["after"] = _values(kept)
    row.before_enc = keys().cipher().seal(json.dumps(before), f"person_merge.before.{row.id}")
    db.session.add(row)
    db.session.flush()
    for follow in MERGE:
        follow(kept.id, gone.id)
    for case in (goes_on, closed):
        if case is not None:
            key = derived_key(row.id, case.id)
            append_event(case, "merge", by=by, act_key=key, reason="merged", note=row.reason)


def _one_open_case(kept: Person, gone: Person) -> tuple[CaseFile | None, CaseFile | None]:
    """The open case that goes on, and the one to close; both held."""
    found = [case for one in (kept, gone) if (case := find_open_case(one.id)) is not None]
    for case in sorted(found, key=lambda one: one.id):
        hold_case(case)
    if len(found) < 2:
        return (found[0] if found else None), None
    return survivor_of(*found)


def _close_into(case: CaseFile, goes_on: CaseFile | None) -> None:
    """Close a case without a step: its stage stays, its journey goes on in the other."""
    with db.session.no_autoflush:
        case.closed_at, case.merged_into_id = now(), goes_on.id if goes_on else None
        case.next_step, case.next_on, case.next_note = None, None, ""
    db.session.flush()


def _take_values(kept: Person, gone: Person, join: Join, by: Actor) -> None:
    """The chosen values, the number and the sight of the card that only one of them has."""
    for choice in join.take & set(CHOICES):
        for name in _FIELDS[choice]:
            setattr(kept, name, getattr(gone, name))
    if kept.national_id_hmac is None and gone.national_id_enc is not None:
        digits = keys().cipher().open(gone.national_id_enc, f"person.national_id.{gone.id}")
        kept.national_id_enc = keys().cipher().seal(digits, f"person.national_id.{kept.id}")
        kept.national_id_hmac = gone.national_id_hmac
        kept.national_id_masked = gone.national_id_masked
    if join.identity_seen and kept.identity_seen_on is None:
        kept.identity_seen_on, kept.identity_seen_by = today(), by.user_id
    elif kept.identity_seen_on is None:
        kept.identity_seen_on, kept.identity_seen_by = gone.identity_seen_on, gone.identity_seen_by
    db.session.flush()


def _move_pairs(gone_id: str, kept_id: str) -> list[tuple[str, str, str]]:
    """Other people whom the file that goes may be the same as: asked of the one that stays."""
    pairs = db.session.scalars(
        sa.select(DuplicatePair).where(
            DuplicatePair.decided == "",
            sa.or_(DuplicatePair.person_a == gone_id, DuplicatePair.person_b == gone_id),
        )
    ).all()
    moved = []
    for pair in pairs:
        other = pair.person_b if pair.person_a == gone_id else pair.person_a
        first, second = sorted((other, kept_id))
        known = sa.select(DuplicatePair.id).where(
            DuplicatePair.person_a == first, DuplicatePair.person_b == second
        )
        if other == kept_id or db.session.scalars(known).first() is not None:
            continue
        moved.append((pair.id, pair.person_a, pair.person_b))
        pair.person_a, pair.person_b = first, second
        db.session.flush()
    return moved


# Any: values of any column, as JSON.
def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    return value.isoformat() if isinstance(value, date) else value


def _values(person: Person) -> dict[str, Any]:
    """What a merge may change of a person, as JSON."""
    names = [name for group in _FIELDS.values() for name in group]
    return {name: _plain(getattr(person, name)) for name in (*names, *_NUMBER, *_SEEN)}
