"""What a step is judged on: the case, its person and placement, and what the form brought."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from jobfair.cases.queries import find_departure, last_placement, list_papers, list_records
from jobfair.database import db
from jobfair.models import (
    CaseFile,
    CaseRecord,
    Departure,
    JobOrder,
    Paper,
    Person,
    Placement,
    Programme,
    SendingBody,
    Stage,
)


@dataclass(frozen=True, slots=True)
class MoveData:
    """What a step's form brings beside reason and note; each step asks for a few of them.

    Money is in the contract's currency, ``rate`` is đồng for one unit of it.
    """

    body_id: str | None = None
    programme_code: str | None = None
    order_id: str | None = None
    selected_on: date | None = None
    contract_no: str = ""
    contract_on: date | None = None
    contract_months: int | None = None
    wage: Decimal | None = None
    currency: str = ""
    rate: Decimal | None = None
    head_office: bool = False
    exit_on: date | None = None
    employer: str = ""
    evidence: str = ""
    evidence_ref: str = ""
    end_on: date | None = None
    entry_on: date | None = None


@dataclass
class Ground:
    """The facts that gates look at on ``day``; read once each."""

    case: CaseFile
    to: Stage
    day: date
    data: MoveData = field(default_factory=MoveData)

    @property
    def person(self) -> Person:
        """The person of the case."""
        return self.case.person

    @cached_property
    def placement(self) -> Placement | None:
        """The open placement, else the last one."""
        return last_placement(self.case)

    @property
    def _new_placement(self) -> bool:
        return self.to is Stage.INTRODUCED and self.case.stage is Stage.SCREENED

    @cached_property
    def body(self) -> SendingBody | None:
        """The body of the placement, or the one that the form names for a new placement."""
        if self._new_placement:
            return db.session.get(SendingBody, self.data.body_id) if self.data.body_id else None
        return self.placement.body if self.placement else None

    @cached_property
    def programme(self) -> Programme | None:
        """The programme of the placement, or the one of the form."""
        code = self.data.programme_code if self._new_placement else None
        if code is None and self.order_named is not None and self._new_placement:
            code = self.order_named.programme_code
        if code is None and not self._new_placement and self.placement:
            code = self.placement.programme_code
        return db.session.get(Programme, code) if code else None

    @cached_property
    def order_named(self) -> JobOrder | None:
        """The job order that the form names."""
        return db.session.get(JobOrder, self.data.order_id) if self.data.order_id else None

    @cached_property
    def order(self) -> JobOrder | None:
        """The job order that the form names, else the placement's."""
        if self.order_named is not None:
            return self.order_named
        if self._new_placement or self.placement is None:
            return None
        return self.placement.order

    @cached_property
    def papers(self) -> list[Paper]:
        """The person's papers, newest of a kind first."""
        return list_papers(self.case.person_id)

    @cached_property
    def records(self) -> list[CaseRecord]:
        """The records of the case, newest first."""
        return list_records(self.case.id)

    @cached_property
    def departure(self) -> Departure | None:
        """The placement's departure that counts, or None."""
        found = find_departure(self.placement.id) if self.placement else None
        return found if found is not None and found.undone_at is None else None

    @property
    def contract_on(self) -> date | None:
        """The day of the dispatch contract, as the form or the placement has it."""
        return self.data.contract_on or (self.placement.contract_on if self.placement else None)

    @property
    def exit_on(self) -> date:
        """The exit day of the form or of the departure; today while nobody named one."""
        return self.data.exit_on or (self.departure.exit_on if self.departure else self.day)

    def records_of(self, kind: str, *, this_placement: bool = False) -> list[CaseRecord]:
        """Records of a kind, newest first; only of the placement where asked."""
        own = self.placement.id if self.placement else None
        return [
            row
            for row in self.records
            if row.kind == kind and (not this_placement or row.placement_id == own)
        ]

    def records_here(self, kind: str) -> list[CaseRecord]:
        """Records of a kind made since the case came to its stage, newest first."""
        return [r for r in self.records_of(kind) if r.recorded_at >= self.case.stage_since]

    @property
    def entry_on(self) -> date | None:
        """The day of coming back: of the form, else of the record made in this stage."""
        if self.data.entry_on is not None:
            return self.data.entry_on
        found = self.records_here("entry_date")
        return found[0].on_date if found else None
