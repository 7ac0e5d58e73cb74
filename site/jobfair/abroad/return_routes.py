"""Coming home: contracts that end, the plan, the register of returns, work at home."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask_babel import gettext as _

from jobfair.abroad.behind import GROUPS, Asked, list_people
from jobfair.abroad.blueprint import bp
from jobfair.abroad.figures import count_returns, count_work
from jobfair.abroad.lists import list_endings, list_job_checks
from jobfair.abroad.pages import answer_form, page_number, people_of, percent, saw
from jobfair.abroad.return_forms import job_form, plan_form
from jobfair.abroad.returns import (
    LETTERS,
    find_plan,
    get_job_check,
    open_stay,
    record_job,
    save_plan,
)
from jobfair.abroad.settings import JOB_MONTHS
from jobfair.abroad.words import JOB_OUTCOMES, PLAN_WORK, STATES, WISHES
from jobfair.access import Permission, requires, signed_in
from jobfair.cases.attempts import Answer, form_key, open_case_page
from jobfair.cases.owners import must_hold
from jobfair.cases.queries import list_reasons
from jobfair.cases.settings import end_tolerance_days
from jobfair.conferences.queries import market_names
from jobfair.filters import in_language
from jobfair.geography import commune_names
from jobfair.language import current_language
from jobfair.lib.clock import today
from jobfair.models import Stage

BOTH = ["GET", "POST"]


def year_asked() -> int:
    """``nam`` of the address; this year for anything that is no year so far."""
    text = request.args.get("nam", "")
    good = text.isascii() and text.isdecimal() and len(text) == 4
    return int(text) if good and 2000 <= int(text) <= today().year else today().year


@bp.get("/can-bo/o-nuoc-ngoai/sap-het-han")
@requires(Permission.SEE_ABROAD)
def endings() -> str:
    """Contracts that end within six months, and those that ended unanswered."""
    actor = signed_in()
    found = list_endings(actor, today(), page_number())
    saw(actor, [row.stay.case.person_id for row in found.rows])
    return render_template(
        "abroad/endings.html",
        found=found,
        communes=commune_names(),
        market_names=market_names(current_language()),
        wishes=WISHES,
        plan_work=PLAN_WORK,
    )


@bp.route("/can-bo/ho-so/<case_id>/ke-hoach-ve", methods=BOTH)
@requires(Permission.RECORD_RETURN)
def return_plan(case_id: str) -> Answer:
    """What the worker wants after the contract."""
    case, actor = open_case_page(case_id)
    must_hold(actor, case, LETTERS)
    stay, key = open_stay(case), form_key()
    form = plan_form(find_plan(stay.placement_id))
    return answer_form(
        "abroad/plan.html",
        form,
        lambda: save_plan(case, form.data_of(), by=actor, act_key=key),
        lambda: _("The plan is recorded."),
        lambda: url_for("cases.case_page", case_id=case.id, _anchor="abroad"),
        case=case,
        stay=stay,
        key=key,
    )


@bp.get("/can-bo/o-nuoc-ngoai/da-ve")
@requires(Permission.SEE_BOARD)
def returns() -> str:
    """Who came home and how, work at home against the 70 %; each number with its meaning."""
    actor, day, year = signed_in(), today(), year_asked()
    first, last = day.replace(year, 1, 1), day.replace(year, 12, 31)
    due = list_job_checks(actor, day)
    saw(actor, people_of(due))
    reasons = {row.code: in_language(row, "name") for row in list_reasons(Stage.RETURNED_EARLY)}
    return render_template(
        "abroad/returns.html",
        year=year,
        years=[day.year - 1, day.year],
        percent=percent,
        returns=count_returns(first, min(last, day), day, actor.scope),
        headline=count_work(None, day, actor.scope),
        work={months: count_work(months, day, actor.scope) for months in JOB_MONTHS},
        due=due,
        reasons=reasons,
        tolerance=end_tolerance_days(),
        communes=commune_names(),
        today=day,
    )


@bp.route("/can-bo/o-nuoc-ngoai/viec-lam/<job_id>", methods=BOTH)
@requires(Permission.RECORD_RETURN)
def job_check(job_id: str) -> Answer:
    """Work at home three, six or twelve months after the return, with its evidence."""
    actor = signed_in()
    check = get_job_check(job_id, actor.scope)
    must_hold(actor, check.case, LETTERS)
    saw(actor, [check.case.person_id], check.id)
    form, key = job_form(check), form_key()
    return answer_form(
        "abroad/job_check.html",
        form,
        lambda: record_job(check, form.data_of(), by=actor, act_key=key),
        lambda: _("Recorded: %(what)s.", what=JOB_OUTCOMES[check.outcome]),
        lambda: url_for("cases.case_page", case_id=check.case_id, _anchor="abroad"),
        check=check,
        key=key,
    )


@bp.get("/can-bo/o-nuoc-ngoai/nguoi")
@requires(Permission.SEE_ABROAD)
def people() -> str:
    """The people whom a number of this room counts, as far as the reader answers for them."""
    actor = signed_in()
    months = request.args.get("thang", "")
    asked = Asked(
        group=request.args.get("nhom", "abroad")[:16],
        year=year_asked(),
        commune=request.args.get("xa", "")[:5],
        market=request.args.get("nuoc", "")[:12],
        months=int(months) if months in map(str, JOB_MONTHS) else 0,
    )
    found = list_people(asked, today(), actor.scope, page_number())
    saw(actor, people_of(found))
    return render_template(
        "abroad/people.html",
        asked=asked,
        found=found,
        title=GROUPS[asked.group],
        states=STATES,
        communes=commune_names(),
        market_names=market_names(current_language()),
    )
