"""Sign-in: the same answer and the same work for a wrong password and an unknown name.

Tries are counted by account, never by address; after ten failures in an hour one try a
minute passes, so nobody is locked out for good.
"""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from jobfair import audit, throttle
from jobfair.access import Actor
from jobfair.accounts import passwords, second_factor
from jobfair.accounts.sessions import (
    actor_of,
    needs_second_factor,
    open_grants,
    open_session,
)
from jobfair.database import db, mode, short_write
from jobfair.errors import Invalid
from jobfair.keys import keys
from jobfair.lib.text import clean
from jobfair.models import UserAccount

WRONG = _l("The user name or the password is not right.")


class WrongSignIn(Invalid):
    """422: name and password do not belong together; ``user_id`` is set for a known name."""

    def __init__(self, user_id: str | None = None) -> None:
        super().__init__(WRONG)
        self.user_id = user_id


def fold_username(username: str) -> str:
    """The key by which user names are the same: without case and outer spaces."""
    return clean(username, 60).casefold()


def authenticate(username: str, password: str) -> UserAccount:
    """The active account of this name and password, with at least one open role.

    Raises TooMany before any look-up, WrongSignIn for every mismatch, Invalid when the
    password is right and no role is open. The hash is checked outside the transaction that
    later writes, so the database is not held meanwhile.
    """
    folded = fold_username(username)
    throttle.check("account", folded)
    user_id, stored = _find_password(folded)
    if not passwords.verify(stored, password) or user_id is None or stored is None:
        throttle.failed("account", folded)
        raise WrongSignIn(user_id)
    throttle.succeeded("account", folded)
    better = passwords.hash_password(password) if passwords.needs_rehash(stored) else stored
    user = db.session.get_one(UserAccount, user_id)
    if not user.active or user.password_hash != stored:
        raise WrongSignIn(user_id)
    if not open_grants(user):
        raise Invalid(_l("Your account has no role at present. Call the administrator."))
    if better != stored:
        user.password_hash = better
    return user


def _find_password(folded: str) -> tuple[str | None, str | None]:
    """Id of the account of this name; its hash unless it is switched off."""
    asked = sa.select(UserAccount.id, UserAccount.password_hash, UserAccount.active)
    with mode("read"), Session(db.engine) as own:
        row = own.execute(asked.where(UserAccount.username_folded == folded)).one_or_none()
    if row is None:
        return None, None
    return row.id, row.password_hash if row.active else None


def note_failure(user_id: str) -> None:
    """Audit a failed try on a known account, in a transaction of its own."""
    with short_write() as own:
        audit.record("public", "account.sign_in_failed", "user", user_id, session=own)


def asks_code(user: UserAccount) -> bool:
    """Whether a code is asked for before the account counts as signed in."""
    return needs_second_factor(user) and user.totp_confirmed_at is not None


def enter(user: UserAccount, device: str, *, second_factor_given: bool = False) -> str:
    """Open the session after everything was right; give its token."""
    if needs_second_factor(user):
        second_factor.prepare(user)
    token = open_session(user, device, second_factor_given)
    audit.record(actor_of(user), "account.sign_in", "user", user.id)
    return token


def enter_with_code(user: UserAccount, code: str, device: str) -> str:
    """Open the session after the second page. Raises TooMany, or Invalid for a wrong code."""
    check_code(user, code)
    return enter(user, device, second_factor_given=True)


def confirm_again(user: UserAccount, code: str, by: Actor) -> None:
    """Take a code of someone signed in already (step-up). Raises TooMany or Invalid."""
    check_code(user, code)
    second_factor.mark_confirmed(by)
    audit.record(by, "account.confirmed_again", "user", user.id)


def check_code(user: UserAccount, code: str) -> None:
    """Take a right code. Raises TooMany before looking, Invalid for a wrong one."""
    throttle.check("account", f"code:{user.id}")
    if not second_factor.take_code(user, code):
        throttle.failed("account", f"code:{user.id}")
        raise Invalid(second_factor.WRONG_CODE)
    throttle.succeeded("account", f"code:{user.id}")


def pending_mark(user: UserAccount) -> str:
    """What ties the first page to the second: it changes with the password.

    Kept in the signed cookie between the two, so a reset in between ends the sign-in.
    """
    text = f"{user.id}:{user.password_hash}".encode()
    return hmac.new(keys().hmac_key, b"sign-in\0" + text, hashlib.sha256).hexdigest()[:32]


def is_pending(user: UserAccount | None, mark: str) -> bool:
    """Whether the mark is this active account's, which still asks for a code."""
    if user is None or not user.active or not asks_code(user):
        return False
    return hmac.compare_digest(pending_mark(user), mark)


def local_path(target: str | None) -> str | None:
    r"""The target if it is a path of this site, else None.

    Refused: other schemes and hosts, ``//host``, any ``\`` and control characters, which
    browsers read as slashes or drop.
    """
    if not target or not target.startswith("/") or target.startswith("//") or len(target) > 500:
        return None
    if "\\" in target or any(ord(sign) <= 32 or ord(sign) == 127 for sign in target):
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else target
