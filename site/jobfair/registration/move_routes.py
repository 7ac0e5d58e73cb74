"""The slip goes to another conference: the nearest ones, one question, one press."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.access import public
from jobfair.conferences.queries import get_public_conference, nearest_with_distance
from jobfair.conferences.rules import WhyClosed, why_closed
from jobfair.conferences.showing import Communes, near_cards
from jobfair.forms import ButtonForm
from jobfair.models import Conference, Registration
from jobfair.registration.blueprint import bp
from jobfair.registration.moving import did_not_come, may_move, move_seat
from jobfair.registration.opened import opened_slip, remember
from jobfair.registration.rules import NoSeat
from jobfair.registration.showing import about_line
from jobfair.registration.slip_page import make_slip

NEAREST = 6
Answer = Response | str | tuple[str, int]


@bp.route("/phieu/<code>/doi-hoi-nghi", methods=["GET"])
@public
def slip_move(code: str) -> Answer:
    """The nearest open conferences with a free seat."""
    found = opened_slip(code)
    if not may_move(found):
        return redirect(url_for("registration.slip", code=code), 303)
    home = found.person.commune_code
    near = nearest_with_distance(home, found.conference_id, NEAREST)
    cards = near_cards(near, Communes())
    return render_template("registration/move.html", slip=make_slip(found), cards=cards)


@bp.route("/phieu/<code>/doi-hoi-nghi/<slug>", methods=["GET", "POST"])
@public
def slip_move_to(code: str, slug: str) -> Answer:
    """Ask once, then take the seat there and give the old one back; full: offer the line."""
    found = opened_slip(code)
    to = get_public_conference(slug)
    form = ButtonForm()
    if request.method == "GET" and not may_move(found):
        return redirect(url_for("registration.slip", code=code), 303)
    if request.method == "GET" or not form.validate():
        status = 422 if request.method == "POST" else 200
        return _ask(found, to, form, why_closed(to)), status
    try:
        now_code = move_seat(found, to, may_wait=request.form.get("waits") == "y")
    except NoSeat as refusal:
        return _ask(found, to, form, refusal.why), 409
    remember(now_code)
    flash(_("Done. This is your new conference."), "success")
    return redirect(url_for("registration.slip", code=now_code), 303)


def _ask(found: Registration, to: Conference, form: ButtonForm, why: WhyClosed | None) -> str:
    return render_template(
        "registration/move_to.html",
        slip=make_slip(found),
        form=form,
        to=to,
        about=about_line(to),
        why=why,
        missed=did_not_come(found),
    )
