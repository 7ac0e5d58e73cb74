"""Money of a case: a payment, the terms of the contract."""

from __future__ import annotations

from flask_babel import gettext as _

from jobfair.access import Permission, requires
from jobfair.cases.attempts import Answer, answer, form_key, open_case_page
from jobfair.cases.owners import must_hold
from jobfair.money import loan_routes as loan_routes  # hangs its pages on the same blueprint
from jobfair.money import log, terms
from jobfair.money import panels as panels  # hangs its parts on the case page
from jobfair.money import promise_panel as promise_panel
from jobfair.money import promise_routes as promise_routes
from jobfair.money import support_routes as support_routes
from jobfair.money import told as told  # hangs its words on the timeline
from jobfair.money.blueprint import bp as bp
from jobfair.money.forms import payment_form, terms_form
from jobfair.money.queries import find_terms

BOTH = ["GET", "POST"]
OCA = frozenset("OCA")


@bp.route("/can-bo/ho-so/<case_id>/tien", methods=BOTH)
@requires(Permission.RECORD_FACT)
def payment(case_id: str) -> Answer:
    """Money that the worker paid; what should not have been is marked and told."""
    case, actor = open_case_page(case_id)
    must_hold(actor, case, OCA)
    form, key = payment_form(case), form_key()
    return answer(
        "money/payment.html",
        form,
        case,
        actor,
        lambda: log.add_payment(case, form.data_of(), by=actor, act_key=key),
        lambda: _("The payment is recorded."),
        key=key,
    )


@bp.route("/can-bo/ho-so/<case_id>/hop-dong", methods=BOTH)
@requires(Permission.RECORD_FACT)
def contract_terms(case_id: str) -> Answer:
    """What the dispatch contract says beside months and wage."""
    case, actor = open_case_page(case_id)
    must_hold(actor, case, OCA)
    placement = terms.with_contract(case)
    form, key = terms_form(placement, find_terms(placement.id)), form_key()
    return answer(
        "money/terms.html",
        form,
        case,
        actor,
        lambda: terms.save_terms(
            case, form.data_of(), by=actor, act_key=key, version=form.seen_version
        ),
        lambda: _("The terms of the contract are recorded."),
        key=key,
        placement=placement,
    )
