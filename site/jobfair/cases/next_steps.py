"""Coded next steps: what staff read in lists, what the worker reads on the slip, who does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext as _l

from jobfair.models import OfficeKind, Stage

S = Stage
Commune, Centre, Body = OfficeKind.COMMUNE, OfficeKind.CENTRE, OfficeKind.BODY


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step: the words for staff and the words for the worker ({T} given name, {C} body)."""

    label: object
    public: object = ""


NEXT_STEPS: Final[dict[str, NextStep]] = {
    "call_before_conference": NextStep(
        _l("Call before the conference"), _l("An officer calls before the conference.")
    ),
    "call_back": NextStep(_l("Call back"), _l("An officer calls {T}.")),
    "call_no_show": NextStep(_l("Call: did not come"), _l("An officer calls {T}.")),
    "counsel": NextStep(_l("Counsel"), _l("An officer makes an appointment to advise {T}.")),
    "screen": NextStep(_l("Screen"), _l("An officer looks for work that suits {T}.")),
    "introduce": NextStep(
        _l("Introduce to a sending body"), _l("An officer looks for a job order for {T}.")
    ),
    "interview": NextStep(_l("Interview or test"), _l("{C} tells {T} the day of the test.")),
    "select": NextStep(_l("Result of the interview"), _l("{C} tells {T} the result.")),
    "contract": NextStep(_l("Sign the contract"), _l("{T} reads the contract before signing.")),
    "training": NextStep(_l("Begin classes"), _l("{T} goes to class and prepares papers.")),
    "papers": NextStep(_l("Complete the papers"), _l("{T} completes the papers with {C}.")),
    "departure": NextStep(_l("Departure"), _l("{C} tells {T} the day of the flight.")),
    "check_in": NextStep(_l("Ask how they are"), _l("An officer asks after {T}.")),
    "contract_end": NextStep(
        _l("Contract ends: home or extended"), _l("An officer calls before the contract ends.")
    ),
    "liquidate": NextStep(
        _l("Liquidate the contract"), _l("{T} and {C} settle the papers of the contract.")
    ),
    "return_help": NextStep(_l("Help find work at home"), _l("An officer helps find work.")),
    "find": NextStep(_l("Find the person, write letters")),
    "family": NextStep(_l("Stand by the family")),
}
"""Code -> words. ``case_file.next_step`` holds a code of this table."""

AFTER: Final[dict[Stage, tuple[str, OfficeKind]]] = {
    S.INTEREST: ("call_back", Commune),
    S.REGISTERED: ("counsel", Centre),
    S.COUNSELLED: ("screen", Centre),
    S.SCREENED: ("introduce", Centre),
    S.INTRODUCED: ("interview", Body),
    S.SOURCE_TRAINING: ("interview", Body),
    S.INTERVIEWED: ("select", Body),
    S.SELECTED: ("contract", Body),
    S.CONTRACT_SIGNED: ("training", Body),
    S.TRAINING: ("papers", Body),
    S.VISA_PROCESS: ("papers", Body),
    S.WAITING_DEPARTURE: ("departure", Centre),
    S.DEPARTED: ("check_in", Body),
    S.WORKING: ("contract_end", Body),
    S.EXTENDED: ("contract_end", Body),
    S.COMPLETED: ("liquidate", Body),
    S.RETURNED_EARLY: ("liquidate", Body),
    S.ABSCONDED: ("find", Centre),
    S.DECEASED_MISSING: ("family", Centre),
    S.LIQUIDATED: ("return_help", Commune),
}
"""Open stage -> the step that follows and the kind of office that owns it."""


def step_label(code: str | None) -> str:
    """The words for staff; an empty text for a closed case."""
    step = NEXT_STEPS.get(code or "")
    return str(step.label) if step else (code or "")


def step_choices() -> list[tuple[str, str]]:
    """(code, words) for a select box, in the order of the journey."""
    return [(code, str(step.label)) for code, step in NEXT_STEPS.items()]
