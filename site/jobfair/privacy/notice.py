"""The parts of the notice that come from rows: purposes, terms, rights with their days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from jobfair.language import current_language
from jobfair.models import ConsentText, Purpose, Setting

AT_REGISTRATION = (Purpose.SEAT, Purpose.SMS, Purpose.AGENCIES)


@dataclass(frozen=True)
class PurposeText:
    """One purpose as the notice shows it: title, sentences, when it is asked."""

    title: str
    lines: list[str]
    lang: str
    when: str
    needed: bool


def split_lines(text: str) -> list[str]:
    """The sentences of a consent text, one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def purposes(texts: Mapping[Purpose, ConsentText]) -> list[PurposeText]:
    """All purposes in order, each with its words in force."""
    company = _("the company you choose")
    return [
        PurposeText(
            title=texts[purpose].title.replace("{C}", company),
            lines=[
                _upper(line) for line in split_lines(texts[purpose].text.replace("{C}", company))
            ],
            lang=texts[purpose].lang,
            when=_when(purpose),
            needed=purpose is Purpose.SEAT,
        )
        for purpose in Purpose
        if purpose in texts
    ]


def _upper(line: str) -> str:
    """A sentence that begins with the company's name begins with a capital."""
    return line[:1].upper() + line[1:]


def _when(purpose: Purpose) -> str:
    if purpose is Purpose.SEAT:
        return _("Asked when you register. The seat needs it.")
    if purpose in AT_REGISTRATION:
        return _("Asked when you register. You may leave it out.")
    return _("Asked later, when the need comes. You may refuse.")


# A setting's key ends with its unit.
_UNITS = {
    "hours": lambda n: ngettext("%(num)s hour", "%(num)s hours", n),
    "days": lambda n: ngettext("%(num)s day", "%(num)s days", n),
    "months": lambda n: ngettext("%(num)s month", "%(num)s months", n),
    "years": lambda n: ngettext("%(num)s year", "%(num)s years", n),
}

_KEPT = (
    ("retention.draft_hours", _l("A form left unfinished"), _l("erased")),
    ("retention.no_show_months", _l("Registered, did not come"), _l("the name is removed")),
    ("retention.not_going_months", _l("Came, did not go on"), _l("the name is removed")),
    ("retention.departed_months", _l("Went abroad, after the contract"), _l("archived, in short")),
    ("retention.agency_view_days", _l("A company that did not select you"), _l("its view ends")),
    (
        "retention.sensitive_papers_days",
        _l("Health and criminal record papers, after the result"),
        _l("erased"),
    ),
    ("retention.loan_days", _l("Loan file, after the result"), _l("erased")),
    ("retention.sms_body_days", _l("Text of messages to you"), _l("erased")),
    ("retention.sms_log_days", _l("When a message was sent"), _l("erased")),
    ("retention.complaint_days", _l("What you report, after the end"), _l("erased")),
    ("retention.rating_months", _l("What you say of a company"), _l("erased")),
    ("retention.audit_years", _l("Who looked at your file"), _l("archived")),
    ("retention.backup_days", _l("Backup copies, encrypted"), _l("overwritten")),
)


@dataclass(frozen=True)
class Kept:
    """One kind of data, how long it is kept, what happens then, whether the term is final."""

    what: str
    term: str
    then: str
    to_confirm: bool


def retention(settings: Mapping[str, Setting]) -> list[Kept]:
    """The table of terms, from the settings; a term with mark U waits for the province."""
    table = []
    for key, what, then in _KEPT:
        setting = settings.get(key)
        if setting is not None:
            term = _UNITS[key.rsplit("_", 1)[1]](int(setting.value))
            table.append(Kept(str(what), term, str(then), setting.mark != "V"))
    return table


@dataclass(frozen=True)
class Right:
    """One right and the time in which the province acts on it."""

    what: str
    term: str


def rights(settings: Mapping[str, Setting]) -> list[Right]:
    """The rights of Law 91/2025/QH15 with the days of Decree 356/2025/NĐ-CP."""

    def days(key: str) -> str:
        return _UNITS["days"](int(settings[f"clock.request_{key}_days"].value))

    return [
        Right(
            _("We tell you that your request has come"),
            _("%(days)s of work", days=days("ack_working")),
        ),
        Right(_("See your data, have them corrected"), days("access")),
        Right(_("Take consent back, limit use, object"), days("withdraw")),
        Right(_("The same, when a company or bank holds them too"), days("withdraw_third_party")),
        Right(_("Have your data erased"), days("delete")),
    ]


def language_of(text: PurposeText) -> str | None:
    """The lang attribute a text needs: only where it is not in the page's language."""
    return None if text.lang == current_language() else text.lang
