"""Who left without an orientation certificate, and the reports on their bodies."""

from __future__ import annotations

from datetime import date
from typing import cast

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Optional

from jobfair import audit
from jobfair.access import Permission, may, requires, signed_in
from jobfair.agencies.fields import DayField, LineField, at_most, choices_of, needed
from jobfair.agencies.paging import page_of
from jobfair.errors import Invalid
from jobfair.forms import Form
from jobfair.geography import commune_names
from jobfair.lib.clock import parse_date, today
from jobfair.models import BodyReport
from jobfair.training import body_reports, departures
from jobfair.training.blueprint import bp
from jobfair.training.showing import try_rule
from jobfair.training.words import DECISIONS, REPORT_STATES, lacks_in_words

A_PAGE = 50
GROUPS = {"thieu": "without", "chua-ro": "unknown"}
Answer = str | Response | tuple[str, int]


class _SeenForm(Form):
    """A form that knows at which version of the report it was opened."""

    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """The version; 0 when it is no number."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and text.isascii() and len(text) < 9 else 0


class AnswerForm(_SeenForm):
    """What the body explained."""

    number = LineField(_l("Number of the body's document"), 60, required=True)
    on = DayField(_l("Dated"), [needed()])
    text = TextAreaField(_l("What the body explains"), validators=[needed(), at_most(500)])


class DecisionForm(_SeenForm):
    """What follows for the body."""

    code = RadioField(
        _l("What follows"),
        choices=choices_of(DECISIONS),
        validators=[InputRequired(_l("Choose one of the list."))],
        invalid_choice_message=cast("str", _l("Choose one of the list.")),
    )
    decision_no = LineField(_l("Number of the document"), 60)
    decided_on = DayField(_l("Decided on"), [needed()])
    decision_note = TextAreaField(_l("Why"), validators=[Optional(), at_most(500)])


def _day(name: str, otherwise: date) -> date:
    """A day of the address; what is no day is left out."""
    try:
        return parse_date(request.args.get(name, "")[:10])
    except ValueError:
        return otherwise


def _share(tenths: int | None) -> str:
    """Tenths of a per cent as people write them, a dash of nobody."""
    if tenths is None:
        return "–"
    whole, rest = divmod(tenths, 10)
    return f"{whole},{rest}%" if rest else f"{whole}%"


@bp.get("/can-bo/lop/thieu-chung-chi")
@requires(Permission.SEE_BODY_REPORTS)
def no_certificate() -> str:
    """Departures of some days: with the certificate, without, unknown; the people behind."""
    actor = signed_in()
    last = _day("den", today())
    first = min(_day("tu", date(last.year, 1, 1)), last)
    figures = departures.read_orientation(first, last)
    group = request.args.get("nhom", "thieu")
    group = group if group in GROUPS else "thieu"
    ids: list[str] = getattr(figures, GROUPS[group])
    page = page_of(len(ids), A_PAGE)
    rows = departures.list_departures(ids[page.offset : page.offset + A_PAGE])
    people = [departure.placement.case.person_id for departure, _report in rows]
    audit.record_view(
        actor, "view.no_certificate", "report", person_ids=people, fields=("name", "exit")
    )
    return render_template(
        "training/no_certificate.html",
        found=figures,
        share=_share(figures.tenths),
        first=first,
        last=last,
        group=group,
        rows=rows,
        page=page,
        report_states=REPORT_STATES,
        lacks_in_words=lacks_in_words,
        communes=commune_names(),
    )


@bp.get("/can-bo/lop/bao-cao/<report_id>")
@requires(Permission.SEE_BODY_REPORTS)
def report(report_id: str) -> str:
    """One report: who left, what was missing, what the body says, what was decided."""
    actor, found = signed_in(), body_reports.get_report(report_id)
    people = [found.case.person_id]
    audit.record_view(
        actor, "view.body_report", "body_report", found.id, person_ids=people, fields=("name",)
    )
    return _draw(found, AnswerForm(formdata=None), DecisionForm(formdata=None))


def _draw(found: BodyReport, answer: AnswerForm, decision: DecisionForm) -> str:
    if not answer.version.data:
        answer.version.data, answer.on.data = str(found.version), today()
    if not decision.version.data:
        decision.version.data, decision.decided_on.data = str(found.version), today()
    return render_template(
        "training/report.html",
        report=found,
        answer=answer,
        decision=decision,
        decides=may(Permission.DECIDE_BODY_REPORT),
        decisions=DECISIONS,
        report_states=REPORT_STATES,
        lacks=lacks_in_words(found.missing),
        communes=commune_names(),
    )


@bp.post("/can-bo/lop/bao-cao/<report_id>/giai-trinh")
@requires(Permission.DECIDE_BODY_REPORT)
def report_answer(report_id: str) -> Answer:
    """Write down what the body explained."""
    actor, form = signed_in(), AnswerForm()
    found = body_reports.get_report(report_id)
    status: int | None = Invalid.status
    if form.validate():
        said = body_reports.Answer(form.number.data, form.on.data or today(), form.text.data or "")
        version = form.seen_version
        status = try_rule(
            form, lambda: body_reports.record_answer(found, said, by=actor, version=version)
        )
    if status is None:
        flash(_("What the body explained is recorded."))
        return redirect(url_for(".report", report_id=found.id), 303)
    return _draw(found, form, DecisionForm(formdata=None)), status


@bp.post("/can-bo/lop/bao-cao/<report_id>/quyet-dinh")
@requires(Permission.DECIDE_BODY_REPORT)
def report_decision(report_id: str) -> Answer:
    """Decide what follows for the body."""
    actor, form = signed_in(), DecisionForm()
    found = body_reports.get_report(report_id)
    status: int | None = Invalid.status
    if form.validate():
        made = body_reports.Decision(
            str(form.code.data),
            form.decision_no.data or "",
            form.decided_on.data or today(),
            form.decision_note.data or "",
        )
        version = form.seen_version
        status = try_rule(form, lambda: body_reports.decide(found, made, by=actor, version=version))
    if status is None:
        flash(_("The decision is recorded."))
        return redirect(url_for(".report", report_id=found.id), 303)
    return _draw(found, AnswerForm(formdata=None), form), status
