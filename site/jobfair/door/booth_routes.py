"""A table of a fair: who asks for it, its hours, its list on paper."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from jobfair import audit
from jobfair.access import Permission, may, requires, signed_in
from jobfair.conferences.interviews import hour_words, interviews_on_roster, table_name
from jobfair.door import slots
from jobfair.door.booth_forms import CodeForm, GiveForm, HourForm, RunForm
from jobfair.door.booths import Table, TableView, find_by_code, get_table, view_table
from jobfair.door.interests import set_interest
from jobfair.errors import BadRequest, Conflict, Invalid, NotFound
from jobfair.forms import ButtonForm
from jobfair.geography import commune_names
from jobfair.lib import clock
from jobfair.lib.codes import new_form_key
from jobfair.models import ConferenceState, InterestHow, SlotState

bp = Blueprint("booth", __name__)
bp.add_app_template_global(interviews_on_roster, "interviews")
BOOTH = "/can-bo/hoi-nghi/<conference_id>/ban/<booth>"
FIELDS = ("name", "commune", "row_code", "interest", "slots")
Answer = str | Response | tuple[str, int]


def _draw(
    table: Table,
    *,
    code: CodeForm | None = None,
    give: GiveForm | None = None,
    status: int = 200,
) -> Answer:
    """The page of the table; a form that was refused comes with what was typed."""
    view = view_table(table)
    audit.record_view(
        signed_in(),
        "view.table",
        "conference",
        table.conference.id,
        person_ids=view.person_ids,
        fields=FIELDS,
    )
    free = [hour for hour in view.hours if hour.state is SlotState.FREE]
    give = give or GiveForm(formdata=None)
    give.offer([(hour.id, hour_words(hour.starts_at, table.conference)) for hour in free])
    page = render_template(
        "door/booth.html",
        code=code or CodeForm(formdata=None),
        give=give if free else None,
        **_words(table, view),
    )
    return page, status


def _words(table: Table, view: TableView) -> dict[str, Any]:
    """What page and paper share; Any: a template's context."""
    conference = table.conference
    here = conference.state is ConferenceState.OPEN
    return {
        "table": table,
        "view": view,
        "name": table_name(table.guest),
        "conference": conference,
        "communes": commune_names(),
        "may_add": here and (table.own or may(Permission.MARK_ATTENDANCE)),
        "may_plan": here and may(Permission.MARK_ATTENDANCE),
        "when": lambda moment: hour_words(moment, conference),
    }


def _back(table: Table) -> Response:
    here = url_for("booth.show", conference_id=table.conference.id, booth=table.number)
    return redirect(here, 303)


@bp.get(BOOTH)
@requires(Permission.SEE_ROSTER, Permission.SIT_AT_TABLE)
def show(conference_id: str, booth: str) -> Answer:
    """Who asks for the table, and its hours."""
    return _draw(get_table(conference_id, booth, signed_in()))


@bp.post(BOOTH)
@requires(Permission.MARK_ATTENDANCE, Permission.SIT_AT_TABLE)
def add(conference_id: str, booth: str) -> Answer:
    """Somebody is at the table: the code is typed or scanned."""
    actor, form = signed_in(), CodeForm()
    table = get_table(conference_id, booth, actor)
    found = None
    if form.validate():
        found = find_by_code(table.conference, form.code.data or "")
        if found is None:
            form.code.errors = (_("Nobody on this list has the code. Look at it again."),)
    if found is None:
        return _draw(table, code=form, status=422)
    set_interest(
        table.conference,
        found.registration_id,
        table.guest.id,
        True,
        act_id=new_form_key(),
        at=clock.now(),
        how=InterestHow.SCAN,
        by=actor,
    )
    flash(_("Written down: %(code)s.", code=found.code))
    return _back(table)


@bp.post(f"{BOOTH}/bo/<registration_id>")
@requires(Permission.MARK_ATTENDANCE)
def take_back(conference_id: str, booth: str, registration_id: str) -> Answer:
    """Not interested after all, or the wrong person."""
    actor = signed_in()
    table = get_table(conference_id, booth, actor)
    if not ButtonForm().validate():
        raise BadRequest()
    set_interest(
        table.conference,
        registration_id,
        table.guest.id,
        False,
        act_id=new_form_key(),
        at=clock.now(),
        how=InterestHow.TABLE,
        by=actor,
    )
    return _back(table)


@bp.route(f"{BOOTH}/gio", methods=["GET", "POST"])
@requires(Permission.RUN_DOOR)
def hours(conference_id: str, booth: str) -> Answer:
    """Make hours, one after the other."""
    actor = signed_in()
    table = get_table(conference_id, booth, actor)
    start, end = (
        clock.to_local(at) for at in (table.conference.starts_at, table.conference.ends_at)
    )
    form = RunForm(day=start.date(), starts=start.time(), ends=end.time(), minutes=20)
    if form.is_submitted() and form.validate():
        first, until = form.times()
        try:
            made = slots.open_slots(
                table.conference,
                table.guest.id,
                first,
                until,
                int(form.minutes.data or 0),
                by=actor,
            )
        except Invalid as no:
            form.ends.errors = (no.message,)
        else:
            flash(
                ngettext("%(num)s hour is open.", "%(num)s hours are open.", made)
                if made
                else _("These hours were there already.")
            )
            return _back(table)
    page = render_template("door/booth_hours.html", form=form, **_words(table, view_table(table)))
    return page, 422 if form.is_submitted() else 200


@bp.post(f"{BOOTH}/gio/cho")
@requires(Permission.MARK_ATTENDANCE)
def give(conference_id: str, booth: str) -> Answer:
    """An hour for somebody; who has one at this table already has the new one instead."""
    actor, form = signed_in(), GiveForm()
    table = get_table(conference_id, booth, actor)
    view = view_table(table)
    form.offer([(hour.id, hour.id) for hour in view.hours if hour.state is SlotState.FREE])
    if not form.validate():
        return _draw(table, give=form, status=422)
    found = find_by_code(table.conference, form.who.data or "")
    if found is None:
        form.who.errors = (_("Nobody on this list has the code. Look at it again."),)
        return _draw(table, give=form, status=422)
    had = [hour for hour in view.hours if hour.registration_id == found.registration_id]
    old = next((hour.id for hour in had if hour.state is SlotState.GIVEN), None)
    new, who = form.slot.data, found.registration_id
    try:
        if old is None:
            slots.give_slot(table.conference, new, who, by=actor)
        else:
            slots.move_slot(table.conference, old, new, who, by=actor)
    except Conflict as no:
        form.who.errors = (no.message,)
        return _draw(table, give=form, status=409)
    flash(_("The hour is given: %(code)s.", code=found.code))
    return _back(table)


@bp.post(f"{BOOTH}/gio/<slot_id>")
@requires(Permission.MARK_ATTENDANCE)
def step(conference_id: str, booth: str, slot_id: str) -> Answer:
    """It begins, is over, nobody came, the hour is given back or taken away."""
    actor, form = signed_in(), HourForm()
    table = get_table(conference_id, booth, actor)
    if slot_id not in {hour.id for hour in view_table(table).hours}:
        raise NotFound()
    if not form.validate():
        raise BadRequest()
    act, who = form.act.data, form.who.data or ""
    if act == "remove":
        slots.remove_slot(table.conference, slot_id, by=actor)
    elif act == "back":
        slots.give_back(table.conference, slot_id, who, by=actor)
    else:
        slots.step_slot(table.conference, slot_id, who, act, by=actor)
    return _back(table)


@bp.get(f"{BOOTH}/in")
@requires(Permission.SEE_ROSTER)
def print_hours(conference_id: str, booth: str) -> str:
    """The hours on paper, to lie on the table: a name only where its person agreed to it."""
    table = get_table(conference_id, booth, signed_in())
    view = view_table(Table(table.conference, table.guest, own=True))
    audit.record_view(
        signed_in(),
        "view.print_table",
        "conference",
        table.conference.id,
        person_ids=view.person_ids,
        fields=("name", "row_code", "slots"),
    )
    return render_template("door/print_table.html", **_words(table, view))
