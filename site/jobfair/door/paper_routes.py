"""The door on paper: the list to sign, and what was ticked on it marked back by its codes."""

from __future__ import annotations

from flask import Response as FileResponse
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from jobfair import audit
from jobfair.access import Permission, requires, signed_in
from jobfair.door import queries
from jobfair.door.blueprint import DOOR, bp
from jobfair.door.deck import FIELDS
from jobfair.door.forms import KEY
from jobfair.door.from_paper import MOST_CODES, Read, mark_codes, read_codes
from jobfair.door.sign_print import draw_roster
from jobfair.errors import Invalid
from jobfair.forms import Form
from jobfair.language import current_language
from jobfair.lib.codes import new_form_key
from jobfair.lib.text import clean
from jobfair.models import Conference, ConferenceState

LONGEST = 3000


class CodesForm(Form):
    """The codes of the rows that were ticked or signed."""

    form_key = HiddenField(validators=[InputRequired(), KEY])
    codes = TextAreaField(
        _l("Codes of the rows that are ticked or signed"),
        [
            InputRequired(_l("Fill this in.")),
            Length(max=LONGEST, message=_l("Send at most two hundred codes at once.")),
        ],
    )


@bp.get(f"{DOOR}/in/ky-ten.pdf")
@requires(Permission.PRINT_OFFICER_LIST)
def sign_roster(conference_id: str) -> FileResponse:
    """The list to sign as PDF: by village, then by given name."""
    actor = signed_in()
    conference = queries.get_door(conference_id, actor)
    rows = queries.list_rows(conference)
    people = [row.person_id for row in rows]
    audit.record_view(
        actor, "view.print_can-bo", "conference", conference.id, person_ids=people, fields=FIELDS
    )
    return FileResponse(
        draw_roster(conference, rows),
        mimetype="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="ky-ten-{conference.slug}.pdf"',
            "Cache-Control": "no-store",
        },
    )


@bp.route(f"{DOOR}/diem-danh-giay", methods=["GET", "POST"])
@requires(Permission.RUN_DOOR)
def from_paper(conference_id: str) -> Response | tuple[str, int]:
    """Type the codes off the paper, all at once; what is no code of this list is named."""
    actor = signed_in()
    conference = queries.get_door(conference_id, actor)
    form, rows = CodesForm(form_key=new_form_key()), queries.list_rows(conference)
    read = read_codes(clean(request.args.get("dong", ""), LONGEST), rows)
    if not form.is_submitted():
        return _draw(conference, form, read.before), 200
    if form.validate():
        read = read_codes(form.codes.data, rows)
        form.codes.errors = tuple(_wrong(read))
    if form.errors:
        return _draw(conference, form, []), Invalid.status
    key, lang = form.form_key.data, current_language()
    if read.new:
        mark_codes(conference, read.new, form_key=key, lang=lang, by=actor)
    _say(read)
    codes = ",".join(row.code for row in (*read.new, *read.before))
    return redirect(url_for("door.from_paper", conference_id=conference.id, dong=codes), 303)


def _wrong(read: Read) -> list[str]:
    """Nothing is marked as long as one code is none of this list."""
    if len(read.new) + len(read.before) > MOST_CODES:
        return [_("Send at most two hundred codes at once.")]
    if read.unknown:
        codes = ", ".join(read.unknown)
        return [_("Not on this list: %(codes)s. Nothing is marked yet.", codes=codes)]
    return []


def _say(read: Read) -> None:
    new, before = len(read.new), len(read.before)
    parts = [ngettext("%(num)s person came.", "%(num)s people came.", new)] if new else []
    if before:
        said = ngettext("%(num)s was marked before.", "%(num)s were marked before.", before)
        parts.append(said)
    if read.blank:
        codes = ", ".join(read.blank)
        parts.append(_("Rows with V: write these people down (%(codes)s).", codes=codes))
    flash(" ".join(parts))


def _draw(conference: Conference, form: CodesForm, marked: list[queries.DoorRow]) -> str:
    """The page; ``marked`` are the rows of the last sending, to be looked over."""
    if marked:
        people = [row.person_id for row in marked]
        audit.record_view(
            signed_in(),
            "view.roster",
            "conference",
            conference.id,
            person_ids=people,
            fields=FIELDS,
        )
    cancelled = conference.state is ConferenceState.CANCELLED
    return render_template(
        "door/from_paper.html", conference=conference, form=form, marked=marked, cancelled=cancelled
    )
