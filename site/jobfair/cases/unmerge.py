"""Separating two files again: every row and value goes back that is still where it was put."""

from __future__ import annotations

import json
from base64 import b64decode
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.cases.duplicates import LEAST
from jobfair.cases.history import append_event
from jobfair.cases.hooks import MERGE
from jobfair.cases.locking import hold_case
from jobfair.cases.merge_rows import return_rows
from jobfair.cases.opening import find_open_case
from jobfair.cases.search import persons_within
from jobfair.database import db
from jobfair.errors import Conflict, Forbidden, Invalid, NotFound
from jobfair.keys import keys
from jobfair.lib.clock import now
from jobfair.lib.codes import derived_key
from jobfair.models import CaseFile, DuplicatePair, Person, PersonMerge, Role

OWN_HOURS = 24
_DATES = frozenset({"birth_date", "identity_seen_on", "next_on"})
_BYTES = frozenset({"national_id_enc", "national_id_hmac"})
INSIDE = frozenset({Role.OFFICER, Role.COUNSELLOR, Role.LEADER})


def get_merge(merge_id: str, by: Actor, *, hold: bool = False) -> PersonMerge:
    """A merge of a person of the actor's. Raises NotFound for any other, and for a body."""
    query = (
        sa.select(PersonMerge)
        .join(Person, Person.id == PersonMerge.kept_id)
        .where(PersonMerge.id == merge_id, persons_within(by.scope))
    )
    if not by.roles & INSIDE:
        raise NotFound()
    found = db.session.scalars(
        query.with_for_update(of=PersonMerge) if hold else query
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found


def may_undo(row: PersonMerge, by: Actor) -> bool:
    """Whoever joined them within 24 hours, else the leader: as for a correction of a step."""
    if row.undone_at is not None:
        return False
    own = row.merged_by == by.user_id and now() - row.merged_at <= timedelta(hours=OWN_HOURS)
    return own or Role.LEADER in by.roles


def unmerge(merge_id: str, reason: str, *, by: Actor) -> PersonMerge:
    """Undo a merge; a second press changes nothing.

    What came after it (calls, payments, steps of the shared case) stays with the case it was
    written in. Raises Forbidden, Invalid without a reason, Conflict when a later merge or a new
    case stands in the way.
    """
    row = get_merge(merge_id, by, hold=True)
    if row.undone_at is not None:
        return row
    if not may_undo(row, by):
        raise Forbidden(_("Only the leader separates files that were joined over a day ago."))
    if len(reason) < LEAST:
        raise Invalid(_("Write in a few words why."))
    kept, gone = _both(row)
    text = keys().cipher().open(row.before_enc, f"person_merge.before.{row.id}")
    before: dict[str, Any] = json.loads(text)  # Any: values of any column
    _give_back(row, kept, gone, before)
    row.undone_at, row.undone_by, row.undo_reason = now(), by.user_id, reason[:300]
    db.session.flush()
    for follow in MERGE:
        follow(gone.id, kept.id)
    _tell(row, before, by, reason)
    return row


def _both(row: PersonMerge) -> tuple[Person, Person]:
    found = {
        person.id: person
        for person in db.session.scalars(
            sa.select(Person)
            .where(Person.id.in_((row.kept_id, row.gone_id)))
            .order_by(Person.id)
            .with_for_update()
        )
    }
    kept, gone = found[row.kept_id], found[row.gone_id]
    if kept.merged_into is not None:
        raise Conflict(_("This file was joined with a third one later. Separate those first."))
    return kept, gone


# Any: values of any column, as JSON.
def _give_back(row: PersonMerge, kept: Person, gone: Person, before: dict[str, Any]) -> None:
    for name, value in before["person"].items():
        put = before["after"][name]
        if put != value and _same(getattr(kept, name), put, name):
            setattr(kept, name, _value(name, value))
    db.session.flush()
    gone.merged_into = None
    db.session.flush()
    moved = [(table, column, row_id) for table, column, row_id in json.loads(row.moved)]
    return_rows(moved, row.kept_id, row.gone_id)
    for pair_id, first, second in before["pairs"]:
        pair = db.session.get(DuplicatePair, pair_id)
        if pair is not None:
            pair.person_a, pair.person_b = first, second
    db.session.expire_all()
    if "case" in before:
        _reopen(before["case"])
    pair = db.session.get(DuplicatePair, row.pair_id) if row.pair_id else None
    if pair is not None:
        pair.decided, pair.reason = "different", row.undo_reason
    db.session.flush()


def _reopen(saved: dict[str, Any]) -> None:
    """The case that was closed into the other goes on by itself, as it stood."""
    case = db.session.get_one(CaseFile, saved["id"])
    hold_case(case)
    other = find_open_case(case.person_id)
    if other is not None and other.id != case.id:
        raise Conflict(_("A new case was opened since. Close it first, then separate the files."))
    with db.session.no_autoflush:
        case.closed_at = case.merged_into_id = None
        for name, value in saved.items():
            if name != "id":
                setattr(case, name, _value(name, value))
    db.session.flush()


def _value(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _DATES:
        return date.fromisoformat(value)
    return b64decode(value) if name in _BYTES else value


def _same(held: Any, put: Any, name: str) -> bool:
    """Whether the value is still the one that the merge wrote; a later correction stays."""
    return bool(held == _value(name, put))


def _tell(row: PersonMerge, before: dict[str, Any], by: Actor, reason: str) -> None:
    """History of every case that is open on either side, and the audit."""
    for person_id in (row.kept_id, row.gone_id):
        case = find_open_case(person_id)
        if case is not None:
            key = derived_key(row.id, f"undo:{case.id}")
            append_event(case, "merge", by=by, act_key=key, reason="separated", note=reason)
    people = [row.kept_id, row.gone_id]
    audit.record(
        by, "person.unmerge", "person_merge", row.id, person_ids=people, fields=before["person"]
    )
    db.session.flush()
