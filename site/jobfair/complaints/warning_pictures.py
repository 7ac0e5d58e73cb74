"""The picture of a warning: put there by staff, seen by everybody once it is published."""

from __future__ import annotations

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.access import Permission, public, requires, signed_in
from jobfair.agencies.attempts import status_of
from jobfair.agencies.warning_queries import get_public_warning, get_warning
from jobfair.complaints.blueprint import bp, staff
from jobfair.complaints.pictures import (
    drop_warning_picture,
    read_warning_picture,
    set_warning_picture,
)
from jobfair.complaints.staff_forms import WarningPictureForm
from jobfair.errors import Invalid, NotFound
from jobfair.models import ScamWarning, WarningState
from jobfair.papers.file_forms import REQUEST_BYTES, content_of
from jobfair.security import takes_up_to

Answer = str | Response | tuple[str, int]
_SEALED = "default-src 'none'; img-src 'self'; sandbox"


def _jpeg(warning: ScamWarning) -> FlaskResponse:
    answer = FlaskResponse(read_warning_picture(warning), mimetype="image/jpeg")
    answer.headers["Content-Security-Policy"] = _SEALED
    return answer


@bp.get("/canh-bao/<slug>/anh")
@public
def warning_picture(slug: str) -> FlaskResponse:
    """The picture of a published warning."""
    warning = get_public_warning(slug)
    if warning.state is not WarningState.PUBLISHED:
        raise NotFound()
    answer = _jpeg(warning)
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer


@staff.route(
    "/can-bo/canh-bao/<warning_id>/anh", methods=["GET", "POST"], endpoint="warning_picture"
)
@requires(Permission.DRAFT_WARNING)
@takes_up_to(REQUEST_BYTES)
def put_picture(warning_id: str) -> Answer:
    """Put a picture to a draft; it is drawn anew, without where and when it was taken."""
    warning, form = get_warning(warning_id), WarningPictureForm()
    if form.is_submitted() and form.validate() and _put(warning, form):
        flash(_("The picture is kept. Both checks are made again."))
        return redirect(url_for("warnings_staff.show", warning_id=warning.id), 303)
    return render_template("complaints/warning_picture.html", warning=warning, form=form), (
        status_of(form)
    )


def _put(warning: ScamWarning, form: WarningPictureForm) -> bool:
    files = form.chosen()
    try:
        if not files:
            raise Invalid(_("Choose a photo first."))
        alt = form.alt.data or ""
        set_warning_picture(warning, content_of(files[0]), alt, by=signed_in())
    except Invalid as error:
        form.add_error(error.message)
    return not form.pictures.errors


@staff.get("/can-bo/canh-bao/<warning_id>/anh/xem")
@requires(Permission.SEE_WARNINGS)
def see_picture(warning_id: str) -> FlaskResponse:
    """The picture before it is published."""
    answer = _jpeg(get_warning(warning_id))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@staff.post("/can-bo/canh-bao/<warning_id>/anh/bo")
@requires(Permission.DRAFT_WARNING)
def drop_picture(warning_id: str) -> Response:
    """Take the picture off a draft."""
    warning = get_warning(warning_id)
    drop_warning_picture(warning, by=signed_in())
    flash(_("The picture is taken off. Both checks are made again."))
    return redirect(url_for("warnings_staff.show", warning_id=warning.id), 303)
