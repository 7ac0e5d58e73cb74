"""What this room hangs on the case page and on its steps."""

from __future__ import annotations

from flask_babel import gettext as _

from jobfair.access import Actor, Permission
from jobfair.cases.hooks import PANELS, STEP_TAKEN, TIMELINE, Happening, Panel
from jobfair.cases.owners import standing_of
from jobfair.cases.queries import open_placement
from jobfair.cases.sight import Sight
from jobfair.lib.text import lower_first
from jobfair.models import CaseEvent, CaseFile, Loan, LoanAct, LoanState, Purpose, Stage
from jobfair.money.kinds import FLAGS, PAYEES, PAYMENT_KINDS, SAID_BY
from jobfair.money.loan_kinds import LOAN_BADGES, LOAN_STATES, REFUSALS
from jobfair.money.loan_queries import list_case_loans
from jobfair.money.loans import RUNNING
from jobfair.money.log import check_caps
from jobfair.money.standing import limit_words, money_view, rule_words
from jobfair.privacy.rules import consent_in_force


def _writes(case: CaseFile, actor: Actor) -> bool:
    letters = standing_of(actor, case).letters
    return bool(letters & frozenset("OCA")) and actor.can(Permission.RECORD_FACT)


def money_panel(case: CaseFile, actor: Actor, sight: Sight) -> Panel | None:
    """What was paid against the caps, and the way to write more down."""
    view = money_view(case, sight)
    placement, may_write = open_placement(case), _writes(case, actor)
    if view is None and not may_write:
        return None
    signed = placement is not None and placement.contract_on is not None
    return Panel(
        "money/_panel.html",
        {
            "view": view,
            "may_write": may_write and case.closed_at is None,
            "may_terms": may_write and signed and case.closed_at is None,
            "limit_words": limit_words,
            "rule_words": rule_words,
            "kinds": PAYMENT_KINDS,
            "flags": FLAGS,
            "payees": PAYEES,
            "said_by": SAID_BY,
        },
        order=30,
    )


def look_at_caps(case: CaseFile, event: CaseEvent) -> None:
    """With the contract the cap is known: what was paid before may be above it."""
    placement = open_placement(case)
    if event.to_stage is Stage.CONTRACT_SIGNED and placement is not None:
        check_caps(case, placement)


def loan_panel(case: CaseFile, actor: Actor, sight: Sight) -> Panel | None:
    """Where a loan stands, without sums; for the commune's officer and the counsellor."""
    may_ask = bool(standing_of(actor, case).letters & frozenset("OC"))
    if not may_ask:
        return None
    loans = list_case_loans(case.id)
    values = {
        "loans": loans,
        "agreed": consent_in_force(case.person_id, Purpose.BANK),
        "may_ask": case.closed_at is None and not any(x.state in RUNNING for x in loans),
        "states": LOAN_STATES,
        "badges": LOAN_BADGES,
        "refusals": REFUSALS,
    }
    return Panel("money/_loan_panel.html", values, place="side", order=40)


def loan_history(case: CaseFile, sight: Sight) -> list[Happening]:
    """What the bank did, without sums; nothing for a sending body."""
    if sight.body_id is not None:
        return []
    return [
        Happening(act.at, words, small=act.by_name, topic="money")
        for loan in list_case_loans(case.id)
        for act, words in _acts_in_words(loan)
    ]


def _acts_in_words(loan: Loan) -> list[tuple[LoanAct, str]]:
    """What the bank did with one loan; a repayment is the last one or a part."""
    found, repaid = [], 0
    for act in sorted(loan.acts, key=lambda act: (act.at, act.id)):
        if act.kind == LoanState.ASKED:
            continue
        if act.kind == LoanState.REPAID:
            repaid += act.amount
        part = act.kind == LoanState.REPAID and repaid < (loan.amount_approved or 0)
        state = lower_first(str(LOAN_STATES[LoanState(act.kind)]))
        words = _("Loan: a part was repaid") if part else _("Loan: %(state)s", state=state)
        found.append((act, words))
    return found


PANELS.extend((money_panel, loan_panel))
TIMELINE.append(loan_history)
STEP_TAKEN.append(look_at_caps)
