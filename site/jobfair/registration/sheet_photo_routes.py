"""Photos of a sheet that was filled in by hand: added, looked at, destroyed."""

from __future__ import annotations

from flask import Response as FileResponse
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from jobfair.access import Actor, Permission, requires, signed_in
from jobfair.errors import BadRequest, Invalid
from jobfair.forms import ButtonForm
from jobfair.lib.codes import new_form_key
from jobfair.models import Conference
from jobfair.papers.file_forms import REQUEST_BYTES, PhotosForm, content_of
from jobfair.registration.blueprint import bp
from jobfair.registration.desk import get_desk
from jobfair.registration.keys import form_key_or_new
from jobfair.registration.paper import Printed, get_sheets
from jobfair.registration.sheet_photos import (
    MOST_PHOTOS,
    add_photos,
    destroy_photo,
    kept_months,
    list_photos,
    may_destroy,
    read_photo,
)
from jobfair.registration.showing import about_line
from jobfair.security import takes_up_to

_AT = "/can-bo/hoi-nghi/<conference_id>/nhap-giay/<sheet_id>/anh"
_SEALED = "default-src 'none'; img-src 'self'; sandbox"


def _open(conference_id: str, sheet_id: str) -> tuple[Conference, Printed, Actor]:
    actor = signed_in()
    conference = get_desk(conference_id, actor)
    return conference, get_sheets(conference, sheet_id)[0], actor


@bp.route(_AT, methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
@takes_up_to(REQUEST_BYTES)
def sheet_photos(conference_id: str, sheet_id: str) -> Response | tuple[str, int]:
    """The photos of a sheet; a POST adds up to four."""
    conference, sheet, actor = _open(conference_id, sheet_id)
    form, key = PhotosForm(), form_key_or_new(request.form.get("form_key"))
    if form.is_submitted() and form.validate():
        try:
            contents = [content_of(file) for file in form.chosen()[: MOST_PHOTOS + 1]]
            added = add_photos(sheet, contents, act_key=key, by=actor)
        except Invalid as error:
            form.add_error(error.message)
        else:
            said = ngettext("%(num)s photo is kept.", "%(num)s photos are kept.", len(added))
            flash(said)
            return _to("registration.key_sheet", conference, sheet)
    rows = list_photos(sheet.id)
    page = render_template(
        "registration/sheet_photos.html",
        conference=conference,
        about=about_line(conference),
        sheet=sheet,
        form=form,
        form_key=key if form.is_submitted() else new_form_key(),
        photos=rows,
        most=MOST_PHOTOS,
        months=kept_months(),
        mine={row.id for row in rows if may_destroy(conference, row, actor)},
    )
    return page, Invalid.status if form.is_submitted() else 200


def _to(endpoint: str, conference: Conference, sheet: Printed) -> Response:
    return redirect(url_for(endpoint, conference_id=conference.id, sheet_id=sheet.id), 303)


@bp.get(f"{_AT}/<photo_id>")
@requires(Permission.REGISTER_PERSON)
def sheet_photo(conference_id: str, sheet_id: str, photo_id: str) -> FileResponse:
    """The photo itself, after its row in the audit."""
    _conference, sheet, actor = _open(conference_id, sheet_id)
    answer = FileResponse(read_photo(sheet, photo_id, by=actor), mimetype="image/jpeg")
    answer.headers["Content-Security-Policy"] = _SEALED
    return answer


@bp.post(f"{_AT}/<photo_id>/huy")
@requires(Permission.REGISTER_PERSON)
def destroy_sheet_photo(conference_id: str, sheet_id: str, photo_id: str) -> Response:
    """Destroy a photo that was added by mistake or is not needed any more."""
    conference, sheet, actor = _open(conference_id, sheet_id)
    if not ButtonForm().validate():
        raise BadRequest()
    destroy_photo(conference, sheet, photo_id, by=actor)
    flash(_("The photo is destroyed."))
    return _to("registration.sheet_photos", conference, sheet)
