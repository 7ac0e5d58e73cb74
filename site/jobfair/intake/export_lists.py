"""The lists that can be taken out: each reuses the query and the scope of its own page.

A list first gives the keys of its rows with the people they name, in its order; the rows
themselves are read in batches, so a long list costs no more memory than a short one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from jobfair.access import Permission
from jobfair.cases import case_list, search
from jobfair.cases.case_filters import read_filters
from jobfair.cases.case_list import CaseRow
from jobfair.cases.next_steps import step_label
from jobfair.cases.search_terms import sees_home
from jobfair.cases.stages import stage_names
from jobfair.door import outcomes
from jobfair.door.queries import DoorRow, get_door, list_rows
from jobfair.filters import in_language
from jobfair.geography import commune_names
from jobfair.intake.export_loans import loans
from jobfair.intake.export_parts import (
    Asked,
    Listing,
    Row,
    person_columns,
    place_name,
    read_people,
)
from jobfair.intake.export_sheets import Column
from jobfair.language import current_language
from jobfair.lib.clock import to_local
from jobfair.lib.text import clean
from jobfair.models import RegistrationState


def cases(asked: Asked) -> Listing:
    """The case list under the filters of its address."""
    filters, scope, home = read_filters(asked.args), asked.actor.scope, _home(asked)
    keys = case_list.list_case_keys(filters, scope, asked.most)
    columns = [*person_columns(home, asked.masked), *_case_columns()]

    def read(ids: Sequence[str]) -> Iterator[Row]:
        rows = case_list.list_rows(ids, scope)
        names = stage_names(current_language())
        people = read_people([row.case.person_id for row in rows], home, asked.masked)
        for row in rows:
            yield [*people[row.case.person_id], *_case_values(row, str(names[row.case.stage]))]

    return Listing(_("Case files"), columns, keys, read)


def _home(asked: Asked) -> bool:
    return sees_home(asked.actor.scope)


def _case_columns() -> list[Column]:
    return [
        Column("stage", _("Stage"), 22),
        Column("market", _("Market"), 14),
        Column("body", _("Sending body"), 26),
        Column("days", _("Days in this stage"), 10),
        *_next_columns(),
    ]


def _next_columns() -> list[Column]:
    return [
        Column("next_step", _("Next step"), 30),
        Column("next_on", _("Date of the next step"), 13),
    ]


def _case_values(row: CaseRow, stage: str) -> Row:
    market = in_language(row.market, "name") if row.market else ""
    case = row.case
    return [stage, market, row.body, row.days, step_label(case.next_step), case.next_on]


def people(asked: Asked) -> Listing:
    """Whoever the search box finds."""
    actor, home = asked.actor, _home(asked)
    q = clean(asked.args.get("q", ""), search.LONGEST)
    ids: list[str] = []
    if not search.read_query(q).nothing:
        exact = search.may_identify(actor)
        ids = search.search_ids(q, actor.scope, asked.most, by_national_id=exact)
    columns = person_columns(home, asked.masked)
    columns += [Column("stage", _("Stage"), 22), *_next_columns()]

    def read(batch: Sequence[str]) -> Iterator[Row]:
        names = stage_names(current_language())
        values = read_people(batch, home, asked.masked)
        for row in search.list_found(list(batch), actor.scope):
            stage = str(names[row.stage]) if row.stage else ""
            step = step_label(row.next_step)
            yield [*values[row.person_id], stage, step, row.next_on]

    return Listing(_("Workers"), columns, [(one, one) for one in ids], read)


def roster(asked: Asked) -> Listing:
    """The roster of one conference, as the door may see it; never more than the door sees."""
    conference = get_door(asked.about, asked.actor)
    rows = list_rows(conference, clean(asked.args.get("q", ""), 100))[: asked.most]
    at = {row.registration_id: row for row in rows}
    keys = [(row.registration_id, row.person_id) for row in rows]

    def read(batch: Sequence[str]) -> Iterator[Row]:
        places = commune_names()
        for key in batch:
            yield _roster_values(at[key], places)

    return Listing(_("Roster"), _roster_columns(), keys, read)


def _roster_columns() -> list[Column]:
    return [
        Column("row_code", _("Row code"), 9),
        *person_columns(home=True, masked=True),
        Column("seat", _("Seat"), 14),
        Column("came", _("Came at"), 9),
        Column("wants", _("Wants"), 24),
    ]


def _seat(state: RegistrationState) -> str:
    if state is RegistrationState.HELD:
        return _("Seat held")
    return _("Waiting") if state is RegistrationState.WAITING else _("Came without")


def _roster_values(row: DoorRow, places: dict[str, str]) -> Row:
    said = outcomes.ANSWERS.get(row.next)
    return [
        row.code,
        row.name,
        row.birth_year or None,
        row.village,
        place_name(row.commune_code, places),
        f"…{row.tail}" if row.tail else "",
        _seat(row.state),
        to_local(row.at).strftime("%H:%M") if row.at else "",
        str(said.label) if said else "",
    ]


@dataclass(frozen=True)
class ListKind:
    """How a list is made, who may take it out, where it came from, whether ever unmasked."""

    make: Callable[[Asked], Listing]
    permission: Permission
    home: str
    page: str
    unmasked: bool = False


LISTS: Final = {
    "cases": ListKind(
        cases, Permission.EXPORT_LISTS, "cases.case_list", "intake.export_cases", unmasked=True
    ),
    "people": ListKind(
        people, Permission.EXPORT_LISTS, "cases.people", "intake.export_people", unmasked=True
    ),
    "roster": ListKind(roster, Permission.EXPORT_ROSTER, "door.roster", "intake.export_roster"),
    "loans": ListKind(loans, Permission.EXPORT_LOANS, "money.loan_list", "intake.export_loans"),
}
"""Code of a list -> what it is."""
