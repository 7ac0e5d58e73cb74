"""The self-check's page: one question, then programmes with their reasons (A7)."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request
from flask_babel import gettext as _

from jobfair.filters import in_language
from jobfair.guide import queries
from jobfair.guide.self_check import (
    QUESTIONS,
    SKIP,
    Fit,
    Match,
    Question,
    list_needs,
    matches,
    read_answers,
)
from jobfair.guide.told import Source, together
from jobfair.guide.words import lower_first
from jobfair.lib.clock import today

MOST_FITTING, MOST_NEAR, NEAR = 6, 5, 2
"""How many are shown that fit and that nearly fit; nearly: so many answers are not met.

What fits has at most as many answers that nobody knows."""


@dataclass(frozen=True)
class Suggestion:
    """A programme as it is suggested: why, what is missing, what is not known."""

    code: str
    market_code: str
    name: str
    why: list[str]
    met: list[str]  # what of it is met, in a word each
    missing: list[str]
    unknown: list[str]
    health: str


def self_check_page() -> str:
    """The first question that was not answered, or what fits. Nothing is kept or counted."""
    answers = read_answers(request.args)
    open_ones = [question for question in QUESTIONS if question.key not in answers]
    if open_ones:
        return _ask(open_ones[0], answers)
    return _suggest(answers)


def _ask(question: Question, answers: dict[str, str]) -> str:
    buttons = [(code, str(words)) for code, words in question.answers.items()]
    given = [(other.param, answers[other.key]) for other in QUESTIONS if other.key in answers]
    return render_template(
        "guide/self_check.html",
        question=question,
        step=QUESTIONS.index(question) + 1,
        steps=len(QUESTIONS),
        buttons=[*buttons, (SKIP, _("I do not know, or it is all the same"))],
        given=given,
    )


def _suggest(answers: dict[str, str]) -> str:
    day = today()
    programmes = queries.list_programmes()
    found = matches(programmes, answers, day)
    fitting = [match for match in found if _fits(match)][:MOST_FITTING]
    near = [m for m in found if m.count(Fit.NO) <= NEAR and not _fits(m)][:MOST_NEAR]
    nearest = found[:MOST_NEAR] if not fitting and not near else near
    return render_template(
        "guide/self_check_result.html",
        fitting=[_suggestion(match) for match in fitting],
        near=[_suggestion(match) for match in nearest],
        young=answers.get("age") == "17",
        answered=[(str(q.about), _answer(q, answers[q.key])) for q in QUESTIONS],
        source=_source([*fitting, *nearest]),
    )


def _fits(match: Match) -> bool:
    return not match.count(Fit.NO) and match.count(Fit.UNKNOWN) <= NEAR


def _answer(question: Question, answer: str) -> str:
    return str(question.answers.get(answer, _("Not said")))


def _suggestion(match: Match) -> Suggestion:
    programme = match.programme
    market = in_language(queries.get_market(programme.market_code), "name")
    by_fit = {fit: [r for r in match.reasons if r.fit is fit] for fit in Fit}
    return Suggestion(
        code=programme.code,
        market_code=programme.market_code,
        name=f"{market}: {lower_first(in_language(programme, 'name'))}",
        why=[f"{reason.about}: {reason.text}" for reason in by_fit[Fit.YES]],
        met=[reason.about for reason in by_fit[Fit.YES]],
        missing=[f"{r.about}: {r.text} {r.where}" for r in by_fit[Fit.NO]],
        unknown=[reason.about for reason in by_fit[Fit.UNKNOWN]],
        health=in_language(programme, "physical"),
    )


def _source(shown: list[Match]) -> Source:
    """The programmes' own sources and those of what they ask."""
    codes = {match.programme.code for match in shown}
    needs = [need for (code, _question), need in list_needs(today()).items() if code in codes]
    return together([*(match.programme for match in shown), *needs])
