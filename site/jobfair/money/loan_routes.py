"""Loans: the request at the case, the branch's own list, figures without names."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from jobfair import audit
from jobfair.access import Actor, Permission, requires, signed_in
from jobfair.accounts import browser
from jobfair.agencies.paging import page_of
from jobfair.cases.attempts import Answer, answer, form_key, open_case_page
from jobfair.cases.identity import reveal_number
from jobfair.cases.owners import must_hold
from jobfair.cases.record_forms import RevealForm
from jobfair.errors import Invalid, NotFound
from jobfair.forms import Form
from jobfair.geography import commune_names
from jobfair.lib.clock import today
from jobfair.models import Loan, LoanState
from jobfair.money import loan_queries, loans
from jobfair.money.blueprint import bp
from jobfair.money.law import groups_of, loan_law
from jobfair.money.loan_forms import ApproveForm, RefuseForm, RepayForm, ask_form
from jobfair.money.loan_kinds import GROUP_LABELS, LOAN_BADGES, LOAN_STATES, POVERTY, REFUSALS

BOTH = ["GET", "POST"]
SHOWN = ("name", "birth_year", "commune", "phone", "loan")


@bp.route("/can-bo/ho-so/<case_id>/vay", methods=BOTH)
@requires(Permission.RECORD_FACT)
def ask_loan(case_id: str) -> Answer:
    """A person asks a branch for a loan."""
    case, actor = open_case_page(case_id)
    must_hold(actor, case, frozenset("OC"))
    form, key = ask_form(), form_key()
    return answer(
        "money/loan_ask.html",
        form,
        case,
        actor,
        lambda: loans.ask(case, form.data_of(), by=actor, act_key=key),
        lambda: _("The request for a loan is recorded."),
        key=key,
        law=loan_law(today()),
    )


@bp.get("/can-bo/vay")
@requires(Permission.WORK_ON_LOANS)
def loan_list() -> str:
    """The loans of the officer's own branch; approving and confirming take one tap each."""
    actor = signed_in()
    asked = request.args.get("trang-thai", "")
    state = next((s for s in LoanState if s == asked), None)
    counts = loan_queries.count_loans(actor)
    total = sum(counts.values()) if state is None else counts.get(state, 0)
    page = page_of(total, loan_queries.PAGE)
    rows = loan_queries.list_loans(actor, state, page.offset)
    audit.record_view(
        actor, "view.loans", "loan", person_ids=[row.person_id for row in rows], fields=SHOWN
    )
    return render_template(
        "money/loans.html",
        rows=rows,
        page=page,
        counts=counts,
        state=state,
        key=form_key(),
        communes=commune_names(),
        states=LOAN_STATES,
        badges=LOAN_BADGES,
    )


@bp.get("/can-bo/vay/<loan_id>")
@requires(Permission.WORK_ON_LOANS)
def loan(loan_id: str) -> str:
    """One loan: who asks, how much, until when it is decided, what the law says."""
    found, actor = _open(loan_id)
    return _draw(found, actor)


@bp.post("/can-bo/vay/<loan_id>/duyet")
@requires(Permission.WORK_ON_LOANS)
def approve_loan(loan_id: str) -> Answer:
    """Approve: from the list with what was asked, from the page with a sum."""
    found, actor = _open(loan_id)
    form, key = ApproveForm(), form_key()
    return _act(
        found,
        actor,
        form,
        lambda: loans.approve(found, int(form.amount.data or 0), by=actor, act_key=key),
        _("Approved."),
    )


@bp.post("/can-bo/vay/<loan_id>/tu-choi")
@requires(Permission.WORK_ON_LOANS)
def refuse_loan(loan_id: str) -> Answer:
    """Refuse, with a reason."""
    found, actor = _open(loan_id)
    form, key = RefuseForm(), form_key()
    return _act(
        found,
        actor,
        form,
        lambda: loans.refuse(found, str(form.reason.data), by=actor, act_key=key),
        _("Refused; the commune's officer sees it."),
    )


@bp.post("/can-bo/vay/<loan_id>/giai-ngan")
@requires(Permission.WORK_ON_LOANS)
def disburse_loan(loan_id: str) -> Answer:
    """Confirm that the money was paid out."""
    found, actor = _open(loan_id)
    key = form_key()
    act = lambda: loans.disburse(found, by=actor, act_key=key)  # noqa: E731 - as the others
    return _act(found, actor, Form(), act, _("Disbursed."))


@bp.post("/can-bo/vay/<loan_id>/tra-no")
@requires(Permission.WORK_ON_LOANS)
def repay_loan(loan_id: str) -> Answer:
    """Write down a part that was repaid."""
    found, actor = _open(loan_id)
    form, key = RepayForm(), form_key()
    return _act(
        found,
        actor,
        form,
        lambda: loans.repay(
            found, int(form.amount.data or 0), form.on.data or today(), by=actor, act_key=key
        ),
        _("The repayment is recorded."),
    )


@bp.route("/can-bo/vay/<loan_id>/hien/<field>", methods=BOTH)
@requires(Permission.WORK_ON_LOANS)
def reveal_loan(loan_id: str, field: str) -> Answer:
    """Read the identity number, or whether the household is poor: with a reason, audited."""
    if field not in ("can-cuoc", "ho-ngheo"):
        raise NotFound()
    found, actor = _open(loan_id)
    if (first := browser.step_up(actor, request.path)) is not None:
        return first
    form, shown = RevealForm(), None
    if form.validate_on_submit():
        shown = _read(found, field, actor, str(form.why.data))
    status = 422 if form.is_submitted() and shown is None else 200
    page = render_template(
        "money/loan_reveal.html", loan=found, form=form, shown=shown, field=field
    )
    return page, status


@bp.get("/can-bo/vay/so-lieu")
@requires(Permission.SEE_BOARD)
def loan_figures() -> str:
    """Loans of a year in figures; the groups overlap and are never added up."""
    actor, year = signed_in(), today().year
    text = request.args.get("nam", "")
    if text.isdecimal() and text.isascii() and len(text) == 4 and 2015 <= int(text) <= year:
        year = int(text)
    audit.record_view(actor, "view.loan_figures", "loan", fields=("loan",))
    return render_template(
        "money/loan_figures.html",
        figures=loan_queries.loan_figures(year),
        states=LOAN_STATES,
        groups=GROUP_LABELS,
        law=loan_law(today()),
    )


def _open(loan_id: str) -> tuple[Loan, Actor]:
    actor = signed_in()
    found = loan_queries.get_loan(loan_id, actor)
    if request.method == "GET":
        audit.record_view(
            actor, "view.loan", "loan", found.id, person_ids=[found.person_id], fields=SHOWN
        )
    return found, actor


def _read(loan: Loan, field: str, actor: Actor, reason: str) -> list[tuple[str, str]]:
    """The hidden field in clear; who read it and why is written down first."""
    number = field == "can-cuoc"
    what = "national_id" if number else "poverty"
    ids = [loan.person_id]
    audit.record_view(
        actor, f"view.{what}", "loan", loan.id, person_ids=ids, fields=[what], reason=reason
    )
    if number:
        return reveal_number(loan.person)
    codes = groups_of(ids, loan.asked_on)[loan.person_id].codes & POVERTY
    words = [str(GROUP_LABELS[code]) for code in sorted(codes)]
    return [(_("Household"), ", ".join(words) or _("Neither poor nor near-poor is recorded"))]


def _act(loan: Loan, actor: Actor, form: Form, act: Callable[[], object], said: str) -> Answer:
    """Try a rule of the branch; what was wrong stands on the loan's page with what was typed."""
    if not form.validate():
        return _draw(loan, actor, form), Invalid.status
    try:
        act()
    except Invalid as error:
        form.form_errors.append(error.message)
        return _draw(loan, actor, form), error.status
    flash(said)
    to_list = request.form.get("back") == "list"
    target = url_for("money.loan_list") if to_list else url_for("money.loan", loan_id=loan.id)
    return redirect(target, 303)


def _draw(loan: Loan, actor: Actor, tried: Form | None = None) -> str:
    approve = tried if isinstance(tried, ApproveForm) else ApproveForm(formdata=None)
    if tried is not approve:
        approve.amount.data = loan.amount_asked
    refuse = tried if isinstance(tried, RefuseForm) else RefuseForm(formdata=None)
    repay = tried if isinstance(tried, RepayForm) else RepayForm(formdata=None)
    if tried is not repay:
        repay.on.data = today()
    return render_template(
        "money/loan.html",
        loan=loan,
        approve=approve,
        refuse=refuse,
        repay=repay,
        key=form_key(),
        law=loan_law(loan.asked_on),
        communes=commune_names(),
        states=LOAN_STATES,
        badges=LOAN_BADGES,
        refusals=REFUSALS,
    )
