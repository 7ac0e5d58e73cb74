"""What the list of cases is narrowed to: read from an address, written back into one, as SQL."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, time, timedelta
from typing import Any, Final

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from jobfair.access import Scope
from jobfair.cases.escalation import in_this_stay
from jobfair.cases.search_terms import matching
from jobfair.cases.settings import refund_days
from jobfair.cases.stages import ON_THE_CLOCK
from jobfair.lib import clock
from jobfair.lib.text import clean
from jobfair.models import (
    Attendance,
    CaseFile,
    Conference,
    Person,
    Placement,
    Programme,
    Registration,
    Stage,
)

MOST_VALUES: Final = 24
"""Of a parameter that may stand several times."""

CLOCKS: Final = {
    "chay": _l("The 180 days are running"),
    "sap": _l("At most 30 days are left"),
    "qua": _l("The 180 days are over"),
}
"""Value of the clock's filter -> words. Law 69/2020/QH14 Art. 26."""

WAITS: Final = (7, 30, 60, 90)
"""Days in the stage that can be asked for."""

_SOON = timedelta(days=30)
_MIDNIGHT = time(0, 0)
Args = dict[str, str | list[str]]


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; empty means all. Closed cases show by their stage only."""

    stages: tuple[Stage, ...] = ()
    communes: tuple[str, ...] = ()
    office_id: str = ""
    body_id: str = ""
    programme: str = ""
    market: str = ""
    step: str = ""
    due_from: date | None = None
    due_to: date | None = None
    overdue: bool = False
    climbed: bool = False
    waits: int = 0
    clock: str = ""
    conference: str = ""
    q: str = ""

    @property
    def nothing(self) -> bool:
        """Whether all open cases are shown."""
        return self == Filters()

    @property
    def more_than_usual(self) -> bool:
        """Whether a filter is on that is seldom used."""
        usual = replace(self, q="", communes=(), step="", overdue=False)
        return not usual.nothing

    def without(self, name: str, value: str = "") -> Filters:
        """The same but for one field; of a field with several values only that one."""
        held = getattr(self, name)
        # Any: each field has a type of its own.
        change: dict[str, Any] = {name: getattr(Filters(), name)}
        if isinstance(held, tuple) and value:
            change[name] = tuple(one for one in held if str(one) != value)
        return replace(self, **change)


PARAMETERS: Final = {
    "stages": "buoc",
    "communes": "xa",
    "office_id": "don-vi",
    "body_id": "dn",
    "programme": "chuong-trinh",
    "market": "thi-truong",
    "step": "viec",
    "due_from": "tu",
    "due_to": "den",
    "overdue": "qua-han",
    "climbed": "leo",
    "waits": "it-nhat",
    "clock": "dong-ho",
    "conference": "hoi-nghi",
    "q": "q",
}
"""Field -> its name in the address."""


def read_filters(args: MultiDict[str, str]) -> Filters:
    """The filters of an address; what makes no sense is left out."""
    known = {str(stage): stage for stage in Stage}
    wanted = dict.fromkeys(args.getlist("buoc")[:MOST_VALUES])
    codes = dict.fromkeys(clean(code, 5) for code in args.getlist("xa")[:MOST_VALUES])
    days = args.get("it-nhat", "")
    return Filters(
        stages=tuple(known[code] for code in wanted if code in known),
        communes=tuple(code for code in codes if code),
        office_id=clean(args.get("don-vi", ""), 24),
        body_id=clean(args.get("dn", ""), 24),
        programme=clean(args.get("chuong-trinh", ""), 24),
        market=clean(args.get("thi-truong", ""), 12),
        step=clean(args.get("viec", ""), 40),
        due_from=_day(args.get("tu", "")),
        due_to=_day(args.get("den", "")),
        overdue=args.get("qua-han") == "1",
        climbed=args.get("leo") == "1",
        waits=int(days) if days in {str(number) for number in WAITS} else 0,
        clock=args.get("dong-ho", "") if args.get("dong-ho") in CLOCKS else "",
        conference=clean(args.get("hoi-nghi", ""), 80),
        q=clean(args.get("q", ""), 100),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def write_filters(filters: Filters) -> Args:
    """The parameters of the address that reads back as these filters."""
    args: Args = {}
    for field in fields(Filters):
        value = getattr(filters, field.name)
        if isinstance(value, tuple):
            value = [str(one) for one in value]
        elif value is True:
            value = "1"
        if value:
            args[PARAMETERS[field.name]] = value if isinstance(value, list) else str(value)
    return args


def narrowed(
    filters: Filters, scope: Scope, day: date, *, few: bool = False
) -> list[sa.ColumnElement[bool]]:
    """Conditions on ``case_file`` for every filter but the stage.

    Files joined into another are closed; whoever asks for closed ones leaves them out.
    ``few``: for a query that is narrowed to few cases already, and looks at each of them.
    """
    where: list[sa.ColumnElement[bool]] = []
    if filters.communes:
        residents = sa.select(Person.id).where(Person.commune_code.in_(filters.communes))
        where.append(CaseFile.person_id.in_(residents))
    if filters.office_id:
        where.append(CaseFile.owner_office_id == filters.office_id)
    if filters.step:
        where.append(CaseFile.next_step == filters.step)
    if filters.overdue:
        where.append(CaseFile.next_on < day)
    if filters.climbed:
        where.append(sa.exists().where(in_this_stay()))
    if filters.due_from:
        where.append(CaseFile.next_on >= filters.due_from)
    if filters.due_to:
        where.append(CaseFile.next_on <= filters.due_to)
    if filters.waits:
        since = clock.from_local(day - timedelta(days=filters.waits - 1), _MIDNIGHT)
        where.append(CaseFile.stage_since < since)
    if filters.conference:
        where.append(CaseFile.person_id.in_(_came_to(filters.conference)))
    if filters.q:
        where.append(CaseFile.person_id.in_(matching(filters.q, scope)))
    return where + _of_placement(filters, day, few)


def _of_placement(filters: Filters, day: date, few: bool) -> list[sa.ColumnElement[bool]]:
    """One open placement that has the body, programme, market and clock asked for."""
    having: list[sa.ColumnElement[bool]] = []
    if filters.body_id:
        having.append(Placement.body_id == filters.body_id)
    if filters.programme:
        having.append(Placement.programme_code == filters.programme)
    if filters.market:
        codes = sa.select(Programme.code).where(Programme.market_code == filters.market)
        having.append(Placement.programme_code.in_(codes))
    if filters.clock:
        having += _on_clock(filters.clock, day)
    if not having:
        return []
    having.append(Placement.closed_on.is_(None))
    where: list[sa.ColumnElement[bool]] = [
        CaseFile.id.in_(sa.select(Placement.case_id).where(*having))
    ]
    if few:
        where = [sa.exists().where(Placement.case_id == CaseFile.id, *having)]
    return [*where, CaseFile.stage.in_(ON_THE_CLOCK)] if filters.clock else where


def _on_clock(which: str, day: date) -> list[sa.ColumnElement[bool]]:
    """The day of selection, seen from the end of the clock."""
    last = day - timedelta(days=refund_days())
    if which == "qua":
        return [Placement.selected_on < last]
    running = Placement.selected_on >= last
    return [running, Placement.selected_on <= last + _SOON] if which == "sap" else [running]


def _came_to(slug: str) -> sa.Select[str]:
    """The people who were present at a conference."""
    return (
        sa.select(Registration.person_id)
        .join(Conference, Conference.id == Registration.conference_id)
        .join(Attendance, Attendance.registration_id == Registration.id)
        .where(Conference.slug == slug, Attendance.present.is_(True))
    )
