"""Call me back: no conference near me. One page, one case with a call to make."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.access import public
from jobfair.language import current_language
from jobfair.lib.clock import today
from jobfair.models import Purpose
from jobfair.privacy.notice import split_lines
from jobfair.privacy.rules import current_text
from jobfair.registration.answers import Answers
from jobfair.registration.blueprint import bp
from jobfair.registration.forms import CallBackForm
from jobfair.registration.keys import checks_own_token, form_key_or_new
from jobfair.registration.queries import find_receipt
from jobfair.registration.rules import register
from jobfair.registration.sending import Sending
from jobfair.registration.showing import commune_choices
from jobfair.unit_of_work import reads_only


@bp.route("/goi-lai", methods=["GET", "POST"])
@public
@checks_own_token
@reads_only  # ``register`` writes in a transaction of its own
def call_back() -> Response | tuple[str, int]:
    """Name, year, phone, commune, consent; ends at a receipt as a registration does."""
    key = form_key_or_new(request.form.get("form_key"))
    sent = find_receipt(key) if request.method == "POST" else None
    form = _form()
    if request.method == "POST" and not sent and form.validate():
        sent = register(None, _sending(key, form))
    if sent:
        return redirect(url_for("registration.receipt", receipt=sent), 303)
    text = split_lines(current_text(Purpose.SEAT, current_language()).text)
    page = render_template(
        "registration/call_back.html", form=form, form_key=key, words=" ".join(text)
    )
    return page, 422 if request.method == "POST" else 200


def _form() -> CallBackForm:
    form = CallBackForm()
    form.on_day = today()
    form.commune.offer(commune_choices(), _("Choose"))
    return form


def _sending(key: str, form: CallBackForm) -> Sending:
    answers = Answers(
        for_whom="self",
        name=form.name.data,
        birth_year=form.year,
        birth_date=form.born_on.isoformat() if form.born_on else None,
        phone=form.number.e164,
        commune=form.commune.data,
        village=form.village.data or "",
    )
    return Sending(key, answers, form.number.e164, (Purpose.SEAT,), current_language())
