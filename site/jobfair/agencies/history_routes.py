"""Staff: licence documents, contacts and introductions of a body."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.access import Permission, requires, signed_in
from jobfair.agencies import history, queries
from jobfair.agencies.attempts import attempt, status_of
from jobfair.agencies.blueprint import bp
from jobfair.agencies.forms import (
    ContactForm,
    IntroductionForm,
    LicenceForm,
    SuspensionEndForm,
)
from jobfair.agencies.words import event_words
from jobfair.forms import Form
from jobfair.lib.clock import today
from jobfair.models import SendingBody

Answer = str | Response | tuple[str, int]


def _page(
    body: SendingBody, form: Form, title: str, submit: str, hints: dict[str, str]
) -> tuple[str, int]:
    page = render_template(
        "agencies/staff_form.html",
        form=form,
        title=title,
        submit=submit,
        hints=hints,
        lead=body.name,
        back=(url_for(".show_body", body_id=body.id), body.name),
    )
    return page, status_of(form)


def _done(body: SendingBody, message: str) -> Response:
    flash(message)
    return redirect(url_for(".show_body", body_id=body.id), 303)


@bp.route("/can-bo/doanh-nghiep/<body_id>/giay-phep", methods=["GET", "POST"])
@requires(Permission.ENTER_BODY)
def add_licence_event(body_id: str) -> Answer:
    """Add a document: granted, suspended, revoked, returned."""
    body = queries.get_body(body_id)
    form = LicenceForm()
    form.offer(history.kinds_for(body), queries.list_markets())
    if form.validate_on_submit() and attempt(
        form, lambda: history.add_licence_event(body, form.entry(), by=signed_in())
    ):
        return _done(body, _("The document is in the history."))
    hints = {
        "market_code": _("A suspension may be for one market or for every market."),
        "until_day": _("Leave empty when no last day is given."),
        "source": _("Where you read it."),
    }
    return _page(body, form, _("Add a licence document"), _("Save the document"), hints)


@bp.route("/can-bo/doanh-nghiep/<body_id>/giay-phep/<event_id>/ket-thuc", methods=["GET", "POST"])
@requires(Permission.ENTER_BODY)
def end_suspension(body_id: str, event_id: str) -> Answer:
    """Say when a suspension ends and by which document."""
    body = queries.get_body(body_id)
    event = history.get_suspension(body, event_id)
    form = SuspensionEndForm()
    if form.validate_on_submit() and attempt(
        form,
        lambda: history.end_suspension(event, form.document(), by=signed_in()),
    ):
        return _done(body, _("The end of the suspension is saved."))
    words = event_words(body, event, queries.list_markets())
    hints = {"last_day": words}
    return _page(body, form, _("End a suspension"), _("Save the end"), hints)


@bp.route("/can-bo/doanh-nghiep/<body_id>/lien-he", methods=["GET", "POST"])
@requires(Permission.ENTER_BODY)
def add_contact(body_id: str) -> Answer:
    """Add a phone, account or web address that is really the body's."""
    body = queries.get_body(body_id)
    form = ContactForm(from_day=today())
    if form.validate_on_submit() and attempt(
        form, lambda: history.add_contact(body, form.entry(), by=signed_in())
    ):
        return _done(body, _("Saved."))
    hints = {"value": _("Of an account: the number, a comma, the bank.")}
    return _page(body, form, _("Add a phone, account or website"), _("Save"), hints)


@bp.post("/can-bo/doanh-nghiep/<body_id>/lien-he/<contact_id>/ket-thuc")
@requires(Permission.ENTER_BODY)
def end_contact(body_id: str, contact_id: str) -> Response:
    """From tomorrow on the contact is no longer the body's."""
    body = queries.get_body(body_id)
    history.end_contact(body, contact_id, today(), by=signed_in())
    return _done(body, _("It is valid until today."))


@bp.route("/can-bo/doanh-nghiep/<body_id>/gioi-thieu", methods=["GET", "POST"])
@requires(Permission.ENTER_BODY)
def add_introduction(body_id: str) -> Answer:
    """Record the province's decision to introduce the body."""
    body = queries.get_body(body_id)
    form = IntroductionForm(from_day=today())
    if form.validate_on_submit() and attempt(
        form,
        lambda: history.add_introduction(body, *form.entry(), by=signed_in()),
    ):
        return _done(body, _("Saved."))
    hints = {"until_day": _("Leave empty when no last day is given.")}
    return _page(body, form, _("Introduced by the province"), _("Save"), hints)


@bp.post("/can-bo/doanh-nghiep/<body_id>/gioi-thieu/<introduction_id>/ket-thuc")
@requires(Permission.ENTER_BODY)
def end_introduction(body_id: str, introduction_id: str) -> Response:
    """The introduction holds until today."""
    body = queries.get_body(body_id)
    history.end_introduction(body, introduction_id, today(), by=signed_in())
    return _done(body, _("It is valid until today."))
