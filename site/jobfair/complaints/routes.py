"""Complaints for everybody: sending one, its receipt (B7)."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.access import public
from jobfair.agencies.shown import name_of
from jobfair.complaints import daily as daily  # tells the worker what to do
from jobfair.complaints import panel as panel  # hangs its part on Today
from jobfair.complaints import staff_routes as staff_routes  # the other blueprint
from jobfair.complaints import status_routes as status_routes  # same blueprint
from jobfair.complaints.blueprint import bp as bp
from jobfair.complaints.filing import Said, file_complaint, find_sent
from jobfair.complaints.following import get_receipt
from jobfair.complaints.forms import ComplaintForm
from jobfair.complaints.queries import find_company
from jobfair.complaints.sealing import follow_code_of
from jobfair.errors import Invalid, NotFound
from jobfair.language import current_language
from jobfair.lib.codes import show_slip_code
from jobfair.lib.text import clean
from jobfair.models import Complaint, ComplaintAbout, SendingBody
from jobfair.registration.keys import checks_own_token, form_key_or_new

Answer = Response | str | tuple[str, int]


@bp.route("/phan-anh", methods=["GET", "POST"])
@public
@checks_own_token
def new() -> Answer:
    """One page: what it is about, what happened; phone and name only where one wants to."""
    key = form_key_or_new(request.form.get("form_key"))
    if request.method == "POST" and (sent := find_sent(key)):
        return _to_receipt(sent)
    form = ComplaintForm()
    company = find_company(clean(request.args.get("doanh-nghiep") or form.company.data or "", 80))
    opened = request.method == "GET" or "prefill" in request.form
    if not opened and form.validate():
        return _to_receipt(file_complaint(key, _said(form, company)))
    page = render_template(
        "complaints/new.html",
        form=form,
        form_key=key,
        company=company,
        company_name=name_of(company) if company else "",
    )
    return page, 200 if opened else Invalid.status


def _to_receipt(complaint: Complaint) -> Response:
    return redirect(url_for("complaints.receipt", receipt=complaint.receipt), 303)


def _said(form: ComplaintForm, company: SendingBody | None) -> Said:
    return Said(
        about=ComplaintAbout(form.about.data),
        text=str(form.text.data or ""),
        body_id=company.id if company else None,
        body_name=form.body_name.data or "",
        numbers=str(form.numbers.data or ""),
        name=form.name.data or "",
        phone=form.e164,
        lang=current_language(),
    )


@bp.get("/phan-anh/nhan/<receipt>")
@public
def receipt(receipt: str) -> str:
    """The number to keep, the follow code of who left no phone, what comes next and by when."""
    try:
        found = get_receipt(receipt)
    except NotFound:
        way = [(_("Follow my report"), url_for("complaints.follow"))]
        text = _("This page has ended. Use the number and your phone, or the follow code.")
        raise NotFound(text, suggestions=way) from None
    code = "" if found.phone_hmac else show_slip_code(follow_code_of(found.id))
    return render_template(
        "complaints/receipt.html",
        complaint=found,
        number=show_slip_code(found.number),
        code=code,
    )
