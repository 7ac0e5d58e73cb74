"""History, owners and records in words, for staff."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair.accounts.audit_fields import learn
from jobfair.accounts.audit_words import ACTIONS
from jobfair.cases.calls import CONTACT_LABELS, OUTCOME_LABELS, CallOutcome
from jobfair.cases.escalation import CLIMB
from jobfair.cases.moves import Move
from jobfair.cases.next_steps import step_label
from jobfair.cases.paper_kinds import PAPER_KINDS, PAPER_STATES, STATE_MARK
from jobfair.cases.public_status import clock_end
from jobfair.cases.record_kinds import PLAIN_LABELS, RECORD_KINDS
from jobfair.cases.stages import stage_names
from jobfair.cases.tasks import task_label
from jobfair.language import current_language
from jobfair.lib.text import lower_first
from jobfair.models import CaseEvent, Purpose, Stage

OWNER_LABELS: Final[dict[str, object]] = {
    "O": _l("commune officer"),
    "C": _l("counsellor"),
    "A": _l("sending body"),
    "L": _l("leader"),
    "W": _l("the worker"),
}
"""Letter of the table of moves -> who."""

PURPOSE_LABELS: Final[dict[Purpose, object]] = {
    Purpose.SEAT: _l("Keep name and phone for the conference"),
    Purpose.SMS: _l("Text messages"),
    Purpose.AGENCIES: _l("Companies at the conference see name and commune"),
    Purpose.AGENCY_PHONE: _l("Companies see the phone number"),
    Purpose.BODY: _l("A named sending body sees the file"),
    Purpose.BANK: _l("The bank sees the file for a loan"),
    Purpose.HEALTH: _l("Keep the health certificate"),
    Purpose.JUDICIAL: _l("Keep the criminal record certificate"),
    Purpose.PROFILE: _l("Profile without a name"),
}
"""Purpose of a consent -> words for staff."""

ACTIONS.update(
    {
        "view.case": _l("opened a case"),
        "view.national_id": _l("read an identity number"),
        "view.flags": _l("read ethnic group and household"),
        "case.move": _l("moved a case"),
        "case.fact": _l("recorded an exit that lacks a gate"),
        "case.correct": _l("took a step back"),
        "case.record": _l("recorded something in a case"),
        "case.note": _l("wrote a note in a case"),
        "case.contact": _l("recorded a call"),
        "case.climb": _l("passed a case on that overstayed its stage"),
        "holiday.add": _l("added a public holiday"),
        "holiday.remove": _l("removed a public holiday"),
        "case.take_over": _l("took a case over"),
        "case.withdraw": _l("withdrew, or asked to"),
        "person.identity": _l("filled in the registration form"),
        "person.phone": _l("recorded a phone number"),
        "consent.give": _l("recorded a consent"),
        "consent.withdraw": _l("recorded a withdrawn consent"),
    }
)

learn((str(purpose), label) for purpose, label in PURPOSE_LABELS.items())
learn((code, kind.label) for code, kind in RECORD_KINDS.items())

OTHER_LABELS: Final[dict[str, object]] = {
    "to_centre": _l("Past the limit of this stage: the centre looks at it"),
    "to_department": _l("Still past the limit of this stage: the department looks at it"),
    "take_over": _l("Taken over by the office above"),
    "asks_withdrawal": _l("The worker asks to withdraw"),
    "handover_offered": _l("Offered to another office"),
    "handover_accepted": _l("Another office took the case over"),
    "handover_rejected": _l("The other office rejected the hand-over"),
    "handover_taken_back": _l("The offer to another office was taken back"),
    "merged": _l("Two files of one person were joined"),
    "separated": _l("The two files were separated again"),
}
"""Reason of an event that neither moves nor records -> how the history words it."""

PHONE_OWNER_LABELS: Final[dict[str, object]] = {
    "self": _l("The worker's own"),
    "relative": _l("A relative's"),
    "village": _l("The village head's"),
    "office": _l("The commune office's"),
}
"""Whose number -> words."""

EVIDENCE_LABELS: Final[dict[str, object]] = {
    "passport_stamp": _l("Exit stamp in the passport"),
    "ticket": _l("Ticket or boarding pass"),
    "national_db": _l("National database"),
    "commune": _l("The commune confirms"),
}
"""Kind of proof of an exit -> words."""

FOR_ANOTHER: Final = "for_whom="
"""How the opening notes that somebody else registered the person."""

Names = dict[Stage, str]


def owners_in_words(move: Move) -> str:
    """Whose step it is: "sending body or counsellor"."""
    letters = [letter for letter in OWNER_LABELS if letter in move.owners]
    return _(" or ").join(str(OWNER_LABELS[letter]) for letter in letters)


def record_label(kind: str) -> str:
    """The words for a kind of record, paper or other entry."""
    if kind in RECORD_KINDS:
        return str(RECORD_KINDS[kind].label)
    if kind in PAPER_KINDS:
        return str(PAPER_KINDS[kind].label)
    return str(PLAIN_LABELS.get(kind, kind))


def _consent_text(note: str) -> str:
    code = note.removeprefix("-")
    purpose = next((p for p in Purpose if p == code), None)
    label = str(PURPOSE_LABELS[purpose]) if purpose is not None else code
    if note.startswith("-"):
        return _("Took a consent back: %(purpose)s", purpose=label)
    return _("Agreed: %(purpose)s", purpose=label)


def _contact_text(reason: str) -> str:
    """How a call ended, or what was said at the conference."""
    if reason in set(CallOutcome):
        return _("Call: %(outcome)s", outcome=lower_first(str(OUTCOME_LABELS[CallOutcome(reason)])))
    return str(CONTACT_LABELS.get(reason) or _("Contact"))


def event_text(event: CaseEvent, names: Names) -> str:
    """What happened, in one line."""
    stage = names.get(event.to_stage, "") if event.to_stage is not None else ""
    if event.kind == "open":
        for_another = event.note.startswith(FOR_ANOTHER)
        return _("Registered by a relative") if for_another else _("The case was opened")
    if event.kind == "move":
        if event.to_stage is Stage.SELECTED:
            return _("%(stage)s. The 180 days begin", stage=stage)
        return stage
    if event.kind == "fact":
        return _("%(stage)s, recorded as a fact", stage=stage)
    if event.kind == "correction":
        return _("Taken back to “%(stage)s”", stage=stage)
    if event.kind == "contact":
        return _contact_text(event.reason)
    if event.kind == "record" and event.reason == "consent":
        return _consent_text(event.note)
    if event.kind == "record" and event.note.startswith(STATE_MARK):
        state = event.note.removeprefix(STATE_MARK)
        label = record_label(event.reason)
        return _("%(paper)s: %(state)s", paper=label, state=PAPER_STATES.get(state, state))
    if event.kind == "record":
        return _("Recorded: %(what)s", what=record_label(event.reason))
    return str(OTHER_LABELS.get(event.reason) or _("Note"))


def event_note(event: CaseEvent) -> str:
    """The words somebody wrote with it; none where the note is a code."""
    coded = event.kind == "record" and (
        event.reason == "consent" or event.note.startswith(STATE_MARK)
    )
    return "" if coded or event.note.startswith(FOR_ANOTHER) else event.note


def event_kind(event: CaseEvent) -> str:
    """How the timeline marks it: 'move', 'bad' or ''."""
    if event.kind == "correction" or event.kind == "fact":
        return "bad"
    if event.kind == CLIMB:
        return "bad"
    return "move" if event.to_stage is not None else ""


def form_words() -> dict[str, Any]:
    """What every form of a case shows beside itself; Any: a template's context."""
    names = stage_names(current_language())
    return {"step_label": step_label, "stage_of": lambda case: names[case.stage]}


def page_words() -> dict[str, Any]:
    """Labels that the case page is written with; Any: a template's context."""
    return {
        "step_label": step_label,
        "record_label": record_label,
        "task_label": task_label,
        "clock_end": clock_end,
        "phone_owners": PHONE_OWNER_LABELS,
        "evidence_labels": EVIDENCE_LABELS,
    }
