"""Everybody of one conference who is to be called, those of one's own scope, with how it ended."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from jobfair.access import Actor
from jobfair.cases.call_rows import CallRow, call_rows
from jobfair.cases.scoping import in_scope
from jobfair.cases.today import CALL_STEPS
from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import LISTED, CaseFile, Conference, Person, Registration


@dataclass(frozen=True)
class CallList:
    """Who is to be called, who was called today, and who needs no call."""

    to_call: list[CallRow]
    done: list[CallRow]
    others: int

    @property
    def person_ids(self) -> list[str]:
        """Everybody who is shown, for the audit."""
        return [row.case.person_id for row in (*self.to_call, *self.done)]


def list_calls_of(conference: Conference, actor: Actor) -> CallList:
    """The people of a conference whose next step is a call, by day, then by given name.

    A commune officer gets those of the own commune, whoever hosts (model.md, scopes).
    """
    cases = db.session.scalars(
        sa.select(CaseFile)
        .join(CaseFile.person)
        .options(contains_eager(CaseFile.person))
        .where(
            CaseFile.closed_at.is_(None),
            in_scope(actor.scope),
            CaseFile.id.in_(
                sa.select(Registration.case_id).where(
                    Registration.conference_id == conference.id,
                    Registration.state.in_(LISTED),
                )
            ),
        )
        .order_by(CaseFile.next_on, Person.given_folded, Person.folded, CaseFile.id)
    ).all()
    rows = call_rows(cases, clock.today())
    done = [row for row in rows if row.done]
    to_call = [row for row in rows if not row.done and row.case.next_step in CALL_STEPS]
    return CallList(to_call, done, len(rows) - len(done) - len(to_call))
