"""The dated records that gates ask for: who writes each, when it is offered, which fields.

One table instead of a page for each (docs/adr/008).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext as _l

from jobfair.models import Stage

S = Stage
_GONE = frozenset({S.DEPARTED, S.WORKING, S.EXTENDED, S.ABSCONDED})


@dataclass(frozen=True, slots=True)
class RecordKind:
    """One kind of record.

    ``letters``: who writes it (cases.moves); ``stages``: in which it is offered; ``number``,
    ``text``: the label of that field or '' without one; ``text_needed``: may not be empty.
    """

    label: object
    letters: frozenset[str]
    stages: frozenset[Stage]
    number: object = ""
    text: object = ""
    text_needed: bool = False
    head_office: bool = False
    hint: object = ""
    task: str = ""


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


RECORD_KINDS: Final[dict[str, RecordKind]] = {
    "counsel_note": RecordKind(
        _l("Counselling note"),
        _set("C"),
        frozenset({S.INTEREST, S.REGISTERED}),
        text=_l("What was spoken about"),
        text_needed=True,
        hint=_l("Country, cost, rights and risks, loan. Nothing about illnesses."),
    ),
    "screening_record": RecordKind(
        _l("Screening record"),
        _set("C A"),
        frozenset({S.COUNSELLED}),
        text=_l("Result"),
        text_needed=True,
        hint=_l("Screening costs the worker nothing. Write the result, no illnesses."),
    ),
    "source_approval": RecordKind(
        _l("Approval of preparing workers ahead"),
        _set("A C"),
        frozenset({S.INTRODUCED}),
        number=_l("Number of the document"),
        text=_l("School, course, tuition"),
    ),
    "exit_report": RecordKind(
        _l("Report of an exit"),
        _set("A"),
        frozenset({S.VISA_PROCESS, S.WAITING_DEPARTURE}),
        number=_l("Flight, or number of the proof"),
        text=_l("Employer"),
        text_needed=True,
        hint=_l("The day is the day of exit. The centre confirms it; then it counts."),
        task="exit_report",
    ),
    "report_paper": RecordKind(
        _l("Written report: lost contact, death, missing"),
        _set("A C L"),
        _GONE,
        number=_l("Number of the document"),
        text=_l("Since when, where, what was done"),
        text_needed=True,
        hint=_l("Only the leader decides what follows from it."),
        task="report",
    ),
    "family_told": RecordKind(
        _l("The family was told"),
        _set("O C L"),
        _GONE,
        text=_l("Who was told, by whom"),
        text_needed=True,
    ),
    "letter": RecordKind(
        _l("Letter to an absent worker"),
        _set("C A"),
        frozenset({S.ABSCONDED}),
        number=_l("Number of the letter"),
        text=_l("Sent to"),
    ),
    "liquidation_paper": RecordKind(
        _l("Liquidation record"),
        _set("A C"),
        frozenset({S.COMPLETED, S.RETURNED_EARLY, S.DECEASED_MISSING}),
        number=_l("Number of the record"),
        text=_l("What was settled"),
        head_office=True,
    ),
    "next_of_kin": RecordKind(
        _l("Who acts for the family"),
        _set("C O"),
        frozenset({S.DECEASED_MISSING}),
        text=_l("Name and relation"),
        text_needed=True,
    ),
    "job_evidence": RecordKind(
        _l("Proof of work at home"),
        _set("O C"),
        frozenset({S.LIQUIDATED}),
        text=_l("Work, employer or own business"),
        text_needed=True,
    ),
}
"""Kind -> how it is written. Exit, end and entry dates come with the step itself."""

PLAIN_LABELS: Final[dict[str, object]] = {
    "end_date": _l("End of the contract"),
    "entry_date": _l("Day of coming home"),
    "identity": _l("Registration form"),
    "phone": _l("Phone number"),
    "consent": _l("Consent"),
    "payment": _l("Payment"),
}
"""Other things that history calls a record."""
