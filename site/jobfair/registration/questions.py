"""Each question: its form filled from the answers, its template, what it adds to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from flask import request

from jobfair.forms import Form
from jobfair.lib.clock import to_local
from jobfair.lib.phones import show_phone
from jobfair.models import Conference
from jobfair.registration.ages import ADULT_YEARS
from jobfair.registration.answers import Answers, Member, Step
from jobfair.registration.forms import (
    BirthdayForm,
    BorrowedPhoneForm,
    NameForm,
    PhoneForm,
    PlaceForm,
    WhomForm,
    YearForm,
)
from jobfair.registration.places import CHOSEN, LOOK, make_finder, near_choices

F_ = TypeVar("F_", bound=Form)


@dataclass(frozen=True)
class Question(Generic[F_]):
    """One page of the form. ``make`` fills the form, ``read`` takes its answers over.

    ``stays``: after a good answer, the address (its query) of this question's own next page;
    '' goes on to the next question.
    """

    template: str
    make: Callable[[Answers, Conference], F_]
    read: Callable[[Answers, F_], Answers]
    stays: Callable[[F_], str] = lambda _form: ""


def _whom(answers: Answers, _conference: Conference) -> WhomForm:
    return WhomForm(data={"for_whom": answers.for_whom or "self"})


def _read_whom(answers: Answers, form: WhomForm) -> Answers:
    return replace(answers, for_whom=form.for_whom.data)


def _name(answers: Answers, _conference: Conference) -> NameForm:
    return NameForm(data={"name": answers.name})


def _read_name(answers: Answers, form: NameForm) -> Answers:
    return replace(answers, name=form.name.data)


def _year(answers: Answers, conference: Conference) -> YearForm:
    form = YearForm(data={"birth_year": str(answers.birth_year or "")})
    form.on_day = to_local(conference.starts_at).date()
    return form


def _read_year(answers: Answers, form: YearForm) -> Answers:
    return answers.with_year(form.year)


def _birthday(answers: Answers, conference: Conference) -> BirthdayForm:
    born = answers.born_on
    data = {"birth_day": str(born.day), "birth_month": str(born.month)} if born else None
    form = BirthdayForm(data=data)
    form.on_day = to_local(conference.starts_at).date()
    form.year = answers.birth_year or form.on_day.year - ADULT_YEARS
    return form


def _read_birthday(answers: Answers, form: BirthdayForm) -> Answers:
    return replace(
        answers, birth_year=form.year, birth_date=form.born_on.isoformat() if form.born_on else None
    )


def _phone(answers: Answers, _conference: Conference) -> PhoneForm:
    own = answers.phone if answers.phone_owner == "self" else None
    return PhoneForm(data={"phone": show_phone(own) if own else None})


def _read_phone(answers: Answers, form: PhoneForm) -> Answers:
    return replace(answers, phone=form.number.e164, phone_owner="self", phone_note="")


def _borrowed(answers: Answers, _conference: Conference) -> BorrowedPhoneForm:
    if answers.phone is None or answers.phone_owner == "self":
        return BorrowedPhoneForm()
    shown = show_phone(answers.phone) if answers.phone else None
    return BorrowedPhoneForm(
        data={
            "phone_owner": answers.phone_owner,
            "phone": shown,
            "phone_note": answers.phone_note,
        }
    )


def _read_borrowed(answers: Answers, form: BorrowedPhoneForm) -> Answers:
    number = form.number.e164 if form.number else ""
    note = form.phone_note.data or "" if number else ""
    return replace(answers, phone=number, phone_owner=form.phone_owner.data, phone_note=note)


def _place(answers: Answers, conference: Conference) -> PlaceForm:
    chosen = request.args.get(CHOSEN) or answers.commune
    form = PlaceForm(data={"commune": chosen, "village": answers.village})
    form.commune.offer(near_choices(conference.commune_code, chosen))
    form.finder = make_finder(request.args)
    return form


def _read_place(answers: Answers, form: PlaceForm) -> Answers:
    commune = answers.commune if form.asks_more else form.commune.data
    return replace(answers, commune=commune, village=form.village.data or "")


def _stays_at_place(form: PlaceForm) -> str:
    return f"{LOOK}=1" if form.asks_more else ""


def _more_name(answers: Answers, _conference: Conference) -> NameForm:
    return NameForm(data={"name": answers.adding.name if answers.adding else None})


def _read_more_name(answers: Answers, form: NameForm) -> Answers:
    one = answers.adding or Member("")
    return replace(answers, adding=replace(one, name=form.name.data))


def _more_year(answers: Answers, conference: Conference) -> YearForm:
    year = answers.adding.birth_year if answers.adding else None
    form = YearForm(data={"birth_year": str(year or "")})
    form.on_day = to_local(conference.starts_at).date()
    return form


def _read_more_year(answers: Answers, form: YearForm) -> Answers:
    """Nobody is being asked about when the same page is sent a second time."""
    one = answers.adding
    if one is None:
        return answers
    kept = one.birth_date if form.year == one.birth_year else None
    return replace(answers, adding=Member(one.name, form.year, kept))


def _more_birthday(answers: Answers, conference: Conference) -> BirthdayForm:
    form = BirthdayForm()
    form.on_day = to_local(conference.starts_at).date()
    year = answers.adding.birth_year if answers.adding else None
    form.year = year or form.on_day.year - ADULT_YEARS
    return form


def _read_more_birthday(answers: Answers, form: BirthdayForm) -> Answers:
    one = answers.adding
    if one is None or form.born_on is None:
        return answers
    return replace(answers, adding=Member(one.name, form.year, form.born_on.isoformat()))


# Any: each pair fits its own form.
QUESTIONS: dict[Step, Question[Any]] = {
    Step.WHOM: Question("registration/whom.html", _whom, _read_whom),
    Step.NAME: Question("registration/name.html", _name, _read_name),
    Step.YEAR: Question("registration/year.html", _year, _read_year),
    Step.BIRTHDAY: Question("registration/birthday.html", _birthday, _read_birthday),
    Step.PHONE: Question("registration/phone.html", _phone, _read_phone),
    Step.BORROWED: Question("registration/borrowed.html", _borrowed, _read_borrowed),
    Step.PLACE: Question("registration/place.html", _place, _read_place, _stays_at_place),
    Step.MORE_NAME: Question("registration/more_name.html", _more_name, _read_more_name),
    Step.MORE_YEAR: Question("registration/more_year.html", _more_year, _read_more_year),
    Step.MORE_BIRTHDAY: Question(
        "registration/more_birthday.html", _more_birthday, _read_more_birthday
    ),
}
