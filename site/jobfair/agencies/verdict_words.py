"""A verdict in the reader's language: one heading, one sentence, what to do, what not to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from jobfair.agencies.shown import BodyLine, body_line, days_between, introduction_on
from jobfair.agencies.verdict import Verdict, Why
from jobfair.agencies.words import Names, market_name
from jobfair.filters import show_day

SIGNS = {"green": "good", "amber": "mind", "red": "danger"}


@dataclass(frozen=True)
class Answer:
    """What the page of a verdict says; ``lines``: the bodies it names, ``line``: the one."""

    kind: str  # of ui.verdict
    colour: str
    title: str
    text: str
    lines: Sequence[BodyLine]
    facts: Sequence[tuple[str, str, str]]
    yes: Sequence[str]
    no: Sequence[str]
    ask_number: bool = False
    of_number: bool = False
    warnings: Sequence[tuple[str, str, date]] = ()  # title, address, published on

    @property
    def line(self) -> BodyLine | None:
        """The one body, where the question is of one."""
        return self.lines[0] if self.facts and self.lines else None


def answer_of(verdict: Verdict, day: date, markets: Names) -> Answer:
    """The words of a verdict on the day."""
    lines = [body_line(body, day, markets) for body in verdict.bodies]
    yes, no = _advice(verdict)
    return Answer(
        kind=SIGNS[verdict.colour],
        colour=verdict.colour,
        title=_title(verdict, markets),
        text=_text(verdict),
        lines=lines,
        facts=_facts(verdict, lines, day) if verdict.status is not None else (),
        yes=yes,
        no=no,
        ask_number=verdict.name_alone,
        of_number=verdict.of_number,
        warnings=_warnings(verdict),
    )


def _warnings(verdict: Verdict) -> list[tuple[str, str, date]]:
    """Each warning once, the newest first."""
    found = {one.slug: one for one in verdict.warned}
    return [(one.title, url_for("warnings.show", slug=slug), one.on) for slug, one in found.items()]


def _title(verdict: Verdict, markets: Names) -> str:
    if verdict.why is Why.REAL:
        return _real(verdict)
    if verdict.why is Why.MARKETS and verdict.status is not None:
        names = ", ".join(market_name(markets, code) for code in verdict.status.suspended_markets)
        return _("Suspended for %(markets)s", markets=names)
    return {
        Why.REVOKED: _("The licence was revoked. Pay nothing."),
        Why.RETURNED: _("The licence was returned. Pay nothing."),
        Why.SUSPENDED: _("This company is suspended. Pay nothing."),
        Why.NO_LICENCE: _("No licence in force. Pay nothing."),
        Why.ORDER_CLOSED: _("This order takes nobody now."),
        Why.SEVERAL: _("Several companies have this name."),
        Why.JOB_SERVICE: _("This is no licence to send people abroad."),
        Why.NEAR: _("Nearly the same is not the same. Pay nothing."),
        Why.UNKNOWN: _("We do not know this number yet. Pay nothing.")
        if verdict.of_number
        else _("We do not know this name yet. Pay nothing."),
        Why.WARNED: _("This number stands in a warning. Send no money.")
        if verdict.of_number
        else _("This name stands in a warning. Send no money."),
        Why.BORROWED: _("The name is real, and somebody is misusing it."),
    }[verdict.why]


def _real(verdict: Verdict) -> str:
    """By what was equal; a name says the least, so it comes last."""
    for kind, words in (
        ("phone", _("Real. This number is the company's.")),
        ("account", _("Real. This account is the company's.")),
        ("web", _("Real. This address is the company's.")),
        ("order", _("Real. This order is open.")),
        ("licence", _("Real. This licence is in force.")),
    ):
        if kind in verdict.kinds:
            return words
    return _("Real. The province knows this company.")


def _text(verdict: Verdict) -> str:
    checked = show_day(verdict.bodies[0].checked_on) if verdict.bodies else ""
    return {
        Why.REAL: _("Licence in force, checked on %(day)s.", day=checked)
        if checked
        else _("Licence in force"),
        Why.REVOKED: _("It may send nobody abroad any more."),
        Why.RETURNED: _("It may send nobody abroad any more."),
        Why.SUSPENDED: _("It may send nobody abroad now."),
        Why.MARKETS: _("Other markets are open. Ask the province before you hand over papers."),
        Why.NO_LICENCE: _("It may send nobody abroad now."),
        Why.ORDER_CLOSED: _("Whoever still takes money for it is deceiving you."),
        Why.SEVERAL: _("Type the licence number to know which one it is."),
        Why.JOB_SERVICE: _("It is for job introduction inside the country."),
        Why.NEAR: _("The right name stands below. Type the number that called you."),
        Why.UNKNOWN: _("That is no proof of fraud. Ask the province first."),
        Why.WARNED: _warned_on(verdict),
        Why.BORROWED: _("Type the number that called you. Only that tells who it is."),
    }[verdict.why]


def _warned_on(verdict: Verdict) -> str:
    if not verdict.warned:
        return ""
    return _("The province published it on %(day)s.", day=show_day(verdict.warned[0].on))


def _facts(verdict: Verdict, lines: Sequence[BodyLine], day: date) -> list[tuple[str, str, str]]:
    body, line = verdict.bodies[0], lines[0]
    number = body.licence_number
    made = introduction_on(body, day)
    introduced = _("Yes") if made else _("No")
    since = days_between(made.from_day, made.until_day) if made else ""
    event = line.status.event
    return [
        (_("Company"), line.name, ""),
        (_("Licence"), number, f"{line.badge.text}. {line.days}".strip()),
        (_("Document"), event.document_no if event and event.document_no != number else "", ""),
        (_("Introduced by the province"), introduced, since),
        (_("Checked on"), show_day(body.checked_on), body.source),
    ]


def _advice(verdict: Verdict) -> tuple[Sequence[str], Sequence[str]]:
    """What to do and what not: after a real answer the rules of paying, else how to be safe."""
    if verdict.colour == "green":
        return (
            [
                _("Pay only after the contract is signed"),
                _("Pay at the head office, take a receipt"),
            ],
            [_("Pay no single person")],
        )
    if verdict.colour == "red":
        return (
            [
                _("Keep the messages and account numbers"),
                _("Have you paid? Call the number below now"),
            ],
            [_("Send no money, meet nobody alone")],
        )
    return (
        [
            _("Ask for the company's name and licence number"),
            _("Call the province, it costs nothing"),
        ],
        [_("Send no money and no picture of your identity card")],
    )
