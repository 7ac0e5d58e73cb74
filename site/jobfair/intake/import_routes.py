"""Pages of an import: send a file, answer its questions, look over the rows, follow the writing."""

from __future__ import annotations

from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair import audit
from jobfair.access import Actor, Permission, requires, signed_in
from jobfair.agencies.paging import page_of
from jobfair.cases.attempts import Answer, form_key
from jobfair.errors import Invalid, TooMany
from jobfair.forms import ButtonForm
from jobfair.htmx import wants_fragment
from jobfair.intake import batches, pages
from jobfair.intake.blueprint import bp
from jobfair.intake.forms import REQUEST_BYTES, LettersForm, SendForm
from jobfair.intake.kinds import kinds_of
from jobfair.intake.lines import choose_all, choose_rows, run_batch
from jobfair.models import BatchState, ImportBatch
from jobfair.security import takes_up_to

_AT = "/can-bo/nhap-danh-sach"
_FILE = f"{_AT}/tep/<import_id>"
A_PAGE = 30
HTMX_REFRESH = {"HX-Refresh": "true"}


@bp.get(_AT)
@requires(Permission.IMPORT_LISTS)
def index() -> str:
    """Which list to send, and the files of the office."""
    actor = signed_in()
    page = page_of(batches.count_batches(actor), A_PAGE)
    files = batches.list_batches(actor, limit=A_PAGE, offset=page.offset)
    return render_template(
        "intake/index.html", kinds=kinds_of(actor), files=files, page=page, **pages.words()
    )


@bp.route(f"{_AT}/<list_kind>", methods=["GET", "POST"])
@requires(Permission.IMPORT_LISTS)
@takes_up_to(REQUEST_BYTES)
def send(list_kind: str) -> Answer:
    """Send a file of one kind of list."""
    actor = signed_in()
    kind, form, key = batches.get_kind(list_kind, actor), SendForm(), form_key()
    if kind.register:  # it has a page of its own, where it can be pasted too
        return redirect(url_for("intake.licence_lists"), 303)
    status = 200
    if form.is_submitted():
        batch, status = _take(form, list_kind, actor, key)
        if batch is not None:
            return redirect(url_for("intake.batch", import_id=batch.id), 303)
    values = {"kind": kind, "code": list_kind, "form": form, "key": key}
    return render_template("intake/send.html", **values, **pages.words()), status


def _take(form: SendForm, code: str, actor: Actor, key: str) -> tuple[ImportBatch | None, int]:
    """Keep the file; a refusal stands at the field."""
    if not form.validate() or form.sent is None:
        return None, Invalid.status
    name = form.sent.filename or ""
    try:
        return batches.send_file(code, name, form.content(), by=actor, act_key=key), 303
    except (Invalid, TooMany) as error:
        form.file.errors = (error.message,)
        return None, error.status


@bp.get(_FILE)
@requires(Permission.IMPORT_LISTS)
def batch(import_id: str) -> Answer:
    """Where a file stands: a question, its rows, or how far the writing is."""
    actor = signed_in()
    found = batches.get_batch(import_id, actor)
    if wants_fragment():
        return _poll(found)
    return _draw(found, actor), 200


def _poll(found: ImportBatch) -> Answer:
    """How far it is; when the worker has done its part the whole page is loaded anew."""
    answer = make_response(render_template("intake/_progress.html", **pages.progress_of(found)))
    if found.state not in batches.AT_WORK:
        answer.headers.update(HTMX_REFRESH)
    return answer


# Any: a template's context.
def _draw(found: ImportBatch, actor: Actor, **more: Any) -> str:
    template, values, people = pages.page_of_state(found, actor)
    if people is not None:
        audit.record_view(
            actor, "view.import", "import_batch", found.id, person_ids=people, fields=pages.SHOWN
        )
    return render_template(f"intake/{template}.html", **pages.words() | values | more)


@bp.post(f"{_FILE}/chu")
@requires(Permission.IMPORT_LISTS)
def letters(import_id: str) -> Answer:
    """Which old font the list was typed for."""
    actor = signed_in()
    found, form = batches.get_batch(import_id, actor, hold=True), LettersForm()
    try:
        batches.answer_letters(found, str(form.reading.data or ""))
    except Invalid as error:
        form.offer(pages.readings_of(found), found.reading)
        form.reading.errors = (error.message,)
        return _draw(found, actor, form=form), error.status
    return _on(found)


@bp.post(f"{_FILE}/cot")
@requires(Permission.IMPORT_LISTS)
def columns(import_id: str) -> Answer:
    """Which column is what, and what serves every row."""
    actor = signed_in()
    found = batches.get_batch(import_id, actor, hold=True)
    batches.must_be(found, BatchState.COLUMNS, BatchState.PREVIEW)
    form = pages.columns_form_of(found, actor)
    if not form.validate():
        return pages.draw_columns(found, form), Invalid.status
    try:
        batches.answer_columns(found, form.chosen(), form.options(), by=actor)
    except Invalid as error:
        form.form_errors.append(error.message)
        return pages.draw_columns(found, form), error.status
    return _on(found)


@bp.get(f"{_FILE}/cot")
@requires(Permission.IMPORT_LISTS)
def columns_again(import_id: str) -> Answer:
    """The same question once more, from the rows."""
    actor = signed_in()
    found = batches.get_batch(import_id, actor)
    if found.state is not BatchState.PREVIEW:
        return _on(found)
    return pages.draw_columns(found, pages.columns_form_of(found, actor)), 200


@bp.post(f"{_FILE}/chon")
@requires(Permission.IMPORT_LISTS)
def choose(import_id: str) -> Answer:
    """Keep the ticks of this page; go on to another, or let what is ticked be written."""
    actor, form = signed_in(), ButtonForm()
    found = batches.get_batch(import_id, actor, hold=True)
    if not form.validate():
        return _draw(found, actor, form=form), Invalid.status
    if request.form.get("do") == "all":
        choose_all(found)
    else:
        choose_rows(found, _numbers("row"), set(_numbers("tick")))
    if request.form.get("do") == "run":
        try:
            run_batch(found, by=actor)
        except Invalid as error:
            form.form_errors.append(error.message)
            return _draw(found, actor, form=form), error.status
        return _on(found)
    flash(_("The ticks are kept."))
    # Any: url_for's own signature.
    kept: dict[str, Any] = {
        name: request.args[name] for name in ("trang", "loai") if name in request.args
    }
    return redirect(url_for("intake.batch", import_id=found.id, **kept), 303)


def _numbers(name: str) -> list[int]:
    """Line numbers that the page sent, at most a page of them."""
    texts = request.form.getlist(name)[:100]
    return [int(t) for t in texts if t.isdecimal() and t.isascii() and len(t) < 8]


@bp.post(f"{_FILE}/bo")
@requires(Permission.IMPORT_LISTS)
def drop(import_id: str) -> Answer:
    """Give the file up; nothing of it was written."""
    actor, form = signed_in(), ButtonForm()
    found = batches.get_batch(import_id, actor, hold=True)
    if not form.validate():
        return _draw(found, actor, form=form), Invalid.status
    batches.drop_batch(found, by=actor)
    flash(_("The file is given up and destroyed. Nothing of it was written."))
    return redirect(url_for("intake.index"), 303)


def _on(found: ImportBatch) -> Response:
    return redirect(url_for("intake.batch", import_id=found.id), 303)
