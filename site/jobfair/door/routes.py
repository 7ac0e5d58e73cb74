"""The day itself: roster, attendance, what was said, walk-ins, lists on paper."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from jobfair import audit
from jobfair.access import Permission, requires, signed_in
from jobfair.cases.doubts import DOUBTS
from jobfair.conferences.queries import market_names
from jobfair.door import deck_routes as deck_routes  # hangs its pages on the blueprint
from jobfair.door import outcomes, queries, rules, taking
from jobfair.door import paper_routes as paper_routes  # so does this one
from jobfair.door import words as words  # gives the audit log its words
from jobfair.door.blueprint import DOOR
from jobfair.door.blueprint import bp as bp
from jobfair.door.deck import FIELDS
from jobfair.door.folding import AGREED, MARKET, PRESENT, Act
from jobfair.door.forms import MarkForm, OutcomeForm, PhoneForm, WalkInForm
from jobfair.door.notes import list_notes
from jobfair.door.phones import change_phone
from jobfair.door.row_codes import blank_code
from jobfair.errors import BadRequest, Invalid, NotFound
from jobfair.forms import ButtonForm, Form
from jobfair.geography import commune_names
from jobfair.htmx import wants_fragment
from jobfair.language import current_language
from jobfair.lib import clock
from jobfair.lib.codes import derived_key, new_form_key, show_slip_code
from jobfair.lib.text import clean, sort_key
from jobfair.models import Conference
from jobfair.registration.showing import commune_choices

COPIES = {"treo": "door/print_wall.html", "can-bo": "door/print_officer.html"}
BLANK_ROWS = 6


def _words(conference: Conference) -> dict[str, Any]:
    """What every row is written with; Any: a template's context."""
    names = market_names(current_language())
    return {
        "conference": conference,
        "markets": {m.market_code: names[m.market_code] for m in conference.markets},
        "doubts": DOUBTS,
        "said": outcomes.ANSWERS,
        "communes": commune_names(),
        "is_over": conference.ends_at <= clock.now(),
    }


def _checked(form: Form) -> None:
    """A tap is right or not made by the page. Raises BadRequest."""
    if not form.validate():
        raise BadRequest(next(iter(form.errors.values()))[0])


def _row_answer(conference: Conference, registration_id: str) -> str | Response:
    """The one row with fresh counts for htmx, else the roster at the row's place."""
    if not wants_fragment():
        address = url_for("door.roster", conference_id=conference.id, vua=registration_id)
        return redirect(f"{address}#r-{registration_id}", 303)
    return render_template(
        "door/_answer.html",
        row=queries.get_row(conference, registration_id),
        counts=queries.get_counts(conference),
        opened=registration_id,
        **_words(conference),
    )


@bp.get(f"{DOOR}/diem-danh")
@requires(Permission.SEE_ROSTER)
def roster(conference_id: str) -> str:
    """The roster, narrowed by ``q``; the list alone for htmx."""
    actor, q = signed_in(), clean(request.args.get("q", ""), 100)
    conference = queries.get_door(conference_id, actor)
    everybody = queries.list_rows(conference)
    rows = queries.list_rows(conference, q, everybody)
    shown = [row.person_id for row in rows]
    audit.record_view(
        actor, "view.roster", "conference", conference.id, person_ids=shown, fields=FIELDS
    )
    return render_template(
        "door/_roster.html" if wants_fragment() else "door/roster.html",
        rows=rows,
        q=q,
        counts=queries.count_rows(everybody),
        opened=request.args.get("vua", ""),
        hall=deck_routes.hall_of(actor),
        notes=list_notes(conference),
        **_words(conference),
    )


def _tap(conference: Conference, registration_id: str, kind: str, value: str, act_id: str) -> None:
    actor = signed_in()
    if kind == MARKET and value[1:] not in {m.market_code for m in conference.markets}:
        raise Invalid(_("This market is not spoken of at this conference."))
    act = Act(act_id, registration_id, kind, value, clock.now(), by=actor.user_id)
    taking.take_one(conference, act, lang=current_language(), by=actor)


@bp.post(f"{DOOR}/diem-danh/<registration_id>")
@requires(Permission.MARK_ATTENDANCE)
def mark(conference_id: str, registration_id: str) -> str | Response:
    """Came, or marked by mistake: one tap."""
    actor, form = signed_in(), MarkForm()
    conference = queries.get_door(conference_id, actor)
    _checked(form)
    _tap(conference, registration_id, PRESENT, form.present.data, form.act_id.data)
    return _row_answer(conference, registration_id)


@bp.post(f"{DOOR}/ket-qua/<registration_id>")
@requires(Permission.MARK_ATTENDANCE)
def outcome(conference_id: str, registration_id: str) -> str | Response:
    """One tap: a market, a doubt, or what comes next."""
    actor, form = signed_in(), OutcomeForm()
    conference = queries.get_door(conference_id, actor)
    _checked(form)
    kind, value = form.parts
    act_id = derived_key(form.act_id.data, form.said.data)
    _tap(conference, registration_id, kind, value, act_id)
    return _row_answer(conference, registration_id)


@bp.post(f"{DOOR}/dong-y/<registration_id>")
@requires(Permission.MARK_ATTENDANCE)
def consent(conference_id: str, registration_id: str) -> str | Response:
    """The person confirms what somebody else agreed to for her."""
    actor, form = signed_in(), ButtonForm()
    conference = queries.get_door(conference_id, actor)
    _checked(form)
    _tap(conference, registration_id, AGREED, "1", new_form_key())
    return _row_answer(conference, registration_id)


@bp.route(f"{DOOR}/so/<registration_id>", methods=["GET", "POST"])
@requires(Permission.RUN_DOOR)
def phone(conference_id: str, registration_id: str) -> str | Response | tuple[str, int]:
    """Another phone number for somebody on the list; a new slip code follows."""
    actor, form = signed_in(), PhoneForm()
    conference = queries.get_door(conference_id, actor)
    row = queries.get_row(conference, registration_id)
    if form.is_submitted() and form.validate():
        changed = change_phone(conference, registration_id, form.e164, form.owner.data, by=actor)
        code = show_slip_code(changed.slip_code)
        flash(_("The number is saved. New slip code: %(code)s. Read it aloud.", code=code))
        return _row_answer(conference, registration_id)
    page = render_template("door/phone.html", form=form, row=row, conference=conference)
    return page, 422 if form.is_submitted() else 200


@bp.route(f"{DOOR}/vang-lai", methods=["GET", "POST"])
@requires(Permission.MARK_ATTENDANCE)
def walk_in(conference_id: str) -> Response | tuple[str, int]:
    """Somebody who has not registered: three fields."""
    actor = signed_in()
    conference = queries.get_door(conference_id, actor)
    form = WalkInForm(form_key=new_form_key(), commune=conference.commune_code)
    form.commune.offer(commune_choices(conference.commune_code), _("Choose the commune"))
    form.day = rules.conference_day(conference)
    if form.is_submitted() and form.validate():
        key, lang = form.form_key.data, current_language()
        made = taking.take_walk_in(conference, form.stranger(), act_id=key, lang=lang, by=actor)
        flash(_("%(name)s is on the list.", name=made.typed_name))
        address = url_for("door.roster", conference_id=conference.id, vua=made.id)
        return redirect(f"{address}#r-{made.id}", 303)
    page = render_template("door/walk_in.html", form=form, conference=conference)
    return page, 422 if form.is_submitted() else 200


@bp.post(f"{DOOR}/xong")
@requires(Permission.RUN_DOOR)
def close(conference_id: str) -> Response:
    """After the end: whoever was missing is to be called."""
    actor, form = signed_in(), ButtonForm()
    conference = queries.get_door(conference_id, actor)
    _checked(form)
    done = rules.close_attendance(conference, by=actor)
    flash(
        ngettext("%(num)s person is to be called.", "%(num)s people are to be called.", done.all)
        if done.all
        else _("Everybody has a next step already.")
    )
    return redirect(url_for("door.roster", conference_id=conference.id), 303)


@bp.get(f"{DOOR}/in/<copy>")
@requires(Permission.SEE_ROSTER)
def print_roster(conference_id: str, copy: str) -> str:
    """The list on paper: for the wall name and code only, for the officer with year and tail."""
    actor = signed_in()
    conference = queries.get_door(conference_id, actor)
    if copy not in COPIES or (copy == "can-bo" and not actor.can(Permission.PRINT_OFFICER_LIST)):
        raise NotFound()
    rows = queries.list_rows(conference)
    wall = copy == "treo"
    fields = ("name", "row_code") if wall else FIELDS
    shown = [row.person_id for row in rows]
    audit.record_view(
        actor, f"view.print_{copy}", "conference", conference.id, person_ids=shown, fields=fields
    )
    return render_template(
        COPIES[copy],
        rows=sorted(rows, key=lambda row: sort_key(row.name)) if wall else rows,
        blanks=[blank_code(n) for n in range(1, BLANK_ROWS + 1)],
        **_words(conference),
    )
