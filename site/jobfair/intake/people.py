"""Lists of people and wish lists: each row is what the desk's form would be, by its rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from jobfair.access import Actor
from jobfair.cases.identity import IdentityData, save_identity
from jobfair.cases.notes import add_note
from jobfair.cases.queries import get_case
from jobfair.database import db
from jobfair.errors import AppError
from jobfair.geography import commune_names
from jobfair.intake.handling import (
    Ground,
    Verdict,
    act_key_of,
    key_of,
    refused,
    sentence_of,
    without_repeats,
)
from jobfair.intake.kinds import WISHES
from jobfair.intake.lines import Line
from jobfair.intake.matching import Match, Who, find_people
from jobfair.intake.values import birth_text, number_text, phone_text
from jobfair.lib.clock import today
from jobfair.lib.national_id import NationalIdError, parse_national_id
from jobfair.lib.text import clean, fold
from jobfair.models import CaseFile, Registration, RowState
from jobfair.registration import paper_forms
from jobfair.registration.check import number_of
from jobfair.registration.desk import choices_for
from jobfair.registration.paper_forms import RowForm, commune_reader
from jobfair.registration.rules import register_many
from jobfair.registration.sending import Desk, Sending
from jobfair.registration.showing import commune_choices

CHANNEL: Final = "import"
HOW: Final = "paper_list"
_ORDER: Final = ("name", "birth", "phone", "commune", "village")
_CODE: Final = 5


@dataclass(frozen=True)
class Read:
    """A row that the form took."""

    form: RowForm
    who: Who
    key: str
    wish: str = ""


class People:
    """People, and with ``wishes`` what they want."""

    def __init__(self, *, wishes: bool) -> None:
        """Take whether the list says what people want."""
        self._wishes = wishes

    def judge(self, lines: list[Line], ground: Ground) -> list[Verdict]:
        """New, known, perhaps known, or wrong with the sentence of the form."""
        return self._judge(self._read_all(lines, ground), lines, ground)

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
        read = self._read_all(lines, ground)
        judged = self._judge(read, lines, ground)
        begun = _begun(read, ground)
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

    def _read_all(self, lines: list[Line], ground: Ground) -> list[Read | Verdict]:
        named = commune_reader(choices_for(None, ground.by))
        everywhere = commune_reader(commune_choices())
        return [self._read(line, ground, named, everywhere) for line in lines]

    def _read(
        self,
        line: Line,
        ground: Ground,
        named: Callable[[str], str | None],
        everywhere: Callable[[str], str | None],
    ) -> Read | Verdict:
        commune = _commune_text(line.cells.get("commune", ""))
        if commune and not named(commune) and (code := everywhere(commune)):
            sentence = _(
                "This person is of %(commune)s. Its own officer writes them down.",
                commune=commune_names().get(code, commune),
            )
            return refused(ground, line, "commune", sentence)
        form, birth_field = _form(line, ground, commune, named)
        if not form.validate():
            field = next(f for f in (*_ORDER, *form.errors) if f in form.errors)
            where = birth_field if field == "birth" else field
            return refused(ground, line, where, form.errors[field][0])
        number = number_text(line.cells.get("number", ""))
        if number:
            try:
                number = parse_national_id(number).digits
            except NationalIdError:
                return refused(ground, line, "number", _("The identity number has 12 digits."))
        return self._as_read(form, number, line, ground)

    def _as_read(self, form: RowForm, number: str, line: Line, ground: Ground) -> Read | Verdict:
        commune = None if form.commune_code == "other" else form.commune_code
        who = Who(str(form.name.data), form.born.year, commune, form.e164, number)
        person = f"n{number}" if number else f"{who.folded}|{who.year}|{commune}|{who.e164}"
        if not self._wishes:
            return Read(form, who, key_of(CHANNEL, person))
        wish = clean(line.cells.get("market", ""), 120)
        note = clean(line.cells.get("note", ""), 200)
        if not wish:
            return refused(ground, line, "market", _("Write the country or the programme."))
        words = _("Wish: %(market)s.", market=wish) + (f" {note}" if note else "")
        return Read(form, who, key_of(WISHES, person, fold(wish), fold(note)), words)


def _commune_text(text: str) -> str:
    """The name of a commune: what stands before a comma, without "x." and the like."""
    plain = clean(text, 80).partition(",")[0]
    if plain.isdecimal() and len(plain) <= _CODE:
        return commune_names().get(plain.zfill(_CODE), plain)
    folded = fold(plain)
    return plain[2:].strip() if folded.startswith(("x ", "p ")) else plain


def _form(
    line: Line, ground: Ground, commune: str, named: Callable[[str], str | None]
) -> tuple[RowForm, str]:
    """The desk's row form filled from the cells, and the column that the birth came from."""
    cells = line.cells
    birth_field = next((f for f in ("birth", "men", "women") if cells.get(f, "").strip()), "birth")
    phone = phone_text(cells.get("phone", ""))
    typed = {
        "name": clean(cells.get("name", ""), 300),
        "birth": birth_text(cells.get(birth_field, ""), from_1904=ground.from_1904),
        "phone": phone,
        "phone_owner": "self" if phone else "office",
        "village": clean(cells.get("village", ""), 300),
        "commune": commune,
    }
    ticks = {str(purpose): "y" for purpose in ground.options.purposes}
    form = RowForm(formdata=MultiDict(typed | ticks))
    form.ground = paper_forms.Ground(today(), ground.options.commune, named)
    return form, birth_field


def _doubt(match: Match) -> str:
    if match.why == "number":
        return _("Another person has this identity number. The centre will compare the two.")
    if match.why == "phone":
        return _(
            "Somebody with this phone is here: %(name)s. Look before you tick.", name=match.name
        )
    return _("The same name, year and commune are here with another phone. Look before you tick.")


def _sending(one: Read, ground: Ground) -> Sending:
    answers = one.form.answers(waits=False)
    return Sending(
        form_key=one.key,
        answers=answers,
        e164=number_of(answers),
        purposes=one.form.purposes,
        lang="vi",
        channel=CHANNEL,
        desk=Desk(ground.by, HOW, ground.options.paper_list),
    )


def _begun(read: list[Read | Verdict], ground: Ground) -> set[str]:
    """Keys that this very run wrote before it was broken off."""
    keys = [one.key for one in read if isinstance(one, Read)]
    since = ground.batch.started_at
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
