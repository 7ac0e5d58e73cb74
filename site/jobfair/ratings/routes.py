"""Staff: comments on bodies are read before they are shown; a rating written for a person."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair import audit
from jobfair.access import Permission, requires, signed_in
from jobfair.agencies.paging import page_of
from jobfair.agencies.track import open_comment
from jobfair.cases.attempts import Answer, open_case_page
from jobfair.cases.locking import hold_case
from jobfair.errors import Conflict, Invalid
from jobfair.ratings import case_side as case_side  # hangs its part on the case
from jobfair.ratings import counting as counting  # tells the worker what to do once a day
from jobfair.ratings import queries, rules
from jobfair.ratings.blueprint import bp as bp
from jobfair.ratings.forms import RatingForm, rating_form
from jobfair.ratings.words import REASONS

A_PAGE = 20


@bp.get("/can-bo/danh-gia")
@requires(Permission.MODERATE_RATINGS)
def comments() -> str:
    """What waits to be read, or what was decided; nobody's name stands beside it."""
    waiting = request.args.get("nhom") != "xong"
    page = page_of(queries.count_comments(waiting=waiting), A_PAGE)
    rows = queries.list_comments(waiting=waiting, limit=A_PAGE, offset=page.offset)
    people = sorted({comment.person_id for comment, _name in rows})
    audit.record_view(
        signed_in(), "view.ratings", "rating_comment", person_ids=people, fields=("comment",)
    )
    lines = [(comment, name, open_comment(comment)) for comment, name in rows]
    counts = {done: queries.count_comments(waiting=not done) for done in (False, True)}
    return render_template(
        "ratings/comments.html",
        lines=lines,
        page=page,
        waiting=waiting,
        counts=counts,
        reasons=REASONS,
    )


@bp.post("/can-bo/danh-gia/<comment_id>")
@requires(Permission.MODERATE_RATINGS)
def decide(comment_id: str) -> Response:
    """Show a comment, or keep it hidden."""
    comment = queries.get_comment(comment_id)
    do = request.form.get("do", "")
    if do != "show" and do not in REASONS:
        raise Invalid(_("Choose one of the buttons."))
    rules.decide(comment, reason="" if do == "show" else do, by=signed_in())
    flash(_("It is shown now.") if do == "show" else _("It stays hidden."))
    return redirect(url_for(".comments"), 303)


@bp.route("/can-bo/ho-so/<case_id>/danh-gia", methods=["GET", "POST"])
@requires(Permission.RATE_FOR_PERSON)
def rate_for(case_id: str) -> Answer:
    """Write down what the person says on the phone; what was said before is not shown."""
    case, actor = open_case_page(case_id)
    back = url_for("cases.case_page", case_id=case.id)
    placement = rules.find_rated(case)
    if placement is None or rules.rated_by_worker(placement):
        flash(_("There is nothing to write down here: nobody to rate, or answered already."))
        return redirect(back, 303)
    form: RatingForm = rating_form()
    if form.validate_on_submit():
        hold_case(case)
        try:
            rules.rate(case, form.given(), by=actor)
        except (Invalid, Conflict) as no:
            form.form_errors.append(no.message)
        else:
            flash(_("Saved."))
            return redirect(back, 303)
    page = render_template("ratings/rate_for.html", form=form, case=case, body=placement.body)
    return page, 422 if form.is_submitted() else 200
