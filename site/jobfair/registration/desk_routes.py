"""The officer's desk: people in a row, each on one page, with what stays the same kept."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair import audit
from jobfair.access import Actor, Permission, requires, signed_in
from jobfair.conferences.queries import seats_left
from jobfair.conferences.rules import why_closed
from jobfair.language import current_language
from jobfair.lib.clock import to_local, today
from jobfair.lib.codes import new_form_key, show_slip_code
from jobfair.models import Conference, Registration, RegistrationState
from jobfair.registration.advised import Advised, find_advised
from jobfair.registration.blueprint import bp
from jobfair.registration.check import consent_words, number_of
from jobfair.registration.desk import (
    choices_for,
    find_before,
    find_sent,
    get_desk,
    list_sitting,
)
from jobfair.registration.desk_forms import DeskForm
from jobfair.registration.desk_words import CLOSED
from jobfair.registration.keys import form_key_or_new
from jobfair.registration.rules import NoSeat, register
from jobfair.registration.sending import Desk, Sending
from jobfair.registration.showing import about_line, place_name
from jobfair.registration.waiting import place_in_line
from jobfair.unit_of_work import reads_only

FIELDS = ("name", "birth_year", "commune", "village")
Answer = Response | tuple[str, int]


@bp.route("/can-bo/hoi-nghi/<conference_id>/ghi-ho", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
@reads_only  # ``register`` writes in a transaction of its own
def desk(conference_id: str) -> Answer:
    """Write people down for one conference."""
    actor = signed_in()
    return _desk(get_desk(conference_id, actor), actor)


@bp.route("/can-bo/ghi-ho", methods=["GET", "POST"])
@requires(Permission.REGISTER_PERSON)
@reads_only
def desk_call_back() -> Answer:
    """Write people down who want to be called: no conference suits them.

    With ``tu-van`` the form begins with who was advised, under that talk's once-only key.
    """
    actor, advised = signed_in(), request.args.get("tu-van", "")
    talk = find_advised(advised, actor) if advised and request.method == "GET" else None
    if talk is not None and talk.case_id is not None:
        return redirect(url_for("cases.case_page", case_id=talk.case_id), 303)
    return _desk(None, actor, talk)


def _desk(conference: Conference | None, actor: Actor, talk: Advised | None = None) -> Answer:
    sitting = list_sitting(conference, actor)
    kept = find_before(sitting[0] if sitting else None, conference, actor)
    known = {"commune": kept.commune, "village": kept.village}
    known |= {"how": kept.how, "witness": kept.witness}
    form = DeskForm(**(talk.known if talk else known))
    form.commune.offer(choices_for(conference, actor), _("Choose the commune"))
    form.on_day = to_local(conference.starts_at).date() if conference else today()
    if request.method == "GET":
        key = talk.form_key if talk else new_form_key()
        return _draw(form, conference, actor, sitting, key), 200
    key = form_key_or_new(request.form.get("form_key"))
    if form.validate():
        return _write(form, conference, actor, key)
    return _draw(form, conference, actor, sitting, key), 422


def _write(form: DeskForm, conference: Conference | None, actor: Actor, key: str) -> Answer:
    """Save, or say why not; whatever was typed stands again on the page."""
    try:
        made = find_sent(key, actor) or _register(form, conference, actor, key)
    except NoSeat as refusal:
        form.form_errors.append(str(CLOSED[refusal.why]))
        return _draw(form, conference, actor, list_sitting(conference, actor), key), 409
    if made is None or not _is_same(made, form):
        form.form_errors.append(
            _("This page had been saved already. Whom you typed now is not saved yet: save again.")
        )
        sitting = list_sitting(conference, actor)
        return _draw(form, conference, actor, sitting, new_form_key()), 409
    if conference is None:
        return redirect(url_for("registration.desk_call_back", vua=made.id), 303)
    here = url_for("registration.desk", conference_id=conference.id, vua=made.id)
    return redirect(here, 303)


def _register(
    form: DeskForm, conference: Conference | None, actor: Actor, key: str
) -> Registration | None:
    answers = form.answers(waits=request.form.get("waits") == "together")
    register(
        conference,
        Sending(
            form_key=key,
            answers=answers,
            e164=number_of(answers),
            purposes=form.purposes,
            lang=current_language(),
            channel="desk",
            desk=Desk(actor, form.how.data, form.named_witness),
        ),
    )
    return find_sent(key, actor)


def _is_same(made: Registration, form: DeskForm) -> bool:
    """Whether a repeat says the same person: Back and another name is another person."""
    return (made.typed_name, made.typed_birth_year) == (form.name.data, form.born.year)


def _draw(
    form: DeskForm,
    conference: Conference | None,
    actor: Actor,
    sitting: list[Registration],
    key: str,
) -> str:
    kind, object_id = ("conference", conference.id) if conference else ("user", actor.user_id)
    if sitting:
        people = [row.person_id for row in sitting]
        audit.record_view(actor, "view.desk", kind, object_id, person_ids=people, fields=FIELDS)
    wanted = request.args.get("vua")
    done = next((row for row in sitting if row.id == wanted), None)
    why = why_closed(conference) if conference else None
    return render_template(
        "registration/desk.html",
        form=form,
        form_key=key,
        conference=conference,
        about=about_line(conference) if conference else "",
        left=seats_left(conference) if conference else 0,
        full=why == "full",
        closed=str(CLOSED[why]) if why and why != "full" else "",
        done=done,
        code=show_slip_code(done.slip_code) if done else "",
        place=place_in_line(done) if done else 0,
        sitting=[_line(row) for row in sitting],
        words=consent_words(),
    )


def _line(row: Registration) -> dict[str, object]:
    """One of those who were written down before, for the list beside the form."""
    place = ", ".join(filter(None, (row.typed_village, place_name(row.typed_commune))))
    return {
        "name": row.typed_name,
        "line": f"{row.typed_birth_year} · {place}",
        "code": show_slip_code(row.slip_code),
        "waits": row.state is RegistrationState.WAITING,
        "receipt": row.receipt,
    }
