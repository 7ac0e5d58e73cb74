"""Staff: warnings from the draft over two checks to the public, and back (A10)."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.access import Actor, Permission, requires, signed_in
from jobfair.agencies import misses, warnings
from jobfair.agencies import warning_queries as queries
from jobfair.agencies.attempts import attempt, status_of
from jobfair.agencies.check_queries import whose
from jobfair.agencies.paging import page_of
from jobfair.agencies.warning_forms import (
    AskedForm,
    SeenForm,
    WarningForm,
    WithdrawForm,
    key_of,
    new_warning_form,
    warning_form,
)
from jobfair.agencies.warning_words import OPEN_STATES, WARNING_STATES, act_lines, mark_lines
from jobfair.errors import Invalid
from jobfair.models import ScamWarning, WarningState
from jobfair.unit_of_work import reads_only

bp = Blueprint("warnings_staff", __name__)

A_PAGE = 50
Answer = str | Response | tuple[str, int]
Act = Callable[[ScamWarning, int, Actor], None]


@bp.get("/can-bo/canh-bao")
@requires(Permission.SEE_WARNINGS)
def index() -> str:
    """Every warning, the newest first; by state."""
    asked = request.args.get("tinh-trang", "")
    state = WarningState(asked) if asked in list(WarningState) else None
    counts = queries.count_warnings_by_state()
    page = page_of(counts.get(state, 0) if state else sum(counts.values()), A_PAGE)
    return render_template(
        "agencies/staff_warnings.html",
        warnings=queries.list_all_warnings(state, limit=A_PAGE, offset=page.offset),
        counts=counts,
        state=state,
        states=WARNING_STATES,
        lines=mark_lines,
        page=page,
    )


def _form_page(form: WarningForm, warning: ScamWarning | None) -> tuple[str, int]:
    page = render_template("agencies/warning_form.html", form=form, warning=warning)
    return page, status_of(form)


def _shown(warning_id: str) -> Response:
    return redirect(url_for(".show", warning_id=warning_id), 303)


@bp.route("/can-bo/canh-bao/moi", methods=["GET", "POST"])
@requires(Permission.DRAFT_WARNING)
def create() -> Answer:
    """Write a new warning; nobody outside sees it yet."""
    form, made = new_warning_form(), list[ScamWarning]()
    if form.validate_on_submit() and attempt(
        form,
        lambda: made.append(
            warnings.draft_warning(form.entry(), by=signed_in(), act_key=key_of(form))
        ),
    ):
        flash(_("The draft is saved. Check it, then send it on."))
        return _shown(made[0].id)
    return _form_page(form, None)


@bp.get("/can-bo/canh-bao/<warning_id>")
@requires(Permission.SEE_WARNINGS)
def show(warning_id: str) -> str:
    """One warning: what it says, who checked it, what may be done now."""
    return _draw(queries.get_warning(warning_id), WithdrawForm(formdata=None))


def _draw(warning: ScamWarning, form: WithdrawForm) -> str:
    form.version.data = str(warning.version)
    return render_template(
        "agencies/staff_warning.html",
        warning=warning,
        lines=mark_lines(warning),
        states=WARNING_STATES,
        open=warning.state in OPEN_STATES,
        missing=warnings.missing_of(warning),
        second=warnings.may_check(warning, signed_in()),
        owners=whose(warning),
        acts=act_lines(queries.list_acts(warning.id)),
        form=form,
    )


@bp.route("/can-bo/canh-bao/<warning_id>/sua", methods=["GET", "POST"])
@requires(Permission.DRAFT_WARNING)
def edit(warning_id: str) -> Answer:
    """Change a warning that is not published; both checks are made again."""
    warning = queries.get_warning(warning_id)
    if warning.state not in OPEN_STATES:
        return _shown(warning.id)
    form = warning_form(warning)
    if form.validate_on_submit() and attempt(
        form,
        lambda: warnings.edit_warning(warning, form.entry(), form.opened_at, by=signed_in()),
        warning,
    ):
        flash(_("Saved. It has to be checked by two people again."))
        return _shown(warning.id)
    return _form_page(form, warning)


def _press(warning_id: str, act: Callable[[ScamWarning, int], None], said: str) -> Response:
    """A button: the version comes from the page. Raises what the rule raises."""
    warning, form = queries.get_warning(warning_id), SeenForm()
    act(warning, form.opened_at)
    flash(said)
    return _shown(warning.id)


@bp.post("/can-bo/canh-bao/<warning_id>/gui")
@requires(Permission.DRAFT_WARNING)
def send(warning_id: str) -> Response:
    """The first check: everything is there and right."""
    actor = signed_in()
    return _press(
        warning_id,
        lambda warning, version: warnings.send_warning(warning, version, by=actor),
        _("Checked once. Another officer makes the second check."),
    )


@bp.post("/can-bo/canh-bao/<warning_id>/kiem-tra")
@requires(Permission.CHECK_WARNING)
def check(warning_id: str) -> Response:
    """The second check, by somebody else."""
    actor = signed_in()
    return _press(
        warning_id,
        lambda warning, version: warnings.check_warning(warning, version, by=actor),
        _("Checked by two people. It can be published now."),
    )


@bp.post("/can-bo/canh-bao/<warning_id>/dang")
@requires(Permission.CHECK_WARNING)
def publish(warning_id: str) -> Response:
    """Show it to everybody."""
    actor = signed_in()
    return _press(
        warning_id,
        lambda warning, version: warnings.publish_warning(warning, version, by=actor),
        _("Published. Is it real answers red for its numbers from now on."),
    )


@bp.post("/can-bo/canh-bao/<warning_id>/bo")
@requires(Permission.DRAFT_WARNING)
def drop(warning_id: str) -> Response:
    """Put a draft aside."""
    actor = signed_in()
    return _press(
        warning_id,
        lambda warning, version: warnings.drop_warning(warning, version, by=actor),
        _("The draft is put aside."),
    )


@bp.post("/can-bo/canh-bao/<warning_id>/rut")
@requires(Permission.CHECK_WARNING)
def withdraw(warning_id: str) -> Answer:
    """Take it back from the public, with the reason."""
    warning, form, actor = queries.get_warning(warning_id), WithdrawForm(), signed_in()
    if form.validate() and attempt(
        form,
        lambda: warnings.withdraw_warning(warning, form.opened_at, str(form.reason.data), by=actor),
    ):
        flash(_("Withdrawn. Nobody outside sees it any more."))
        return _shown(warning.id)
    return _draw(warning, form), Invalid.status


@bp.route("/can-bo/canh-bao/hoi-nhieu", methods=["GET", "POST"])
@requires(Permission.SEE_MISSES)
@reads_only
def radar() -> Answer:
    """What people ask for and nobody finds: how often, never what."""
    form, asked, status = AskedForm(), None, 200
    if form.is_submitted():
        status = 200 if form.validate() else Invalid.status
        asked = misses.count_asked(form.q.data) if status == 200 else None
    days = misses.count_by_day()
    page = render_template(
        "agencies/radar.html",
        form=form,
        asked=asked,
        days=days[:30],
        most=max((n for _day, n in days[:30]), default=0),
        total=sum(n for _day, n in days),
        repeated=misses.list_repeated(),
        times=misses.radar_times(),
        kept=misses.kept_days(),
    )
    return page, status
