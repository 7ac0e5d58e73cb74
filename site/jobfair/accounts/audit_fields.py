"""What the audit log calls the fields that an act touched. Rooms add theirs."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from jobfair.forms import Form

FIELDS: dict[str, object] = {
    "password": _l("password"),
    "second_factor": _l("second factor"),
    "active": _l("switched on or off"),
    "name": _l("name"),
    "birth_year": _l("birth year"),
    "birth_date": _l("birth date"),
    "phone": _l("phone"),
    "phone_tail": _l("last digits of the phone"),
    "commune": _l("commune"),
    "village": _l("village"),
    "national_id": _l("identity number"),
    "flags": _l("ethnic group and household"),
    "stage": _l("stage"),
    "next_step": _l("next step"),
    "next_on": _l("day of the next step"),
    "state": _l("state"),
    "attendance": _l("attendance"),
    "amount": _l("amount"),
    "cancel_reason": _l("reason of cancelling"),
    "outcome_markets": _l("markets of interest"),
    "doubt": _l("worries"),
    "row_code": _l("row number"),
    "papers": _l("papers"),
    "history": _l("history"),
    "exit": _l("date and evidence of the exit"),
    "slip_code": _l("slip code"),
    "identity_seen": _l("identity card seen"),
    "done_at": _l("day it was done"),
    "decided": _l("decision"),
    "conference": _l("conference"),
    "note": _l("note"),
    "kind": _l("kind"),
    "days": _l("days"),
    "document": _l("document"),
    "until_day": _l("last day"),
    "decision_no": _l("decision number"),
    "account": _l("bank account"),
    "account_bank": _l("bank account"),
    "web": _l("website"),
    "commune_successor": _l("merged communes"),
    "consent_text": _l("words of the consents"),
    "ethnic_group": _l("ethnic groups"),
    "fee_rule": _l("fee caps"),
    "legal_document": _l("legal documents"),
    "market": _l("markets"),
    "milestone": _l("milestones"),
    "office": _l("offices"),
    "programme": _l("programmes"),
    "programme_rule": _l("caps of the programmes"),
    "province": _l("about the province"),
    "reason_code": _l("reasons"),
    "setting": _l("settings"),
    "stage_definition": _l("stages"),
    "statistic": _l("published figures"),
    "support_amount": _l("support amounts"),
    "target": _l("targets"),
}
"""Name of a field as it is recorded -> its words; tables of a province pack among them."""


def learn(words: Iterable[tuple[str, object]]) -> None:
    """Add a room's names, field -> words; a name that is known keeps its words."""
    for name, text in words:
        FIELDS.setdefault(name, text)


def learn_form(form: type[Form]) -> None:
    """Add the labels of a form whose fields are recorded under their own names."""
    for name in dir(form):
        arguments = getattr(getattr(form, name), "args", ())
        if hasattr(getattr(form, name), "field_class") and arguments:
            learn([(name, arguments[0])])


def field_word(name: str) -> str:
    """The words of one field, as they stand inside a sentence; an unknown one as it is called."""
    text = str(FIELDS.get(name, name))
    return text[:1].lower() + text[1:]
