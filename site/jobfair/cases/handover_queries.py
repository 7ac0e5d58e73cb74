"""Reading offers: those that wait for an office, those it made, the one of a case."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from jobfair.access import Actor
from jobfair.database import db
from jobfair.errors import NotFound
from jobfair.models import CaseFile, Handover, HandoverState, Office, OfficeKind, Person, Role

SHOWN = 30


def offices_of(by: Actor) -> frozenset[str]:
    """The offices for which the actor gives and takes cases: a counsellor's are the centre's."""
    takes = (Role.OFFICER, Role.COUNSELLOR)
    own = {grant.office_id for grant in by.grants if grant.role in takes}
    if Role.COUNSELLOR in by.roles:
        own |= set(db.session.scalars(sa.select(Office.id).where(Office.kind == OfficeKind.CENTRE)))
    return frozenset(own)


def find_open(case_id: str) -> Handover | None:
    """The offer of this case that waits for an answer, or None."""
    return db.session.scalars(
        sa.select(Handover).where(
            Handover.case_id == case_id, Handover.state == HandoverState.OFFERED
        )
    ).one_or_none()


def get_handover(handover_id: str, by: Actor, *, hold: bool = False) -> Handover:
    """An offer that the actor's office made or got. Raises NotFound for any other."""
    own = offices_of(by)
    query = sa.select(Handover).where(
        Handover.id == handover_id,
        sa.or_(Handover.to_office_id.in_(own), Handover.from_office_id.in_(own)),
    )
    found = db.session.scalars(query.with_for_update() if hold else query).one_or_none()
    if found is None:
        raise NotFound()
    return found


def list_targets() -> list[tuple[str, str]]:
    """Offices that take cases, the centre first, then the communes by name."""
    rows = db.session.execute(
        sa.select(Office.id, Office.name)
        .where(Office.kind.in_((OfficeKind.CENTRE, OfficeKind.COMMUNE)))
        .order_by(Office.kind != OfficeKind.CENTRE, Office.name, Office.id)
    )
    return [(office_id, name) for office_id, name in rows]


@dataclass(frozen=True)
class Waiting:
    """Offers on Today: to answer, made and waiting, and answered with no."""

    incoming: list[Handover]
    outgoing: list[Handover]
    rejected: list[Handover]

    @property
    def nothing(self) -> bool:
        """Whether Today needs no such part."""
        return not (self.incoming or self.outgoing or self.rejected)

    @property
    def person_ids(self) -> list[str]:
        """Everybody who is named."""
        rows = (*self.incoming, *self.outgoing, *self.rejected)
        return list(dict.fromkeys(row.case.person_id for row in rows))


def list_waiting(by: Actor) -> Waiting:
    """The actor's offers in both directions, the oldest first; two reads."""
    own = offices_of(by)
    rejected = sa.and_(Handover.state == HandoverState.REJECTED, Handover.seen_at.is_(None))
    offered = Handover.state == HandoverState.OFFERED
    rows = db.session.scalars(
        sa.select(Handover)
        .join(Handover.case)
        .join(CaseFile.person)
        .where(
            sa.or_(
                sa.and_(Handover.to_office_id.in_(own), offered),
                sa.and_(Handover.from_office_id.in_(own), sa.or_(offered, rejected)),
            )
        )
        .options(contains_eager(Handover.case).contains_eager(CaseFile.person))
        .options(joinedload(Handover.from_office), joinedload(Handover.to_office))
        .order_by(Handover.offered_at, Person.given_folded, Handover.id)
        .limit(SHOWN)
    ).all()
    return Waiting(
        incoming=[r for r in rows if r.to_office_id in own and r.state is HandoverState.OFFERED],
        outgoing=[
            r for r in rows if r.to_office_id not in own and r.state is HandoverState.OFFERED
        ],
        rejected=[r for r in rows if r.state is HandoverState.REJECTED],
    )
