"""Proving the audit log: the first row that was edited, deleted, moved, or cut at the tail."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.database import db, mode
from jobfair.keys import keys
from jobfair.messages.audit_chain import FIRST, Head, heads_in_file, row_hash
from jobfair.models import AuditEvent

FETCH = 2000


@dataclass(frozen=True)
class Fault:
    """What is wrong and where: the number in the chain, the row's id when it is there."""

    seq: int
    row_id: str
    what: str


@dataclass(frozen=True)
class Proof:
    """How many rows hold, how many are not sealed yet, and the first fault if there is one."""

    sealed: int
    unsealed: int
    fault: Fault | None


def verify() -> Proof:
    """Walk the whole chain and compare it with the heads outside the database."""
    with mode("read"), Session(db.engine) as own:
        counted = sa.select(sa.func.count()).where(AuditEvent.seq.is_(None))
        unsealed = int(own.scalar(counted) or 0)
        chain = sa.select(AuditEvent).where(AuditEvent.seq.is_not(None)).order_by(AuditEvent.seq)
        rows = own.scalars(chain.execution_options(yield_per=FETCH))
        held, fault = _walk(rows)
    return Proof(held, unsealed, fault)


def _walk(rows: Iterable[AuditEvent]) -> tuple[int, Fault | None]:
    """How many rows hold from the first on, and the first fault."""
    key = keys().audit_key
    heads = heads_in_file()
    head, here = next(heads, None), Head(0, FIRST)
    for row in rows:
        fault = _check(row, here, key)
        if fault is not None:
            return here.seq, fault
        here = Head(here.seq + 1, bytes(row.hash or b""))
        while head is not None and head.seq <= here.seq:
            if head.seq == here.seq and head.hash != here.hash:
                return here.seq - 1, Fault(here.seq, row.id, "differs from the head in the file")
            head = next(heads, None)
    cut = max([head.seq if head else 0, *(rest.seq for rest in heads)])
    if cut > here.seq:
        lost = f"the tail is cut: rows {here.seq + 1} to {cut} are gone"
        return here.seq, Fault(here.seq + 1, "", lost)
    return here.seq, None


def _check(row: AuditEvent, before: Head, key: bytes) -> Fault | None:
    seq = row.seq or 0
    if seq != before.seq + 1:
        return Fault(before.seq + 1, "", f"deleted: the next row there is number {seq}")
    made = row_hash(row, seq, before.hash, key)
    if bytes(row.prev_hash or b"") != before.hash:
        return Fault(seq, row.id, "moved, or the row before it was exchanged")
    if not hmac.compare_digest(made, bytes(row.hash or b"")):
        return Fault(seq, row.id, "edited, or moved from another place")
    return None
