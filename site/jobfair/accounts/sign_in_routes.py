"""Sign-in, its second page, sign-out, step-up, and the language of the workplace."""

from __future__ import annotations

from collections.abc import Callable

from flask import (
    after_this_request,
    current_app,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response

from jobfair import audit
from jobfair.access import Permission, current_actor, public, requires, signed_in
from jobfair.accounts import browser
from jobfair.accounts import sign_in as rules
from jobfair.accounts.blueprint import bp
from jobfair.accounts.forms import CodeForm, SignInForm
from jobfair.accounts.queries import get_user
from jobfair.accounts.sessions import actor_of, close_session
from jobfair.errors import AppError
from jobfair.forms import Form
from jobfair.language import LANGUAGES, one_address
from jobfair.models import UserAccount
from jobfair.unit_of_work import reads_only

Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


def refused(form: Form, error: AppError, draw: Callable[[], str]) -> Answer:
    """The same page with what was typed, the error's sentence, status and Retry-After."""
    form.form_errors = [error.message]
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after else {}
    return draw(), error.status, headers


@bp.route("/can-bo/dang-nhap", methods=["GET", "POST"])
@public
@one_address
def sign_in() -> Answer:
    """User name and password; the right ones lead to the code, to set-up or to Today."""
    form = SignInForm()
    target = rules.local_path(request.args.get("next"))
    if request.method == "GET":
        actor = current_actor()
        return browser.onward(actor, target) if actor else _sign_in_page(form)
    if not form.validate():
        return _sign_in_page(form), 422
    try:
        user = rules.authenticate(form.username.data or "", form.password.data or "")
    except rules.WrongSignIn as error:
        _note_later(error.user_id)
        return refused(form, error, lambda: _sign_in_page(form))
    except AppError as error:
        return refused(form, error, lambda: _sign_in_page(form))
    return _after_password(user, target)


def _sign_in_page(form: SignInForm) -> str:
    return render_template("accounts/sign_in.html", form=form)


def _after_password(user: UserAccount, target: str | None) -> Response:
    if rules.asks_code(user):
        browser.remember_pending(user, target)
        return redirect(url_for("accounts.confirm"), 303)
    browser.let_in(rules.enter(user, browser.here()))
    return browser.onward(actor_of(user), target)


def _note_later(user_id: str | None) -> None:
    """Audit a failed try after the answer is sent: its time tells nobody which names exist."""
    if user_id is None:
        return
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def note() -> None:
        with app.app_context():
            rules.note_failure(user_id)

    @after_this_request
    def hang_on(response: Response) -> Response:
        response.call_on_close(note)
        return response


@bp.route("/can-bo/xac-nhan", methods=["GET", "POST"])
@public
@one_address
def confirm() -> Answer:
    """The second page of sign-in: a code of the phone or of the printed paper."""
    found = browser.pending()
    if found is None:
        return redirect(url_for("accounts.sign_in"), 303)
    user, target = found
    form = CodeForm()
    if request.method == "GET":
        return _code_page(form)
    if not form.validate():
        return _code_page(form), 422
    try:
        token = rules.enter_with_code(user, form.code.data or "", browser.here())
    except AppError as error:
        return refused(form, error, lambda: _code_page(form))
    browser.let_in(token)
    return browser.onward(actor_of(user), target)


def _code_page(form: CodeForm, back: str | None = None) -> str:
    form.code.data = ""
    back = back or url_for("accounts.sign_in")
    return render_template("accounts/confirm.html", form=form, back_url=back)


@bp.route("/can-bo/xac-nhan-lai", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
def step_up() -> Answer:
    """A code once more before something that asks for a fresh one."""
    actor, form = signed_in(), CodeForm()
    target = rules.local_path(request.args.get("next"))
    back = browser.first_page(actor)
    if actor.second_factor_fresh:
        return browser.onward(actor, target)
    if request.method == "GET":
        return _code_page(form, back)
    if not form.validate():
        return _code_page(form, back), 422
    try:
        rules.confirm_again(get_user(actor.user_id), form.code.data or "", by=actor)
    except AppError as error:
        return refused(form, error, lambda: _code_page(form, back))
    return browser.onward(actor, target)


@bp.route("/can-bo/thoat", methods=["POST"])
@requires(Permission.OWN_ACCOUNT, before_set_up=True)
def sign_out() -> Response:
    """End this session and have the browser forget what it kept."""
    browser.button_pressed()
    actor = signed_in()
    close_session(actor.session_id, actor.user_id)
    audit.record(actor, "account.sign_out", "user", actor.user_id)
    browser.let_out()
    answer = redirect(url_for("accounts.sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.route("/can-bo/ngon-ngu", methods=["POST"])
@public
@one_address
@reads_only
def language() -> Response:
    """Show the workplace in the other language from now on, in this browser."""
    browser.button_pressed()
    wanted = request.form.get("lang", "")
    if wanted in LANGUAGES:
        session["staff_language"] = wanted
    back = rules.local_path(request.form.get("back"))
    return redirect(back or url_for("accounts.sign_in"), 303)
