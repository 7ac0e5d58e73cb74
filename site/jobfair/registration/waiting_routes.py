"""The waiting line of a full conference: how long it is, what comes next, one press to join."""

from __future__ import annotations

from flask import redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import StringField

from jobfair.access import public
from jobfair.conferences.rules import why_closed
from jobfair.forms import Form
from jobfair.registration.blueprint import bp
from jobfair.registration.keys import checks_own_token, form_key_or_new, known_key
from jobfair.registration.showing import about_line, near_links, no_seat, short_line
from jobfair.registration.under_way import Answer, UnderWay
from jobfair.unit_of_work import reads_only


class LineForm(Form):
    """Stand in line: the whole family together, or split over the seats there are."""

    waits = StringField()

    @property
    def how(self) -> str:
        """Split only where it was pressed."""
        return "split" if self.waits.data == "split" else "together"


@bp.route("/hoi-nghi/<slug>/hang-cho", methods=["GET", "POST"])
@public
@checks_own_token
@reads_only
def line_start(slug: str) -> Answer:
    """For who has not begun; the page makes the once-only key, the POST the draft."""
    return _line(slug, form_key_or_new(request.form.get("form_key")))


@bp.route("/hoi-nghi/<slug>/hang-cho/<form_key>", methods=["GET", "POST"])
@public
@checks_own_token
@reads_only
def line_join(slug: str, form_key: str) -> Answer:
    """For a form under way: nothing is typed again."""
    return _line(slug, known_key(form_key))


def _line(slug: str, key: str) -> Answer:
    form = UnderWay(slug, key)
    if form.receipt:
        return redirect(form.receipt_address(), 303)
    why = why_closed(form.conference)
    if why not in (None, "full"):
        raise no_seat(form.conference, why, key, None if form.is_new else form.answers)
    wish = LineForm()
    if request.method == "POST" and wish.validate():
        form.wait(wish.how)
        return _on(form)
    if not form.is_short and request.method == "GET":
        return _on(form)
    return _draw(form, wish), 422 if request.method == "POST" else 200


def _on(form: UnderWay) -> Response:
    return redirect(form.next_address(), 303)


def _draw(form: UnderWay, wish: LineForm) -> str:
    carried = None if form.is_new else form.key
    return render_template(
        "registration/line.html",
        form=wish,
        form_key=form.key,
        conference=form.conference,
        about=about_line(form.conference),
        people=form.people,
        seats=form.free if form.free < form.people else 0,
        short_line=short_line(form.free, form.people),
        near=near_links(form.conference, carried, form.answers),
    )
