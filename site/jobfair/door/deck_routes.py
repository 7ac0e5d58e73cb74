"""The door without signal: what a phone holds, what it sends, the conference in one file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Response, current_app, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from jobfair import audit
from jobfair.access import Actor, Permission, public, requires, signed_in
from jobfair.door.blueprint import DOOR, bp
from jobfair.door.deck import FIELDS, Json, make_deck, pack_rows
from jobfair.door.deck_forms import KeepFileForm, SendFileForm
from jobfair.door.hall_words import hall_words
from jobfair.door.notes import list_notes
from jobfair.door.queries import get_door, get_sending, list_changed, may_read
from jobfair.door.rules import conference_day
from jobfair.door.session_file import HALL, draw_file, new_passphrase
from jobfair.door.taking import REFUSED, TAKEN, WAITS, Answer, take
from jobfair.door.wire import BIGGEST, open_file, pack_answers, read_acts
from jobfair.errors import Invalid
from jobfair.language import current_language
from jobfair.lib import clock
from jobfair.lib.text import clean
from jobfair.models import Conference
from jobfair.security import takes_up_to

SCRIPTS = (*HALL, "door")
READER = "vendor/jsqr-1.4.0/jsQR.js"
SHELL = "/can-bo/mat-song"
_OVERLAP = timedelta(seconds=5)  # acts that were on their way while the last answer was made


def script_names() -> list[str]:
    """The scripts of the hall, in the order in which they are loaded."""
    return [f"js/{name}.js" for name in SCRIPTS]


def kept_files() -> list[str]:
    """What a phone keeps so that the roster opens without signal (static/js/sw.js)."""
    asset = current_app.extensions["jobfair_asset"]
    return [SHELL, *(asset(name) for name in (*script_names(), "css/hall.min.css", READER))]


def hall_of(actor: Actor) -> Json:
    """What the roster's page needs so that its script can take over: words, files, whose box."""
    asset = current_app.extensions["jobfair_asset"]
    return {
        "words": hall_words(),
        "scripts": script_names(),
        "reader": asset(READER),
        "files": json.dumps(kept_files()),
        "user": actor.user_id,
    }


@bp.get(SHELL)
@public
def shell() -> str:
    """The page that opens on a phone without signal: nobody's data, only the lock."""
    asset = current_app.extensions["jobfair_asset"]
    return render_template(
        "door/shell.html", words=hall_words(), scripts=script_names(), reader=asset(READER)
    )


@bp.get(f"{DOOR}/cua")
@requires(Permission.MARK_ATTENDANCE)
def deck(conference_id: str) -> Json:
    """The roster for a phone to hold, with a fresh token to send by."""
    actor = signed_in()
    conference = get_door(conference_id, actor)
    held, shown = make_deck(conference, by=actor)
    audit.record_view(
        actor, "view.deck", "conference", conference.id, person_ids=shown, fields=FIELDS
    )
    return held | {"token": generate_csrf()}


@bp.post(f"{DOOR}/cua")
@requires(Permission.MARK_ATTENDANCE)
@takes_up_to(BIGGEST)
def send_acts(conference_id: str) -> Json:
    """Acts of a phone; the answer says what became of each and which rows changed."""
    actor = signed_in()
    conference = get_sending(conference_id, actor)
    body = request.get_json(silent=True)
    answers = _take(conference, body, actor)
    since = _moment(body.get("since") if isinstance(body, dict) else None)
    rows = []
    if may_read(conference, actor):
        rows = list_changed(conference, [one.id for one in answers], since - _OVERLAP)
    return {
        "answers": pack_answers(answers),
        "rows": pack_rows(conference, rows),
        "notes": list_notes(conference) if may_read(conference, actor) else [],
        "now": int(clock.now().timestamp() * 1000),
    }


def _take(conference: Conference, body: object, actor: Actor) -> list[Answer]:
    day = conference_day(conference)
    sent, refused = read_acts(body, day=day, by=actor.user_id)
    return [*take(conference, sent, lang=current_language(), by=actor), *refused]


def _moment(millis: object) -> datetime:
    if not isinstance(millis, int) or not 0 < millis < 32_503_680_000_000:
        return clock.now()
    return datetime.fromtimestamp(millis / 1000, UTC)


@bp.route(f"{DOOR}/tep", methods=["GET", "POST"])
@requires(Permission.RUN_DOOR)
def keep_file(conference_id: str) -> str | Response | tuple[str, int]:
    """The conference in one file, locked with the passphrase that was just written down."""
    actor, form = signed_in(), KeepFileForm(passphrase=new_passphrase())
    conference = get_door(conference_id, actor)
    if form.is_submitted() and form.validate():
        held, shown = make_deck(conference, by=actor)
        audit.record(
            actor, "door.file", "conference", conference.id, person_ids=shown, fields=FIELDS
        )
        name = f"hoi-nghi-{clock.to_local(conference.starts_at):%Y-%m-%d}-{conference.slug}.html"
        return Response(
            draw_file(held, form.passphrase.data),
            mimetype="text/html",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    page = render_template("door/keep_file.html", form=form, conference=conference)
    return page, 422 if form.is_submitted() else 200


@dataclass(frozen=True)
class Outcome:
    """What became of a file: how many acts are in, and what somebody should look at."""

    conference_id: str
    taken: int
    waits: int
    refused: list[tuple[str, str]]
    notes: list[str]
    open: bool


@bp.route("/can-bo/gui-diem-danh", methods=["GET", "POST"])
@requires(Permission.RUN_DOOR)
@takes_up_to(BIGGEST)
def send_file() -> str | tuple[str, int]:
    """A file that was saved at a door; it says itself which conference it belongs to."""
    actor, form, outcome = signed_in(), SendFileForm(), None
    if form.is_submitted() and form.validate():
        try:
            outcome = _bring(form.content(), actor)
        except Invalid as problem:
            form.file.errors = (str(problem.message),)
    page = render_template("door/send_file.html", form=form, outcome=outcome)
    return page, 422 if form.is_submitted() and outcome is None else 200


def _bring(raw: bytes, actor: Actor) -> Outcome:
    brought = open_file(raw)
    conference = get_sending(brought.conference_id, actor)
    answers = _take(conference, brought.body, actor)
    names = {one.get("i"): _name(one) for one in brought.body["acts"] if isinstance(one, dict)}
    readable = may_read(conference, actor)
    return Outcome(
        conference_id=conference.id,
        taken=sum(one.state == TAKEN for one in answers),
        waits=sum(one.state == WAITS for one in answers),
        refused=[(names.get(one.id, "?"), one.words) for one in answers if one.state == REFUSED],
        notes=list_notes(conference) if readable else [],
        open=readable,
    )


def _name(act: Json) -> str:
    stranger = act.get("s")
    name = clean(str(stranger.get("n", "")), 100) if isinstance(stranger, dict) else ""
    return name or _("A tap")
