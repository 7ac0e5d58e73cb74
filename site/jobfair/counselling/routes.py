"""The counselling desk: log a talk on one screen, the month in figures, the same as a file."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from jobfair import audit
from jobfair.access import Actor, Permission, may, requires, signed_in
from jobfair.agencies.paging import page_of
from jobfair.cases.attempts import form_key
from jobfair.cases.queries import get_case
from jobfair.counselling import case_side as case_side  # hangs its parts on the case
from jobfair.counselling import queries, rules
from jobfair.counselling.forms import TalkForm, talk_form
from jobfair.counselling.words import CHANNELS, REFERRALS, SEXES, TOPICS
from jobfair.errors import Invalid
from jobfair.geography import commune_names
from jobfair.lib.clock import add_months, month_start, today
from jobfair.lib.text import neutralise_cell
from jobfair.models import CaseFile

bp = Blueprint("counselling", __name__)
A_PAGE = 30
FIELDS = ("name", "phone", "topic")
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
COLUMNS = ("month", "split", "code", "name", "contacts", "people")


@bp.get("/can-bo/tu-van")
@requires(Permission.SEE_ADVICE)
def log() -> str:
    """The talks of the actor's offices, and the form for the next one above them."""
    actor = signed_in()
    wanted = request.args.get("ho-so", "")
    case = get_case(wanted, actor.scope) if wanted and may(Permission.LOG_ADVICE) else None
    last = queries.find_last(actor)
    return _draw(talk_form(last, _home(actor), case), actor, form_key(), case)


def _home(actor: Actor) -> str:
    return min(actor.scope.communes, default="")


def _draw(form: TalkForm, actor: Actor, key: str, case: CaseFile | None) -> str:
    page = page_of(queries.count_contacts(actor), A_PAGE)
    lines = queries.list_contacts(actor, limit=A_PAGE, offset=page.offset)
    people = list(dict.fromkeys(line.contact.person_id for line in lines if line.contact.person_id))
    audit.record_view(actor, "view.advice", "advice", person_ids=people, fields=FIELDS)
    return render_template(
        "counselling/log.html",
        form=form,
        key=key,
        case=case,
        lines=lines,
        page=page,
        month=queries.read_month(month_start(today()), actor),
        **_words(),
    )


def _words() -> dict[str, object]:
    return {
        "topics": TOPICS,
        "channels": CHANNELS,
        "referrals": REFERRALS,
        "sexes": SEXES,
        "communes": commune_names(),
    }


@bp.post("/can-bo/tu-van/ghi")
@requires(Permission.LOG_ADVICE)
def enter() -> Redirect | tuple[str, int]:
    """Log one talk; with the second button the case follows at once."""
    actor, key = signed_in(), form_key()
    form = talk_form(None, "", None)
    case = get_case(form.case_id.data, actor.scope) if form.case_id.data else None
    if form.validate():
        try:
            made = rules.log_talk(form.talk(), by=actor, act_key=key)
        except Invalid as error:
            form.form_errors.append(error.message)
        else:
            if request.form.get("then") == "case" and made.person_id is None:
                address = url_for("registration.desk_call_back")
                return redirect(f"{address}?tu-van={made.id}", 303)
            flash(_("The talk is logged."))
            return redirect(url_for(".log"), 303)
    return _draw(form, actor, key, case), Invalid.status


def _month() -> date:
    """The month of the address (yyyy-mm), else this one; never a later one."""
    found = _MONTH.fullmatch(request.args.get("thang", ""))
    wanted = date(int(found[1]), int(found[2]), 1) if found else month_start(today())
    return min(wanted, month_start(today()))


def _names() -> dict[str, dict[str, object]]:
    """Kind of split -> code -> words."""
    communes: dict[str, object] = {**commune_names(), "": _("Another province, or not known")}
    return {"topic": TOPICS, "channel": CHANNELS, "commune": communes, "sex": SEXES}


@bp.get("/can-bo/tu-van/thang")
@requires(Permission.SEE_ADVICE)
def month() -> str:
    """A month in figures: talks and people, apart, by topic, channel, commune and sex."""
    actor, first = signed_in(), _month()
    before, after = add_months(first, -1), add_months(first, 1)
    return render_template(
        "counselling/month.html",
        month=queries.read_month(first, actor),
        names=_names(),
        shown=f"{first:%Y-%m}",
        before=f"{before:%Y-%m}",
        after=f"{after:%Y-%m}" if after <= today() else None,
    )


@bp.get("/can-bo/tu-van/thang.csv")
@requires(Permission.SEE_ADVICE)
def month_csv() -> Response:
    """The same figures as UTF-8 CSV (RFC 4180, CRLF); numbers only, nobody's name."""
    actor, first = signed_in(), _month()
    found, names = queries.read_month(first, actor), _names()
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    shown = f"{first:%Y-%m}"
    writer.writerow([shown, "all", "", "", found.all.contacts, found.all.people])
    for split, rows in found.splits.items():
        for code, both in rows:
            words = neutralise_cell(str(names[split].get(code, code)))
            writer.writerow([shown, split, code, words, both.contacts, both.people])
    audit.record_view(actor, "export.advice", "advice", shown)
    head = {"Content-Disposition": f'attachment; filename="tu-van-{shown}.csv"'}
    return Response("\ufeff" + out.getvalue(), mimetype="text/csv", headers=head)
