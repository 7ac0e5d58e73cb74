"""Conferences: more of them like this one, on one page."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from jobfair.access import Actor, Permission, requires, signed_in
from jobfair.conferences.blueprint import staff as bp
from jobfair.conferences.clashes import find_clashes
from jobfair.conferences.series import create_series, find_series
from jobfair.conferences.series_forms import (
    FIRST_ROWS,
    Line,
    SeriesForm,
    digest_of,
    open_lines,
    read_lines,
)
from jobfair.conferences.staff_queries import get_for_staff
from jobfair.conferences.staff_showing import staff_page
from jobfair.lib.codes import new_id
from jobfair.models import Conference, ConferenceState

Answer = str | Response | tuple[str, int]


@bp.route("/can-bo/hoi-nghi/<conference_id>/chuoi", methods=["GET", "POST"])
@requires(Permission.PLAN_CONFERENCE)
def series(conference_id: str) -> Answer:
    """Up to twenty copies with day, hour and place of their own; what is odd is said once."""
    actor = signed_in()
    source = get_for_staff(conference_id, actor)
    form, lines = SeriesForm(), open_lines(source, actor)
    key = request.form.get("form_key") or new_id()
    if form.is_submitted() and (made := find_series(key, by=actor)):
        return _done(made)
    filled = read_lines(lines, source, actor) if form.is_submitted() else []
    plans = {line.number: line.plan for line in filled if line.plan}
    clashes = find_clashes(plans, source, actor)
    told = digest_of(clashes)
    whole = filled and len(plans) == len(filled)
    if not form.validate_on_submit() or not whole or form.seen.data != told:
        for line in filled:
            line.said = clashes.get(line.number, [])
        form.seen.data = told
        return _draw(source, form, lines, key, actor)
    return _done(create_series(list(plans.values()), by=actor, key=key, publish=form.publish.data))


def _draw(
    source: Conference, form: SeriesForm, lines: list[Line], key: str, actor: Actor
) -> Answer:
    page = render_template(
        "conferences/staff_series.html",
        conference=source,
        form=form,
        lines=lines,
        first=FIRST_ROWS,
        rest_open=any(line.wrong or line.said for line in lines[FIRST_ROWS:]),
        nothing=form.is_submitted() and not any(line.plan or line.wrong for line in lines),
        form_key=key,
        page=staff_page(source, actor),
    )
    return page, 422 if form.is_submitted() else 200


def _done(made: list[Conference]) -> Response:
    drafts = any(c.state is ConferenceState.DRAFT for c in made)
    if drafts:
        words = ngettext(
            "%(num)s draft is written. Look it over, then publish it.",
            "%(num)s drafts are written. Look them over, then publish them.",
            len(made),
        )
    else:
        words = ngettext(
            "%(num)s conference is published. People can register now.",
            "%(num)s conferences are published. People can register now.",
            len(made),
        )
    flash(words)
    which = "drafts" if drafts else "upcoming"
    return redirect(url_for("conferences_staff.index", loai=which), 303)
