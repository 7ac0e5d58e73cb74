"""Who may what, as data: permissions, roles, scopes and the guard (the menu: menu.py).

Denied by default: a route carries ``@public`` or ``@requires(Permission.X)``, or the app does
not start. Scope (commune, body, province) is applied inside the queries, from the actor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from jobfair.errors import Forbidden
from jobfair.htmx import wants_fragment
from jobfair.models.staff import OfficeKind, Role


class Permission(StrEnum):
    """One thing a member of staff may do. The routes name it, the table below grants it."""

    SEE_TODAY = "see_today"
    SEE_CONFERENCES = "see_conferences"
    PLAN_CONFERENCE = "plan_conference"
    SEE_ROSTER = "see_roster"
    MARK_ATTENDANCE = "mark_attendance"
    REGISTER_PERSON = "register_person"  # at the desk or from paper, for who is there
    SEARCH_PEOPLE = "search_people"
    SEE_CASE = "see_case"
    MOVE_CASE = "move_case"  # which move: cases.moves, by owner letter
    NOTE_CASE = "note_case"  # call outcomes, next step
    RECORD_FACT = "record_fact"  # records that gates ask for
    CORRECT_CASE = "correct_case"
    TAKE_OVER = "take_over"  # a case that climbed to one's own office
    UNMASK = "unmask"  # national id, flags; with a reason
    DECIDE_DUPLICATE = "decide_duplicate"
    ISSUE_CODE = "issue_code"  # a new slip code at the desk
    SEE_ABROAD = "see_abroad"  # check-ins and incidents of people in scope
    RECORD_ABROAD = "record_abroad"
    RECORD_RETURN = "record_return"  # plans, work at home, work across the border
    SET_LIMITS = "set_limits"  # of the overstay radar
    SEE_BODIES = "see_bodies"
    ENTER_BODY = "enter_body"
    ENTER_ORDER = "enter_order"
    APPROVE_ORDER = "approve_order"
    SEE_CLASSES = "see_classes"
    RUN_CLASS = "run_class"  # a sending body its own, see training.scoping
    SEE_BODY_REPORTS = "see_body_reports"  # who left without a certificate
    DECIDE_BODY_REPORT = "decide_body_report"
    WORK_ON_LOANS = "work_on_loans"  # of the officer's own branch of the bank
    SEE_ADVICE = "see_advice"
    LOG_ADVICE = "log_advice"
    EXPORT_LISTS = "export_lists"  # of cases and people, masked; see intake.export_rules
    EXPORT_ROSTER = "export_roster"
    EXPORT_LOANS = "export_loans"
    EXPORT_UNMASKED = "export_unmasked"  # asks for it, or decides on another's
    IMPORT_LISTS = "import_lists"  # which kinds of lists: intake.kinds
    SEE_BOARD = "see_board"
    SEE_AUDIT = "see_audit"
    SEE_OWN_AUDIT = "see_own_audit"
    SEE_FACTS = "see_facts"  # facts marked "to be checked"
    MANAGE_USERS = "manage_users"
    OWN_ACCOUNT = "own_account"


P = Permission
_EVERYONE = {P.OWN_ACCOUNT, P.SEE_OWN_AUDIT, P.SEE_TODAY}
_PERSONAL = {P.SEARCH_PEOPLE, P.SEE_CASE}
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: frozenset(
        _EVERYONE
        | _PERSONAL
        | {P.SEE_CONFERENCES, P.PLAN_CONFERENCE, P.SEE_ROSTER, P.MARK_ATTENDANCE}
        | {P.MOVE_CASE, P.NOTE_CASE, P.RECORD_FACT, P.CORRECT_CASE, P.UNMASK, P.REGISTER_PERSON}
        | {P.DECIDE_DUPLICATE, P.ISSUE_CODE, P.SEE_BODIES, P.SEE_BOARD, P.SEE_FACTS}
        | {P.SEE_ABROAD, P.RECORD_ABROAD, P.RECORD_RETURN}
        | {P.SEE_CLASSES, P.SEE_ADVICE, P.LOG_ADVICE, P.IMPORT_LISTS}
        | {P.EXPORT_LISTS, P.EXPORT_ROSTER}
    ),
    Role.COUNSELLOR: frozenset(
        _EVERYONE
        | _PERSONAL
        | {P.SEE_CONFERENCES, P.PLAN_CONFERENCE, P.SEE_ROSTER, P.MARK_ATTENDANCE}
        | {P.MOVE_CASE, P.NOTE_CASE, P.RECORD_FACT, P.CORRECT_CASE, P.UNMASK, P.REGISTER_PERSON}
        | {P.DECIDE_DUPLICATE, P.SEE_BODIES, P.ENTER_BODY, P.ENTER_ORDER, P.SEE_BOARD}
        | {P.SEE_FACTS, P.SEE_ABROAD, P.RECORD_ABROAD, P.RECORD_RETURN, P.TAKE_OVER}
        | {P.SEE_CLASSES, P.RUN_CLASS, P.SEE_BODY_REPORTS, P.DECIDE_BODY_REPORT}
        | {P.SEE_ADVICE, P.LOG_ADVICE, P.IMPORT_LISTS}
    ),
    Role.LEADER: frozenset(
        _EVERYONE
        | _PERSONAL
        | {P.SEE_CONFERENCES, P.PLAN_CONFERENCE, P.SEE_ROSTER, P.MOVE_CASE, P.CORRECT_CASE}
        | {P.UNMASK, P.SEE_BODIES, P.ENTER_BODY, P.APPROVE_ORDER, P.SEE_BOARD, P.SEE_FACTS}
        | {P.RECORD_FACT, P.REGISTER_PERSON, P.SEE_ABROAD, P.SET_LIMITS, P.TAKE_OVER}
        | {P.SEE_CLASSES, P.SEE_BODY_REPORTS, P.DECIDE_BODY_REPORT, P.SEE_ADVICE}
        | {P.EXPORT_LISTS, P.EXPORT_ROSTER, P.EXPORT_UNMASKED, P.IMPORT_LISTS}
    ),
    Role.AGENCY: frozenset(
        _EVERYONE
        | _PERSONAL
        | {P.SEE_CONFERENCES, P.MOVE_CASE, P.RECORD_FACT, P.CORRECT_CASE}
        | {P.SEE_BODIES, P.ENTER_ORDER, P.SEE_ABROAD, P.RECORD_ABROAD}
        | {P.SEE_CLASSES, P.RUN_CLASS, P.EXPORT_LISTS, P.IMPORT_LISTS}
    ),
    Role.BANK: frozenset(
        (_EVERYONE - {P.SEE_TODAY})
        | {P.WORK_ON_LOANS, P.SEE_CONFERENCES, P.SEE_BODIES, P.EXPORT_LOANS, P.IMPORT_LISTS}
    ),
    Role.AUDITOR: frozenset(
        _EVERYONE
        | _PERSONAL
        | {P.SEE_CONFERENCES, P.SEE_ROSTER, P.SEE_BODIES, P.SEE_BOARD, P.SEE_AUDIT, P.SEE_FACTS}
        | {P.SEE_ABROAD, P.SEE_CLASSES, P.SEE_BODY_REPORTS, P.SEE_ADVICE}
    ),
    Role.ADMIN: frozenset({P.OWN_ACCOUNT, P.SEE_OWN_AUDIT, P.SEE_AUDIT, P.MANAGE_USERS}),
}
"""The table of trust.md. The admin sees no personal data; the auditor writes nothing, the bank
writes loans of its own branch. Its day begins on their list, which is its Today."""

PROVINCE_ROLES = frozenset({Role.COUNSELLOR, Role.LEADER, Role.AUDITOR})


@dataclass(frozen=True)
class Grant:
    """One open role of the signed-in person, with its place."""

    role: Role
    office_id: str
    office_kind: OfficeKind
    office_name: str
    commune_code: str | None = None
    body_id: str | None = None


@dataclass(frozen=True)
class Scope:
    """Whose people a query may touch: the province, some communes, or one sending body."""

    province: bool = False
    communes: frozenset[str] = frozenset()
    body_id: str | None = None

    @property
    def nothing(self) -> bool:
        """Whether this scope reaches nobody."""
        return not (self.province or self.communes or self.body_id)


@dataclass(frozen=True)
class Actor:
    """Who is acting: passed to rules as ``by=``, to queries through its scope."""

    user_id: str
    full_name: str
    grants: tuple[Grant, ...]
    session_id: str = ""
    must_set_up: bool = False  # second factor or first password still missing
    second_factor_fresh: bool = True  # step-up not needed

    @property
    def roles(self) -> frozenset[Role]:
        """All open roles."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def main_grant(self) -> Grant:
        """The grant shown beside the name."""
        return self.grants[0]

    @property
    def office_name(self) -> str:
        """The office shown beside the name."""
        return self.main_grant.office_name

    @property
    def shown(self) -> str:
        """Name and office as history shows them."""
        return f"{self.full_name}, {self.office_name}"

    def can(self, permission: Permission) -> bool:
        """Whether any open role has the permission."""
        return any(permission in ROLE_PERMISSIONS[role] for role in self.roles)

    @property
    def scope(self) -> Scope:
        """Person and case scope (model.md): permanent commune, consented body, or province."""
        if self.roles & PROVINCE_ROLES:
            return Scope(province=True)
        communes = frozenset(
            grant.commune_code
            for grant in self.grants
            if grant.role is Role.OFFICER and grant.commune_code
        )
        bodies = [grant.body_id for grant in self.grants if grant.role is Role.AGENCY]
        return Scope(communes=communes, body_id=bodies[0] if bodies else None)


# Any: a view's arguments come from its own rule.
View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Declare a route open to everyone."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def requires(*permissions: Permission, before_set_up: bool = False) -> Callable[[View], View]:
    """Declare that one of the permissions is needed.

    ``before_set_up`` leaves the route open to someone who has yet to set up the second factor.
    """

    def declare(view: View) -> View:
        view.access = frozenset(permissions)  # type: ignore[attr-defined]
        view.before_set_up = before_set_up  # type: ignore[attr-defined]
        return view

    return declare


_load_actor: Callable[[], Actor | None] = lambda: None  # noqa: E731 - replaced by accounts


def set_actor_loader(loader: Callable[[], Actor | None]) -> None:
    """Say how the signed-in actor is found (accounts.sessions)."""
    global _load_actor
    _load_actor = loader


def current_actor() -> Actor | None:
    """The signed-in actor of this request, or None for the public."""
    if "actor" not in g:
        # Without our cookie nobody is signed in: the session is not even opened.
        known = current_app.config["SESSION_COOKIE_NAME"] in request.cookies
        g.actor = _load_actor() if known else None
    actor: Actor | None = g.actor
    return actor


def signed_in() -> Actor:
    """The actor behind a guarded route. Raises Forbidden if there is none."""
    actor = current_actor()
    if actor is None:
        raise Forbidden()
    return actor


def may(permission: Permission) -> bool:
    """For templates: whether the signed-in actor has the permission."""
    actor = current_actor()
    return actor is not None and actor.can(permission)


def _guard() -> Response | None:
    view = request.endpoint and g.get("view_functions", {}).get(request.endpoint)
    if not view:
        return None
    declared = view.access
    if declared == "public":
        return None
    actor = current_actor()
    if actor is None:
        return _to_sign_in()
    if actor.must_set_up and not view.before_set_up:
        return redirect(url_for("accounts.set_up"), 303)
    if not any(actor.can(permission) for permission in declared):
        raise Forbidden()
    return None


def _to_sign_in() -> Response:
    target = request.full_path.rstrip("?") if request.method == "GET" else ""
    address = url_for("accounts.sign_in", next=target or None)
    if wants_fragment():
        return Response("", 204, {"HX-Redirect": address})
    return redirect(address, 303)


def init_access(app: Flask) -> None:
    """Guard every request; ``check_routes`` then proves that each route is declared."""

    @app.before_request
    def guard() -> Response | None:
        g.view_functions = app.view_functions
        return _guard()


def check_routes(app: Flask) -> None:
    """Refuse to start with an undeclared route. Raises RuntimeError naming it."""
    for endpoint, view in app.view_functions.items():
        if endpoint == "static":
            continue
        declared = getattr(view, "access", None)
        if declared is None:
            raise RuntimeError(f"route {endpoint} declares no access")
