"""Attendance that was ticked on paper: codes of rows, read and marked together (C8)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from jobfair import audit
from jobfair.access import Actor
from jobfair.door import taking
from jobfair.door.folding import PRESENT, Act
from jobfair.door.queries import DoorRow
from jobfair.door.row_codes import blank_code, same_code
from jobfair.lib import clock
from jobfair.lib.codes import derived_key, normalise_slip_code
from jobfair.models import Conference

MOST_CODES: Final = 200
_BETWEEN = re.compile(r"[\s,;]+")
_BLANKS: Final = [blank_code(number) for number in range(1, 100)]


@dataclass
class Read:
    """What some typed codes mean on one roster."""

    new: list[DoorRow] = field(default_factory=list)
    before: list[DoorRow] = field(default_factory=list)  # marked as present already
    blank: list[str] = field(default_factory=list)  # empty rows: somebody not registered
    unknown: list[str] = field(default_factory=list)  # as they were typed


def read_codes(typed: str, rows: Sequence[DoorRow]) -> Read:
    """Each code once, whatever stands between them; row codes and slip codes."""
    found, met = Read(), set[str]()
    for code in _split(typed):
        row = next((one for one in rows if _is(code, one)), None)
        mark = row.registration_id if row else code.upper()
        if mark in met:
            continue
        met.add(mark)
        if row is not None:
            (found.before if row.present else found.new).append(row)
        elif any(same_code(code, blank) for blank in _BLANKS):
            found.blank.append(code.upper())
        else:
            found.unknown.append(code)
    return found


def _split(typed: str) -> list[str]:
    """Codes in the order of typing; the two halves of a slip code are one."""
    words, codes = [word for word in _BETWEEN.split(typed) if word], list[str]()
    while words:
        halves = "".join(words[:2])
        whole = len(words) > 1 and len(words[0]) == 4 and normalise_slip_code(halves) is not None
        codes.append(halves if whole else words[0])
        del words[: 2 if whole else 1]
    return codes


def _is(code: str, row: DoorRow) -> bool:
    return same_code(code, row.code) or normalise_slip_code(code) == row.slip_code


def mark_codes(
    conference: Conference, rows: Sequence[DoorRow], *, form_key: str, lang: str, by: Actor
) -> None:
    """Mark these rows as present; the same ``form_key`` again changes nothing.

    Raises Conflict when the conference was cancelled.
    """
    at = clock.now()
    acts = [
        Act(derived_key(form_key, row.registration_id), row.registration_id, PRESENT, "1", at)
        for row in rows
    ]
    taking.take(conference, [taking.Sent(act) for act in acts], lang=lang, by=by)
    people = [row.person_id for row in rows]
    audit.record(by, "door.from_paper", "conference", conference.id, person_ids=people)
