"""Pages of the ministry's list: send or paste it, say yes to what it changes, take it back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.access import Permission, requires, signed_in
from jobfair.agencies.licence_accept import Accepted
from jobfair.agencies.licence_list_queries import count_changes, get_list, list_lists
from jobfair.agencies.licence_undo import undo
from jobfair.cases.attempts import Answer, form_key
from jobfair.errors import Invalid, Stale, TooMany
from jobfair.forms import ButtonForm
from jobfair.intake import batches, pages
from jobfair.intake.blueprint import bp
from jobfair.intake.forms import REQUEST_BYTES
from jobfair.intake.kinds import KINDS, LICENCES
from jobfair.intake.licence_forms import ListForm
from jobfair.intake.licence_pages import preview_values
from jobfair.intake.licence_rules import accept_list
from jobfair.models import BatchState, ImportBatch
from jobfair.security import takes_up_to

_AT = "/can-bo/doanh-nghiep/danh-sach-giay-phep"
SHOWN = 20  # lists accepted last


@bp.route(_AT, methods=["GET", "POST"])
@requires(Permission.ENTER_BODY)
@takes_up_to(REQUEST_BYTES)
def licence_lists() -> Answer:
    """Send or paste a list; the lists accepted last."""
    form, key, status = ListForm(), form_key(), 200
    if form.is_submitted():
        batch, status = _take(form, key)
        if batch is not None:
            return redirect(url_for("intake.batch", import_id=batch.id), 303)
    lists = list_lists(SHOWN)
    values = {"form": form, "key": key, "lists": lists, "kind": KINDS[LICENCES]}
    counts = count_changes([kept.id for kept in lists])
    return render_template("intake/licence_lists.html", counts=counts, **values), status


def _take(form: ListForm, key: str) -> tuple[ImportBatch | None, int]:
    """Keep what was sent; a refusal stands at its field."""
    if not form.validate():
        return None, Invalid.status
    name, content = form.sending()
    try:
        return batches.send_file(LICENCES, name, content, by=signed_in(), act_key=key), 303
    except (Invalid, TooMany) as error:
        form.file.errors = (error.message,)
        return None, error.status


@bp.post(f"{_AT}/tep/<import_id>/nhan")
@requires(Permission.ENTER_BODY)
def accept_licences(import_id: str) -> Answer:
    """Write what is ticked; a second press changes nothing more."""
    actor = signed_in()
    found = batches.get_batch(import_id, actor, hold=True)
    batches.must_be(found, BatchState.PREVIEW, BatchState.DONE)
    form = ButtonForm()
    if not form.validate():
        return _again(found, form, Invalid.status)
    try:
        kept = accept_list(found, request.form.get("mark", ""), _accepted(), by=actor)
    except (Invalid, Stale) as error:
        form.form_errors.append(error.message)
        return _again(found, form, error.status)
    flash(_("The list is accepted. Tasks made today: %(num)s.", num=kept.tasks))
    return redirect(url_for("intake.batch", import_id=found.id), 303)


def _accepted() -> Accepted:
    """The ticks and the answers of the page."""
    keys = request.form.getlist("asked")
    answers = {key: request.form.get(f"answer-{key}", "") for key in keys}
    return Accepted(frozenset(request.form.getlist("tick")), answers)


def _again(found: ImportBatch, form: ButtonForm, status: int) -> tuple[str, int]:
    values = pages.words() | preview_values(found) | {"form": form}
    return render_template("intake/licence_preview.html", **values), status


@bp.post(f"{_AT}/<list_id>/thu-hoi")
@requires(Permission.ENTER_BODY)
def undo_licences(list_id: str) -> Response:
    """Take the whole list back."""
    kept = get_list(list_id, hold=True)
    undo(kept, by=signed_in())
    flash(_("The list is taken back. The register stands as it did before."))
    return redirect(url_for("intake.batch", import_id=kept.batch_id), 303)
