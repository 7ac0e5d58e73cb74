"""Rows of the audit in words: action code -> what was done, in the reader's language."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from jobfair.access import Permission, may
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
    "user.switched_off": _l("switched an account off"),
    "user.switched_on": _l("switched an account on"),
    "user.password_reset": _l("gave a new first password"),
    "user.second_factor_reset": _l("reset a second factor"),
    "office.created": _l("entered an office"),
    "view.audit": _l("read the audit log"),
}

GROUPS: dict[str, object] = {
    "account": _l("Sign-in and own account"),
    "user": _l("Accounts and roles"),
    "view": _l("Views"),
}


def action_words(code: str) -> str:
    """What the code means; the code itself when nobody has given it words."""
    return str(ACTIONS.get(code, code))


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
    "body": ("agencies_staff.show_body", "body_id", Permission.SEE_BODIES, _l("Open the body")),
    "order": ("agencies_staff.show_order", "order_id", Permission.SEE_BODIES, _l("Open the order")),
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
