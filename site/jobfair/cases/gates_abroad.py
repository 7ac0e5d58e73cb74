"""Gates from the papers to coming home: papers, exit, end, entry, reports, liquidation."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair.cases.ground import Ground
from jobfair.cases.queries import last_move_from
from jobfair.cases.settings import end_tolerance_days, letter_days, orientation_months
from jobfair.database import db
from jobfair.lib.clock import add_months, show_date
from jobfair.models import CaseFile, Departure, Placement, Stage

EVIDENCE = ("passport_stamp", "ticket", "national_db", "commune")
"""Kinds of proof of an exit."""

ENTRY_PERMITS = ("visa", "ccvi", "coe", "work_permit", "residence_permit", "border_pass")
"""Papers of which one must let the person into the country."""

LETTERS = 3


def _valid(ground: Ground, kinds: tuple[str, ...]) -> bool:
    return any(
        paper.kind in kinds
        and paper.state != "asked"
        and paper.valid_to is not None
        and paper.valid_to >= ground.day
        for paper in ground.papers
    )


def passport(ground: Ground) -> str | None:
    """A passport that is valid today."""
    return None if _valid(ground, ("passport",)) else _("A valid passport is missing")


def health(ground: Ground) -> str | None:
    """A health certificate that is valid today; only its state is known here."""
    return None if _valid(ground, ("health",)) else _("A valid health certificate is missing")


def visa(ground: Ground) -> str | None:
    """A visa, or the permit that this country asks for instead, valid today."""
    return None if _valid(ground, ENTRY_PERMITS) else _("A valid visa or entry permit is missing")


def exit_evidence(ground: Ground) -> str | None:
    """Exit not in the future nor before the contract, employer, one kind of proof."""
    data = ground.data
    if data.exit_on is None:
        return _("The day of exit is missing")
    if data.exit_on > ground.day:
        return _("The day of exit is in the future")
    if ground.contract_on is None or data.exit_on < ground.contract_on:
        return _("The day of exit is before the contract")
    if not data.employer:
        return _("The employer is missing")
    if data.evidence not in EVIDENCE:
        return _("The proof of the exit is missing")
    return None


def orientation(ground: Ground) -> str | None:
    """The orientation certificate on the day of exit; nobody waives it (Art. 44(5), 65).

    Valid for 24 months (Circular 21/2021 Art. 12). Direct contracts do not need it (Art. 50).
    """
    if ground.placement is not None and ground.placement.direct:
        return None
    held = [p for p in ground.papers if p.kind == "orientation" and p.state != "asked"]
    issued = [p.issued_on for p in held if p.issued_on is not None]
    if not issued:
        return _("The orientation certificate is missing")
    if any(day <= ground.exit_on <= add_months(day, orientation_months()) for day in issued):
        return None
    return _("The orientation certificate was not valid on %(day)s", day=show_date(ground.exit_on))


def not_counted(ground: Ground) -> str | None:
    """This exit is not counted yet: not for the placement, not for the person on that day."""
    same_day = (
        sa.select(Departure.id)
        .join(Placement, Placement.id == Departure.placement_id)
        .join(CaseFile, CaseFile.id == Placement.case_id)
        .where(
            CaseFile.person_id == ground.case.person_id,
            Departure.undone_at.is_(None),
            Departure.exit_on == ground.exit_on,
        )
    )
    counted = ground.departure is not None or db.session.scalars(same_day.limit(1)).first()
    return _("This departure is counted already") if counted else None


def end_date(ground: Ground) -> str | None:
    """The day on which the work contract ends, after the exit."""
    end = ground.data.end_on
    if end is None:
        return _("The day on which the contract ends is missing")
    if ground.departure is not None and end <= ground.departure.exit_on:
        return _("The contract ends before the exit")
    return None


def end_date_later(ground: Ground) -> str | None:
    """A new end, later than the one before (extension)."""
    end, before = ground.data.end_on, ground.placement.end_on if ground.placement else None
    if end is None:
        return _("The day on which the contract ends is missing")
    if before is not None and end <= before:
        return _("The new end must be later than %(day)s", day=show_date(before))
    return None


def entry_date(ground: Ground) -> str | None:
    """The day of coming back into the country, not before the exit nor in the future."""
    entry = ground.entry_on
    if entry is None:
        return _("The day of coming home is missing")
    if entry > ground.day:
        return _("The day of coming home is in the future")
    if ground.departure is not None and entry < ground.departure.exit_on:
        return _("The day of coming home is before the exit")
    return None


def entry_near_end(ground: Ground) -> str | None:
    """Came home around the contract's end; earlier is an early return (Art. 6(2)(g))."""
    lacking = entry_date(ground)
    if lacking is not None:
        return lacking
    end = ground.placement.end_on if ground.placement else None
    entry = ground.entry_on
    if end is None or entry is None:
        return _("The day on which the contract ends is missing")
    if abs(entry - end) <= timedelta(days=end_tolerance_days()):
        return None
    return _("Coming home is too far from the contract's end, %(day)s", day=show_date(end))


def report_paper(ground: Ground) -> str | None:
    """A dated report made in this stage: when, where, document number."""
    return None if ground.records_here("report_paper") else _("The written report is missing")


def family_told(ground: Ground) -> str | None:
    """Somebody told the family, before anything else is written down."""
    if ground.records_here("family_told"):
        return None
    return _("It is not recorded that the family was told")


def letters_paper(ground: Ground) -> str | None:
    """Three letters on three days, and 180 days since the first without an answer."""
    days = sorted({row.on_date for row in ground.records_of("letter", this_placement=True)})
    if len(days) < LETTERS:
        return _("Letters sent: %(sent)s of 3", sent=len(days))
    if days[0] + timedelta(days=letter_days()) > ground.day:
        return _("180 days since the first letter have not passed")
    return None


def liquidation_paper(ground: Ground) -> str | None:
    """The dated record of liquidation."""
    if ground.records_of("liquidation_paper", this_placement=True):
        return None
    return _("The liquidation record is missing")


def next_of_kin(ground: Ground) -> str | None:
    """Who of the family settles the contract."""
    if ground.records_of("next_of_kin", this_placement=True):
        return None
    return _("Who acts for the family is not recorded")


def job_evidence(ground: Ground) -> str | None:
    """A dated proof of work at home (Art. 60)."""
    if ground.records_here("job_evidence"):
        return None
    return _("The proof of work at home is missing")


def came_home(ground: Ground) -> str | None:
    """The contract was liquidated after coming home, not after a death or an absence."""
    if last_move_from(ground.case, Stage.LIQUIDATED) in (Stage.COMPLETED, Stage.RETURNED_EARLY):
        return None
    return _("The person did not come home")
