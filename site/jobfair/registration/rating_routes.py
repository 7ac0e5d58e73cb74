"""On the slip: what was it like with this company? Answered, changed, withdrawn by the worker."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.access import public
from jobfair.agencies.track import open_comment
from jobfair.cases.locking import hold_case
from jobfair.errors import Invalid
from jobfair.forms import ButtonForm
from jobfair.models import Placement, Registration
from jobfair.ratings import rules
from jobfair.ratings.forms import RatingForm, rating_form
from jobfair.registration.blueprint import bp
from jobfair.registration.opened import opened_slip
from jobfair.registration.queries import get_case_of
from jobfair.registration.slip_page import make_slip

Answer = Response | str | tuple[str, int]


def may_rate(found: Registration) -> bool:
    """Whether the slip offers it: the case has led abroad with a company."""
    case = get_case_of(found)
    return case.reached >= 5 and rules.find_rated(case) is not None


def _form(placement: Placement) -> tuple[RatingForm, bool]:
    """The form with what was said before, and whether anything was."""
    scores = {row.topic: row.score for row in rules.list_given(placement)}
    comment = rules.find_comment(placement)
    form = rating_form(scores, open_comment(comment) if comment else "")
    return form, bool(scores) or comment is not None


@bp.route("/phieu/<code>/danh-gia", methods=["GET", "POST"])
@public
def slip_rate(code: str) -> Answer:
    """Five short questions and room for words; none is needed."""
    found = opened_slip(code)
    case = get_case_of(found)
    placement = rules.find_rated(case)
    if placement is None:
        return redirect(url_for("registration.slip", code=code), 303)
    form, before = _form(placement)
    if form.validate_on_submit():
        hold_case(case)
        try:
            rules.rate(case, form.given(), by=rules.WORKER)
        except Invalid as no:
            form.form_errors.append(no.message)
        else:
            flash(_("Thank you. Your answers help others."), "success")
            return redirect(url_for("registration.slip", code=code), 303)
    values = {"slip": make_slip(found), "form": form, "before": before, "body": placement.body}
    page = render_template("registration/rate.html", **values)
    return page, 422 if form.is_submitted() else 200


@bp.post("/phieu/<code>/danh-gia/rut")
@public
def slip_rate_withdraw(code: str) -> Answer:
    """Take everything back that was said."""
    found = opened_slip(code)
    case = get_case_of(found)
    if ButtonForm().validate():
        hold_case(case)
        rules.withdraw(case, by=rules.WORKER)
        flash(_("Your answers are taken away."), "success")
    return redirect(url_for("registration.slip", code=code), 303)
