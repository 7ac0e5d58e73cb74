"""What a phone holds of one conference: its roster and words, and nothing more than the door needs.

A row carries no full phone number, no full date of birth, no slip code (only a mark by which a
scanned one is known again) and no way to the person (model.md, scopes).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from jobfair.access import Actor
from jobfair.cases.doubts import DOUBTS
from jobfair.conferences.queries import market_names
from jobfair.door.notes import list_notes
from jobfair.door.outcomes import ANSWERS
from jobfair.door.queries import DoorRow, list_rows
from jobfair.door.rules import conference_day
from jobfair.filters import show_day_short, show_time, show_weekday
from jobfair.geography import commune_names
from jobfair.keys import keys
from jobfair.language import current_language
from jobfair.lib import clock
from jobfair.lib.codes import new_token
from jobfair.lib.crypto import derive
from jobfair.models import Conference, ConferenceGuest
from jobfair.registration.answers import OTHER_PROVINCE

VERSION = 1
FIELDS = ("name", "birth_year", "village", "commune", "phone_tail", "attendance")
_MARK = 10  # hex digits: 40 bits tell 300 slips apart; without the phone number none opens

# Any: what json takes.
Json = dict[str, Any]


def slip_mark(conference_id: str, slip_code: str) -> str:
    """By what a phone knows a scanned slip code again without holding the code."""
    return hashlib.sha256(f"{conference_id}:{slip_code}".encode()).hexdigest()[:_MARK]


def pack_row(conference: Conference, row: DoorRow) -> list[object]:
    """One person as static/js/hall.js reads her: the order here is the order there."""
    return [
        row.registration_id,
        row.code,
        slip_mark(conference.id, row.slip_code),
        row.name,
        row.birth_year,
        row.village,
        row.commune_code or OTHER_PROVINCE,
        row.tail,
        str(row.state),
        int(row.present),
        int(row.at.timestamp() * 1000) if row.at else 0,
        ",".join(sorted(row.markets)),
        row.doubt,
        row.next,
        int(row.provisional),
        ",".join(str(table) for table in sorted(row.tables)),
        row.written_by,
    ]


def pack_rows(conference: Conference, rows: Sequence[DoorRow]) -> list[list[object]]:
    """Rows as ``pack_row`` gives them."""
    return [pack_row(conference, row) for row in rows]


def make_deck(conference: Conference, *, by: Actor) -> tuple[Json, list[str]]:
    """Everything that the door of one conference needs, and the ids of the people on it."""
    rows, places = list_rows(conference), commune_names()
    names = market_names(current_language())
    tables = [(str(g.booth), _guest(g)) for g in conference.guests if g.booth is not None]
    pack = new_token(96)
    deck: Json = {
        "v": VERSION,
        "id": conference.id,
        "place": places.get(conference.commune_code, conference.place),
        "when": f"{show_weekday(conference.starts_at)} {show_day_short(conference.starts_at)},"
        f" {show_time(conference.starts_at)}",
        "year": conference_day(conference).year,
        "host": conference.commune_code,
        "user": by.user_id,
        "who": by.full_name,
        "now": int(clock.now().timestamp() * 1000),
        "pack": pack,
        "key": base64.b64encode(pack_key(conference.id, pack)).decode(),
        "notes": list_notes(conference),
        "markets": [(m.market_code, names[m.market_code]) for m in conference.markets],
        "doubts": [(code, str(label)) for code, label in DOUBTS.items()],
        "said": [(code, str(said.label)) for code, said in ANSWERS.items()],
        "tables": sorted(tables, key=lambda table: int(table[0])),
        "communes": [*places.items(), (OTHER_PROVINCE, _("another province"))],
        "rows": pack_rows(conference, rows),
    }
    return deck, [row.person_id for row in rows]


def _guest(guest: ConferenceGuest) -> str:
    return guest.body.short_name if guest.body is not None else guest.text_vi


def pack_key(conference_id: str, pack: str) -> bytes:
    """The key under which what was not sent leaves the phone; made again when it comes in."""
    return derive(keys().hmac_key, f"hall {conference_id}:{pack}")


def place_of(conference_id: str, pack: str) -> str:
    """What the sealed file is bound to."""
    return f"hall:{conference_id}:{pack}"
