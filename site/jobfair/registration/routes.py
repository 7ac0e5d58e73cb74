"""The worker's form: one question a page, then look over and send. Works without JavaScript."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from jobfair.access import public
from jobfair.errors import NotFound
from jobfair.forms import Form
from jobfair.language import current_language
from jobfair.registration import call_back_routes as call_back_routes  # same blueprint
from jobfair.registration import desk_routes as desk_routes
from jobfair.registration import family_routes as family_routes
from jobfair.registration import offline_routes as offline_routes
from jobfair.registration import paper_routes as paper_routes
from jobfair.registration import receipt_routes as receipt_routes
from jobfair.registration import sheet_photo_routes as sheet_photo_routes
from jobfair.registration import slip_routes as slip_routes
from jobfair.registration import sms_routes as sms_routes
from jobfair.registration import waiting_routes as waiting_routes
from jobfair.registration.answers import MORE, Step, next_for_member, step_before
from jobfair.registration.blueprint import bp as bp
from jobfair.registration.check import (
    checked,
    consent_words,
    number_of,
    purposes_of,
    young_ones,
)
from jobfair.registration.forms import ConsentForm
from jobfair.registration.keys import checks_own_token, form_key_or_new, known_key
from jobfair.registration.questions import QUESTIONS
from jobfair.registration.rules import NoSeat, register
from jobfair.registration.sending import Sending
from jobfair.registration.showing import no_seat
from jobfair.registration.under_way import Answer, UnderWay, find_ready
from jobfair.unit_of_work import reads_only


@bp.route("/hoi-nghi/<slug>/dang-ky", methods=["GET", "POST"])
@public
@checks_own_token
@reads_only
def start(slug: str) -> Answer:
    """The first question; its page makes the once-only key, its POST the draft."""
    return _ask(slug, form_key_or_new(request.form.get("form_key")), Step.WHOM)


@bp.route("/hoi-nghi/<slug>/dang-ky/<form_key>/<step>", methods=["GET", "POST"])
@public
@checks_own_token
@reads_only
def step(slug: str, form_key: str, step: str) -> Answer:
    """One question of a form that is under way."""
    if step not in list(Step) or step == Step.CHECK:
        raise NotFound()
    return _ask(slug, known_key(form_key), Step(step))


@bp.route("/hoi-nghi/<slug>/dang-ky/<form_key>/xem-lai", methods=["GET", "POST"])
@public
@checks_own_token
@reads_only  # ``register`` writes in a transaction of its own
def send(slug: str, form_key: str) -> Answer:
    """Look over, agree, send. A repeat leads to the same receipt, whatever it carries."""
    consent = ConsentForm()
    ready = find_ready(slug, known_key(form_key)) if request.method == "POST" else None
    if ready and _may_send(ready, consent):
        return _send(ready, consent)
    form = UnderWay(slug, known_key(form_key))
    elsewhere = form.elsewhere(Step.CHECK)
    if elsewhere:
        return elsewhere
    return _draw_check(form, consent), 422 if request.method == "POST" else 200


def _ask(slug: str, key: str, step: Step) -> Answer:
    form = UnderWay(slug, key)
    if request.method == "POST" and not form.receipt:
        return _take(form, step)
    elsewhere = form.elsewhere(step)
    return elsewhere or (_draw(form, step, _made(form, step)), 200)


def _made(form: UnderWay, step: Step) -> Form:
    filled: Form = QUESTIONS[step].make(form.answers, form.conference)
    return filled


def _take(form: UnderWay, step: Step) -> Answer:
    """Keep a good answer even where it came out of order or the conference is full by now."""
    filled = _made(form, step)
    if not filled.validate():
        form.refuse_if_closed()
        return _draw(form, step, filled), 422
    answers = QUESTIONS[step].read(form.answers, filled)
    if step in MORE:
        then, answers = next_for_member(answers, form.day)
        form.keep(answers)
        address = form.address(then)
    else:
        form.keep(answers)
        stays = QUESTIONS[step].stays(filled)
        address = f"{form.address(step)}?{stays}" if stays else form.next_address()
    form.refuse_if_closed()
    return redirect(address, 303)


def _draw(form: UnderWay, step: Step, filled: Form) -> str:
    before = step_before(step, form.answers, form.day)
    back = form.address(before) if before else None
    return form.page(
        QUESTIONS[step].template,
        step,
        filled,
        back_url=back or url_for("conferences.show", slug=form.conference.slug),
        conference=form.conference,
        answers=form.answers,
        no_phone_url=form.address(Step.BORROWED),
    )


def _draw_check(form: UnderWay, consent: ConsentForm) -> str:
    return form.page(
        "registration/check.html",
        Step.CHECK,
        consent,
        back_url=form.address(Step.PLACE),
        **checked(form),
        words=consent_words(),
    )


def _may_send(form: UnderWay, consent: ConsentForm) -> bool:
    """Whether the choices hold and everybody is old enough; else the page says what does not."""
    valid = consent.validate()
    young = young_ones(form)
    consent.form_errors.extend(one["sentence"] for one in young)
    return valid and not young


def _send(form: UnderWay, consent: ConsentForm) -> Response:
    sending = Sending(
        form_key=form.key,
        answers=form.answers,
        e164=number_of(form.answers),
        purposes=purposes_of(consent),
        lang=current_language(),
    )
    try:
        receipt = register(form.conference, sending)
    except NoSeat as refusal:
        now = UnderWay(form.conference.slug, form.key)  # the seats as they are by now
        raise no_seat(now.conference, refusal.why, form.key, form.answers) from None
    return redirect(url_for("registration.receipt", receipt=receipt), 303)
