"""Every step a case may take: one table of pairs, with owners, gates, effects and reasons.

The table draws the buttons, checks who may press them and is walked by the tests. A pair that
is not written here is refused. A correction and a recorded fact are no pairs (cases.rules).

Owner letters: O officer of the person's commune, C counsellor, A the placement's sending body,
C* counsellor on behalf of the body (with the number of its document), L leader, W the worker
on the slip. ``asks`` and ``reports`` may only ask for the step or report what happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jobfair.models import Stage

S = Stage


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed step.

    ``gates`` are names of cases.gates; ``effects`` of cases.effects; ``reason`` is '', 'yes' or
    'clock' (asked once the 180 days have passed, Law 69/2020/QH14 Art. 26).
    """

    owners: frozenset[str]
    gates: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    reason: str = ""
    asks: frozenset[str] = frozenset()
    reports: frozenset[str] = frozenset()


def _move(
    owners: str,
    gates: str = "",
    *,
    effects: str = "",
    reason: str = "",
    asks: str = "",
    reports: str = "",
) -> Move:
    return Move(
        frozenset(owners.split()),
        tuple(gates.split()),
        tuple(effects.split()),
        reason,
        frozenset(asks.split()),
        frozenset(reports.split()),
    )


_GIVE_UP = _move("O C W", reason="yes")
_UNFIT = _move("C", reason="yes")
_ASK_OUT = _move("C", reason="yes", asks="W")
_ASK_OUT_REFUND = _move("C", effects="refund_task", reason="yes", asks="W")
_DROP = _move("A C", reason="yes")
_DROP_REFUND = _move("A C", effects="refund_task", reason="yes")
_BACK = _move("C L", effects="closes_placement refund_task", reason="yes")
_HOME_EARLY = _move("O C A", "entry_date", reason="yes")
_LOST = _move("L", "report_paper", reason="yes", reports="A C")
_DEAD = _move("L", "report_paper family_told", reason="yes")
_FOUND = _move("L", reason="yes")
_SETTLED = _move("A C*", "liquidation_paper head_office")

MOVES: Final[dict[tuple[Stage, Stage], Move]] = {
    (S.INTEREST, S.REGISTERED): _move("O C", "age18 contact consent_seat"),
    (S.INTEREST, S.WITHDRAWN): _GIVE_UP,
    (S.INTEREST, S.INELIGIBLE): _UNFIT,
    (S.REGISTERED, S.COUNSELLED): _move("C", "counsel_note"),
    (S.REGISTERED, S.WITHDRAWN): _GIVE_UP,
    (S.REGISTERED, S.INELIGIBLE): _UNFIT,
    (S.COUNSELLED, S.SCREENED): _move("C A", "screening_record"),
    (S.COUNSELLED, S.WITHDRAWN): _GIVE_UP,
    (S.COUNSELLED, S.INELIGIBLE): _UNFIT,
    (S.SCREENED, S.INTRODUCED): _move(
        "C", "consent_body body_ok one_placement order_open", effects="opens_placement"
    ),
    (S.SCREENED, S.INELIGIBLE): _UNFIT,
    (S.SCREENED, S.WITHDRAWN): _GIVE_UP,
    (S.INTRODUCED, S.SOURCE_TRAINING): _move("A C*", "source_approval"),
    (S.INTRODUCED, S.INTERVIEWED): _move("A C*", "order_approved"),
    (S.INTRODUCED, S.WITHDRAWN): _GIVE_UP,
    (S.INTRODUCED, S.SCREENED): _move("C", effects="closes_placement", reason="yes"),
    (S.SOURCE_TRAINING, S.INTERVIEWED): _move("A C*", "order_approved"),
    (S.SOURCE_TRAINING, S.WITHDRAWN): _GIVE_UP,
    (S.SOURCE_TRAINING, S.DROPPED): _DROP,
    (S.INTERVIEWED, S.SELECTED): _move("A C*", "body_ok order_room", effects="starts_clock180"),
    (S.INTERVIEWED, S.INTRODUCED): _move("C", "body_ok one_placement", reason="yes"),
    (S.INTERVIEWED, S.WITHDRAWN): _GIVE_UP,
    (S.SELECTED, S.CONTRACT_SIGNED): _move(
        "A C*", "contract_paper head_office body_ok", effects="fills_contract"
    ),
    (S.SELECTED, S.WITHDRAWN): _ASK_OUT,
    (S.SELECTED, S.DROPPED): _DROP,
    (S.CONTRACT_SIGNED, S.TRAINING): _move("A C*"),
    (S.CONTRACT_SIGNED, S.VISA_PROCESS): _move("A C*"),
    (S.CONTRACT_SIGNED, S.WITHDRAWN): _ASK_OUT_REFUND,
    (S.CONTRACT_SIGNED, S.DROPPED): _DROP_REFUND,
    (S.TRAINING, S.VISA_PROCESS): _move("A C*"),
    (S.TRAINING, S.DROPPED): _DROP_REFUND,
    (S.TRAINING, S.WITHDRAWN): _ASK_OUT_REFUND,
    (S.VISA_PROCESS, S.WAITING_DEPARTURE): _move("A C*", "passport health visa"),
    (S.VISA_PROCESS, S.DROPPED): _DROP_REFUND,
    (S.VISA_PROCESS, S.WITHDRAWN): _ASK_OUT_REFUND,
    (S.WAITING_DEPARTURE, S.DEPARTED): _move(
        "C L",
        "exit_evidence orientation contract_paper body_ok order_room not_counted",
        effects="counts_departure",
        reason="clock",
        reports="A",
    ),
    (S.WAITING_DEPARTURE, S.WITHDRAWN): _ASK_OUT_REFUND,
    (S.WAITING_DEPARTURE, S.DROPPED): _DROP_REFUND,
    (S.WAITING_DEPARTURE, S.VISA_PROCESS): _move("A C", reason="yes"),
    (S.SELECTED, S.SCREENED): _BACK,
    (S.CONTRACT_SIGNED, S.SCREENED): _BACK,
    (S.TRAINING, S.SCREENED): _BACK,
    (S.VISA_PROCESS, S.SCREENED): _BACK,
    (S.WAITING_DEPARTURE, S.SCREENED): _BACK,
    (S.DEPARTED, S.WORKING): _move("A C", "end_date", effects="sets_end"),
    (S.DEPARTED, S.RETURNED_EARLY): _HOME_EARLY,
    (S.DEPARTED, S.ABSCONDED): _LOST,
    (S.DEPARTED, S.DECEASED_MISSING): _DEAD,
    (S.WORKING, S.EXTENDED): _move("A C", "end_date_later", effects="sets_end"),
    (S.WORKING, S.COMPLETED): _move("O C", "entry_near_end"),
    (S.WORKING, S.RETURNED_EARLY): _HOME_EARLY,
    (S.WORKING, S.ABSCONDED): _LOST,
    (S.WORKING, S.DECEASED_MISSING): _DEAD,
    (S.EXTENDED, S.EXTENDED): _move("A C", "end_date_later", effects="sets_end"),
    (S.EXTENDED, S.COMPLETED): _move("O C", "entry_date"),
    (S.EXTENDED, S.RETURNED_EARLY): _HOME_EARLY,
    (S.EXTENDED, S.ABSCONDED): _move("L", "report_paper", reason="yes"),
    (S.EXTENDED, S.DECEASED_MISSING): _DEAD,
    (S.COMPLETED, S.LIQUIDATED): _SETTLED,
    (S.RETURNED_EARLY, S.LIQUIDATED): _SETTLED,
    (S.ABSCONDED, S.RETURNED_EARLY): _move("O C", "entry_date", reason="yes"),
    (S.ABSCONDED, S.WORKING): _FOUND,
    (S.ABSCONDED, S.DECEASED_MISSING): _DEAD,
    (S.ABSCONDED, S.LIQUIDATED): _move("C", "letters_paper", reason="yes"),
    (S.DECEASED_MISSING, S.LIQUIDATED): _move("C", "liquidation_paper next_of_kin"),
    (S.DECEASED_MISSING, S.WORKING): _FOUND,
    (S.DECEASED_MISSING, S.RETURNED_EARLY): _FOUND,
    (S.LIQUIDATED, S.REINTEGRATED): _move("O C", "job_evidence came_home"),
    (S.WITHDRAWN, S.REGISTERED): _move("O C", "consent_seat within_24_months", reason="yes"),
    (S.INELIGIBLE, S.REGISTERED): _move("L", reason="yes"),
    (S.DROPPED, S.REGISTERED): _move("C", reason="yes"),
}
"""(from, to) -> what it takes."""

FACT_MAY_LACK: Final = frozenset({"orientation", "body_ok", "order_room"})
"""Gates that an exit which has happened may lack when the leader records it as a fact."""

FACT_FROM: Final = frozenset({S.CONTRACT_SIGNED, S.TRAINING, S.VISA_PROCESS, S.WAITING_DEPARTURE})
"""Stages from which an exit may be recorded as a fact: a dispatch contract has been signed."""


def moves_from(stage: Stage) -> dict[Stage, Move]:
    """The steps out of a stage, in the order of the table."""
    return {to: move for (start, to), move in MOVES.items() if start is stage}


def find_move(start: Stage, to: Stage) -> Move | None:
    """What the pair takes, or None when there is no such step."""
    return MOVES.get((start, to))
