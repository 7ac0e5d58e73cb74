"""What the gates ask for, written straight into the tables whatever the stage."""

from __future__ import annotations

from datetime import timedelta

from jobfair.cases.queries import last_placement
from jobfair.database import db
from jobfair.lib.clock import now, today
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseFile, CaseRecord
from tests.cases.journey import paper


def bare_record(case: CaseFile, kind: str, days_ago: int = 0, head_office: bool = True) -> None:
    """A record written straight into the table, whatever the stage."""
    placement = last_placement(case)
    db.session.add(
        CaseRecord(
            case_id=case.id,
            placement_id=placement.id if placement else None,
            kind=kind,
            on_date=today() - timedelta(days=days_ago),
            at_head_office=head_office,
            act_key=new_form_key(),
            recorded_by="x",
            recorded_at=now(),
        )
    )
    db.session.flush()


def provide(case: CaseFile, gate: str) -> None:
    """What one gate asks for beside the step's form."""
    if gate in ("passport", "health", "visa", "orientation"):
        paper(case, gate)
    elif gate == "letters_paper":
        for days in (200, 100, 10):
            bare_record(case, "letter", days_ago=days)
    elif gate == "liquidation_paper" or gate in (
        *("counsel_note", "screening_record", "source_approval", "report_paper"),
        *("family_told", "next_of_kin", "job_evidence"),
    ):
        bare_record(case, gate)
