"""Opening a case for a page, trying a rule with its form, answering page or fragment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from jobfair import audit
from jobfair.access import Actor, signed_in
from jobfair.cases.case_view import view_case
from jobfair.cases.gates import GateMissing
from jobfair.cases.move_forms import SeenForm
from jobfair.cases.queries import get_case
from jobfair.cases.topics import TOPICS, topic_named
from jobfair.cases.words import form_words, page_words
from jobfair.errors import Invalid, Stale
from jobfair.forms import Form
from jobfair.geography import commune_names
from jobfair.htmx import wants_fragment
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseFile

Answer = str | Response | tuple[str, int]

SHOWN = ("name", "birth_year", "commune", "phone", "stage", "papers", "history")
"""Names of the fields that the case page shows, for the audit."""


def open_case_page(case_id: str) -> tuple[CaseFile, Actor]:
    """The case in the actor's scope; a view is audited before anything is drawn.

    A POST is audited by what it does: its form was opened, and audited, before.
    Raises NotFound alike for what is not there and what is not the actor's.
    """
    actor = signed_in()
    case = get_case(case_id, actor.scope)
    if request.method == "GET":
        _record_view(case, actor)
    return case, actor


def _record_view(case: CaseFile, actor: Actor) -> None:
    audit.record_view(
        actor, "view.case", "case", case.id, person_ids=[case.person_id], fields=SHOWN
    )


def form_key() -> str:
    """The once-only key of the form: the one that was sent, else a new one."""
    sent = request.form.get("form_key", "")
    return sent if 16 <= len(sent) <= 40 and sent.isalnum() else new_form_key()


def attempt(form: Form, case: CaseFile, act: Callable[[], object]) -> int | None:
    """Run the rule. None when it is done, else the status; the form then says why.

    A faster colleague (409) keeps everything typed and takes the present version. A step that
    is somebody else's, or not there, goes on to the one handler of errors.
    """
    try:
        act()
    except GateMissing as error:
        form.form_errors += [result.sentence for result in error.missing]
        form.missing = error.missing
        return error.status
    except (Stale, Invalid) as error:
        if wants_fragment():
            raise
        form.form_errors.append(error.message)
        if isinstance(form, SeenForm):
            form.version.data = str(case.version)
        return error.status
    return None


def draw_case(case: CaseFile, actor: Actor) -> str:
    """The case page; its body alone for htmx."""
    template = "cases/_case.html" if wants_fragment() else "cases/case.html"
    everything = request.args.get("tat-ca") == "1"
    topic = topic_named(request.args.get("loai"))
    return render_template(
        template,
        view=view_case(case, actor, everything=everything, topic=topic),
        case=case,
        communes=commune_names(),
        key=new_form_key(),
        topics=TOPICS,
        **page_words(),
    )


def done(case: CaseFile, actor: Actor, sentence: str) -> Answer:
    """The answer after an act: the case's new body for htmx, else 303 to its page."""
    if wants_fragment():
        _record_view(case, actor)
        return draw_case(case, actor)
    flash(sentence)
    return redirect(url_for("cases.case_page", case_id=case.id), 303)


# Any: what a template is drawn with.
def answer(
    template: str,
    form: Form,
    case: CaseFile,
    actor: Actor,
    act: Callable[[], object],
    said: Callable[[], str],
    **words: Any,
) -> Answer:
    """The shape of every form of a case: draw it, try it, say what was done.

    ``act`` is the rule, ``said`` the sentence afterwards, ``words`` what the template needs.
    """
    status: int | None = 200
    if form.is_submitted():
        status = attempt(form, case, act) if form.validate() else Invalid.status
    if status is None:
        return done(case, actor, said())
    return render_template(template, case=case, form=form, **form_words(), **words), status
