"""Offices: what the province pack brings, and those of sending bodies and banks."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from jobfair.access import Permission, requires, signed_in
from jobfair.accounts import queries, users
from jobfair.accounts.admin_routes import page_number
from jobfair.accounts.blueprint import bp
from jobfair.accounts.forms import OfficeForm
from jobfair.accounts.labels import OFFICE_KIND_NAMES
from jobfair.accounts.sign_in_routes import Answer, refused
from jobfair.errors import AppError
from jobfair.lib.text import clean
from jobfair.models import OfficeKind


@bp.route("/can-bo/quan-tri/don-vi", methods=["GET"])
@requires(Permission.MANAGE_USERS)
def offices() -> str:
    """Offices by kind and name, with how many people work there."""
    q, kind = clean(request.args.get("q", ""), 100), request.args.get("loai", "")
    number = page_number()
    found, total = queries.list_offices(q, kind, number)
    return render_template(
        "accounts/offices.html",
        rows=found,
        staff=queries.count_staff(),
        q=q,
        kind=kind,
        kinds=[(str(known), name) for known, name in OFFICE_KIND_NAMES.items()],
        kind_names=OFFICE_KIND_NAMES,
        total=total,
        number=number,
        pages=max(1, -(-total // queries.PAGE)),
    )


@bp.route("/can-bo/quan-tri/don-vi/moi", methods=["GET", "POST"])
@requires(Permission.MANAGE_USERS)
def office_new() -> Answer:
    """Enter an office that no pack brings."""
    form = OfficeForm()
    form.fill_choices()
    if request.method == "GET":
        return _office_form(form)
    if not form.validate():
        return _office_form(form), 422
    try:
        users.create_office(
            OfficeKind(form.kind.data),
            form.name.data or "",
            body_id=form.body.data or None,
            by=signed_in(),
        )
    except AppError as error:
        return refused(form, error, lambda: _office_form(form))
    flash(_("The office is entered."))
    return redirect(url_for("accounts.offices"), 303)


def _office_form(form: OfficeForm) -> str:
    return render_template("accounts/office_form.html", form=form)
