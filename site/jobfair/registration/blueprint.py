"""The blueprint of this room, and what it needs from the app: drafts, and their eraser."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Flask, Response, request
from flask.blueprints import BlueprintSetupState

from jobfair.conferences.rules import PEOPLE_TOLD, SEATS_ADDED
from jobfair.messages.worker import PERIODIC, now_and_then
from jobfair.registration.drafts import erase_expired_drafts, init_drafts
from jobfair.registration.line import init_line
from jobfair.registration.sheet_photos import shred_old_photos, sweep_photos
from jobfair.registration.sms import erase_old_messages
from jobfair.registration.telling import tell_everyone
from jobfair.registration.waiting import hand_on

bp = Blueprint("registration", __name__)

KEPT = frozenset({"registration.slip_entry", "registration.offline"})
"""The only pages of this room that are the same for everyone."""


@bp.record_once
def _set_up(state: BlueprintSetupState) -> None:
    app = cast(Flask, state.app)
    init_drafts(app)
    init_line(app)
    if erase_expired_drafts not in PERIODIC:
        PERIODIC.append(erase_expired_drafts)
    if erase_old_messages not in PERIODIC:
        PERIODIC.append(erase_old_messages)
    if shred_old_photos not in PERIODIC:
        PERIODIC.extend([shred_old_photos, now_and_then(sweep_photos)])
    if hand_on not in SEATS_ADDED:
        SEATS_ADDED.append(hand_on)
    if tell_everyone not in PEOPLE_TOLD:
        PEOPLE_TOLD.append(tell_everyone)


@bp.after_request
def _keep_nowhere(response: Response) -> Response:
    """A key, a name or a code stands on every other page: no cache may hold them."""
    if request.endpoint not in KEPT or request.method == "POST":
        response.headers["Cache-Control"] = "no-store"
    return response
