"""Vietnamese by default, English under /en: the prefix is taken off before routing."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, g, request
from flask_babel import Babel, force_locale, get_locale
from werkzeug.datastructures import Headers

from jobfair.config import ROOT
from jobfair.errors import NotFound
from jobfair.templating import PlainGlobals

LANGUAGES = ("vi", "en")
PREFIX = "/en"
LANG_KEY = "jobfair.lang"

babel = Babel()

# Any: the WSGI protocol's own types.
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class LanguagePrefix:
    """WSGI: /en/x becomes /x with SCRIPT_NAME /en, so url_for keeps the reader's language."""

    def __init__(self, app: Wsgi) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Take the prefix off and remember the language for this request."""
        path = environ.get("PATH_INFO", "")
        if path == PREFIX or path.startswith(PREFIX + "/"):
            environ["PATH_INFO"] = path[len(PREFIX) :] or "/"
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + PREFIX
            environ[LANG_KEY] = "en"
        return self.app(environ, start_response)


def one_address(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view that has a single address in every language (feeds, JSON, files)."""
    view.one_address = True  # type: ignore[attr-defined]
    return view


def has_one_address(app: Flask, endpoint: str | None) -> bool:
    """Whether the endpoint lives only without the language prefix: staff area, feeds, files."""
    if endpoint is None:
        return False
    view = app.view_functions.get(endpoint)
    if view is None or endpoint == "static":
        return True
    declared = getattr(view, "access", None)
    staff = declared is not None and declared != "public"
    return staff or bool(getattr(view, "one_address", False))


def current_language() -> str:
    """The language of this answer: 'vi' or 'en'. Staff choose it in the session.

    Outside a request, as in the worker: what ``g.staff_language`` says, else Vietnamese.
    """
    if not request:
        return str(g.get("staff_language", "vi")) if g else "vi"
    chosen = request.environ.get(LANG_KEY)
    return str(chosen) if chosen else str(g.get("staff_language", "vi"))


@contextmanager
def answering_in(lang: str) -> Iterator[None]:
    """Inside, names, dates and messages are of this language, whatever the reader chose.

    For what is printed for others: an officer who reads English prints a Vietnamese poster.
    """
    environ = request.environ
    chosen = environ.get(LANG_KEY)
    environ[LANG_KEY] = lang
    try:
        with force_locale(lang):
            yield
    finally:
        environ.pop(LANG_KEY)
        if chosen is not None:
            environ[LANG_KEY] = chosen


class LanguageFlask(Flask):
    """Flask whose url_for drops the language prefix where an address exists only once."""

    jinja_environment = PlainGlobals

    # Any: Flask's own signature.
    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """As Flask; staff pages, feeds and files never carry the /en prefix."""
        address = super().url_for(endpoint, **values)
        if request and request.script_root.endswith(PREFIX):
            full = endpoint
            if endpoint.startswith(".") and request.blueprint:
                full = f"{request.blueprint}{endpoint}"
            if has_one_address(self, full):
                address = address.replace(f"{PREFIX}/", "/", 1)
        return address


def other_language_path() -> str | None:
    """The same page in the other language, path and query; None where there is no other."""
    if request.endpoint is None or request.method not in ("GET", "HEAD"):
        return None
    query = request.query_string.decode("ascii", "ignore")
    tail = request.path + (f"?{query}" if query else "")
    return tail if current_language() == "en" else PREFIX + tail


_catalogues: dict[str, Translations] = {}


def load_catalogue(lang: str) -> Translations:
    """All messages of translations/<lang>/*.po merged, read once a process."""
    if lang not in _catalogues:
        merged = Translations()
        for path in sorted((ROOT / "translations" / lang).glob("*.po")):
            with path.open("rb") as file:
                catalogue = read_po(file, locale=lang)
            compiled = io.BytesIO()
            write_mo(compiled, catalogue)
            compiled.seek(0)
            one = Translations(compiled)
            merged.merge(one)
            merged.plural = one.plural  # merging leaves it English: n != 1
        _catalogues[lang] = merged
    return _catalogues[lang]


# Any: what a placeholder may hold.
def translate(message: str, /, **values: Any) -> str:
    """A template's ``_``: the message in the language of this answer, placeholders filled.

    As flask_babel.gettext, without asking for the locale at every word of a page.
    """
    text: str = load_catalogue(current_language()).gettext(message)
    return text % values if values else text


def _install_catalogues(app: Flask) -> None:
    """Give flask-babel our merged catalogues instead of compiled files on disk."""
    domain = babel.domain_instance

    def get_translations() -> Translations:
        locale = get_locale()
        return load_catalogue(locale.language if locale else "vi")

    domain.get_translations = get_translations


def init_language(app: Flask) -> None:
    """Select the language of each request and refuse a second address of a single one."""
    app.config["BABEL_DEFAULT_LOCALE"] = "vi"
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Ho_Chi_Minh"
    babel.init_app(app, locale_selector=current_language)
    with app.app_context():
        _install_catalogues(app)
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]

    @app.before_request
    def single_address() -> None:
        if request.environ.get(LANG_KEY) and has_one_address(app, request.endpoint):
            raise NotFound()

    @app.after_request
    def say_language(response: Any) -> Any:
        headers: Headers = response.headers
        if response.mimetype == "text/html":
            headers.setdefault("Content-Language", current_language())
        return response
