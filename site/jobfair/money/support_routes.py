"""Support of a person: the list, a new item, what became of it, and what she may get."""

from __future__ import annotations

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired, Optional

from jobfair import audit
from jobfair.access import Actor, Permission, requires
from jobfair.accounts import browser
from jobfair.agencies.fields import DayField, LineField, NumberField, needed
from jobfair.cases.attempts import Answer, answer, form_key, open_case_page
from jobfair.cases.hooks import PANELS, Panel
from jobfair.cases.identity import may_reveal
from jobfair.cases.move_forms import options
from jobfair.cases.owners import must_hold, standing_of
from jobfair.cases.record_forms import RevealForm
from jobfair.cases.sight import Sight
from jobfair.cases.words import form_words
from jobfair.errors import Forbidden, Invalid
from jobfair.filters import in_language
from jobfair.forms import Form
from jobfair.lib.clock import today
from jobfair.models import CaseFile, SupportState
from jobfair.money import support
from jobfair.money.blueprint import bp
from jobfair.money.law import list_amounts
from jobfair.money.loan_kinds import GROUP_LABELS
from jobfair.money.log import MOST
from jobfair.money.support import SOURCES, SUPPORT_STATES, SupportData

BOTH = ["GET", "POST"]
OC = frozenset("OC")
_CHOOSE = _l("Choose one of the list.")


class PlanForm(Form):
    """One item that is planned."""

    item = SelectField(
        _l("What"),
        choices=[],
        validators=[InputRequired(_CHOOSE)],
        invalid_choice_message=_CHOOSE,
    )
    on_date = DayField(_l("Day whose table holds"), [needed()])
    quantity = NumberField(_l("How many courses, days or months"), [needed()], least=1, most=1000)
    amount = NumberField(_l("Amount"), [needed()], least=1, most=MOST)
    money_source = SelectField(
        _l("Where the money comes from"),
        choices=options(SOURCES.items()),
        invalid_choice_message=_CHOOSE,
    )

    def data_of(self) -> SupportData:
        """What was typed."""
        return SupportData(
            item=str(self.item.data or ""),
            on_date=self.on_date.data or today(),
            amount=int(self.amount.data or 0),
            quantity=int(self.quantity.data or 1),
            money_source=str(self.money_source.data),
        )


class SettleForm(Form):
    """What became of an item."""

    state = SelectField(
        _l("State"),
        choices=options(
            (code, words[1])
            for code, words in SUPPORT_STATES.items()
            if code is not SupportState.PLANNED
        ),
        invalid_choice_message=_CHOOSE,
    )
    amount = NumberField(_l("Amount"), [Optional()], most=MOST)
    on = DayField(_l("Day"), [needed()])
    number = LineField(_l("Number of the decision"), 60)


def plan_form() -> PlanForm:
    """The form with the items of today's table."""
    form = PlanForm()
    rows = support.list_items(today())
    form.item.choices = options(
        (row.item, f"{in_language(row, 'name')}: {in_language(row, 'amount')}") for row in rows
    )
    if not form.is_submitted():
        form.on_date.data, form.quantity.data = today(), 1
    return form


@bp.route("/can-bo/ho-so/<case_id>/ho-tro", methods=BOTH)
@requires(Permission.RECORD_FACT)
def plan_support(case_id: str) -> Answer:
    """Plan an item of support; beside it stands the table of today."""
    case, actor = open_case_page(case_id)
    must_hold(actor, case, OC)
    form, key = plan_form(), form_key()
    return answer(
        "money/support.html",
        form,
        case,
        actor,
        lambda: support.plan(case, form.data_of(), by=actor, act_key=key),
        lambda: _("The support is recorded."),
        key=key,
        who=next(iter(list_amounts(today(), (support.WHO,))), None),
        may_check=may_reveal(actor, "flags"),
    )


@bp.route("/can-bo/ho-so/<case_id>/ho-tro/<item_id>", methods=BOTH)
@requires(Permission.RECORD_FACT)
def settle_support(case_id: str, item_id: str) -> Answer:
    """Write the decision, the payment or the refusal of one item."""
    case, actor = open_case_page(case_id)
    item = support.get_item(case, item_id)
    must_hold(actor, case, OC)
    form = SettleForm()
    if not form.is_submitted():
        form.on.data, form.amount.data = today(), item.decided or item.planned
        decided = item.state is not SupportState.PLANNED
        form.state.data = SupportState.PAID if decided else SupportState.DECIDED
    return answer(
        "money/support_settle.html",
        form,
        case,
        actor,
        lambda: support.settle(
            case,
            item,
            SupportState(form.state.data),
            amount=int(form.amount.data or 0),
            on=form.on.data or today(),
            by=actor,
            number=form.number.data or "",
        ),
        lambda: _("The support is recorded."),
        item=item,
        names=_names(),
        states=SUPPORT_STATES,
    )


@bp.route("/can-bo/ho-so/<case_id>/duoc-ho-tro", methods=BOTH)
@requires(Permission.UNMASK)
def check_support(case_id: str) -> Answer:
    """What this person may get and why: opens household and ethnic group, with a reason."""
    case, actor = open_case_page(case_id)
    if not may_reveal(actor, "flags"):
        raise Forbidden()
    if (first := browser.step_up(actor, request.path)) is not None:
        return first
    form, found = RevealForm(), None
    if form.validate_on_submit():
        ids = [case.person_id]
        audit.record_view(
            actor,
            "view.flags",
            "case",
            case.id,
            person_ids=ids,
            fields=["flags"],
            reason=str(form.why.data),
        )
        found = support.may_get(case, today())
    status = Invalid.status if form.is_submitted() and found is None else 200
    words = {"case": case, "form": form, "found": found, "groups": GROUP_LABELS, **form_words()}
    return render_template("money/support_check.html", **words), status


def _names() -> dict[str, str]:
    return {row.item: in_language(row, "name") for row in list_amounts(today())}


def support_panel(case: CaseFile, actor: Actor, sight: Sight) -> Panel | None:
    """The items of a case with their sums; not for a sending body."""
    if sight.body_id is not None:
        return None
    items = support.list_support(case.id)
    letters = standing_of(actor, case).letters & OC
    may_write = bool(letters) and case.closed_at is None
    if not items and not may_write:
        return None
    values = {
        "items": items,
        "names": support.names_beside_sums(items),
        "sums": support.sums_of(items),
        "states": SUPPORT_STATES,
        "sources": SOURCES,
        "may_write": may_write,
    }
    return Panel("money/_support_panel.html", values, place="side", order=45)


PANELS.append(support_panel)
