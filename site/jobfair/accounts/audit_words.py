"""Rows of the audit in words: action code -> what was done, in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

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
