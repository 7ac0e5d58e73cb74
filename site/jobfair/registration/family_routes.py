"""One phone for a whole family: taking somebody off the list again. Adding is a question."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect
from werkzeug.wrappers import Response

from jobfair.access import public
from jobfair.registration.answers import Answers, Step
from jobfair.registration.blueprint import bp
from jobfair.registration.family import MemberForm
from jobfair.registration.keys import known_key
from jobfair.registration.under_way import UnderWay
from jobfair.unit_of_work import reads_only


@bp.route("/hoi-nghi/<slug>/dang-ky/<form_key>/bo-ra", methods=["POST"])
@public
@reads_only
def leave_out(slug: str, form_key: str) -> Response:
    """Take one of the family off the list; pressing twice takes one off."""
    form, sent = UnderWay(slug, known_key(form_key)), MemberForm()
    if not form.receipt and sent.validate() and sent.fits(form.answers):
        form.keep(form.answers.without(sent.place))
    return redirect(form.address(Step.CHECK), 303)


@bp.route("/hoi-nghi/<slug>/dang-ky/<form_key>/hoi-ngay", methods=["POST"])
@public
@reads_only
def ask_day(slug: str, form_key: str) -> Response:
    """Ask for the day of birth of one of the family: eighteen is close at this conference."""
    form, sent = UnderWay(slug, known_key(form_key)), MemberForm()
    if form.receipt or not sent.validate() or not sent.fits(form.answers):
        return redirect(form.address(Step.CHECK), 303)
    form.keep(_asking(form.answers, sent.place))
    return redirect(form.address(Step.MORE_BIRTHDAY), 303)


def _asking(answers: Answers, number: int) -> Answers:
    """The member is asked about again, and joins the family once the day is there."""
    return replace(answers.without(number), adding=answers.members[number])
