"""Administration of accounts: no personal data of workers, nobody's own account."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.access import Permission, requires, signed_in
from jobfair.accounts import browser, queries, users
from jobfair.accounts.blueprint import bp
from jobfair.accounts.forms import GrantForm, ReasonForm, UserForm
from jobfair.accounts.labels import ROLE_NAMES
from jobfair.accounts.queries import UserFilter
from jobfair.accounts.sessions import list_sessions, must_set_up, open_grants
from jobfair.accounts.sign_in_routes import Answer, refused
from jobfair.errors import AppError, NotFound
from jobfair.lib.text import clean
from jobfair.models import Role, UserAccount


def page_number() -> int:
    """The page that the address asks for, from 1."""
    text = request.args.get("trang", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


@bp.route("/can-bo/quan-tri", methods=["GET"])
@requires(Permission.MANAGE_USERS)
def admin() -> str:
    """Accounts by user name, narrowed by name, role and state."""
    asked = UserFilter(
        q=clean(request.args.get("q", ""), 60),
        role=request.args.get("vai", ""),
        state=request.args.get("con", ""),
    )
    number = page_number()
    found, total = queries.list_users(asked, number)
    return render_template(
        "accounts/admin.html",
        rows=[(user, open_grants(user), must_set_up(user)) for user in found],
        asked=asked,
        total=total,
        number=number,
        pages=max(1, -(-total // queries.PAGE)),
        roles=[(str(role), name) for role, name in ROLE_NAMES.items()],
    )


@bp.route("/can-bo/quan-tri/tai-khoan-moi", methods=["GET", "POST"])
@requires(Permission.MANAGE_USERS)
def user_new() -> Answer:
    """Make an account; the answer is the sheet with its first password."""
    actor, here = signed_in(), url_for("accounts.user_new")
    if (answer := browser.step_up(actor, here)) is not None:
        return answer
    form = UserForm()
    form.fill_choices()
    if request.method == "GET":
        return _user_form(form)
    if not form.validate():
        return _user_form(form), 422
    try:
        user, first = users.create_user(
            form.username.data or "",
            form.full_name.data or "",
            Role(form.role.data),
            queries.get_office(form.office.data),
            phone=form.e164(),
            by=actor,
        )
    except AppError as error:
        return refused(form, error, lambda: _user_form(form))
    return _first_password_sheet(user, first)


def _user_form(form: UserForm) -> str:
    return render_template("accounts/user_form.html", form=form)


def _first_password_sheet(user: UserAccount, first: str) -> str:
    return render_template(
        "accounts/first_password_print.html",
        user=user,
        first=first,
        address=url_for("accounts.sign_in", _external=True),
        back_url=url_for("accounts.user_page", user_id=user.id),
    )


@bp.route("/can-bo/quan-tri/tai-khoan/<user_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_USERS)
def user_page(user_id: str) -> Answer:
    """One account: its roles, and the form that gives one more."""
    actor, user = signed_in(), queries.get_user(user_id)
    here = url_for("accounts.user_page", user_id=user.id)
    if (answer := browser.step_up(actor, here)) is not None:
        return answer
    form = GrantForm()
    form.fill_choices()
    if request.method == "GET":
        return _user_page(form, user)
    if not form.validate():
        return _user_page(form, user), 422
    try:
        office = queries.get_office(form.office.data)
        users.grant_role(user, Role(form.role.data), office, by=actor)
    except AppError as error:
        return refused(form, error, lambda: _user_page(form, user))
    flash(_("The role is given."))
    return redirect(here, 303)


def _user_page(form: GrantForm, user: UserAccount) -> str:
    held = {grant.id for grant in open_grants(user)}
    return render_template(
        "accounts/user.html",
        form=form,
        user=user,
        grants=sorted(user.grants, key=lambda grant: (grant.id not in held, grant.since, grant.id)),
        held=held,
        waiting=must_set_up(user),
        own=user.id == signed_in().user_id,
        sessions=list_sessions(user.id),
    )


@bp.route("/can-bo/quan-tri/tai-khoan/<user_id>/vai/<grant_id>", methods=["POST"])
@requires(Permission.MANAGE_USERS)
def role_end(user_id: str, grant_id: str) -> Response:
    """End one role from this moment on."""
    browser.button_pressed()
    actor, user = signed_in(), queries.get_user(user_id)
    here = url_for("accounts.user_page", user_id=user.id)
    if (answer := browser.step_up(actor, here)) is not None:
        return answer
    users.end_role(user, grant_id, by=actor)
    flash(_("The role has ended."))
    return redirect(here, 303)


CHANGES = {"tat": "off", "bat": "on", "mat-khau": "password", "yeu-to-hai": "factor"}
"""The last part of the address -> what is changed."""


@bp.route("/can-bo/quan-tri/tai-khoan/<user_id>/<change>", methods=["GET", "POST"])
@requires(Permission.MANAGE_USERS)
def user_change(user_id: str, change: str) -> Answer:
    """Switch off or on, or reset, with a reason that the audit keeps."""
    actor, user = signed_in(), queries.get_user(user_id)
    if change not in CHANGES:
        raise NotFound()
    if (answer := browser.step_up(actor, request.path)) is not None:
        return answer
    form = ReasonForm()
    if request.method == "GET":
        return _change_page(form, user, CHANGES[change])
    if not form.validate():
        return _change_page(form, user, CHANGES[change]), 422
    try:
        first = users.apply_change(user, CHANGES[change], form.reason.data or "", by=actor)
    except AppError as error:
        return refused(form, error, lambda: _change_page(form, user, CHANGES[change]))
    if first is not None:
        return _first_password_sheet(user, first)
    flash(_("The account is changed."))
    return redirect(url_for("accounts.user_page", user_id=user.id), 303)


def _change_page(form: ReasonForm, user: UserAccount, change: str) -> str:
    return render_template("accounts/user_change.html", form=form, user=user, change=change)
