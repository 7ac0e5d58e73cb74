"""What an order says, as (name, words, small line), for the public page and for staff."""

from __future__ import annotations

from flask_babel import gettext as _

from jobfair.agencies.order_terms import (
    INTERVIEWS,
    OCCUPATIONS,
    SCHOOLING_ASKED,
    SEXES,
    age_words,
    language_words,
    word,
)
from jobfair.filters import show_day
from jobfair.models import JobOrder

Fact = tuple[str, str, str]


def suits(order: JobOrder) -> list[Fact]:
    """Whom it takes. What people ask first is said even where the order is silent."""
    unsaid = _("The order does not say")
    if order.requirements and not (order.age_from or order.age_to or order.schooling):
        unsaid = _("See the requirements")  # an order entered before these were asked
    return [
        (_("Kind of work"), word(OCCUPATIONS, order.occupation), ""),
        (_("Age"), age_words(order.age_from, order.age_to) or unsaid, ""),
        (_("Schooling, at least"), word(SCHOOLING_ASKED, order.schooling) or unsaid, ""),
        (_("Language"), language_words(order.language_level, order.language_note) or unsaid, ""),
        (_("Who is taken"), word(SEXES, order.sex) if order.sex else "", order.sex_ground),
        (_("Physical demands"), order.physical, ""),
        (_("Requirements"), order.requirements, ""),
    ]


def suits_line(order: JobOrder) -> str:
    """Age, schooling and language in one line of a list; '' where the order is silent."""
    parts = (
        age_words(order.age_from, order.age_to),
        word(SCHOOLING_ASKED, order.schooling),
        order.language_note,
    )
    return " · ".join(part for part in parts if part)


def conditions(order: JobOrder) -> list[Fact]:
    """How the work is beside its pay."""
    return [
        (_("Working hours"), order.hours, ""),
        (_("Overtime"), order.overtime, ""),
        (_("Insurance"), order.insurance, ""),
        (_("Lodging and meals"), order.lodging, ""),
    ]


def days_and_papers(order: JobOrder) -> list[Fact]:
    """Its days, and the documents that let it be."""
    parts = (word(INTERVIEWS, order.interview_form), order.interview_place)
    how, on = ". ".join(part for part in parts if part), show_day(order.interview_on)
    return [
        (_("Apply until"), show_day(order.deadline), ""),
        (_("Interview"), on or how, how if on else ""),
        (_("Expected departure"), show_day(order.departs_on), ""),
        (_("Contract registered"), order.registration_no, show_day(order.registration_on)),
        (_("Approved"), order.approval_no, show_day(order.approval_on)),
    ]
