"""Lists of people and wish lists: each row is what the desk's form would be, by its rules."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _

from jobfair.access import Actor
from jobfair.cases.identity import IdentityData, save_identity
from jobfair.cases.notes import add_note
from jobfair.cases.queries import get_case
from jobfair.database import db, mode
from jobfair.errors import AppError
from jobfair.intake.handling import (
    Ground,
    Verdict,
    act_key_of,
    refused,
    sentence_of,
    without_repeats,
)
from jobfair.intake.lines import Line
from jobfair.intake.matching import Match, find_people
from jobfair.intake.people_reading import Read, read_all
from jobfair.models import CaseFile, Registration, RowState
from jobfair.registration.check import number_of
from jobfair.registration.rules import register_many
from jobfair.registration.sending import Desk, Sending

CHANNEL: Final = "import"
HOW: Final = "paper_list"


class People:
    """People, and with ``wishes`` what they want."""

    only_reads = True

    def __init__(self, *, wishes: bool) -> None:
        """Take whether the list says what people want."""
        self._wishes = wishes

    def judge(self, lines: list[Line], ground: Ground) -> list[Verdict]:
        """New, known, perhaps known, or wrong with the sentence of the form."""
        return self._judge(read_all(lines, ground, wishes=self._wishes), lines, ground)

    def _judge(
        self, read: list[Read | Verdict], lines: list[Line], ground: Ground
    ) -> list[Verdict]:
        who = [one.who for one in read if isinstance(one, Read)]
        matches = iter(find_people(who) if who else [])
        found = []
        for line, one in zip(lines, read, strict=True):
            if isinstance(one, Verdict):
                found.append(one)
            else:
                found.append(self._compare(line, one, next(matches), ground))
        return without_repeats(lines, found)

    def _compare(self, line: Line, one: Read, match: Match | None, ground: Ground) -> Verdict:
        if match is None:
            return Verdict(RowState.NEW, row_key=one.key)
        if match.sure:
            if self._wishes:
                return self._wish_of(line, one, match, ground)
            return Verdict(RowState.KNOWN, _("This person is here already."), "", one.key)
        return Verdict(RowState.DOUBT, _doubt(match), "", one.key)

    def _wish_of(self, line: Line, one: Read, match: Match, ground: Ground) -> Verdict:
        case_id = _open_case_id(match.person_id)
        if case_id is None:
            sentence = _("This person’s case is closed. Open it again on its page first.")
            return refused(ground, line, "name", sentence, one.key)
        return Verdict(RowState.NEW, _("Here already: the wish becomes a note."), "", one.key)

    def write(self, lines: list[Line], ground: Ground) -> list[Verdict]:
        """Register whoever is new, note the wishes of whoever is not; each row by itself."""
        since = ground.batch.started_at
        db.session.rollback()
        with mode("read"):
            read = read_all(lines, ground, wishes=self._wishes)
            judged = self._judge(read, lines, ground)
            begun = _begun(read, since)
        new = [
            (number, one)
            for number, (one, verdict) in enumerate(zip(read, judged, strict=True))
            if isinstance(one, Read) and (one.key in begun or self._is_new(verdict))
        ]
        outcomes = register_many([_sending(one, ground) for _number, one in new])
        known = dict(zip((number for number, _one in new), outcomes, strict=True))
        keys = [one.key for _number, one in new]
        made = _registrations(keys)
        return [
            self._written(one, verdict, known.get(number), made, ground)
            for number, (one, verdict) in enumerate(zip(read, judged, strict=True))
        ]

    def _is_new(self, verdict: Verdict) -> bool:
        """Whether the row is written as a new person; a wish with a sentence is a note."""
        if verdict.state is RowState.NEW:
            return not (self._wishes and verdict.problem)
        return verdict.state is RowState.DOUBT

    def _written(
        self,
        one: Read | Verdict,
        verdict: Verdict,
        outcome: str | Exception | None,
        made: dict[str, Registration],
        ground: Ground,
    ) -> Verdict:
        if isinstance(one, Verdict) or verdict.state is RowState.ERROR:
            return _ended(verdict, "refused", verdict.problem)
        if isinstance(outcome, Exception):
            sentence = sentence_of(outcome) if isinstance(outcome, AppError) else ""
            return _ended(verdict, "refused", sentence or _("Could not be written."))
        if outcome is not None:
            registration = made[one.key]
            problem = _more(registration, one, ground)
            done = Verdict(RowState.NEW, problem, "", one.key, registration.person_id)
            return _ended(done, "new", problem, registration.case_id)
        if self._wishes and verdict.state is RowState.NEW:
            return _note_wish(one, verdict, ground)
        return _ended(verdict, "skipped", verdict.problem)


def _doubt(match: Match) -> str:
    if match.why == "number":
        return _("Another person has this identity number. The centre will compare the two.")
    if match.why == "phone":
        return _(
            "Somebody with this phone is here: %(name)s. Look before you tick.", name=match.name
        )
    return _("The same name, year and commune are here with another phone. Look before you tick.")


def _sending(one: Read, ground: Ground) -> Sending:
    return Sending(
        form_key=one.key,
        answers=one.answers,
        e164=number_of(one.answers),
        purposes=one.purposes,
        lang="vi",
        channel=CHANNEL,
        desk=Desk(ground.by, HOW, ground.options.paper_list),
    )


def _begun(read: list[Read | Verdict], since: datetime | None) -> set[str]:
    """Keys that this very run wrote before it was broken off."""
    keys = [one.key for one in read if isinstance(one, Read)]
    return {k for k, r in _registrations(keys).items() if since and r.created_at >= since}


def _registrations(keys: list[str]) -> dict[str, Registration]:
    query = sa.select(Registration).where(Registration.form_key.in_(keys))
    return {row.form_key: row for row in db.session.scalars(query)}


def _open_case_id(person_id: str) -> str | None:
    query = sa.select(CaseFile.id).where(
        CaseFile.person_id == person_id, CaseFile.closed_at.is_(None)
    )
    return db.session.scalars(query).first()


def _more(registration: Registration, one: Read, ground: Ground) -> str:
    """Identity number and wish of somebody who was just written down; '' when all is well."""
    if not (one.who.number or one.wish) or registration.case_id is None:
        return ""
    try:
        with db.session.begin_nested():
            case = get_case(registration.case_id, ground.by.scope)
            free = _keep_number(case, one, ground.by)
            if one.wish:
                _keep_wish(case, one, ground.by)
    except AppError as error:
        return sentence_of(error)
    if free:
        return ""
    return _("Another person has this identity number. The centre will compare the two.")


def _keep_number(case: CaseFile, one: Read, by: Actor) -> bool:
    if not one.who.number:
        return True
    data = IdentityData(national_id=one.who.number)
    return save_identity(case, data, by=by, act_key=f"importid{one.key}")


def _keep_wish(case: CaseFile, one: Read, by: Actor) -> None:
    add_note(case, by=by, version=case.version, act_key=act_key_of(one.key), note=one.wish)


def _note_wish(one: Read, verdict: Verdict, ground: Ground) -> Verdict:
    match = find_people([one.who])[0]
    case_id = _open_case_id(match.person_id) if match else None
    try:
        if case_id is None or match is None:
            return _ended(verdict, "refused", _("Could not be written."))
        with db.session.begin_nested():
            _keep_wish(get_case(case_id, ground.by.scope), one, ground.by)
    except AppError as error:
        return _ended(verdict, "refused", sentence_of(error))
    done = Verdict(RowState.NEW, "", "", one.key, match.person_id)
    return _ended(done, "updated", "", case_id)


def _ended(verdict: Verdict, outcome: str, problem: str, case_id: str | None = None) -> Verdict:
    return Verdict(
        verdict.state,
        problem[:400],
        verdict.cell,
        verdict.row_key,
        verdict.person_id,
        case_id,
        outcome,
    )
