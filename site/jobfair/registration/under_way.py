"""A form under way: its once-only key, its conference, what was answered so far."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from jobfair.conferences.queries import seats_left
from jobfair.conferences.rules import why_closed
from jobfair.database import end_reading
from jobfair.forms import Form
from jobfair.lib.clock import to_local
from jobfair.registration.answers import COUNT, MORE, NUMBER, Answers, Step, first_open, may_open
from jobfair.registration.drafts import drafts
from jobfair.registration.queries import FormGround, draft_hours, find_kept, get_ground
from jobfair.registration.showing import about_line, no_seat

Answer = Response | tuple[str, int]


class UnderWay:
    """What every page of the form begins with; raises NotFound for an unknown conference."""

    def __init__(self, slug: str, key: str, ground: FormGround | None = None) -> None:
        """Read the draft of ``key`` and, unless its ground is known, the conference of ``slug``."""
        # The draft first: whoever sends it erases it after the commit, so where it is gone
        # already the look for the receipt that follows finds one.
        kept = drafts().load(key)
        ground = ground or get_ground(slug, key)
        self.key, self.receipt = key, ground.receipt
        self.conference = ground.conference
        self.is_new = kept is None
        self.answers = Answers.from_json(kept or {}).at(slug)
        self.day = to_local(self.conference.starts_at).date()

    @property
    def people(self) -> int:
        """How many the form registers."""
        return 1 + len(self.answers.members)

    @property
    def free(self) -> int:
        """Seats that nobody holds, whoever waits for them."""
        return max(0, self.conference.capacity - self.conference.seats_taken)

    @property
    def is_short(self) -> bool:
        """Whether there are fewer seats than people."""
        return seats_left(self.conference) < self.people

    def address(self, step: Step) -> str:
        """Where a question stands."""
        slug = self.conference.slug
        if step is Step.CHECK:
            return url_for("registration.send", slug=slug, form_key=self.key)
        return url_for("registration.step", slug=slug, form_key=self.key, step=step)

    def elsewhere(self, step: Step) -> Response | None:
        """Where to go instead of this page: the receipt, or the first open question.

        Raises Conflict when the conference takes nobody now; the answers stay.
        """
        if self.receipt:
            return redirect(self.receipt_address(), 303)
        self.refuse_if_closed()
        if not may_open(step, self.answers, self.day):
            return redirect(self.next_address(), 303)
        return None

    def receipt_address(self) -> str:
        """The done page of what was sent."""
        return url_for("registration.receipt", receipt=self.receipt)

    def refuse_if_closed(self) -> None:
        """Raise Conflict unless a seat, or a place in line where it is wanted, can be asked for."""
        why = why_closed(self.conference)
        if why is not None and not (why == "full" and self.answers.waits):
            raise no_seat(self.conference, why, self.key, None if self.is_new else self.answers)

    def next_address(self) -> str:
        """The first open question; a form without any answer begins at the beginning."""
        if self.is_new:
            return url_for("registration.start", slug=self.conference.slug)
        return self.address(first_open(self.answers, self.day))

    def keep(self, answers: Answers) -> None:
        """Save the answers as the draft of this key."""
        drafts().save(self.key, answers.as_json(), draft_hours() if self.is_new else 0)
        self.answers, self.is_new = answers, False

    def wait(self, how: str) -> None:
        """Save the wish to stand in line for this conference: 'together' or 'split'."""
        self.keep(replace(self.answers, waits=how, waits_at=self.conference.slug))

    def page(self, template: str, step: Step, filled: Form, back_url: str, **more: object) -> str:
        """Draw a page of the form; one more person's pages have no number in the way."""
        numbers = {} if step in MORE else {"step": NUMBER[step], "steps": COUNT}
        return render_template(
            template,
            form=filled,
            form_key=self.key,
            back_url=back_url,
            about=about_line(self.conference),
            **numbers,
            **more,
        )


def find_ready(slug: str, key: str) -> UnderWay | None:
    """A whole form, without asking for seats and receipt: its sending finds both out."""
    found = find_kept(slug)
    form = UnderWay(slug, key, FormGround(found[0], None)) if found else None
    if form and may_open(Step.CHECK, form.answers, form.day):
        return form
    end_reading()  # its draft may be gone because it was sent a moment ago
    return None
