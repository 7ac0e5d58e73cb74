"""Staff: the acts of one complaint, each a form of its own."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.access import Permission, requires, signed_in
from jobfair.agencies.attempts import attempt, status_of
from jobfair.complaints import acts
from jobfair.complaints.blueprint import staff as bp
from jobfair.complaints.queries import get_complaint
from jobfair.complaints.staff_forms import (
    ActForm,
    CloseForm,
    CompanyForm,
    EscalateForm,
    HandOverForm,
    SayForm,
)
from jobfair.complaints.staff_page import draw, shown_again
from jobfair.complaints.to_warning import draft_from
from jobfair.lib.clock import today
from jobfair.lib.codes import new_form_key
from jobfair.models import Complaint, Outcome

Answer = str | Response | tuple[str, int]
_AT = "/can-bo/phan-anh/<complaint_id>"


@bp.post(f"{_AT}/nhan")
@requires(Permission.HANDLE_COMPLAINT)
def take(complaint_id: str) -> Answer:
    """I look after this one."""
    actor, form = signed_in(), ActForm()
    found = get_complaint(complaint_id, actor)
    acts.take(found, by=actor, act_key=form.key, version=form.opened_at)
    return shown_again(found, _("You look after it now."))


@bp.post(f"{_AT}/noi")
@requires(Permission.HANDLE_COMPLAINT)
def say(complaint_id: str) -> Answer:
    """An answer, a question or a note."""
    actor, form = signed_in(), SayForm()
    found = get_complaint(complaint_id, actor)
    kind, text = str(form.kind.data or ""), str(form.text.data or "")
    if form.validate() and attempt(
        form,
        lambda: acts.say(found, kind, text, by=actor, act_key=form.key, version=form.opened_at),
        found,
    ):
        return shown_again(found, _("Saved."))
    return draw(found, say=form), status_of(form)


@bp.post(f"{_AT}/len-lanh-dao")
@requires(Permission.HANDLE_COMPLAINT)
def escalate(complaint_id: str) -> Answer:
    """Hand it up to the leader."""
    actor, form = signed_in(), EscalateForm()
    found = get_complaint(complaint_id, actor)
    if form.validate() and attempt(
        form,
        lambda: acts.escalate(
            found, str(form.reason.data), by=actor, act_key=form.key, version=form.opened_at
        ),
        found,
    ):
        return shown_again(found, _("The leader has it now."))
    return draw(found, up=form), status_of(form)


@bp.post(f"{_AT}/doanh-nghiep")
@requires(Permission.HANDLE_COMPLAINT)
def company(complaint_id: str) -> Answer:
    """Which company of the register it is about."""
    actor, form = signed_in(), CompanyForm()
    found = get_complaint(complaint_id, actor)
    if form.validate() and attempt(
        form,
        lambda: acts.set_body(
            found, form.company.data or "", by=actor, act_key=form.key, version=form.opened_at
        ),
        found,
    ):
        return shown_again(found, _("Saved."))
    return draw(found, company=form), status_of(form)


def _page(found: Complaint, form: ActForm, template: str) -> tuple[str, int]:
    form.act_key.data = form.act_key.data or new_form_key()
    form.version.data = form.version.data or str(found.version)
    return render_template(template, complaint=found, form=form), status_of(form)


@bp.route(f"{_AT}/chuyen-thanh-tra", methods=["GET", "POST"])
@requires(Permission.HANDLE_COMPLAINT)
def hand_over(complaint_id: str) -> Answer:
    """Record the document by which the inspectorate has it."""
    actor, form = signed_in(), HandOverForm()
    found = get_complaint(complaint_id, actor)
    if form.validate_on_submit() and attempt(
        form,
        lambda: acts.hand_over(
            found,
            acts.HandOver(form.to.data, form.number.data, form.on.data or today()),
            by=actor,
            act_key=form.key,
            version=form.opened_at,
        ),
        found,
    ):
        return shown_again(found, _("Recorded. The writer reads it too."))
    return _page(found, form, "complaints/hand_over.html")


@bp.route(f"{_AT}/ket-thuc", methods=["GET", "POST"])
@requires(Permission.HANDLE_COMPLAINT)
def close(complaint_id: str) -> Answer:
    """End it with an outcome and an answer."""
    actor, form = signed_in(), CloseForm()
    found = get_complaint(complaint_id, actor)
    if form.validate_on_submit() and attempt(
        form,
        lambda: acts.close(
            found,
            Outcome(form.outcome.data),
            str(form.text.data),
            by=actor,
            act_key=form.key,
            version=form.opened_at,
        ),
        found,
    ):
        return shown_again(found, _("Closed. The writer reads your answer."))
    return _page(found, form, "complaints/close.html")


@bp.post(f"{_AT}/canh-bao")
@requires(Permission.HANDLE_COMPLAINT)
def to_warning(complaint_id: str) -> Response:
    """Make a draft warning of it: the numbers go over, names do not."""
    actor = signed_in()
    found = get_complaint(complaint_id, actor)
    warning = draft_from(found, by=actor)
    flash(_("A draft with the numbers is made. Write what happened, without names."))
    return redirect(url_for("warnings_staff.edit", warning_id=warning.id), 303)


@bp.post(f"{_AT}/xoa")
@requires(Permission.HANDLE_COMPLAINT)
def erase(complaint_id: str) -> Response:
    """Erase what was typed, at the writer's wish."""
    actor, form = signed_in(), ActForm()
    found = get_complaint(complaint_id, actor)
    acts.erase_by_hand(found, by=actor, version=form.opened_at)
    return shown_again(found, _("Erased. Only the days and the outcome are left."))
