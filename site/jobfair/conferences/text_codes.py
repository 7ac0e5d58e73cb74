"""A short code to type into a text message: the commune's letters and the day, ML2611.

Nothing is stored. Where two conferences ahead would share the letters the whole name is used
(MUONGLA2611), and where they share the commune and the day too, the address. A code that was
printed before stays understood: the sender is asked which one is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app

from jobfair.conferences.queries import commune_rows
from jobfair.config import Settings
from jobfair.database import db
from jobfair.lib import clock
from jobfair.lib.text import fold
from jobfair.models import Conference, ConferenceState

KNOWN_FOR = timedelta(days=30)
"""How long after a conference its code is still told from a wrong one."""
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Coded:
    """A published conference as codes see it."""

    id: str
    slug: str
    commune_code: str
    starts_at: datetime
    letters: str  # ml
    name: str  # muongla

    @property
    def day(self) -> str:
        """Day and month: 2611."""
        return f"{clock.to_local(self.starts_at):%d%m}"

    @property
    def codes(self) -> tuple[str, str, str]:
        """From the shortest to the surest, in small letters without signs."""
        return self.letters + self.day, self.name + self.day, squeeze(self.slug)


def squeeze(text: str) -> str:
    """The key on which codes are compared: no case, marks, spaces or signs."""
    return _NOT_PLAIN.sub("", fold(text))


def list_coded() -> list[Coded]:
    """Published conferences ahead and of the last thirty days, by start."""
    rows = db.session.execute(
        sa.select(Conference.id, Conference.slug, Conference.commune_code, Conference.starts_at)
        .where(
            Conference.state != ConferenceState.DRAFT,
            Conference.starts_at > clock.now() - KNOWN_FOR,
        )
        .order_by(Conference.starts_at, Conference.slug)
    )
    names = {code: fold(short).split() for code, _name, short, _district in commune_rows()}
    return [
        Coded(
            id=row.id,
            slug=row.slug,
            commune_code=row.commune_code,
            starts_at=row.starts_at,
            letters="".join(word[0] for word in names.get(row.commune_code, ["hn"])),
            name="".join(names.get(row.commune_code, ["hn"])),
        )
        for row in rows
    ]


def find_coded(typed: str, known: list[Coded]) -> list[Coded]:
    """The conferences that a typed code or address means; those ahead go before those past.

    Several when they share it; none for a code nobody has.
    """
    key = squeeze(typed)
    found = [coded for coded in known if key and key in coded.codes]
    ahead = [coded for coded in found if coded.starts_at > clock.now()]
    return ahead or found[-1:]


def text_number() -> str:
    """Where people send text messages, as it is printed; '' while no gateway is there."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.sms_number if settings.sms_secret else ""


def text_code(slug: str, known: list[Coded] | None = None) -> str:
    """The shortest code that means this conference alone, as it is printed: "ML2611".

    ``known``: of ``list_coded``, read when it is not given. A draft's is its address.
    """
    known = list_coded() if known is None else known
    own = next((coded for coded in known if coded.slug == slug), None)
    for code in own.codes[:2] if own else ():
        if [coded.slug for coded in find_coded(code, known)] == [slug]:
            return code.upper()
    return slug
