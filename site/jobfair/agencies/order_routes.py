"""Staff: job orders, entered by the body or a counsellor, approved by the leader."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.access import Actor, Permission, requires, signed_in
from jobfair.agencies import order_queries, orders, queries
from jobfair.agencies.attempts import attempt, status_of
from jobfair.agencies.blueprint import bp
from jobfair.agencies.order_checks import check_caps
from jobfair.agencies.order_forms import ApprovalForm, ReasonForm, new_order_form, order_form
from jobfair.agencies.order_page import (
    asked_state,
    caps_of,
    check_lines,
    order_page,
    programme_choices,
)
from jobfair.agencies.paging import page_of
from jobfair.agencies.words import ORDER_STATES
from jobfair.errors import NotFound
from jobfair.forms import Form
from jobfair.htmx import wants_fragment
from jobfair.lib.clock import today
from jobfair.lib.text import clean
from jobfair.models import JobOrder, SendingBody

A_PAGE = 50
Answer = str | Response | tuple[str, int]


def _shown(order: JobOrder) -> Response:
    return redirect(url_for(".show_order", order_id=order.id), 303)


@bp.get("/can-bo/don-hang", endpoint="orders")
@requires(Permission.SEE_BODIES)
def orders_list() -> str:
    """Orders inside the scope: a body sees its own, an officer what was published."""
    scope = signed_in().scope
    q, state = clean(request.args.get("q", ""), 100), asked_state(request.args)
    page = page_of(order_queries.count_orders(scope, state=state, q=q), A_PAGE)
    found = order_queries.list_orders(scope, state=state, q=q, limit=A_PAGE, offset=page.offset)
    return render_template(
        "agencies/_orders.html" if wants_fragment() else "agencies/staff_orders.html",
        orders=found,
        left=order_queries.places_left(found),
        counts=order_queries.count_orders_by_state(scope),
        states=ORDER_STATES,
        state=state,
        q=q,
        page=page,
    )


def _body_of_new(actor: Actor, form: Form) -> SendingBody:
    body_id = form["body_id"].data if "body_id" in form else actor.scope.body_id
    if not body_id:
        raise NotFound()
    return queries.get_body(body_id)


@bp.route("/can-bo/don-hang/moi", methods=["GET", "POST"])
@requires(Permission.ENTER_ORDER)
def create_order() -> Answer:
    """First which programme (its caps decide what may be asked), then the order."""
    actor = signed_in()
    programme = order_queries.find_programme(request.args.get("chuong-trinh", ""))
    if programme is None:
        return render_template("agencies/order_choose.html", programmes=programme_choices())
    form, made = new_order_form(programme, choose_body=actor.scope.province), list[JobOrder]()
    if form.validate_on_submit() and attempt(
        form,
        lambda: made.append(
            orders.create_order(_body_of_new(actor, form), programme, form.entry(), by=actor)
        ),
    ):
        flash(_("The order is saved as a draft. Submit it when it is complete."))
        return _shown(made[0])
    caps = caps_of(programme)
    page = render_template(
        "agencies/order_form.html", form=form, programme=programme, caps=caps, order=None
    )
    return page, status_of(form)


@bp.get("/can-bo/don-hang/<order_id>")
@requires(Permission.SEE_BODIES)
def show_order(order_id: str) -> str:
    """One order: what was declared beside its caps, what may be done now, what was done."""
    actor = signed_in()
    order = order_queries.get_order(order_id, actor.scope)
    return render_template(
        "agencies/staff_order.html", order=order, page=order_page(order, actor, today())
    )


@bp.route("/can-bo/don-hang/<order_id>/sua", methods=["GET", "POST"])
@requires(Permission.ENTER_ORDER)
def edit_order(order_id: str) -> Answer:
    """Change a draft; somebody else's change in between is shown, nothing typed is lost."""
    actor = signed_in()
    order = order_queries.get_order(order_id, actor.scope)
    form = order_form(order)
    if form.validate_on_submit() and attempt(
        form, lambda: orders.edit_order(order, form.entry(), form.opened_at, by=actor), order
    ):
        flash(_("Saved."))
        return _shown(order)
    caps = caps_of(order.programme)
    page = render_template(
        "agencies/order_form.html", form=form, programme=order.programme, caps=caps, order=order
    )
    return page, status_of(form)


@bp.post("/can-bo/don-hang/<order_id>/trinh")
@requires(Permission.ENTER_ORDER)
def submit_order(order_id: str) -> Response:
    """Hand a draft to the leader."""
    actor = signed_in()
    order = order_queries.get_order(order_id, actor.scope)
    orders.submit_order(order, by=actor)
    flash(_("The order waits for the leader."))
    return _shown(order)


@bp.route("/can-bo/don-hang/<order_id>/duyet", methods=["GET", "POST"])
@requires(Permission.APPROVE_ORDER)
def approve_order(order_id: str) -> Answer:
    """Approve with the number and day of the reply; the order is published at once."""
    actor = signed_in()
    order = order_queries.get_order(order_id, actor.scope)
    form = ApprovalForm(version=str(order.version), approved_quantity=order.quantity)
    if form.validate_on_submit() and attempt(
        form, lambda: orders.approve_order(order, form.entry(), form.opened_at, by=actor), order
    ):
        flash(_("The order is approved and published."))
        return _shown(order)
    checks = check_lines(check_caps(order.programme, orders.entry_of(order).amounts, today()))
    page = render_template("agencies/order_approve.html", form=form, order=order, checks=checks)
    return page, status_of(form)


def _with_reason(order: JobOrder, form: Form, title: str, submit: str) -> tuple[str, int]:
    page = render_template(
        "agencies/staff_form.html",
        form=form,
        title=title,
        submit=submit,
        hints={},
        lead=f"{order.code}, {order.body.name}",
        back=(url_for(".show_order", order_id=order.id), order.code),
    )
    return page, status_of(form)


@bp.route("/can-bo/don-hang/<order_id>/tra-lai", methods=["GET", "POST"])
@requires(Permission.APPROVE_ORDER)
def hand_back_order(order_id: str) -> Answer:
    """Make it a draft again, saying why."""
    actor, form = signed_in(), ReasonForm()
    order = order_queries.get_order(order_id, actor.scope)
    if form.validate_on_submit():
        orders.hand_back(order, str(form.reason.data), by=actor)
        flash(_("The order is a draft again."))
        return _shown(order)
    return _with_reason(order, form, _("Hand the order back"), _("Hand back"))


@bp.post("/can-bo/don-hang/<order_id>/dong")
@requires(Permission.ENTER_ORDER, Permission.APPROVE_ORDER)
def close_order(order_id: str) -> Response:
    """End recruiting."""
    actor = signed_in()
    order = order_queries.get_order(order_id, actor.scope)
    orders.close_order(order, by=actor)
    flash(_("The order is closed."))
    return _shown(order)


@bp.route("/can-bo/don-hang/<order_id>/huy", methods=["GET", "POST"])
@requires(Permission.ENTER_ORDER, Permission.APPROVE_ORDER)
def cancel_order(order_id: str) -> Answer:
    """Cancel, saying why."""
    actor, form = signed_in(), ReasonForm()
    order = order_queries.get_order(order_id, actor.scope)
    if form.validate_on_submit():
        orders.cancel_order(order, str(form.reason.data), by=actor)
        flash(_("The order is cancelled."))
        return _shown(order)
    return _with_reason(order, form, _("Cancel the order"), _("Cancel this order"))
