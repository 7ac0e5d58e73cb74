"""The second factor: a six-digit code of a phone (TOTP, RFC 6238) or a printed one-time code.

The secret is sealed in the row it belongs to; a code works once, one step of 30 seconds to
either side is taken. Printed codes are kept as an HMAC and each works once.
"""

from __future__ import annotations

import hmac
import secrets

import pyotp
import segno
import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from jobfair import audit
from jobfair.access import Actor
from jobfair.accounts.sessions import actor_of
from jobfair.database import db
from jobfair.errors import Invalid
from jobfair.keys import keys
from jobfair.lib.clock import now
from jobfair.lib.codes import SLIP_ALPHABET
from jobfair.lib.crypto import blind_index
from jobfair.models import LoginSession, RecoveryCode, UserAccount

STEP_SECONDS = 30
RECOVERY_CODES = 10
RECOVERY_LENGTH = 10
ISSUER = "Lên Đường"
WRONG_CODE = _l("This code is not right or was used already. Wait for the next one.")


def _place(user: UserAccount) -> str:
    return f"user_account.totp.{user.id}"


def prepare(user: UserAccount, anew: bool = False) -> None:
    """Give an account without a confirmed second factor a secret to set one up with."""
    if user.totp_confirmed_at is None and (anew or user.totp_enc is None):
        user.totp_enc = keys().cipher().seal(pyotp.random_base32(), _place(user))
        user.totp_last_step = None
        db.session.flush()


def secret_of(user: UserAccount) -> str:
    """The secret in base 32. Raises Invalid when there is none to show."""
    if user.totp_enc is None:
        raise Invalid(_l("There is no key yet. Make one first."))
    return keys().cipher().open(user.totp_enc, _place(user))


def secret_in_groups(user: UserAccount) -> str:
    """The secret as it is typed in by hand: groups of four."""
    secret = secret_of(user)
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def qr_picture(user: UserAccount) -> Markup:
    """The QR code that an authenticator app reads, as safe SVG text."""
    address = pyotp.TOTP(secret_of(user)).provisioning_uri(name=user.username, issuer_name=ISSUER)
    drawn = segno.make(address, error="m").svg_inline(border=2, omitsize=True)
    return Markup(drawn)  # noqa: S704 - drawn by segno from our own text


def _step_of(user: UserAccount, code: str) -> int | None:
    """The step whose code this is, among the three around now."""
    totp = pyotp.TOTP(secret_of(user))
    here = int(now().timestamp()) // STEP_SECONDS
    for step in (here, here - 1, here + 1):
        if hmac.compare_digest(totp.at(step * STEP_SECONDS), code):
            return step
    return None


def _take_totp(user: UserAccount, code: str) -> bool:
    """Whether the code is right and later than every code taken before; it is then used up."""
    step = _step_of(user, code)
    if step is None:
        return False
    unused = sa.or_(UserAccount.totp_last_step.is_(None), UserAccount.totp_last_step < step)
    taken = db.session.execute(
        sa.update(UserAccount)
        .where(UserAccount.id == user.id, unused)
        .values(totp_last_step=step)
        .returning(UserAccount.id)
    )
    return taken.first() is not None


def _recovery_hash(user_id: str, code: str) -> bytes:
    return blind_index(keys().hmac_key, "recovery_code", f"{user_id}:{code}")


def _plain_code(typed: str) -> str:
    """A printed code as it was hashed: capitals without spaces and hyphens."""
    letters = "".join(ch for ch in typed.upper() if ch.isalnum())
    return letters.replace("S", "5").replace("B", "8")


def _take_recovery(user: UserAccount, code: str) -> bool:
    taken = db.session.execute(
        sa.update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user.id,
            RecoveryCode.code_hash == _recovery_hash(user.id, code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now())
        .returning(RecoveryCode.id)
    )
    return taken.first() is not None


def take_code(user: UserAccount, typed: str) -> bool:
    """Whether what was typed is a right, unused code of the phone or of the paper.

    A right code is used up in the running transaction. A used paper code is audited.
    """
    plain = _plain_code(typed)
    if len(plain) == 6 and plain.isascii():
        digits = "".join(ch for ch in typed if ch.isdigit())
        return user.totp_enc is not None and len(digits) == 6 and _take_totp(user, digits)
    if len(plain) != RECOVERY_LENGTH or not _take_recovery(user, plain):
        return False
    audit.record(actor_of(user), "account.recovery_used", "user", user.id)
    return True


def confirm(user: UserAccount, code: str, by: Actor) -> list[str]:
    """Confirm the second factor with its first code and give the codes to print.

    Raises Invalid when the code is wrong. The session counts as confirmed from now on.
    """
    digits = "".join(ch for ch in code if ch.isdigit())
    if user.totp_enc is None or not _take_totp(user, digits):
        raise Invalid(WRONG_CODE)
    user.totp_confirmed_at = now()
    mark_confirmed(by)
    audit.record(by, "account.second_factor_set", "user", user.id)
    return make_recovery_codes(user, by)


def mark_confirmed(by: Actor) -> None:
    """Note on the actor's own session that a code was given just now."""
    db.session.execute(
        sa.update(LoginSession)
        .where(LoginSession.id == by.session_id)
        .values(second_factor_at=now())
    )


def make_recovery_codes(user: UserAccount, by: Actor) -> list[str]:
    """Ten fresh one-time codes to print, shown this once; the old ones stop working."""
    db.session.execute(
        sa.update(RecoveryCode)
        .where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
        .values(used_at=now())
    )
    codes = [
        "".join(secrets.choice(SLIP_ALPHABET) for _ in range(RECOVERY_LENGTH))
        for _ in range(RECOVERY_CODES)
    ]
    db.session.add_all(
        RecoveryCode(user_id=user.id, code_hash=_recovery_hash(user.id, code)) for code in codes
    )
    db.session.flush()
    audit.record(by, "account.recovery_codes", "user", user.id)
    return [f"{code[:5]} {code[5:]}" for code in codes]


def count_recovery_codes(user_id: str) -> int:
    """How many printed codes still work."""
    left = sa.select(sa.func.count()).where(
        RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None)
    )
    return int(db.session.scalar(left) or 0)


def forget(user: UserAccount) -> None:
    """Take the second factor and its printed codes away; the next sign-in sets up a new one."""
    user.totp_enc = None
    user.totp_confirmed_at = None
    user.totp_last_step = None
    db.session.execute(
        sa.update(RecoveryCode)
        .where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
        .values(used_at=now())
    )
