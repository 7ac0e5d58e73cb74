"""Conferences: at which table each guest sits."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import HiddenField

from jobfair.access import Permission, requires, signed_in
from jobfair.agencies.fields import NumberField
from jobfair.conferences.blueprint import staff as bp
from jobfair.conferences.booths import MOST_TABLES, NumberTwice, check_may_number, set_booths
from jobfair.conferences.page import guest_row
from jobfair.conferences.showing import Communes, title_of
from jobfair.conferences.staff_queries import get_for_planning
from jobfair.errors import Conflict, Stale
from jobfair.forms import Form
from jobfair.models import Conference, ConferenceKind

NONE_YET = _l("Nobody is invited yet. Write down who comes first.")


class BoothForm(Form):
    """The version of the plan that was looked at; one number for each guest beside it."""

    version = HiddenField()

    @property
    def opened_at(self) -> int:
        """The version, 0 when it is none."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and text.isascii() and len(text) < 9 else 0

    def numbers(self, conference: Conference) -> dict[str, int | None]:
        """Guest -> the number that was typed."""
        return {guest.id: self[f"ban-{guest.id}"].data for guest in conference.guests}


def booth_form(conference: Conference) -> BoothForm:
    """A field for every guest, by its name, with the number it has."""
    fields: dict[str, Any] = {  # Any: a class's own names
        f"ban-{guest.id}": NumberField(
            guest_row(guest, {}).name,
            least=1,
            most=MOST_TABLES,
            default=guest.booth,
        )
        for guest in conference.guests
    }
    form: BoothForm = type("BoothForm", (BoothForm,), fields)(version=str(conference.version))
    return form


@bp.route("/can-bo/hoi-nghi/<conference_id>/ban", methods=["GET", "POST"])
@requires(Permission.PLAN_CONFERENCE)
def booths(conference_id: str) -> str | Response | tuple[str, int]:
    """The number of each guest's table; who comes second is told and keeps what was typed."""
    actor = signed_in()
    conference = get_for_planning(conference_id, actor)
    check_may_number(conference, actor)
    if not conference.guests:
        raise Conflict(NONE_YET)
    form, status = booth_form(conference), 200
    if form.is_submitted():
        status = _save(form, conference) if form.validate() else 422
    if status == 303:
        flash(_("Saved."))
        here = url_for("conferences_staff.show", conference_id=conference.id, _anchor="who")
        return redirect(here, 303)
    if status == 409:
        form.version.data = str(conference.version)
    page = render_template(
        "conferences/staff_booths.html",
        form=form,
        conference=conference,
        title=title_of(conference, Communes()),
        late=status == 409,
        fair=conference.kind is ConferenceKind.FAIR,
    )
    return page, status


def _save(form: BoothForm, conference: Conference) -> int:
    """Run the rule; the status that the page answers with."""
    try:
        set_booths(conference, form.numbers(conference), form.opened_at, by=signed_in())
    except NumberTwice as no:
        field = form[f"ban-{no.guest_id}"]
        field.errors = (*field.errors, no.message)
        return 422
    except Stale:
        return 409
    return 303
