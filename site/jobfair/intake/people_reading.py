"""A row of people read by the form of the paper sheet: name, birth, phone, place, consents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from jobfair.geography import commune_names
from jobfair.intake.handling import Ground, Verdict, key_of, refused
from jobfair.intake.kinds import PEOPLE, WISHES
from jobfair.intake.lines import Line
from jobfair.intake.matching import Who
from jobfair.intake.values import birth_text, number_text, phone_text
from jobfair.lib.clock import today
from jobfair.lib.national_id import NationalIdError, parse_national_id
from jobfair.lib.text import clean, fold
from jobfair.models import Purpose
from jobfair.registration import paper_forms
from jobfair.registration.answers import Answers
from jobfair.registration.desk import choices_for
from jobfair.registration.paper_forms import RowForm, commune_reader
from jobfair.registration.showing import commune_choices

_ORDER: Final = ("name", "birth", "phone", "commune", "village")
_CODE: Final = 5


@dataclass(frozen=True)
class Read:
    """A row that the form took."""

    answers: Answers
    purposes: tuple[Purpose, ...]
    who: Who
    key: str
    wish: str = ""


def read_all(lines: list[Line], ground: Ground, *, wishes: bool) -> list[Read | Verdict]:
    """Each row as the form takes it, or why it does not, at the cell; no read of people."""
    named = commune_reader(choices_for(None, ground.by))
    everywhere = commune_reader(commune_choices())
    form = RowForm(formdata=MultiDict())  # filled anew for each row: made once, it is quick
    return [_read(line, ground, form, named, everywhere, wishes=wishes) for line in lines]


def _read(
    line: Line,
    ground: Ground,
    form: RowForm,
    named: Callable[[str], str | None],
    everywhere: Callable[[str], str | None],
    *,
    wishes: bool,
) -> Read | Verdict:
    commune = _commune_text(line.cells.get("commune", ""))
    if commune and not named(commune) and (code := everywhere(commune)):
        sentence = _(
            "This person is of %(commune)s. Its own officer writes them down.",
            commune=commune_names().get(code, commune),
        )
        return refused(ground, line, "commune", sentence)
    birth_field = _fill(form, line, ground, commune, named)
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
    return _as_read(form, number, line, ground, wishes=wishes)


def _as_read(
    form: RowForm, number: str, line: Line, ground: Ground, *, wishes: bool
) -> Read | Verdict:
    commune = None if form.commune_code == "other" else form.commune_code
    who = Who(str(form.name.data), form.born.year, commune, form.e164, number)
    person = f"n{number}" if number else f"{who.folded}|{who.year}|{commune}|{who.e164}"
    if not wishes:
        return Read(form.answers(waits=False), form.purposes, who, key_of(PEOPLE, person))
    wish = clean(line.cells.get("market", ""), 120)
    note = clean(line.cells.get("note", ""), 200)
    if not wish:
        return refused(ground, line, "market", _("Write the country or the programme."))
    words = _("Wish: %(market)s.", market=wish) + (f" {note}" if note else "")
    return Read(
        form.answers(waits=False),
        form.purposes,
        who,
        key_of(WISHES, person, fold(wish), fold(note)),
        words,
    )


def _commune_text(text: str) -> str:
    """The name of a commune: what stands before a comma, without "x." and the like."""
    plain = clean(text, 80).partition(",")[0]
    if plain.isdecimal() and len(plain) <= _CODE:
        return commune_names().get(plain.zfill(_CODE), plain)
    folded = fold(plain)
    return plain[2:].strip() if folded.startswith(("x ", "p ")) else plain


def _fill(
    form: RowForm, line: Line, ground: Ground, commune: str, named: Callable[[str], str | None]
) -> str:
    """Fill the sheet's row form from the cells; the column that the birth came from."""
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
    form.process(MultiDict(typed | ticks))  # type: ignore[no-untyped-call]
    form.e164 = ""
    form.ground = paper_forms.Ground(today(), ground.options.commune, named)
    return birth_field
