"""Named errors with a status and a sentence that says what to do; one handler draws them all."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError, NoResultFound, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from jobfair.htmx import wants_fragment


class AppError(Exception):
    """An error a person can do something about: status, title, sentence, further links."""

    status = 400
    template = "errors/page.html"
    keeps_page = False  # the page behind a fragment is still good: nobody should open it anew
    title = _l("This cannot be done")
    message = _l("Go back, check what you sent and try again.")

    def __init__(
        self,
        message: object | None = None,
        *,
        title: object | None = None,
        suggestions: Sequence[tuple[str, str]] = (),
        retry_after: int | None = None,
    ) -> None:
        """Take a translated sentence, and links (label, address) to what can be done instead."""
        super().__init__(str(message) if message is not None else "")
        if message is not None:
            self.message = message  # type: ignore[assignment]
        if title is not None:
            self.title = title  # type: ignore[assignment]
        self.suggestions = list(suggestions)
        self.retry_after = retry_after


class BadRequest(AppError):
    """400: the request is not of the page's form."""


class Forbidden(AppError):
    """403: this role does not do that."""

    status = 403
    title = _l("Not part of your role")
    message = _l("Your account does not do this. Ask the person whose task it is.")


class SignedOut(AppError):
    """403: the session ended while a form was being filled in; its page holds what was typed."""

    status = 403
    template = "errors/signed_out.html"
    keeps_page = True
    title = _l("You are no longer signed in")
    message = _l("Not saved yet, but what you typed is still here.")

    def __init__(self, sign_in: str, action: str, typed: Sequence[tuple[str, str]]) -> None:
        """Take the address of sign-in, where to send the form again, its fields and values."""
        super().__init__(suggestions=[(_("Sign in again (in a new tab)"), sign_in)])
        self.action, self.typed = action, list(typed)


class NotFound(AppError):
    """404: not there, or not yours; both look the same."""

    status = 404
    title = _l("We cannot find this page")
    message = _l("The address may be wrong or old. Go to the home page or call us.")


class Conflict(AppError):
    """409: the world has moved on; says what is possible now."""

    status = 409
    title = _l("This has changed meanwhile")
    message = _l("Open the page again, look at what changed, then decide.")


class Stale(Conflict):
    """409: somebody else changed the same record first; says who and what."""


class Invalid(AppError):
    """422: the form's shape is right but the world says no; nothing typed is lost."""

    status = 422
    title = _l("Something is missing")


class TooMany(AppError):
    """429 with Retry-After, before any look-up."""

    status = 429
    title = _l("Too many tries")
    message = _l("Wait a minute, then try again.")


class Unavailable(AppError):
    """503: the system cannot do it safely now; nothing was saved."""

    status = 503
    title = _l("Not saved")
    message = _l("The system is busy. Your answers are still here. Try again in a minute.")


_HTTP: dict[int, tuple[object, object]] = {
    400: (BadRequest.title, BadRequest.message),
    403: (Forbidden.title, Forbidden.message),
    404: (NotFound.title, NotFound.message),
    405: (_l("This address takes no such request"), _l("Go back and use the button on the page.")),
    413: (_l("Too much was sent"), _l("Send less text or a smaller file.")),
    429: (TooMany.title, TooMany.message),
}


_SILENT = {"other_lang_url": None, "canonical_url": None}
"""What 403 and 404 leave out: addresses that would echo what was asked for."""


def _answer(error: AppError) -> tuple[str, int, dict[str, str]]:
    """Draw the page, or for an htmx request the message that goes above the page."""
    headers = {"Cache-Control": "no-store"}
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    template = error.template
    if wants_fragment() and error.status != 404:
        headers |= {"HX-Retarget": "#messages", "HX-Reswap": "innerHTML"}
        template = "errors/_message.html"
    page = render_template(
        template,
        status=error.status,
        title=error.title,
        message=error.message,
        suggestions=error.suggestions,
        error=error,
        **_SILENT if error.status in (403, 404) else {},
    )
    return page, error.status, headers


def _handle_app_error(error: AppError) -> tuple[str, int, dict[str, str]]:
    return _answer(error)


def _handle_missing(_error: NoResultFound) -> tuple[str, int, dict[str, str]]:
    return _answer(NotFound())


def _handle_http(error: HTTPException) -> Response | tuple[str, int, dict[str, str]]:
    if error.code is None or error.code < 400:
        return error.get_response(request.environ)
    named = AppError()
    named.status = error.code
    named.title, named.message = _HTTP.get(error.code, _HTTP[400])  # type: ignore[assignment]
    return _answer(named)


def _handle_stale(_error: StaleDataError) -> tuple[str, int, dict[str, str]]:
    return _answer(Stale())


def _handle_integrity(_error: IntegrityError) -> tuple[str, int, dict[str, str]]:
    """A constraint that no rule caught is a clash; tests/house lists those with a sentence."""
    return _answer(Conflict(_l("The same thing was saved a moment ago. Open the page again.")))


def _handle_database(_error: OperationalError) -> tuple[str, int, dict[str, str]]:
    return _answer(Unavailable(retry_after=30))


def init_errors(app: Flask) -> None:
    """Register the one handler of each family."""
    app.register_error_handler(AppError, _handle_app_error)
    app.register_error_handler(NoResultFound, _handle_missing)
    app.register_error_handler(StaleDataError, _handle_stale)
    app.register_error_handler(IntegrityError, _handle_integrity)
    app.register_error_handler(OperationalError, _handle_database)
    app.register_error_handler(HTTPException, _handle_http)

    @app.errorhandler(500)
    def broken(_error: Exception) -> tuple[str, int]:
        """A page that needs neither the database nor the context."""
        return app.jinja_env.get_template("errors/plain.html").render(), 500
