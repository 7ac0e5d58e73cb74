"""Conferences: what one cost, entered by its host or by the province."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import SelectField

from jobfair.access import Permission, requires, signed_in
from jobfair.agencies.fields import LineField, NumberField, choices_of, needed
from jobfair.conferences.blueprint import staff as bp
from jobfair.conferences.costs import (
    KINDS,
    MOST,
    PAYERS,
    Amount,
    add_cost,
    list_costs,
    take_cost_back,
)
from jobfair.conferences.showing import Communes, title_of
from jobfair.conferences.staff_queries import get_for_planning
from jobfair.errors import BadRequest
from jobfair.forms import ButtonForm, Form
from jobfair.lib.codes import new_id
from jobfair.models import Conference, CostKind, CostPayer

_AT = "/can-bo/hoi-nghi/<conference_id>/chi-phi"
_OFF_LIST = _l("Choose one of the list.")


class CostForm(Form):
    """One amount."""

    kind = SelectField(_l("What for"), choices=choices_of(KINDS), invalid_choice_message=_OFF_LIST)
    amount = NumberField(_l("Amount"), [needed()], least=1, most=MOST)
    payer = SelectField(
        _l("Who paid"), choices=choices_of(PAYERS), invalid_choice_message=_OFF_LIST
    )
    payer_name = LineField(_l("Name of who paid"), 160)
    document_ref = LineField(_l("Number of the receipt or invoice"), 80)

    def typed(self) -> Amount:
        """What was typed, once the form is valid."""
        return Amount(
            CostKind(self.kind.data),
            int(self.amount.data or 0),
            CostPayer(self.payer.data),
            self.payer_name.data or "",
            self.document_ref.data or "",
        )


@bp.route(_AT, methods=["GET", "POST"])
@requires(Permission.PLAN_CONFERENCE)
def costs(conference_id: str) -> Response | tuple[str, int]:
    """The amounts of a conference; a POST adds one."""
    actor = signed_in()
    conference = get_for_planning(conference_id, actor)
    form, key = CostForm(), (request.form.get("form_key") or new_id())[:40]
    if form.validate_on_submit():
        add_cost(conference, form.typed(), act_key=key, by=actor)
        flash(_("Saved."))
        return _back(conference)
    rows = list_costs(conference.id)
    page = render_template(
        "conferences/staff_costs.html",
        conference=conference,
        title=title_of(conference, Communes()),
        form=form,
        form_key=key,
        rows=rows,
        kinds=KINDS,
        payers=PAYERS,
        total=sum(row.amount for row in rows),
    )
    return page, 422 if form.is_submitted() else 200


@bp.post(f"{_AT}/<cost_id>/bo")
@requires(Permission.PLAN_CONFERENCE)
def cost_back(conference_id: str, cost_id: str) -> Response:
    """Take an amount back that was entered by mistake."""
    actor = signed_in()
    conference = get_for_planning(conference_id, actor)
    if not ButtonForm().validate():
        raise BadRequest()
    take_cost_back(conference, cost_id, by=actor)
    flash(_("The amount is taken back."))
    return _back(conference)


def _back(conference: Conference) -> Response:
    return redirect(url_for("conferences_staff.costs", conference_id=conference.id), 303)
