"""Topics, channels and referrals of the contact log in words; what the audit log calls its acts."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from jobfair.accounts.audit_fields import FIELDS
from jobfair.accounts.audit_words import ACTIONS, GROUPS

TOPICS: Final[dict[str, object]] = {
    "markets": _l("Countries and jobs"),
    "cost": _l("Costs and loans"),
    "papers": _l("Papers and conditions"),
    "contract": _l("Contract and rights"),
    "training": _l("Language and training"),
    "fraud": _l("Brokers and fraud"),
    "abroad": _l("Trouble of somebody abroad"),
    "return": _l("Coming home, work at home"),
    "other": _l("Something else"),
}
"""Coded topic -> words."""

CHANNELS: Final[dict[str, object]] = {
    "phone": _l("Phone"),
    "zalo": _l("Zalo"),
    "desk": _l("At the desk"),
    "hall": _l("In a hall"),
    "online": _l("Online"),
}
"""Coded channel -> words."""

REFERRALS: Final[dict[str, object]] = {
    "commune": _l("Commune office"),
    "centre": _l("Employment service centre"),
    "body": _l("Sending body"),
    "bank": _l("Policy bank"),
    "legal": _l("Legal aid"),
    "police": _l("Police"),
    "citizens": _l("Citizen protection abroad"),
}
"""Where the person was sent on to -> words; '' nowhere."""

SEXES: Final[dict[str, object]] = {"F": _l("Woman"), "M": _l("Man"), "": _l("Not recorded")}

ACTIONS.update(
    {
        "view.advice": _l("read the log of advice"),
        "advice.log": _l("logged a talk of advice"),
        "export.advice": _l("took the monthly table of advice as a file"),
    }
)
GROUPS["advice"] = _l("Advice")
FIELDS.update({"topic": _l("topic"), "advice_contact": _l("name and number of who was advised")})
