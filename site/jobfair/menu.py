"""The two menus: the staff's, by the permissions that guard its pages, and the public footer."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import lazy_gettext as _l

from jobfair.access import Permission, current_actor

MENU: tuple[tuple[object, str, Permission], ...] = (
    (_l("Today"), "cases.today", Permission.SEE_TODAY),
    (_l("Roster"), "conferences_staff.my_door", Permission.OPEN_OWN_DOOR),
    (_l("Loans"), "money.loan_list", Permission.WORK_ON_LOANS),
    (_l("Conferences"), "conferences_staff.index", Permission.SEE_CONFERENCES),
    (_l("Invitations"), "conferences_staff.invitations", Permission.ANSWER_INVITATION),
    (_l("Workers"), "cases.people", Permission.SEARCH_PEOPLE),
    (_l("Case files"), "cases.case_list", Permission.SEE_CASE),
    (_l("Profiles without a name"), "profiles.index", Permission.SEE_PROFILES),
    (_l("People abroad"), "abroad.index", Permission.SEE_ABROAD),
    (_l("Classes"), "training.classes", Permission.SEE_CLASSES),
    (_l("Advice"), "counselling.log", Permission.SEE_ADVICE),
    (_l("Import lists"), "intake.index", Permission.IMPORT_LISTS),
    (_l("Sending bodies"), "agencies_staff.index", Permission.SEE_BODIES),
    (_l("Complaints"), "complaints_staff.index", Permission.SEE_COMPLAINTS),
    (_l("Warnings"), "warnings_staff.index", Permission.SEE_WARNINGS),
    (_l("Public texts"), "content.index", Permission.SEE_CONTENT),
    (_l("Reports"), "reports.board", Permission.SEE_BOARD),
    (_l("Audit log"), "accounts.audit_log", Permission.SEE_AUDIT),
    (_l("Administration"), "accounts.admin", Permission.MANAGE_USERS),
)
"""The staff menu: label, endpoint, permission. The same permission guards the page."""

PUBLIC_MENU: tuple[tuple[object, tuple[tuple[object, str], ...]], ...] = (
    (
        _l("Going to work abroad"),
        (
            (_l("Conferences"), "conferences.index"),
            (_l("Markets"), "guide.markets"),
            (_l("Job orders"), "orders.index"),
            (_l("Which fits me?"), "guide.self_check"),
            (_l("Costs"), "guide.costs"),
            (_l("Loans and support"), "guide.support"),
        ),
    ),
    (
        _l("Against scams"),
        (
            (_l("Check a company"), "agencies.check_it"),
            (_l("Sending bodies"), "agencies.index"),
            (_l("Scam warnings"), "warnings.index"),
            (_l("Send a complaint"), "complaints.new"),
        ),
    ),
    (
        _l("My case and help"),
        (
            (_l("Find my slip"), "registration.slip_entry"),
            (_l("Call me back"), "registration.call_back"),
            (_l("For parents and families"), "guide.family"),
            (_l("Help abroad"), "guide.abroad"),
            (_l("I am back home"), "guide.back"),
        ),
    ),
    (
        _l("This site"),
        (
            (_l("Search"), "search.index"),
            (_l("Public figures"), "figures.index"),
            (_l("Open data"), "open_data.index"),
            (_l("Who runs this"), "guide.about"),
            (_l("Privacy"), "privacy.notice"),
        ),
    ),
)
"""What stands at the foot of a public page: groups of label and endpoint."""

SHORT_MENU = (
    (
        _l("This site"),
        (
            (_l("Find my slip"), "registration.slip_entry"),
            (_l("Check a company"), "agencies.check_it"),
            (_l("Call me back"), "registration.call_back"),
            (_l("Privacy"), "privacy.notice"),
        ),
    ),
)
"""The foot of a question and of check-it, where bytes and side ways are dear."""

HOUSED = {
    "conferences_staff.my_door": ("/can-bo/hoi-nghi",),
    "conferences_staff.index": ("/can-bo/ghi-ho",),
    "agencies_staff.index": (
        "/can-bo/don-hang",
        "/can-bo/du-kien-can-kiem-tra",
        "/can-bo/danh-gia",
    ),
}
"""Endpoint of an entry -> addresses outside its own that are found through it."""


def _holds(endpoint: str, url: str, path: str) -> bool:
    """Whether the page at ``path`` is this entry's or lies below it."""
    if endpoint == MENU[0][1]:
        return path == url
    return any(path == at or path.startswith(f"{at}/") for at in (url, *HOUSED.get(endpoint, ())))


def staff_menu() -> list[tuple[object, str, bool]]:
    """The entries the actor may open: label, address, whether it is the current one."""
    actor = current_actor()
    if actor is None or actor.must_set_up:
        return []
    entries = []
    for label, endpoint, permission in MENU:
        if actor.can(permission):
            url = url_for(endpoint)
            entries.append((label, url, _holds(endpoint, url, request.path)))
    return entries
