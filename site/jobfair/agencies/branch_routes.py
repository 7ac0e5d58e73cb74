"""Staff: branches of a body."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.access import Permission, requires, signed_in
from jobfair.agencies import branches, queries
from jobfair.agencies.attempts import attempt, status_of
from jobfair.agencies.blueprint import bp
from jobfair.agencies.forms import BranchForm
from jobfair.lib.clock import today

Answer = str | Response | tuple[str, int]


@bp.route("/can-bo/doanh-nghiep/<body_id>/chi-nhanh", methods=["GET", "POST"])
@requires(Permission.ENTER_BODY)
def add_branch(body_id: str) -> Answer:
    """Enter a branch with its decision."""
    body, form = queries.get_body(body_id), BranchForm()
    if form.validate_on_submit() and attempt(
        form, lambda: branches.add_branch(body, form.entry(), by=signed_in())
    ):
        flash(_("The branch is in the register."))
        return redirect(url_for(".show_body", body_id=body.id), 303)
    page = render_template(
        "agencies/staff_form.html",
        form=form,
        title=_("Add a branch"),
        submit=_("Save"),
        hints={
            "decision_no": _("The decision that gave the branch its task."),
            "until_day": _("Leave empty when no last day is given."),
            "source": _("Where you read it."),
        },
        lead=body.name,
        back=(url_for(".show_body", body_id=body.id), body.name),
    )
    return page, status_of(form)


@bp.post("/can-bo/doanh-nghiep/<body_id>/chi-nhanh/<branch_id>/ket-thuc")
@requires(Permission.ENTER_BODY)
def end_branch(body_id: str, branch_id: str) -> Response:
    """The branch has its task until today."""
    body = queries.get_body(body_id)
    branches.end_branch(body, branch_id, today(), by=signed_in())
    flash(_("It is valid until today."))
    return redirect(url_for(".show_body", body_id=body.id), 303)
