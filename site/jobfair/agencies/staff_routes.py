"""Staff: the register of sending bodies, entered and kept up to date."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.access import Permission, requires, signed_in
from jobfair.agencies import branch_routes as branch_routes  # hangs its pages on the blueprint
from jobfair.agencies import daily as daily  # tells the worker what to do once a day
from jobfair.agencies import history_routes as history_routes  # hangs its pages on the blueprint
from jobfair.agencies import order_routes as order_routes
from jobfair.agencies import queries, register
from jobfair.agencies.attempts import attempt, status_of
from jobfair.agencies.blueprint import bp as bp
from jobfair.agencies.branches import list_branches
from jobfair.agencies.forms import BodyForm, body_form, new_body_form
from jobfair.agencies.licence import PROVINCIAL_LETTERS
from jobfair.agencies.order_queries import list_orders, places_left
from jobfair.agencies.paging import page_of
from jobfair.agencies.shown import body_line, body_page, running_suspensions
from jobfair.agencies.words import BODY_KINDS, CONTACT_NAMES, ORDER_STATES
from jobfair.htmx import wants_fragment
from jobfair.lib.clock import today
from jobfair.lib.text import clean
from jobfair.models import SendingBody

A_PAGE = 50
Answer = str | Response | tuple[str, int]


@bp.get("/can-bo/doanh-nghiep")
@requires(Permission.SEE_BODIES)
def index() -> str:
    """The register with licence states, found without accents."""
    q = clean(request.args.get("q", ""), 100)
    page = page_of(queries.count_public_bodies(q), A_PAGE)
    markets, day = queries.list_markets(), today()
    bodies = queries.list_public_bodies(q, limit=A_PAGE, offset=page.offset)
    lines = [body_line(body, day, markets) for body in bodies]
    open_orders = queries.count_open_orders_by_body(queries.list_open_orders(day))
    template = "agencies/_bodies.html" if wants_fragment() else "agencies/staff_index.html"
    return render_template(template, lines=lines, q=q, page=page, open_orders=open_orders)


def _form_page(form: BodyForm, body: SendingBody | None) -> tuple[str, int]:
    page = render_template(
        "agencies/body_form.html", form=form, body=body, provincial=PROVINCIAL_LETTERS
    )
    return page, status_of(form)


@bp.route("/can-bo/doanh-nghiep/moi", methods=["GET", "POST"])
@requires(Permission.ENTER_BODY)
def create_body() -> Answer:
    """Enter a body with its first licence or assignment."""
    form = new_body_form()
    made = []
    if form.validate_on_submit() and attempt(
        form,
        lambda: made.append(register.create_body(form.entry(), form.grant(), by=signed_in())),
    ):
        flash(_("The body is in the register."))
        return redirect(url_for(".show_body", body_id=made[0].id), 303)
    return _form_page(form, None)


@bp.get("/can-bo/doanh-nghiep/<body_id>")
@requires(Permission.SEE_BODIES)
def show_body(body_id: str) -> str:
    """One body: licence, history, contacts, introductions, orders inside the scope."""
    body = queries.get_body(body_id)
    day = today()
    orders = queries.list_open_orders(day, body_id=body.id)
    contacts = queries.list_contacts([body.id], day).get(body.id, [])
    page = body_page(body, contacts, orders, queries.list_markets(), day)
    own = list_orders(signed_in().scope, body_id=body.id)
    return render_template(
        "agencies/staff_body.html",
        body=body,
        page=page,
        orders=own,
        left=places_left(own),
        running=running_suspensions(body, day),
        kinds=BODY_KINDS,
        contact_names=CONTACT_NAMES,
        states=ORDER_STATES,
        branches=list_branches(body.id, day),
    )


@bp.route("/can-bo/doanh-nghiep/<body_id>/sua", methods=["GET", "POST"])
@requires(Permission.ENTER_BODY)
def edit_body(body_id: str) -> Answer:
    """Change a body; somebody else's change in between is shown, nothing typed is lost."""
    body = queries.get_body(body_id)
    form = body_form(body)
    if form.validate_on_submit() and attempt(
        form,
        lambda: register.edit_body(body, form.entry(), form.opened_at, by=signed_in()),
        body,
    ):
        flash(_("Saved."))
        return redirect(url_for(".show_body", body_id=body.id), 303)
    return _form_page(form, body)
