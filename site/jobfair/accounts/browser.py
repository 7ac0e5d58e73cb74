"""What the browser of a member of staff carries in its signed cookie, and where it goes."""

from __future__ import annotations

import time

from flask import redirect, request, session, url_for
from werkzeug.wrappers import Response

from jobfair.access import Actor, Permission
from jobfair.accounts.devices import device_name
from jobfair.accounts.queries import find_user_by_id
from jobfair.accounts.sessions import COOKIE_KEY
from jobfair.accounts.sign_in import is_pending, local_path, pending_mark
from jobfair.errors import BadRequest
from jobfair.forms import EXPIRED, ButtonForm
from jobfair.models import UserAccount

PENDING = "pending"
PENDING_SECONDS = 10 * 60
KEPT = ("staff_language",)
"""What stays in the cookie when its owner changes."""


def _fresh() -> None:
    """Begin a new cookie, so that nothing planted before sign-in is worth anything after."""
    kept = {name: session[name] for name in KEPT if name in session}
    session.clear()
    session.update(kept)


def let_in(token: str) -> None:
    """Put the session's token into a fresh cookie."""
    _fresh()
    session[COOKIE_KEY] = token


def let_out() -> None:
    """Empty the cookie, the language too: the next person may be another."""
    session.clear()


def remember_pending(user: UserAccount, target: str | None) -> None:
    """Remember between the two pages of sign-in whose code is awaited, for ten minutes."""
    _fresh()
    until = int(time.time()) + PENDING_SECONDS
    session[PENDING] = [user.id, pending_mark(user), until, target or ""]


def pending() -> tuple[UserAccount, str] | None:
    """The account whose code is awaited, and where it wanted to go; None when there is none."""
    kept = session.get(PENDING)
    if not isinstance(kept, list) or len(kept) != 4 or kept[2] < time.time():
        return None
    user = find_user_by_id(kept[0])
    if user is None or not is_pending(user, kept[1]):
        return None
    return user, kept[3]


def here() -> str:
    """The name of the browser that asks."""
    return device_name(request.user_agent.string)


def first_page(actor: Actor) -> str:
    """Where a member of staff begins: Today, administration, or the door one was named for."""
    if actor.can(Permission.SEE_TODAY):
        return url_for("cases.today")
    if actor.can(Permission.OPEN_OWN_DOOR):
        return url_for("conferences_staff.my_door")
    return url_for("accounts.admin" if actor.can(Permission.MANAGE_USERS) else "accounts.account")


def onward(actor: Actor, target: str | None) -> Response:
    """303 to the wanted page of this site, else to the first page."""
    return redirect(local_path(target) or first_page(actor), 303)


def step_up(actor: Actor, back: str) -> Response | None:
    """None when a code was given in the last five minutes, else the way to give one.

    For what asks for more than being signed in: changes of roles, unmasking, export.
    ``back`` is the address to return to.
    """
    if actor.second_factor_fresh:
        return None
    return redirect(url_for("accounts.step_up", next=back), 303)


def button_pressed() -> None:
    """Check the token of a POST of one button. Raises BadRequest before anything is done."""
    if not ButtonForm().validate():
        raise BadRequest(EXPIRED)
