"""The first visit: an own password, then the second factor, then the codes to print."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from jobfair.access import Actor, Permission, requires, signed_in
from jobfair.accounts import browser, second_factor, users
from jobfair.accounts.blueprint import bp
from jobfair.accounts.forms import CodeForm, NewPasswordForm
from jobfair.accounts.queries import get_user
from jobfair.accounts.sessions import needs_second_factor
from jobfair.accounts.sign_in_routes import Answer, refused
from jobfair.errors import AppError, NotFound
from jobfair.models import UserAccount


@bp.route("/can-bo/thiet-lap", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT, before_set_up=True)
def set_up() -> Answer:
    """Whatever the account still lacks, one thing a page, until it lacks nothing."""
    actor = signed_in()
    if not actor.must_set_up:
        return browser.onward(actor, None)
    user = get_user(actor.user_id)
    if user.must_change_password:
        return _own_password(user, actor)
    return _second_factor(user, actor)


def _own_password(user: UserAccount, actor: Actor) -> Answer:
    form = NewPasswordForm()
    if request.method == "GET":
        return _password_page(form)
    if not form.validate():
        return _password_page(form), 422
    try:
        users.change_password(user, form.new.data or "", by=actor)
    except AppError as error:
        return refused(form, error, lambda: _password_page(form))
    return redirect(url_for("accounts.set_up"), 303)


def _password_page(form: NewPasswordForm) -> str:
    return render_template("accounts/set_up_password.html", form=form)


def _second_factor(user: UserAccount, actor: Actor) -> Answer:
    form = CodeForm()
    if request.method == "GET":
        return _factor_page(form, user)
    if not form.validate():
        return _factor_page(form, user), 422
    try:
        codes = second_factor.confirm(user, form.code.data or "", by=actor)
    except AppError as error:
        return refused(form, error, lambda: _factor_page(form, user))
    return codes_page(user, codes, browser.first_page(actor))


def _factor_page(form: CodeForm, user: UserAccount) -> str:
    form.code.data = ""
    known = user.totp_enc is not None
    return render_template(
        "accounts/set_up_factor.html",
        form=form,
        picture=second_factor.qr_picture(user) if known else None,
        secret=second_factor.secret_in_groups(user) if known else None,
        username=user.username,
    )


def codes_page(user: UserAccount, codes: list[str], back: str) -> str:
    """The sheet with the one-time codes; they are shown this once."""
    return render_template(
        "accounts/codes_print.html", codes=codes, username=user.username, back_url=back
    )


@bp.route("/can-bo/thiet-lap/khoa", methods=["POST"])
@requires(Permission.OWN_ACCOUNT, before_set_up=True)
def new_key() -> Response:
    """Another key for the app, when the first was seen by somebody or scanned wrongly.

    Raises NotFound for an account that has a second factor or needs none.
    """
    browser.button_pressed()
    user = get_user(signed_in().user_id)
    if user.totp_confirmed_at is not None or not needs_second_factor(user):
        raise NotFound()
    second_factor.prepare(user, anew=True)
    return redirect(url_for("accounts.set_up"), 303)
