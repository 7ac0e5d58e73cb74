"""Gates: what must be there before a step. Each answers None, or the sentence of what lacks.

Nothing here changes anything; cases.rules asks, the case page shows the same answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from jobfair.cases import gates_abroad, gates_before, gates_contract
from jobfair.cases.ground import Ground
from jobfair.errors import Invalid

Check = Callable[[Ground], str | None]


@dataclass(frozen=True, slots=True)
class GateResult:
    """A gate's answer: whether it is open, and what is missing in words ('' when open)."""

    name: str
    ok: bool
    sentence: str = ""


GATES: dict[str, Check] = {
    "age18": gates_before.age18,
    "contact": gates_before.contact,
    "consent_seat": gates_before.consent_seat,
    "counsel_note": gates_before.counsel_note,
    "screening_record": gates_before.screening_record,
    "within_24_months": gates_before.within_24_months,
    "consent_body": gates_contract.consent_body,
    "body_ok": gates_contract.body_is_ok,
    "one_placement": gates_contract.one_placement,
    "order_open": gates_contract.order_open,
    "order_approved": gates_contract.order_approved,
    "order_room": gates_contract.order_room,
    "source_approval": gates_contract.source_approval,
    "contract_paper": gates_contract.contract_paper,
    "head_office": gates_contract.head_office,
    "passport": gates_abroad.passport,
    "health": gates_abroad.health,
    "visa": gates_abroad.visa,
    "exit_evidence": gates_abroad.exit_evidence,
    "orientation": gates_abroad.orientation,
    "not_counted": gates_abroad.not_counted,
    "end_date": gates_abroad.end_date,
    "end_date_later": gates_abroad.end_date_later,
    "entry_date": gates_abroad.entry_date,
    "entry_near_end": gates_abroad.entry_near_end,
    "report_paper": gates_abroad.report_paper,
    "family_told": gates_abroad.family_told,
    "letters_paper": gates_abroad.letters_paper,
    "liquidation_paper": gates_abroad.liquidation_paper,
    "next_of_kin": gates_abroad.next_of_kin,
    "job_evidence": gates_abroad.job_evidence,
    "came_home": gates_abroad.came_home,
}
"""Name -> check; the names stand in the table of moves."""


class GateMissing(Invalid):
    """422: the step is right, something it needs is not there; ``missing`` says what."""

    def __init__(self, missing: list[GateResult]) -> None:
        """Take the gates that are closed."""
        self.missing = missing
        super().__init__(_("Missing: %(what)s", what="; ".join(r.sentence for r in missing)))


def check(name: str, ground: Ground) -> GateResult:
    """One gate's answer on this ground. Raises KeyError for a name nobody wrote."""
    lacking = GATES[name](ground)
    return GateResult(name, lacking is None, lacking or "")


def check_all(names: Iterable[str], ground: Ground) -> list[GateResult]:
    """The answers of several gates, in order."""
    return [check(name, ground) for name in names]
