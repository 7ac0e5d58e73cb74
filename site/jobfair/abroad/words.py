"""Coded words of the time abroad: outcomes, kinds of incidents, plans, work at home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext as _l

from jobfair.accounts.audit_words import ACTIONS
from jobfair.models import StayState

OUTCOMES: Final[dict[str, object]] = {
    "fine": _l("Fine"),
    "problem": _l("Has a problem"),
    "not_reached": _l("Not reached"),
    "family_fine": _l("Family: fine"),
    "family_problem": _l("Family: a problem"),
}
"""Outcome of a check-in -> the word on its button."""

OUTCOME_KINDS: Final = {
    "fine": "good",
    "family_fine": "good",
    "problem": "bad",
    "family_problem": "bad",
    "not_reached": "mind",
}
"""Outcome -> kind of its badge."""

PROBLEMS: Final = frozenset({"problem", "family_problem"})


@dataclass(frozen=True, slots=True)
class IncidentKind:
    """A kind of incident: words for staff, words for the worker or '', the usual severity."""

    label: object
    public: object = ""
    severity: str = "serious"
    icon: str = "info"


INCIDENT_KINDS: Final[dict[str, IncidentKind]] = {
    "wage": IncidentKind(
        _l("Wage late, or less than promised"), _l("My wage is late or too low"), icon="money"
    ),
    "health": IncidentKind(_l("Illness or accident"), _l("I am ill or hurt"), "urgent", "lifebuoy"),
    "danger": IncidentKind(
        _l("Violence, force, harassment"), _l("I am in danger or beaten"), "urgent", "warning"
    ),
    "papers": IncidentKind(
        _l("Passport kept, papers expired"), _l("My papers are kept or lost"), icon="card"
    ),
    "job": IncidentKind(
        _l("Other work, hours or housing than promised"),
        _l("The work is not as promised"),
        icon="people",
    ),
    "body": IncidentKind(
        _l("Complaint about the sending body"), _l("I have trouble with the company"), icon="shield"
    ),
    "lost": IncidentKind(_l("Contact lost"), severity="serious"),
    "unclear": IncidentKind(
        _l("A problem that is still to be named"), _l("Something else"), icon="phone"
    ),
}
"""Kind -> words. What has public words is offered on the slip."""

HIDDEN_FROM_BODY: Final = frozenset({"body"})
"""Kinds that the sending body does not see: the complaint is about it."""

SEVERITIES: Final[dict[str, object]] = {
    "urgent": _l("Urgent"),
    "serious": _l("Serious"),
    "light": _l("Light"),
}
TOLD_BY: Final[dict[str, object]] = {
    "worker": _l("The worker"),
    "family": _l("The family"),
    "body": _l("The sending body"),
    "employer": _l("The employer"),
    "other": _l("Somebody else"),
}
TOLD_HOW: Final[dict[str, object]] = {
    "phone": _l("By phone"),
    "zalo": _l("By message"),
    "visit": _l("In person"),
    "letter": _l("By letter"),
    "slip": _l("On the slip page"),
}
INCIDENT_OUTCOMES: Final[dict[str, object]] = {
    "solved": _l("Solved"),
    "changed_employer": _l("Changed the employer"),
    "coming_home": _l("Comes home"),
    "handed_on": _l("Handed to another authority"),
    "not_confirmed": _l("Not confirmed"),
}
STEP_KINDS: Final[dict[str, object]] = {
    "open": _l("Told"),
    "step": _l("Done"),
    "hand_over": _l("Handed over"),
    "close": _l("Closed"),
}

WISHES: Final[dict[str, object]] = {
    "home": _l("Comes home"),
    "extend": _l("Wants to extend"),
    "undecided": _l("Has not decided"),
}
PLAN_WORK: Final[dict[str, object]] = {
    "wage": _l("Work for a wage"),
    "farm": _l("Own farm"),
    "business": _l("Own shop or workshop"),
    "abroad": _l("Go abroad again"),
    "study": _l("Learn a trade"),
    "unknown": _l("Not known yet"),
}

JOB_OUTCOMES: Final[dict[str, object]] = {
    "employed": _l("Employed"),
    "own": _l("Own business or farm"),
    "none": _l("Without work"),
    "unknown": _l("Could not be found out"),
}
"""Outcome of a check of work at home. The first two count as work."""

WORKS: Final = ("employed", "own")
KNOWN: Final = ("employed", "own", "none")
JOB_EVIDENCE: Final[dict[str, object]] = {
    "contract": _l("Labour contract"),
    "insurance": _l("Social insurance"),
    "licence": _l("Business registration"),
    "visit": _l("Seen by an officer"),
    "told": _l("Told by phone"),
}

STATES: Final[dict[StayState, object]] = {
    StayState.ABROAD: _l("Still abroad"),
    StayState.ON_TIME: _l("Home on time"),
    StayState.EARLY: _l("Home early"),
    StayState.LATE: _l("Home late"),
    StayState.ABSCONDED: _l("Left the employer or overstayed"),
    StayState.DEAD: _l("Died or missing"),
}
PASS_KINDS: Final[dict[str, object]] = {
    "border_pass": _l("Border pass"),
    "passport": _l("Passport"),
    "other": _l("Another paper"),
}

ACTIONS.update(
    {
        "abroad.check_in": _l("asked after somebody abroad"),
        "abroad.incident": _l("recorded an incident abroad"),
        "abroad.incident_step": _l("wrote a step of an incident"),
        "abroad.incident_close": _l("closed an incident"),
        "abroad.plan": _l("recorded a plan for the return"),
        "abroad.job_check": _l("recorded work after the return"),
        "abroad.limit": _l("set a limit of the radar"),
        "abroad.border_work": _l("recorded work across the border"),
        "view.abroad": _l("read a list of people abroad"),
    }
)
