"""The worker's form: one question a page, then look over and send. Works without JavaScript."""

from __future__ import annotations

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from jobfair.access import public
from jobfair.conferences.rules import why_closed
from jobfair.errors import NotFound
from jobfair.forms import Form
from jobfair.language import current_language
from jobfair.lib.clock import to_local
from jobfair.registration import call_back_routes as call_back_routes  # same blueprint
from jobfair.registration import receipt_routes as receipt_routes
from jobfair.registration import slip_routes as slip_routes
from jobfair.registration.answers import (
    COUNT,
    NUMBER,
    Answers,
    Step,
    first_open,
    may_open,
    step_before,
)
from jobfair.registration.blueprint import bp as bp
from jobfair.registration.check import consent_words, facts, number_of, purposes_of
from jobfair.registration.drafts import drafts
from jobfair.registration.forms import ConsentForm
from jobfair.registration.keys import checks_own_token, form_key_or_new, known_key
from jobfair.registration.queries import draft_hours, get_ground
from jobfair.registration.questions import QUESTIONS
from jobfair.registration.rules import NoSeat, register
from jobfair.registration.sending import Sending
from jobfair.registration.showing import about_line, no_seat
from jobfair.unit_of_work import reads_only

Answer = Response | tuple[str, int]


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
    form = _Form(slug, known_key(form_key))
    elsewhere = form.elsewhere(Step.CHECK)
    if elsewhere:
        return elsewhere
    consent = ConsentForm()
    if request.method == "POST" and consent.validate():
        return _send(form, consent)
    return _draw_check(form, consent), 422 if request.method == "POST" else 200


class _Form:
    """A form under way: its key, its conference, its answers so far."""

    def __init__(self, slug: str, key: str) -> None:
        # The draft first: whoever sends it erases it after the commit, so where it is gone
        # already the look for the receipt that follows finds one.
        kept = drafts().load(key)
        ground = get_ground(slug, key)
        self.key, self.receipt = key, ground.receipt
        self.conference = ground.conference
        self.is_new = kept is None
        self.answers = Answers.from_json(kept or {})
        self.day = to_local(self.conference.starts_at).date()

    def address(self, step: Step) -> str:
        if step is Step.CHECK:
            return url_for("registration.send", slug=self.conference.slug, form_key=self.key)
        slug = self.conference.slug
        return url_for("registration.step", slug=slug, form_key=self.key, step=step)

    def elsewhere(self, step: Step) -> Response | None:
        """Where to go instead of this page: the receipt, or the first open question.

        Raises Conflict when the conference takes nobody now; the answers stay.
        """
        if self.receipt:
            return redirect(url_for("registration.receipt", receipt=self.receipt), 303)
        self.refuse_if_closed()
        if not may_open(step, self.answers, self.day):
            return redirect(self.next_address(), 303)
        return None

    def refuse_if_closed(self) -> None:
        why = why_closed(self.conference)
        if why is not None and not (why == "full" and self.answers.waits):
            raise no_seat(self.conference, why, self.key, None if self.is_new else self.answers)

    def next_address(self) -> str:
        """The first open question; a form without any answer begins at the beginning."""
        if self.is_new:
            return url_for("registration.start", slug=self.conference.slug)
        return self.address(first_open(self.answers, self.day))

    def keep(self, answers: Answers) -> None:
        drafts().save(self.key, answers.as_json(), draft_hours() if self.is_new else 0)
        self.answers, self.is_new = answers, False


def _ask(slug: str, key: str, step: Step) -> Answer:
    form = _Form(slug, key)
    if request.method == "POST" and not form.receipt:
        return _take(form, step)
    elsewhere = form.elsewhere(step)
    return elsewhere or (_draw(form, step, _made(form, step)), 200)


def _made(form: _Form, step: Step) -> Form:
    filled: Form = QUESTIONS[step].make(form.answers, form.conference)
    return filled


def _take(form: _Form, step: Step) -> Answer:
    """Keep a good answer even where it came out of order or the conference is full by now."""
    filled = _made(form, step)
    if filled.validate():
        form.keep(QUESTIONS[step].read(form.answers, filled))
        form.refuse_if_closed()
        stays = QUESTIONS[step].stays(filled)
        onward = f"{form.address(step)}?{stays}" if stays else form.next_address()
        return redirect(onward, 303)
    form.refuse_if_closed()
    return _draw(form, step, filled), 422


def _draw(form: _Form, step: Step, filled: Form) -> str:
    before = step_before(step, form.answers, form.day)
    back = form.address(before) if before else None
    return _page(
        QUESTIONS[step].template,
        form,
        step,
        filled,
        back_url=back or url_for("conferences.show", slug=form.conference.slug),
        conference=form.conference,
        answers=form.answers,
        no_phone_url=form.address(Step.BORROWED),
    )


def _draw_check(form: _Form, consent: ConsentForm) -> str:
    return _page(
        "registration/check.html",
        form,
        Step.CHECK,
        consent,
        back_url=form.address(Step.PLACE),
        facts=facts(form.answers, form.conference, form.address),
        words=consent_words(),
        for_whom=form.answers.for_whom,
    )


def _page(
    template: str, form: _Form, step: Step, filled: Form, back_url: str, **more: object
) -> str:
    return render_template(
        template,
        form=filled,
        form_key=form.key,
        step=NUMBER[step],
        steps=COUNT,
        back_url=back_url,
        about=about_line(form.conference),
        **more,
    )


def _send(form: _Form, consent: ConsentForm) -> Response:
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
        raise no_seat(form.conference, refusal.why, form.key, form.answers) from None
    g.sent_draft = form.key
    return redirect(url_for("registration.receipt", receipt=receipt), 303)
