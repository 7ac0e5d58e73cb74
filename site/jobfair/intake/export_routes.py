"""Taking a list out: the form of each list, the file's page, the file, a second leader's word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from jobfair import audit
from jobfair.access import Actor, Permission, requires, signed_in
from jobfair.accounts import browser
from jobfair.cases.attempts import form_key
from jobfair.errors import Conflict, Forbidden, Invalid, NotFound
from jobfair.htmx import wants_fragment
from jobfair.intake import export_rules as rules
from jobfair.intake import export_vault
from jobfair.intake import export_words as words
from jobfair.intake.blueprint import bp
from jobfair.intake.export_forms import DecideForm, ExportForm, decide_form, export_form
from jobfair.intake.export_lists import LISTS
from jobfair.intake.export_making import file_name, make_at_once
from jobfair.intake.export_sheets import MEDIA
from jobfair.intake.export_vault import vault
from jobfair.lib.clock import now
from jobfair.models import ExportFile, ExportState

BOTH = ["GET", "POST"]
FETCHED = (ExportState.OPEN, ExportState.READY)
Answer = str | Response | tuple[str, int]


@bp.route("/can-bo/ho-so/xuat", methods=BOTH)
@requires(Permission.EXPORT_LISTS)
def export_cases() -> Answer:
    """The case list under the filters of this address."""
    return _export("cases")


@bp.route("/can-bo/nguoi-lao-dong/xuat", methods=BOTH)
@requires(Permission.EXPORT_LISTS)
def export_people() -> Answer:
    """Whoever the search of this address finds."""
    return _export("people")


@bp.route("/can-bo/hoi-nghi/<conference_id>/diem-danh/xuat", methods=BOTH)
@requires(Permission.EXPORT_ROSTER)
def export_roster(conference_id: str) -> Answer:
    """The roster of one conference whose door is open to the actor."""
    return _export("roster", conference_id)


@bp.route("/can-bo/vay/xuat", methods=BOTH)
@requires(Permission.EXPORT_LOANS)
def export_loans() -> Answer:
    """The loans of the officer's own branch."""
    return _export("loans")


def _args() -> MultiDict[str, str]:
    """What the list is narrowed to; which page was shown does not matter."""
    return MultiDict([(k, v) for k, v in request.args.items(multi=True) if k != "trang"])


def _export(code: str, about: str = "") -> Answer:
    actor, kind = signed_in(), LISTS[code]
    if (first := browser.step_up(actor, request.full_path.rstrip("?"))) is not None:
        return first
    most = rules.most_rows(masked=True)
    plain = rules.Wish(code, _args(), about, "xlsx", masked=True, reason="")
    found = len(rules.make_listing(plain, actor, most + 1).keys)
    form = export_form(kind.unmasked and actor.can(Permission.EXPORT_UNMASKED))
    if form.validate_on_submit():
        try:
            export = rules.ask(_wish(form, code, about), by=actor, act_key=form_key())
        except Invalid as error:
            form.form_errors.append(error.message)
        else:
            return redirect(url_for(".export", export_id=export.id), 303)
    home = url_for(kind.home, **_args_of(about, code))
    page = render_template(
        "intake/export_ask.html",
        form=form,
        key=form_key(),
        found=found,
        most=most,
        most_whole=rules.most_rows(masked=False),
        home=home,
        title=words.TITLES[code],
    )
    return page, Invalid.status if form.is_submitted() else 200


# Any: url_for's own signature.
def _args_of(about: str, code: str) -> dict[str, Any]:
    """The parameters of the list's own address."""
    args: dict[str, Any] = dict(_args().lists())
    return args | ({"conference_id": about} if code == "roster" else {})


def _wish(form: ExportForm, code: str, about: str) -> rules.Wish:
    whole = bool(form.whole.data) if "whole" in form else False
    return rules.Wish(
        code, _args(), about, str(form.file_type.data), not whole, str(form.why.data or "")
    )


@bp.get("/can-bo/xuat")
@requires(Permission.EXPORT_LISTS, Permission.EXPORT_LOANS)
def exports() -> str:
    """My lists; for a leader what waits for a word, and what others took out today."""
    actor = signed_in()
    return render_template(
        "intake/exports.html",
        own=rules.list_own(actor),
        undecided=rules.list_undecided(actor),
        taken=rules.list_taken(actor),
        titles=words.TITLES,
        states=words.STATES,
        badges=words.BADGES,
    )


@bp.get("/can-bo/xuat/<export_id>")
@requires(Permission.EXPORT_LISTS, Permission.EXPORT_LOANS)
def export(export_id: str) -> str:
    """Where a list stands; the part that changes alone for htmx."""
    actor = signed_in()
    return _draw(rules.get_seen(export_id, actor), actor, None)


def _draw(found: ExportFile, actor: Actor, form: DecideForm | None) -> str:
    mine = found.user_id == actor.user_id
    undecided = found.state is ExportState.ASKED and found.ends_at > now()
    template = "intake/_export_state.html" if wants_fragment() else "intake/export.html"
    return render_template(
        template,
        export=found,
        mine=mine,
        over=found.ends_at <= now(),
        form=form or (decide_form() if undecided and not mine else None),
        titles=words.TITLES,
        states=words.STATES,
        badges=words.BADGES,
        file_name=file_name(found),
    )


@bp.post("/can-bo/xuat/<export_id>/quyet-dinh")
@requires(Permission.EXPORT_UNMASKED)
def decide_export(export_id: str) -> Answer:
    """A second leader agrees to whole numbers, or refuses."""
    actor = signed_in()
    if (first := browser.step_up(actor, url_for(".export", export_id=export_id))) is not None:
        return first
    found, form = rules.get_seen(export_id, actor), decide_form()
    if found.masked:
        raise NotFound()
    if form.validate():
        try:
            agreed = form.word.data == "agree"
            rules.decide(export_id, agreed, str(form.answer.data or ""), by=actor)
        except Invalid as error:
            form.form_errors.append(error.message)
        else:
            flash(_("Your decision is recorded."))
            return redirect(url_for(".export", export_id=export_id), 303)
    return _draw(found, actor, form), Invalid.status


@bp.get("/can-bo/xuat/<export_id>/tep")
@requires(Permission.EXPORT_LISTS, Permission.EXPORT_LOANS)
def export_file(export_id: str) -> Response:
    """The file itself: one's own, for a day, after a fresh code; each time is audited."""
    actor = signed_in()
    found = rules.get_own(export_id, actor)
    if not actor.can(LISTS[found.kind].permission):
        raise Forbidden()
    rules.wish_of(found, actor)
    if found.state not in FETCHED or found.ends_at <= now():
        raise Conflict(_("This file is not ready, or its day is over. Ask for the list again."))
    if (first := browser.step_up(actor, request.path)) is not None:
        return first
    head = {"Content-Disposition": f'attachment; filename="{file_name(found)}"'}
    media = MEDIA[found.file_type]
    if found.state is ExportState.OPEN:
        return Response(make_at_once(found, actor), content_type=media, headers=head)
    audit.record_view(actor, "export.fetch", "export", found.id, reason=found.reason, each=True)
    return Response(_sealed(found), content_type=media, headers=head)


def _sealed(found: ExportFile) -> Iterator[bytes]:
    """The pieces of the sealed file. Raises NotFound at once when it is gone."""
    pieces = export_vault.read(found.id, vault.open_key(found.id, found.key_enc))
    first = next(pieces)

    def whole() -> Iterator[bytes]:
        yield first
        yield from pieces

    return whole()
