"""One step as a page: what it takes, what is missing, its form with what is known filled in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from jobfair.access import Actor
from jobfair.agencies.order_queries import list_open_orders, list_programmes
from jobfair.agencies.queries import list_public_bodies
from jobfair.cases.age import outside_age
from jobfair.cases.asking import answered_in_form, asks
from jobfair.cases.gates import GateResult, check_all
from jobfair.cases.ground import Ground, MoveData
from jobfair.cases.move_forms import CURRENCIES, MoveForm, ReasonForm, options
from jobfair.cases.moves import Move, find_move
from jobfair.cases.owners import acting_as, standing_of
from jobfair.cases.public_status import is_past_clock
from jobfair.cases.queries import last_placement, list_reasons
from jobfair.cases.rules import no_such_step
from jobfair.cases.words import EVIDENCE_LABELS, owners_in_words
from jobfair.errors import Conflict, Forbidden, NotFound
from jobfair.filters import in_language
from jobfair.lib.clock import today
from jobfair.models import CaseFile, JobOrder, Placement, Purpose, SendingBody, Stage
from jobfair.privacy.queries import list_last_consents

NO_DATA = MoveData()


@dataclass(frozen=True)
class MovePage:
    """What the page of a step shows beside its form."""

    start: Stage
    to: Stage
    letter: str
    groups: tuple[str, ...]
    missing: list[GateResult]
    present: list[GateResult]
    needs_reason: bool
    warning: str = ""

    @property
    def at_once(self) -> bool:
        """Whether one press is enough: nothing is asked and nothing is missing."""
        asked = self.groups or self.needs_reason or self.letter == "C*"
        return not asked and not self.missing


def page_of(
    case: CaseFile, start: Stage, to: Stage, move: Move, letter: str, typed: MoveData = NO_DATA
) -> MovePage:
    """The step from ``start`` for the holder of this letter, judged on the case as it is.

    ``typed``: what the form names already, for the warning about the age.
    """
    placement = last_placement(case)
    groups = asks(move, start, to, placement)
    in_form = answered_in_form(groups)
    ground = Ground(case, to, today())
    results = check_all([name for name in move.gates if name not in in_form], ground)
    late = move.reason == "clock" and is_past_clock(case)
    warning = outside_age(Ground(case, to, today(), typed)) or ""
    return MovePage(
        start=start,
        to=to,
        letter=letter,
        groups=groups,
        missing=[r for r in results if not r.ok],
        present=[r for r in results if r.ok],
        needs_reason=move.reason == "yes" or late or bool(warning),
        warning=warning,
    )


def find_page(case: CaseFile, start: Stage, to: Stage, actor: Actor) -> MovePage:
    """The page of a step the actor may make.

    ``start`` is the stage that the reader saw; it may have changed meanwhile. Raises Conflict
    for a pair the table lacks, Forbidden for somebody else's step.
    """
    move, standing = find_move(start, to), standing_of(actor, case)
    if move is None:
        raise Conflict(no_such_step(start, to, standing))
    letter = acting_as(move, standing)
    if letter is None:
        raise Forbidden(
            _("This step belongs to somebody else: %(who)s.", who=owners_in_words(move))
        )
    return page_of(case, start, to, move, letter, _typed(to))


def _typed(to: Stage) -> MoveData:
    """The programme or order that a form which was sent names; nothing on other pages."""
    form = MoveForm()
    if to is not Stage.INTRODUCED or not form.is_submitted():
        return NO_DATA
    code, order = form.programme_code.data, form.order_id.data
    return MoveData(programme_code=code or None, order_id=order or None)


def build_form(case: CaseFile, page: MovePage) -> MoveForm:
    """The form of the step, with choices, and with what is known already when it is opened."""
    form = MoveForm()
    form.keep(page.groups, reason=page.needs_reason, document=page.letter == "C*")
    _set_choices(form, case, page)
    if not form.is_submitted():
        form.to.data, form.start.data = str(page.to), str(page.start)
        form.version.data = str(case.version)
        _fill_in(form, last_placement(case), today())
    return form


def fact_form(case: CaseFile) -> MoveForm:
    """The form by which the leader records an exit that has happened."""
    step = find_move(Stage.WAITING_DEPARTURE, Stage.DEPARTED)
    if step is None:
        raise NotFound()
    page = page_of(case, Stage.WAITING_DEPARTURE, Stage.DEPARTED, step, "L")
    return build_form(case, replace(page, needs_reason=True))


def correction_form(case: CaseFile) -> ReasonForm:
    """The form that takes the last step back."""
    form = ReasonForm()
    reasons = [(r.code, in_language(r, "name")) for r in list_reasons("*")]
    form.reason.choices = options(reasons, _("Choose"))
    if not form.is_submitted():
        form.version.data = str(case.version)
    return form


def _set_choices(form: MoveForm, case: CaseFile, page: MovePage) -> None:
    choose = _("Choose")
    if "reason" in form:
        reasons = [(r.code, in_language(r, "name")) for r in list_reasons(str(page.to))]
        form.reason.choices = options(reasons, choose)
    if "body_id" in form:
        bodies = list_consented_bodies(case.person_id)
        form.body_id.choices = options([(body.id, body.name) for body in bodies], choose)
        programmes = [(p.code, in_language(p, "name")) for p in list_programmes()]
        form.programme_code.choices = options(programmes, choose)
        form.order_id.choices = _orders([body.id for body in bodies])
    elif "order_id" in form:
        placement = last_placement(case)
        form.order_id.choices = _orders([placement.body_id] if placement else [])
    if "currency" in form:
        form.currency.choices = options((code, code) for code in CURRENCIES)
    if "evidence" in form:
        form.evidence.choices = options(EVIDENCE_LABELS.items(), choose)


def _orders(body_ids: list[str]) -> list[SelectChoice]:
    """The open orders of these bodies, by deadline."""
    found = [
        (order.id, f"{order.code}: {in_language(order, 'title')}")
        for order in list_open_orders()
        if order.body_id in body_ids
    ]
    return options(found, _("No job order is named yet"))


def list_consented_bodies(person_id: str) -> list[SendingBody]:
    """The bodies by name for which the person's consent is in force."""
    given = {
        row.body_id
        for row in list_last_consents(person_id)
        if row.purpose is Purpose.BODY and row.given and not row.provisional
    }
    return [body for body in list_public_bodies() if body.id in given]


def _fill_in(form: MoveForm, placement: Placement | None, day: date) -> None:
    """What is known: today's date for a selection, the order's wage for a contract."""
    if "body_id" in form and len(form.body_id.choices) == 2:
        form.body_id.data = form.body_id.choices[1].value
    if "selected_on" in form:
        form.selected_on.data = day
    order: JobOrder | None = placement.order if placement is not None else None
    if order is None:
        return
    if "contract_no" in form:
        form.contract_months.data = order.contract_months
        form.wage.data, form.currency.data, form.rate.data = order.wage, order.currency, order.rate
    if "employer" in form:
        form.employer.data = order.employer
