"""Rows of the audit in words: action code -> what was done, in the reader's language.

A room above this one adds its own codes when it is imported: ``ACTIONS.update({...})``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from jobfair.access import Permission, may
from jobfair.accounts.audit_fields import field_word
from jobfair.accounts.labels import role_name
from jobfair.models import AuditEvent

ACTIONS: dict[str, object] = {
    "account.sign_in": _l("signed in"),
    "account.sign_in_failed": _l("tried to sign in and failed"),
    "account.sign_out": _l("signed out"),
    "account.password_changed": _l("changed the own password"),
    "account.second_factor_set": _l("set up the second factor"),
    "account.recovery_codes": _l("made new printed codes"),
    "account.recovery_used": _l("used a printed code"),
    "account.confirmed_again": _l("gave a code once more"),
    "account.session_ended": _l("signed another browser out"),
    "user.created": _l("made an account"),
    "user.role_granted": _l("gave a role"),
    "user.role_ended": _l("ended a role"),
    "user.door_given": _l("named a helper at the door"),
    "user.door_ended": _l("closed the door to a helper"),
    "user.switched_off": _l("switched an account off"),
    "user.switched_on": _l("switched an account on"),
    "user.password_reset": _l("gave a new first password"),
    "user.second_factor_reset": _l("reset a second factor"),
    "office.created": _l("entered an office"),
    "view.audit": _l("read the audit log"),
    "view.report": _l("read a report"),
    "conference.create": _l("planned a conference"),
    "conference.edit": _l("changed a conference"),
    "conference.publish": _l("published a conference"),
    "conference.cancel": _l("cancelled a conference"),
    "conference.step_done": _l("ticked a step of a conference"),
    "conference.step_undone": _l("took the tick of a step back"),
    "conference.reply": _l("wrote down the answer to an invitation"),
    "conference.cost": _l("entered what a conference cost"),
    "conference.cost_back": _l("took an amount of a conference back"),
    "sending_body.create": _l("entered a sending body"),
    "sending_body.edit": _l("changed a sending body"),
    "licence.add": _l("entered a licence document"),
    "licence.end_suspension": _l("ended a suspension"),
    "licence.tasks": _l("opened tasks about a body that may not send"),
    "contact.add": _l("entered a contact of a body"),
    "contact.end": _l("ended a contact of a body"),
    "branch.add": _l("entered a branch of a body"),
    "branch.end": _l("ended a branch of a body"),
    "introduction.add": _l("entered an introduction by the province"),
    "introduction.end": _l("ended an introduction by the province"),
    "job_order.create": _l("entered a job order"),
    "job_order.edit": _l("changed a job order"),
    "job_order.submitted": _l("sent a job order for approval"),
    "job_order.open": _l("approved a job order"),
    "job_order.draft": _l("handed a job order back"),
    "job_order.closed": _l("closed a job order"),
    "job_order.cancelled": _l("cancelled a job order"),
    "registration.create": _l("registered for a conference"),
    "registration.call_back": _l("asked to be called back"),
    "registration.cancel": _l("gave a seat back"),
    "registration.promote": _l("gave a free seat to the next in line"),
    "registration.move": _l("went to another conference"),
    "registration.came_home": _l("said to be back in the country"),
    "registration.phone_change": _l("asked to change the phone number"),
    "registration.withdraw_request": _l("asked to withdraw"),
    "province.load": _l("loaded a province pack"),
    "demo.load": _l("loaded demonstration data"),
}

GROUPS: dict[str, object] = {
    "account": _l("Sign-in and own account"),
    "user": _l("Accounts and roles"),
    "view": _l("Views"),
    "registration": _l("Registrations"),
    "case": _l("Case files"),
    "person": _l("Data of a person"),
    "consent": _l("Consent given or withdrawn"),
    "conference": _l("Conferences"),
    "sending_body": _l("Sending bodies"),
    "licence": _l("Licences"),
    "job_order": _l("Job orders"),
}


def action_words(code: str) -> str:
    """What the code means; the code itself when nobody has given it words."""
    return str(ACTIONS.get(code, code))


def reason_words(row: AuditEvent) -> str:
    """The reason as it was written; what an act wrote for itself, and a role, in words."""
    if row.action in CODED:
        return CODED[row.action](row.reason)
    if not row.action.startswith("user.role_"):
        return str(_l("Reason: %(text)s", text=row.reason))
    role, _sign, office = row.reason.partition(" · ")
    return f"{role_name(role)}, {office}"


CODED: dict[str, Callable[[str], str]] = {}
"""Action -> reads the reason that the act itself wrote. A room above adds its own."""

MOST_FIELDS = 8


def field_words(row: AuditEvent) -> str:
    """Names of the row's fields in words, at most eight; an unknown one as it is called."""
    names = [field_word(name) for name in row.fields.split(",") if name]
    more = ["…"] if len(names) > MOST_FIELDS else []
    return ", ".join(names[:MOST_FIELDS] + more)


def action_choices() -> list[tuple[str, str]]:
    """The groups of actions that the log can be narrowed to."""
    return [(code, str(name)) for code, name in GROUPS.items()]


OUTSIDE_NAMES: dict[str, object] = {
    "public": _l("Public site"),
    "worker": _l("The worker, on the slip"),
    "system": _l("The system itself"),
}

LINKS: dict[str, tuple[str, str, Permission, object]] = {
    "case": ("cases.case_page", "case_id", Permission.SEE_CASE, _l("Open the case")),
    "conference": (
        "conferences_staff.show",
        "conference_id",
        Permission.SEE_CONFERENCES,
        _l("Open the conference"),
    ),
    "sending_body": (
        "agencies_staff.show_body",
        "body_id",
        Permission.SEE_BODIES,
        _l("Open the body"),
    ),
    "job_order": (
        "agencies_staff.show_order",
        "order_id",
        Permission.SEE_BODIES,
        _l("Open the order"),
    ),
    "user": ("accounts.user_page", "user_id", Permission.MANAGE_USERS, _l("Open the account")),
}
"""Kind of object -> page, its argument, who may open it, what the link says."""


def actor_words(row: AuditEvent) -> str:
    """Who wrote the row: the name then, or the site, the worker, the system."""
    return row.actor_name or str(OUTSIDE_NAMES.get(row.actor, row.actor))


def object_link(row: AuditEvent) -> tuple[str, str] | None:
    """Address and text of the page of the row's object, for those who may open it."""
    known = LINKS.get(row.object_kind)
    if known is None or not row.object_id or not may(known[2]):
        return None
    values: dict[str, Any] = {known[1]: row.object_id}  # Any: the arguments of any page
    return url_for(known[0], **values), str(known[3])
