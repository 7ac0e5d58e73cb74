"""For licensed bodies: profiles without a name, one of them, and what was asked."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair import audit
from jobfair.access import Permission, requires, signed_in
from jobfair.agencies.attempts import attempt, status_of
from jobfair.agencies.paging import page_of
from jobfair.cases.attempts import form_key
from jobfair.profiles import asks, queries
from jobfair.profiles import case_routes as case_routes  # same blueprint
from jobfair.profiles import case_side as case_side  # hangs itself on the case page
from jobfair.profiles import following as following  # hangs itself on steps, consents, the worker
from jobfair.profiles.blueprint import bp as bp
from jobfair.profiles.forms import ask_form
from jobfair.profiles.places import read_places
from jobfair.profiles.searching import choices, read_search
from jobfair.profiles.shown import facts_of, line_of
from jobfair.profiles.words import FOR_BODY, badge_for, short_name

A_PAGE = 30
SHOWN = ("age_band", "skills", "schooling", "language", "wish", "place")
Answer = str | Response | tuple[str, int]


@bp.get("/can-bo/ho-so-an-danh")
@requires(Permission.SEE_PROFILES)
def index() -> str:
    """Profiles that the body may see today; none while its licence is not in force."""
    actor, places = signed_in(), read_places()
    body = queries.find_licensed(actor.scope.body_id)
    if body is None:
        return render_template("profiles/closed.html")
    search = read_search(request.args)
    page = page_of(queries.count_profiles(body.id, search, places), A_PAGE)
    found = queries.search_profiles(body.id, search, places, limit=A_PAGE, offset=page.offset)
    people = [profile.person_id for profile in found]
    audit.record_view(actor, "view.profiles", "job_profile", person_ids=people, fields=SHOWN)
    asked = queries.list_asks_about([profile.id for profile in found], body.id)
    lines = [line_of(one, one.person.commune_code, places, asked.get(one.id)) for one in found]
    return render_template(
        "profiles/index.html", lines=lines, search=search, page=page, **choices(places)
    )


@bp.route("/can-bo/ho-so-an-danh/<profile_id>", methods=["GET", "POST"])
@requires(Permission.SEE_PROFILES)
def show(profile_id: str) -> Answer:
    """One profile, and the button to have the centre ask."""
    actor, key = signed_in(), form_key()
    profile = queries.get_seen(profile_id, actor.scope.body_id)
    body_id = str(actor.scope.body_id)
    people = [profile.person_id]
    audit.record_view(
        actor, "view.profile", "job_profile", profile.id, person_ids=people, fields=SHOWN
    )
    orders = asks.orders_to_name(body_id)
    form = ask_form(orders)
    if form.validate_on_submit() and attempt(
        form, lambda: asks.ask(profile_id, str(form.order_id.data), by=actor, act_key=key)
    ):
        flash(_("The centre asks the person and tells you here."))
        return redirect(url_for(".asked"), 303)
    asked = queries.list_asks_about([profile.id], body_id).get(profile.id)
    line = line_of(profile, profile.person.commune_code, read_places(), asked)
    page = render_template(
        "profiles/show.html",
        profile=profile,
        line=line,
        facts=facts_of(profile, line),
        form=form,
        key=key,
        orders=orders,
        asked=asked,
        again=asks.may_ask_from(profile, body_id),
        short_name=short_name,
    )
    return page, status_of(form)


@bp.get("/can-bo/nho-hoi-ho-so")
@requires(Permission.SEE_PROFILES)
def asked() -> str:
    """What this body asked, with the answers; never another body's."""
    body_id = str(signed_in().scope.body_id or "")
    page = page_of(queries.count_asks_of_body(body_id), A_PAGE)
    rows = queries.list_asks_of_body(body_id, limit=A_PAGE, offset=page.offset)
    badges = {row.id: badge_for(row.state, FOR_BODY) for row in rows}
    return render_template(
        "profiles/asked.html", rows=rows, badges=badges, page=page, short_name=short_name
    )
