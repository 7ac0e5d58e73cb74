"""What the room's pages share: trying a rule with its form, the page of a list, the audit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from jobfair import audit
from jobfair.abroad.lists import Page
from jobfair.access import Actor
from jobfair.cases.attempts import Answer
from jobfair.cases.move_forms import SeenForm
from jobfair.errors import Conflict, Invalid, Stale
from jobfair.forms import Form
from jobfair.language import current_language

SHOWN = ("name", "commune", "phone", "abroad")
"""Names of the fields that the lists show, for the audit."""


def page_number() -> int:
    """``trang`` of the address; 1 for anything that is no page."""
    text = request.args.get("trang", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def choice(name: str, known: Iterable[str], usual: str) -> str:
    """One of the known words of the address, else the usual one."""
    asked = request.args.get(name, usual)
    return asked if asked in set(known) else usual


def saw(actor: Actor, people: Iterable[str], object_id: str = "") -> None:
    """Write down that these people's rows were read; before the page is drawn."""
    ids = list(dict.fromkeys(people))
    audit.record_view(actor, "view.abroad", "abroad", object_id, person_ids=ids, fields=SHOWN)


# Any: what a template is drawn with.
def answer_form(
    template: str,
    form: Form,
    act: Callable[[], object],
    said: Callable[[], str],
    home: Callable[[], str],
    version: Callable[[], int] | None = None,
    **words: Any,
) -> Answer:
    """Draw a form, try its rule, say what was done and go to ``home()``.

    A refusal keeps everything typed (409 or 422); ``version`` is then shown anew.
    """
    status = 200
    if form.is_submitted():
        status = Invalid.status
        if form.validate():
            try:
                act()
            except (Conflict, Invalid) as error:
                form.form_errors.append(error.message)
                status = error.status
                if version and isinstance(form, SeenForm) and isinstance(error, Stale):
                    form.version.data = str(version())
            else:
                return done(said(), home())
    return render_template(template, form=form, **words), status


def done(sentence: str, home: str) -> Response:
    """Say what was done and lead on."""
    flash(str(sentence))
    return redirect(home, 303)


# Any: rows of any list.
def people_of(found: Page[Any]) -> list[str]:
    """The people of a page of rows that have a case."""
    return [row.case.person_id for row in found.rows]


def percent(share: Decimal | None) -> str:
    """12,5 % in Vietnamese, 12.5 % in English; a dash where nobody is counted."""
    if share is None:
        return "—"
    text = f"{share:.1f} %"
    return text if current_language() == "en" else text.replace(".", ",")
