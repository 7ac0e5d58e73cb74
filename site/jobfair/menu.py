"""The staff menu: the same permissions that guard the pages."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import lazy_gettext as _l

from jobfair.access import Permission, current_actor

MENU: tuple[tuple[object, str, Permission], ...] = (
    (_l("Today"), "cases.today", Permission.SEE_TODAY),
    (_l("Conferences"), "conferences_staff.index", Permission.SEE_CONFERENCES),
    (_l("Workers"), "cases.people", Permission.SEARCH_PEOPLE),
    (_l("Case files"), "cases.case_list", Permission.SEE_CASE),
    (_l("Sending bodies"), "agencies_staff.index", Permission.SEE_BODIES),
    (_l("Reports"), "reports.board", Permission.SEE_BOARD),
    (_l("Audit log"), "accounts.audit_log", Permission.SEE_AUDIT),
    (_l("Administration"), "accounts.admin", Permission.MANAGE_USERS),
)
"""The staff menu: label, endpoint, permission. The same permission guards the page."""


def staff_menu() -> list[tuple[object, str, bool]]:
    """The entries the actor may open: label, address, whether it is the current one."""
    actor = current_actor()
    if actor is None or actor.must_set_up:
        return []
    entries = []
    for label, endpoint, permission in MENU:
        if actor.can(permission):
            entries.append((label, url_for(endpoint), request.endpoint == endpoint))
    return entries
