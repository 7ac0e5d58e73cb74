"""An act of the desk: a new code for a lost slip."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair import audit
from jobfair.access import Permission, requires, signed_in
from jobfair.cases import slip_codes
from jobfair.cases.blueprint import bp
from jobfair.cases.desk_forms import CodeForm
from jobfair.cases.queries import get_case
from jobfair.lib.codes import new_form_key, show_slip_code


@bp.route("/can-bo/ho-so/<case_id>/ma-phieu", methods=["GET", "POST"])
@requires(Permission.ISSUE_CODE)
def slip_code(case_id: str) -> Response | tuple[str, int]:
    """A new code for a lost slip, after the identity card was seen."""
    actor = signed_in()
    case = get_case(case_id, actor.scope)
    form = CodeForm(act_key=new_form_key())
    if not form.is_submitted():
        people = [case.person_id]
        audit.record_view(actor, "view.case", "case", case.id, person_ids=people, fields=("name",))
    elif form.validate():
        made = slip_codes.issue_code(
            case, identity_seen=form.seen.data, act_key=form.act_key.data, by=actor
        )
        code = show_slip_code(made.slip_code)
        flash(_("New slip code: %(code)s. The old one has ended. Read it aloud.", code=code))
        return redirect(url_for("cases.case_page", case_id=case.id), 303)
    slip = slip_codes.find_slip(case)
    page = render_template("cases/slip_code.html", form=form, case=case, slip=slip)
    return page, 422 if form.is_submitted() else 200
