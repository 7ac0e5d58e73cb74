"""Words of profiles and of what was asked; what an ask's state means to whom."""

from __future__ import annotations

from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from jobfair.accounts.audit_words import ACTIONS
from jobfair.agencies.order_terms import (
    LANGUAGE_LEVELS,
    OCCUPATIONS,
    SCHOOLINGS,
    word,
)
from jobfair.agencies.words import Badge
from jobfair.cases.tasks import TASK_LABELS
from jobfair.models import AskState, JobProfile, ProfileEnd

TASK: Final = "profile_ask"
TASK_LABELS[TASK] = _l("A company asks for somebody without a name: call and ask")

ACTIONS.update(
    {
        "view.profiles": _l("looked through profiles without a name"),
        "view.profile": _l("opened a profile without a name"),
        "profile.show": _l("showed a profile without a name"),
        "profile.end": _l("ended a profile without a name"),
        "profile.ask": _l("asked the centre for somebody without a name"),
        "profile.answer": _l("recorded the answer to a company"),
    }
)

LANGUAGES: Final[dict[str, object]] = {
    "ja": _l("Japanese"),
    "ko": _l("Korean"),
    "zh": _l("Chinese"),
    "de": _l("German"),
    "en": _l("English"),
    "ru": _l("Russian"),
    "other": _l("Another language"),
}

BANDS: Final = ((18, 24), (25, 29), (30, 34), (35, 39))
"""Age bands of the reports (domain 6.3); from 40 on it is one."""

ENDS: Final[dict[ProfileEnd, object]] = {
    ProfileEnd.TAKEN_BACK: _l("taken back by the worker"),
    ProfileEnd.EXPIRED: _l("its time was over"),
    ProfileEnd.RENEWED: _l("replaced by a new one"),
    ProfileEnd.GONE_ON: _l("the journey went on"),
    ProfileEnd.MERGED: _l("two files of one person were joined"),
}

FOR_BODY: Final[dict[AskState, tuple[str, object]]] = {
    AskState.OPEN: ("mind", _l("The centre is asking")),
    AskState.YES: ("good", _l("Agreed to meet you")),
    AskState.NO: ("plain", _l("This person does not want to yet")),
    AskState.ENDED: ("plain", _l("This profile is no longer shown")),
}
"""What a body reads: of a no, nothing but this."""

FOR_STAFF: Final[dict[AskState, tuple[str, object]]] = {
    AskState.OPEN: ("mind", _l("Ask the person")),
    AskState.YES: ("good", _l("The person agreed")),
    AskState.NO: ("plain", _l("The person does not want to yet")),
    AskState.ENDED: ("plain", _l("Ended with the profile")),
}

FOR_WORKER: Final[dict[AskState, tuple[str, object]]] = {
    AskState.OPEN: ("mind", _l("The centre will ask you")),
    AskState.YES: ("good", _l("You said yes")),
    AskState.NO: ("plain", _l("You said not yet")),
    AskState.ENDED: ("plain", _l("It ended with the profile")),
}


def band_of(age: int) -> str:
    """The age band in which the age lies."""
    for least, most in BANDS:
        if age <= most:
            return f"{least}-{most}"
    return "40+"


def band_words(band: str) -> str:
    """18 to 24 years; from 40 years."""
    if band.endswith("+"):
        return _("from %(least)s years", least=band[:-1])
    least, most = band.split("-")
    return _("%(least)s to %(most)s years", least=least, most=most)


def short_name(profile: JobProfile) -> str:
    """What the profile is called on a page: the first letters of its random id."""
    return _("Profile %(code)s", code=profile.id[:6].upper())


def work_words(profile: JobProfile) -> str:
    """What somebody has worked, and for how long."""
    work = word(OCCUPATIONS, profile.work)
    if not profile.work_years:
        return work
    years = ngettext("%(num)s year", "%(num)s years", profile.work_years)
    return f"{work}, {years}" if work else years


def language_known(profile: JobProfile) -> str:
    """Which language, and how far."""
    parts = (word(LANGUAGES, profile.language), word(LANGUAGE_LEVELS, profile.language_level))
    return ": ".join(part for part in parts if part)


def schooling_words(profile: JobProfile) -> str:
    """How far somebody went to school."""
    return word(SCHOOLINGS, profile.schooling)


def badge_for(state: AskState, names: dict[AskState, tuple[str, object]]) -> Badge:
    """The state of an ask in a word, for the reader whose words are given."""
    kind, text = names[state]
    return Badge(kind, str(text))
