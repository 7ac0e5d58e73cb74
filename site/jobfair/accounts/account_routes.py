"""The own account: password, sessions, printed codes, language, own rows of the audit."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair import audit
from jobfair.access import Actor, Permission, requires, signed_in
from jobfair.accounts import audit_queries, browser, second_factor, users
from jobfair.accounts.blueprint import bp
from jobfair.accounts.forms import ChangePasswordForm
from jobfair.accounts.labels import role_name
from jobfair.accounts.queries import get_user
from jobfair.accounts.sessions import close_session, list_sessions, needs_second_factor
from jobfair.accounts.set_up_routes import codes_page
from jobfair.accounts.sign_in_routes import Answer, refused
from jobfair.errors import AppError, NotFound

OWN_ROWS = 10


@bp.route("/can-bo/tai-khoan", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
def account() -> Answer:
    """Everything about the own account; the form changes the password."""
    actor, form = signed_in(), ChangePasswordForm()
    if request.method == "GET":
        return _account_page(form, actor)
    if not form.validate():
        return _account_page(form, actor), 422
    try:
        user = users.check_own_password(actor, form.current.data or "")
        users.change_password(user, form.new.data or "", by=actor)
    except AppError as error:
        return refused(form, error, lambda: _account_page(form, actor))
    flash(_("The password is changed. Other browsers were signed out."))
    return redirect(url_for("accounts.account"), 303)


def _account_page(form: ChangePasswordForm, actor: Actor) -> str:
    user = get_user(actor.user_id)
    return render_template(
        "accounts/account.html",
        form=form,
        user=user,
        grants=[(role_name(grant.role), grant.office_name) for grant in actor.grants],
        sessions=list_sessions(user.id),
        own_session=actor.session_id,
        has_factor=needs_second_factor(user),
        codes_left=second_factor.count_recovery_codes(user.id),
        rows=audit_queries.list_own(user.id, OWN_ROWS),
    )


@bp.route("/can-bo/tai-khoan/phien/<session_id>", methods=["POST"])
@requires(Permission.OWN_ACCOUNT)
def end_session(session_id: str) -> Response:
    """End one of the own sessions at once. Raises NotFound for any other."""
    browser.button_pressed()
    actor = signed_in()
    if not close_session(session_id, actor.user_id):
        raise NotFound()
    audit.record(actor, "account.session_ended", "user", actor.user_id)
    flash(_("This browser is signed out."))
    return redirect(url_for("accounts.account"), 303)


@bp.route("/can-bo/tai-khoan/ma-in", methods=["POST"])
@requires(Permission.OWN_ACCOUNT)
def new_codes() -> Answer:
    """Ten new one-time codes to print; the old ones stop working."""
    browser.button_pressed()
    actor = signed_in()
    back = url_for("accounts.account")
    if (answer := browser.step_up(actor, back)) is not None:
        return answer
    user = get_user(actor.user_id)
    if user.totp_confirmed_at is None:
        raise NotFound()
    return codes_page(user, second_factor.make_recovery_codes(user, by=actor), back)
