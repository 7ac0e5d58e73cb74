"""Staff: the province's texts, from the first draft to what the public reads."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.access import Permission, requires, signed_in
from jobfair.agencies.attempts import attempt, status_of
from jobfair.cases.attempts import form_key
from jobfair.content import clip_routes as clip_routes
from jobfair.content import daily as daily  # tells the worker and Today
from jobfair.content import fact_routes as fact_routes  # hangs its pages on the blueprint
from jobfair.content import words as words  # names the room's acts for the audit
from jobfair.content.blueprint import bp as bp
from jobfair.content.forms import Standing, TextForm, text_form
from jobfair.content.pages import ENGLISH, changes, drawn, long_sentences, text_page, version_title
from jobfair.content.queries import find_version, get_slot, get_text, get_version
from jobfair.content.rules import publish, restore, save_text, take_down
from jobfair.errors import NotFound
from jobfair.guide.slots import NOTICE, Slot, find_slot
from jobfair.lib.codes import new_id
from jobfair.models import PublicText

Answer = str | Response | tuple[str, int]
BOTH = ["GET", "POST"]


def _shown(slot: str) -> Response:
    return redirect(url_for(".show", slot=slot), 303)


def _number(name: str, default: int | None = None) -> int:
    """A version's number from the address or the form. Raises NotFound for what is none."""
    sent = request.values.get(name, "" if default is None else str(default))
    if not (sent.isdecimal() and sent.isascii() and len(sent) < 7):
        raise NotFound()
    return int(sent)


@bp.get("/can-bo/noi-dung/bai/<slot>")
@requires(Permission.SEE_CONTENT)
def show(slot: str) -> str:
    """One text: what the public reads, what waits, every version."""
    place, text = get_slot(slot)
    page = text_page(place, text, signed_in())
    return render_template(
        "content/show.html",
        page=page,
        key=form_key(),
        drawn=drawn,
        version_title=version_title,
    )


def _form_page(form: TextForm, slot: Slot, text: PublicText | None, key: str) -> Answer:
    """The form with what it would look like, what differs, what is long."""
    asked = form.previewed and not form.errors
    return render_template(
        "content/edit.html",
        form=form,
        slot=slot,
        text=text,
        key=key,
        preview=drawn(slot, form.as_version()) if asked else None,
        english=drawn(slot, form.as_version(), ENGLISH) if asked and form.body_en.data else None,
        long=long_sentences(str(form.body_vi.data or "")) if asked else [],
        changes=changes(Standing(slot.name), form.as_version()) if form.late else [],
    ), 200 if asked else status_of(form)


def _write(form: TextForm, slot: Slot, text: PublicText | None) -> Answer:
    key, actor, name = form_key(), signed_in(), slot.name
    if (
        form.validate_on_submit()
        and not form.previewed
        and attempt(
            form,
            lambda: save_text(name, form.entry(), form.opened_at, key, by=actor),
            Standing(name),
        )
    ):
        flash(_("Saved as a draft. Somebody else publishes it."))
        return _shown(name)
    return _form_page(form, slot, text, key)


@bp.route("/can-bo/noi-dung/bai/<slot>/sua", methods=BOTH)
@requires(Permission.EDIT_CONTENT)
def edit(slot: str) -> Answer:
    """Write the next version; somebody else's change in between is shown, nothing is lost."""
    place, text = get_slot(slot)
    latest = find_version(text, text.last if text else None)
    return _write(text_form(place, text, latest), place, text)


@bp.route("/can-bo/noi-dung/thong-bao-moi", methods=BOTH)
@requires(Permission.EDIT_CONTENT)
def new_notice() -> Answer:
    """A notice with the days on which it stands."""
    place = find_slot(f"{NOTICE}{new_id()}")
    if place is None:
        raise NotFound()
    return _write(text_form(place, None, None), place, None)


@bp.get("/can-bo/noi-dung/bai/<slot>/so-sanh")
@requires(Permission.SEE_CONTENT)
def compare(slot: str) -> str:
    """What differs between two versions."""
    place, text = get_slot(slot)
    if text is None:
        raise NotFound()
    before, after = (
        get_version(text, _number(name, default))
        for name, default in (("tu", max(text.last - 1, 1)), ("den", text.last))
    )
    return render_template(
        "content/compare.html",
        slot=place,
        before=before,
        after=after,
        changes=changes(before, after),
        version_title=version_title,
    )


@bp.get("/can-bo/noi-dung/bai/<slot>/xem-thu")
@requires(Permission.SEE_CONTENT)
def preview(slot: str) -> str:
    """A version as the public will see it, in either language."""
    place, text = get_slot(slot)
    if text is None:
        raise NotFound()
    version = get_version(text, _number("so", text.last))
    lang = ENGLISH if request.args.get("ngon-ngu") == ENGLISH else "vi"
    return render_template(
        "content/preview.html", slot=place, version=version, section=drawn(place, version, lang)
    )


@bp.post("/can-bo/noi-dung/bai/<slot>/cong-bo")
@requires(Permission.PUBLISH_CONTENT)
def publish_text(slot: str) -> Response:
    """Show the latest version to the public."""
    publish(get_text(slot), _number("number"), by=signed_in())
    flash(_("The text is public."))
    return _shown(slot)


@bp.post("/can-bo/noi-dung/bai/<slot>/go-xuong")
@requires(Permission.EDIT_CONTENT, Permission.PUBLISH_CONTENT)
def take_text_down(slot: str) -> Response:
    """Show nothing here any more."""
    take_down(get_text(slot), by=signed_in())
    flash(_("The text is not public any more."))
    return _shown(slot)


@bp.post("/can-bo/noi-dung/bai/<slot>/khoi-phuc")
@requires(Permission.EDIT_CONTENT)
def restore_text(slot: str) -> Response:
    """Bring an older version back as the latest draft."""
    restore(get_text(slot), _number("number"), form_key(), by=signed_in())
    flash(_("The older version is a draft again. Somebody else publishes it."))
    return _shown(slot)
