"""What the dispatch contract says beside months and wage; the caps are counted from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor
from jobfair.cases.history import append_event, done_already
from jobfair.cases.locking import hold_case
from jobfair.cases.owners import LETTER_ROLE, must_hold
from jobfair.cases.queries import open_placement
from jobfair.cases.records import speaks_for
from jobfair.database import db
from jobfair.errors import Conflict, Stale
from jobfair.lib.clock import now
from jobfair.models import CaseFile, ContractTerms, Placement
from jobfair.money import promises
from jobfair.money.log import check_caps
from jobfair.money.queries import find_terms


@dataclass(frozen=True, slots=True)
class TermsData:
    """The terms as typed; money in đồng, ``foreign_paid`` the part the foreign side pays."""

    hours_week: Decimal | None = None
    service_fee: int | None = None
    deposit: int | None = None
    departure_on: date | None = None
    fee_condition: str = ""
    extension_agreed: bool = False
    extension_months: int = 0
    foreign_paid: int = 0


def with_contract(case: CaseFile) -> Placement:
    """The open placement with a signed contract. Raises Conflict before there is one."""
    placement = open_placement(case)
    if placement is None or placement.contract_on is None:
        raise Conflict(_("There is no signed contract yet."))
    return placement


def save_terms(
    case: CaseFile, data: TermsData, *, by: Actor, act_key: str, version: int
) -> ContractTerms | None:
    """Write the terms of the open placement's contract; look at the caps again.

    ``version`` is the one the reader saw, 0 when there were no terms. Raises Forbidden,
    Conflict without a contract, Stale when somebody else wrote meanwhile.
    """
    if done_already(case, act_key):
        return None
    hold_case(case)
    letter = must_hold(by, case, frozenset("OCA"))
    placement = with_contract(case)
    terms = find_terms(placement.id)
    if (terms.version if terms else 0) != version:
        raise Stale(_("Somebody else wrote the terms meanwhile. Look again, then decide."))
    if terms is None:
        terms = ContractTerms(placement_id=placement.id)
        db.session.add(terms)
    for name in TermsData.__dataclass_fields__:
        setattr(terms, name, getattr(data, name))
    terms.recorded_by, terms.recorded_at = by.user_id, now()
    append_event(
        case,
        "record",
        by=by,
        act_key=act_key,
        role=LETTER_ROLE[letter],
        reason="terms",
        document_ref=placement.contract_no,
        on_behalf_of=speaks_for(by, letter),
    )
    audit.record(by, "case.terms", "case", case.id, person_ids=[case.person_id], fields=["terms"])
    db.session.flush()
    check_caps(case, placement)
    promises.check(case, placement)
    return terms
