"""The household of a case's person: its part of the case page, and the forms."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from jobfair.access import Actor, Permission, requires
from jobfair.cases.attempts import Answer, answer, form_key, open_case_page
from jobfair.cases.hooks import PANELS, Panel
from jobfair.cases.owners import must_hold, standing_of
from jobfair.cases.sight import Sight
from jobfair.errors import BadRequest
from jobfair.forms import ButtonForm
from jobfair.models import CaseFile
from jobfair.papers.blueprint import bp
from jobfair.papers.household import (
    OC,
    RELATIONS,
    get_member,
    link_member,
    linked_cases,
    list_alike,
    list_members,
    remove_member,
    save_member,
)
from jobfair.papers.household_forms import MemberForm

_AT = "/can-bo/ho-so/<case_id>/gia-dinh"


def household_panel(case: CaseFile, actor: Actor, sight: Sight) -> Panel | None:
    """The household beside the case; nothing of it for a sending body."""
    if sight.body_id is not None:
        return None
    members = list_members(case.person_id)
    may_write = bool(standing_of(actor, case).letters & OC) and actor.can(Permission.RECORD_FACT)
    if not members and not may_write:
        return None
    linked = linked_cases(members, actor.scope)
    values: dict[str, object] = {
        "members": members,
        "linked": linked,
        "relations": RELATIONS,
        "phone": sight.phone,
        "may_write": may_write,
    }
    return Panel("papers/_household.html", values, "side", 60, tuple(linked))


PANELS.append(household_panel)


@bp.route(f"{_AT}/them", methods=["GET", "POST"])
@requires(Permission.RECORD_FACT)
def member_new(case_id: str) -> Answer:
    """One more member of the household."""
    case, actor = open_case_page(case_id)
    must_hold(actor, case, OC)
    form, key = MemberForm(), form_key()
    return answer(
        "papers/member.html",
        form,
        case,
        actor,
        lambda: save_member(case, form.data_of(), by=actor, act_key=key),
        lambda: _("The family is recorded."),
        key=key,
        member=None,
        alike=[],
    )


@bp.route(f"{_AT}/<member_id>", methods=["GET", "POST"])
@requires(Permission.RECORD_FACT)
def member(case_id: str, member_id: str) -> Answer:
    """One member: what is recorded, and who of the system it may be."""
    case, actor = open_case_page(case_id)
    row = get_member(case, member_id)
    must_hold(actor, case, OC)
    form, key = MemberForm(), form_key()
    if not form.is_submitted():
        form.start_with(row)
    return answer(
        "papers/member.html",
        form,
        case,
        actor,
        lambda: save_member(case, form.data_of(), by=actor, act_key=key, member_id=row.id),
        lambda: _("The family is recorded."),
        key=key,
        member=row,
        alike=list_alike(case, row, actor.scope),
    )


@bp.post(f"{_AT}/<member_id>/bo")
@requires(Permission.RECORD_FACT)
def member_remove(case_id: str, member_id: str) -> Response:
    """Take a member out."""
    case, actor = open_case_page(case_id)
    remove_member(case, member_id, by=actor)
    flash(_("The family is recorded."))
    return redirect(url_for("cases.case_page", case_id=case.id), 303)


@bp.post(f"{_AT}/<member_id>/noi")
@requires(Permission.RECORD_FACT)
def member_link(case_id: str, member_id: str) -> Response:
    """Say which person of the system a member is, or that it is none."""
    case, actor = open_case_page(case_id)
    if not ButtonForm().validate():
        raise BadRequest()
    link_member(case, member_id, request.form.get("person", ""), by=actor)
    flash(_("The family is recorded."))
    return redirect(url_for("cases.case_page", case_id=case.id), 303)
