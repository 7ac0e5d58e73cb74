"""Conferences: who helps at the door; the helper's own first page."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.access import Permission, requires, signed_in
from jobfair.accounts import browser
from jobfair.accounts.helpers import list_helpers
from jobfair.accounts.sessions import must_set_up
from jobfair.conferences import helpers
from jobfair.conferences.blueprint import staff as bp
from jobfair.conferences.door_days import helper_days, helper_may_enter
from jobfair.conferences.helper_forms import HelperForm
from jobfair.conferences.showing import Communes, title_of
from jobfair.conferences.staff_queries import get_for_planning
from jobfair.conferences.writing import id_for
from jobfair.errors import Invalid
from jobfair.lib import clock
from jobfair.lib.codes import new_id
from jobfair.models import Conference, UserAccount

Answer = str | Response | tuple[str, int]
HELPERS = "/can-bo/hoi-nghi/<conference_id>/nguoi-giup"


@bp.route(HELPERS, methods=["GET", "POST"])
@requires(Permission.NAME_HELPERS)
def helper_list(conference_id: str) -> Answer:
    """Who helps at this door; the form that makes an account answers with its sheet."""
    actor, here = signed_in(), request.path
    conference = get_for_planning(conference_id, actor)
    if (answer := browser.step_up(actor, here)) is not None:
        return answer
    form, key = HelperForm(), id_for(request.form.get("form_key", ""))
    if not form.validate_on_submit():
        return _page(conference, form, key), 422 if form.is_submitted() else 200
    try:
        user, first = helpers.name_helper(
            conference, form.sign_in_name(), form.full_name.data or "", key=key, by=actor
        )
    except Invalid as wrong:
        form.username.errors = (wrong.message,)
        return _page(conference, form, key), 422
    return _sheet(conference, user, first)


def _page(conference: Conference, form: HelperForm, key: str) -> str:
    actor = signed_in()
    rows = list_helpers(conference.id)
    return render_template(
        "conferences/staff_helpers.html",
        conference=conference,
        title=title_of(conference, Communes()),
        days=helper_days(conference),
        form=form,
        form_key=key,
        new_key=new_id,
        helpers=[(grant, must_set_up(grant.user)) for grant in rows],
        known=helpers.list_known(conference, actor),
        may_name=helpers.may_name(conference, actor),
    )


def _sheet(conference: Conference, user: UserAccount, first: str) -> str:
    first_day, last_day = helper_days(conference)
    return render_template(
        "accounts/first_password_print.html",
        user=user,
        first=first,
        address=url_for("accounts.sign_in", _external=True),
        back_url=url_for("conferences_staff.helper_list", conference_id=conference.id),
        door=title_of(conference, Communes()),
        door_days=(first_day, last_day),
    )


def _back(conference: Conference) -> Response:
    return redirect(url_for("conferences_staff.helper_list", conference_id=conference.id), 303)


@bp.route(f"{HELPERS}/lai", methods=["POST"])
@requires(Permission.NAME_HELPERS)
def helper_again(conference_id: str) -> Response:
    """Somebody who helped before helps here too, with the password she has."""
    browser.button_pressed()
    actor = signed_in()
    conference = get_for_planning(conference_id, actor)
    back = url_for("conferences_staff.helper_list", conference_id=conference.id)
    if (answer := browser.step_up(actor, back)) is not None:
        return answer
    user = helpers.name_known(conference, request.form.get("user", ""), by=actor)
    flash(_("%(name)s opens this door with the password she or he has.", name=user.full_name))
    return _back(conference)


@bp.route(f"{HELPERS}/<grant_id>/dung", methods=["POST"])
@requires(Permission.NAME_HELPERS)
def helper_end(conference_id: str, grant_id: str) -> Response:
    """Close the door to one helper, at once: no code stands in the way of closing."""
    browser.button_pressed()
    actor = signed_in()
    conference = get_for_planning(conference_id, actor)
    grant = helpers.end(conference, grant_id, by=actor)
    flash(_("The door is closed to %(name)s.", name=grant.user.full_name))
    return _back(conference)


@bp.route(f"{HELPERS}/<grant_id>/mat-khau", methods=["POST"])
@requires(Permission.NAME_HELPERS)
def helper_password(conference_id: str, grant_id: str) -> str | Response:
    """A new sheet for a helper who lost the old one, or the phone."""
    browser.button_pressed()
    actor = signed_in()
    conference = get_for_planning(conference_id, actor)
    back = url_for("conferences_staff.helper_list", conference_id=conference.id)
    if (answer := browser.step_up(actor, back)) is not None:
        return answer
    key = id_for(request.form.get("form_key", ""))
    user, first = helpers.new_sheet(conference, grant_id, key=key, by=actor)
    return _sheet(conference, user, first)


@bp.route("/can-bo/cua", methods=["GET"])
@requires(Permission.OPEN_OWN_DOOR)
def my_door() -> str | Response:
    """The roster of today's conference, else which day it opens or that it is over."""
    actor, day = signed_in(), clock.today()
    doors, communes = helpers.list_doors(actor), Communes()
    open_now = [held for held in doors if helper_may_enter(held, day)]
    if len(open_now) == 1:
        return redirect(url_for("door.roster", conference_id=open_now[0].id), 303)
    rows = [(held, title_of(held, communes), helper_days(held), held in open_now) for held in doors]
    return render_template("conferences/my_door.html", rows=rows, day=day)
