"""Paper forms: reserve and print sheets, then key what was written on them."""

from __future__ import annotations

from flask import Response as FileResponse
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from jobfair import audit
from jobfair.access import Actor, Permission, requires, signed_in
from jobfair.conferences.queries import seats_left
from jobfair.conferences.rules import why_closed
from jobfair.lib.clock import to_local
from jobfair.lib.codes import new_form_key, show_slip_code
from jobfair.models import Conference
from jobfair.privacy.notice import AT_REGISTRATION
from jobfair.registration.blueprint import bp
from jobfair.registration.desk import choices_for, get_desk, home_of
from jobfair.registration.desk_words import CLOSED
from jobfair.registration.keying import Keyed, Line, begin, save_sheet
from jobfair.registration.keys import form_key_or_new
from jobfair.registration.paper import (
    MOST_SHEETS,
    get_sheets,
    list_sheets,
    reserve_sheets,
)
from jobfair.registration.paper_forms import Ground, SheetForm, SheetsForm, commune_reader
from jobfair.registration.paper_print import PAPER_LANG, draw_sheets
from jobfair.registration.queries import text_versions
from jobfair.registration.sheet_photos import count_photos, list_photos
from jobfair.registration.showing import about_line, place_name
from jobfair.unit_of_work import reads_only

FIELDS = ("name", "birth_year", "phone_tail", "commune", "village")
PAPER = "/can-bo/hoi-nghi/<conference_id>/phieu-giay"
Answer = Response | tuple[str, int]


@bp.route(PAPER, methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
def paper(conference_id: str) -> Answer:
    """The sheets of a conference; a POST reserves one to five more."""
    actor = signed_in()
    conference = get_desk(conference_id, actor)
    form = SheetsForm()
    if form.validate_on_submit():
        key = form_key_or_new(request.form.get("form_key"))
        made = reserve_sheets(conference, int(form.count.data), form_key=key, by=actor)
        flash(_("Codes are reserved. Print each page on a sheet of its own."))
        here = url_for("registration.paper", conference_id=conference.id, tu=made[0], so=len(made))
        return redirect(here, 303)
    page = render_template(
        "registration/paper.html",
        form=form,
        form_key=new_form_key(),
        conference=conference,
        about=about_line(conference),
        sheets=list_sheets(conference),
        photos=count_photos(conference),
        first=request.args.get("tu", ""),
        count=request.args.get("so", 1, type=int),
    )
    return page, 422 if form.is_submitted() else 200


@bp.get(f"{PAPER}/<sheet_id>.pdf")
@requires(Permission.REGISTER_PERSON)
def paper_print(conference_id: str, sheet_id: str) -> FileResponse:
    """One sheet, or with ``?so=`` as many from it on, as PDF; the same codes each time."""
    conference = get_desk(conference_id, signed_in())
    count = min(max(request.args.get("so", 1, type=int), 1), MOST_SHEETS)
    sheets = get_sheets(conference, sheet_id, count)
    name = f"phieu-{conference.slug}-{sheets[0].number}.pdf"
    return FileResponse(
        draw_sheets(conference, sheets),
        mimetype="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@bp.route("/can-bo/hoi-nghi/<conference_id>/nhap-giay/<sheet_id>", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
@reads_only  # ``register`` writes in a transaction of its own
def key_sheet(conference_id: str, sheet_id: str) -> Answer:
    """Twenty rows on one screen; a row that is there already stands as it is."""
    actor = signed_in()
    conference = get_desk(conference_id, actor)
    sheet = get_sheets(conference, sheet_id)[0]
    communes = [row.made.typed_commune for row in sheet.rows if row.made is not None]
    form = SheetForm(commune=communes[-1] if communes else home_of(conference, actor))
    form.commune.offer(choices_for(conference, actor), _("Choose the commune"))
    if request.method == "GET":
        return _draw(conference, form, begin(sheet), actor), 200
    if not form.validate():
        return _draw(conference, form, begin(sheet), actor), 422
    reader = commune_reader(choices_for(conference, actor))
    ground = Ground(to_local(conference.starts_at).date(), form.commune.data, reader)
    waits = form.if_full.data == "line"
    keyed = save_sheet(conference, sheet, ground, waits=waits, by=actor)
    if keyed.bad:
        return _draw(conference, form, keyed, actor), 422
    flash(_said(keyed))
    here = url_for("registration.key_sheet", conference_id=conference_id, sheet_id=sheet_id)
    return redirect(here, 303)


def _said(keyed: Keyed) -> str:
    there = sum(line.row.made is not None for line in keyed.lines)
    before = _("Keyed before by %(first)s.", first=keyed.first) if keyed.first else ""
    if not keyed.new:
        nothing = _("Nothing new on this sheet: nothing was changed.")
        return f"{nothing} {before}".strip()
    new = ngettext("%(num)s person is written down.", "%(num)s people are written down.", keyed.new)
    rows = ngettext("The sheet has %(num)s row keyed.", "The sheet has %(num)s rows keyed.", there)
    return f"{new} {rows} {before}".strip()


def _draw(conference: Conference, form: SheetForm, keyed: Keyed, actor: Actor) -> str:
    people = [line.row.made.person_id for line in keyed.lines if line.row.made is not None]
    if people:
        audit.record_view(
            actor, "view.paper", "conference", conference.id, person_ids=people, fields=FIELDS
        )
    choices = choices_for(conference, actor)
    why = why_closed(conference)
    return render_template(
        "registration/key_sheet.html",
        form=form,
        sheet=keyed.sheet,
        conference=conference,
        about=about_line(conference),
        left=seats_left(conference),
        closed=str(CLOSED[why]) if why and why != "full" else "",
        full=why == "full",
        lines=[_shown(line) for line in keyed.lines],
        keyed=keyed,
        photos=list_photos(keyed.sheet.id),
        communes=[words for offered in choices.values() for _code, words in offered],
        versions=sorted({text_versions(PAPER_LANG)[purpose][0] for purpose in AT_REGISTRATION}),
    )


def _shown(line: Line) -> dict[str, object]:
    made = line.row.made
    return {
        "number": line.row.number,
        "code": show_slip_code(line.row.slip_code),
        "form": line.form,
        "said": line.said,
        "made": made,
        "place": place_name(made.typed_commune) if made else "",
        "tail": made.typed_phone[-3:] if made else "",
    }
