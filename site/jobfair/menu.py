"""The staff menu: the same permissions that guard the pages."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import lazy_gettext as _l

from jobfair.access import Permission as P
from jobfair.access import current_actor

MENU: tuple[tuple[object, str, P], ...] = (
    (_l("Today"), "cases.today", P.SEE_TODAY),
    (_l("Conferences"), "conferences_staff.index", P.SEE_CONFERENCES),
    (_l("Workers"), "cases.people", P.SEARCH_PEOPLE),
    (_l("Case files"), "cases.case_list", P.SEE_CASE),
    (_l("Sending bodies"), "agencies_staff.index", P.SEE_BODIES),
    (_l("Reports"), "reports.board", P.SEE_BOARD),
    (_l("Audit log"), "accounts.audit_log", P.SEE_AUDIT),
    (_l("Administration"), "accounts.admin", P.MANAGE_USERS),
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
