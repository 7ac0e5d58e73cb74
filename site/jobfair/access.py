"""Who may what: actors, scopes and the guard (the table: permissions.py, the menu: menu.py).

Denied by default: a route carries ``@public`` or ``@requires(Permission.X)``, or the app does
not start. Scope (commune, body, province) is applied inside the queries, from the actor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from jobfair.errors import Forbidden, SignedOut
from jobfair.forms import has_token, typed_values
from jobfair.htmx import wants_fragment
from jobfair.models.staff import OfficeKind, Role
from jobfair.permissions import ROLE_PERMISSIONS as ROLE_PERMISSIONS
from jobfair.permissions import Permission as Permission

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
    conference_id: str | None = None  # of a helper at the door


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
    def doors(self) -> frozenset[str]:
        """Ids of the conferences at whose doors the actor helps, whatever the day."""
        return frozenset(grant.conference_id for grant in self.grants if grant.conference_id)

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
    """The way to the door; raises SignedOut for a form that was filled in before a session ended.

    A token is only had by who was given the form; what it brings goes back to nobody else.
    """
    here, getting = request.full_path.rstrip("?"), request.method == "GET"
    address = url_for("accounts.sign_in", next=here if getting else None)
    if not getting and has_token() and (typed := typed_values()):
        raise SignedOut(address, here, typed)
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
