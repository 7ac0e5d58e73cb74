"""A cap in words: never more than "at most", and no number where none is known."""

from __future__ import annotations

from flask_babel import gettext as _

from jobfair.agencies.fees import AIRFARE, Cap, months_cap
from jobfair.agencies.words import show_decimal, sum_words
from jobfair.filters import in_language


def fee_cap_words(cap: Cap | None, months: int | None) -> str:
    """The most that may be asked as service fee for a contract of so many months (36 if None)."""
    if cap is None or not cap.known:
        return _("The limit is not known here. Ask an officer.")
    if cap.nothing:
        return _("No service fee may be taken.")
    most = months_cap(cap, months or 36)
    if most is None:
        return _("The limit is not known here. Ask an officer.")
    if most == 1:
        return _("Service fee: at most 1 month of basic wage.")
    return _(
        "Service fee: at most %(months)s months of basic wage.", months=show_decimal(round(most, 2))
    )


def deposit_cap_words(cap: Cap | None) -> str:
    """The most that may be asked as deposit."""
    if cap is None or not cap.known:
        return _("Deposit: the limit is not known here. Ask an officer.")
    if cap.nothing:
        return _("No deposit may be taken.")
    if cap.unit == AIRFARE:
        return _("Deposit: at most one one-way economy ticket.")
    return _("Deposit: at most %(sum)s.", sum=sum_words(int(cap.rule.max_total or 0)))


def cap_note(cap: Cap | None) -> str:
    """What the rule adds, in the reader's language."""
    return in_language(cap.rule, "note") if cap is not None and cap.known else ""


def cap_sources(*caps: Cap | None) -> str:
    """The legal sources of caps, each once."""
    found = [cap.rule.source for cap in caps if cap is not None and cap.known]
    return "; ".join(dict.fromkeys(source for source in found if source))


__all__ = [
    "cap_note",
    "cap_sources",
    "deposit_cap_words",
    "fee_cap_words",
]
