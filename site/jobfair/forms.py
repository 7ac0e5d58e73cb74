"""The one form base: clean text on the way in, a token that comes back fresh when it is old."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Flask, Response, g, request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.csrf import validate_csrf
from wtforms import Field, HiddenField, StringField, TextAreaField, ValidationError
from wtforms.csrf.core import CSRFTokenField

from jobfair.errors import BadRequest
from jobfair.lib.text import clean

EXPIRED = _l("This page was open for too long. Nothing is lost: check it and send it again.")
TOKEN = "csrf_token"  # noqa: S105 - the name of its field
TOKEN_SECONDS = 24 * 60 * 60
PASSWORDS = frozenset({"password", "current", "new", "again"})
"""Fields whose content never stands in a page (accounts.forms)."""
LONGEST = 40_000  # characters of a text that is looked at: more than any field takes, by far


class _TokenField(CSRFTokenField):
    """Makes its token when it is drawn: an answer that leads on needs none."""

    # Any: WTForms' own signature.
    def process(self, *args: Any, **kwargs: Any) -> None:
        HiddenField.process(self, *args, **kwargs)

    def _value(self) -> str:
        token: str = self.csrf_impl.generate_csrf_token(self)
        return token


class _Token(FlaskForm.Meta.csrf_class):  # type: ignore[misc, valid-type]
    """The library's token in a field that waits."""

    field_class = _TokenField


class Form(FlaskForm):
    """A form whose texts are NFC, without control characters, squeezed and stripped."""

    missing: Sequence[object] = ()
    """What a rule found missing, for a page that shows the way to each; else nothing."""

    class Meta(FlaskForm.Meta):
        """Clean every text once, in one place."""

        csrf_class = _Token

        # Any: WTForms' own signature.
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Give each text field the cleaning filter beside its own."""
            if issubclass(unbound_field.field_class, StringField):
                lines = issubclass(unbound_field.field_class, TextAreaField)
                own = list(unbound_field.kwargs.get("filters", ()))
                options["filters"] = [_clean_lines if lines else _clean_line, *own]
            bound: Field = unbound_field.bind(form=form, **options)
            return bound

    # Any: WTForms' own signature.
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[no-untyped-call]

    def is_submitted(self) -> bool:
        """Whether this request sends the form."""
        return bool(super().is_submitted())  # type: ignore[no-untyped-call]

    def validate_on_submit(self, extra_validators: dict[str, Any] | None = None) -> bool:
        """Whether this request sends the form and every field is right."""
        return self.is_submitted() and self.validate(extra_validators)

    def validate(self, extra_validators: dict[str, Any] | None = None) -> bool:
        """As WTForms; an expired token is one sentence, and the page keeps what was typed."""
        valid = bool(super().validate(extra_validators))  # type: ignore[no-untyped-call]
        token: CSRFTokenField | None = self._fields.get("csrf_token")
        if token is not None and token.errors:
            token.errors = (EXPIRED,)
            g.token_answered = True
        return valid


class ButtonForm(Form):
    """A POST of one button: only the token."""


def _clean_line(value: str | None) -> str | None:
    """Never cut to a length that a field would take: what is too long is refused, not shortened."""
    return clean(value[:LONGEST]) if isinstance(value, str) else value


def _clean_lines(value: str | None) -> str | None:
    if not isinstance(value, str):
        return value
    lines = value[:LONGEST].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(clean(line) for line in lines).strip()


def has_token() -> bool:
    """Whether the request carries a token that this site gave to this browser, in time."""
    try:
        validate_csrf(request.form.get(TOKEN) or request.headers.get("X-CSRFToken"))
    except ValidationError:
        return False
    return True


def check_token() -> None:
    """Guard of every POST: a bad token makes the request unable to change anything.

    A view with a form answers with the filled form and a fresh token; any other view's answer
    is replaced by 400 (``refuse_unanswered``). Either way the transaction is rolled back.
    """
    if not has_token():
        g.must_roll_back = True
        g.token_failed = True


def typed_values() -> list[tuple[str, str]]:
    """What a POST brings beside its token, to be sent again; never a password, never a file."""
    pairs = request.form.items(multi=True)
    return [(name, value) for name, value in pairs if name != TOKEN and name not in PASSWORDS]


def init_forms(app: Flask) -> None:
    """Check the token of every POST before its view, whatever the view does with it."""
    app.config["WTF_CSRF_TIME_LIMIT"] = TOKEN_SECONDS
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    # Every sentence is our own; the library would look for its catalogue on disk at each form.
    app.config["WTF_I18N_ENABLED"] = False

    @app.before_request
    def token() -> None:
        view = app.view_functions.get(request.endpoint or "")
        if request.method == "POST" and view and not getattr(view, "no_token", False):
            check_token()

    @app.after_request
    def refuse_unanswered(response: Response) -> Response:
        if g.get("token_failed") and response.status_code < 400:
            return app.make_response(app.handle_user_exception(BadRequest(EXPIRED)))
        return response
