"""Facts to be checked: every row of every fact table that is marked K or U (A14)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from jobfair.filters import in_language
from jobfair.guide.fact_queries import (
    fact_tables,
    list_doubtful,
    list_overdue,
    table_name,
)
from jobfair.guide.words import period_words
from jobfair.lib.clock import today
from jobfair.models import Programme
from jobfair.models.base import FactMixin

# Any: each describes rows of its own table.
Describe = Callable[[Any], str]

TABLES: dict[str, tuple[object, Describe]] = {
    "province": (_l("Province"), lambda row: row.name),
    "market": (_l("Markets"), lambda row: in_language(row, "name")),
    "programme": (_l("Programmes"), lambda row: f"{row.code}: {in_language(row, 'name')}"),
    "fee_rule": (_l("Fee limits"), lambda row: f"{row.rule_id}: {in_language(row, 'scope')}"),
    "programme_rule": (
        _l("Limits of a programme"),
        lambda row: f"{row.programme_code}, {row.kind}, {row.rule_id} {row.condition}",
    ),
    "paper_rule": (
        _l("Papers by programme"),
        lambda row: f"{row.paper}, {row.programme_code}, {row.market_code}",
    ),
    "conference_step": (
        _l("Steps of a conference"),
        lambda row: f"{row.days}: {in_language(row, 'text')}",
    ),
    "programme_need": (
        _l("What a programme asks"),
        lambda row: f"{row.programme_code}: {row.question}",
    ),
    "guide_text": (
        _l("Texts of the guide"),
        lambda row: ", ".join(
            part
            for part in (
                f"{row.page} {row.subject} {row.topic}".strip(),
                in_language(row, "title"),
                in_language(row, "text"),
            )
            if part
        ),
    ),
    "support_amount": (_l("Support"), lambda row: in_language(row, "name")),
    "legal_document": (_l("Legal documents"), lambda row: f"{row.number}: {row.title_vi}"),
    "ethnic_group": (_l("Ethnic groups"), lambda row: f"{row.code} {row.name}"),
    "statistic": (
        _l("Published figures"),
        lambda row: f"{row.area}, {period_words(row.period)}, {row.indicator}",
    ),
    "stage_definition": (_l("Stages and limits"), lambda row: in_language(row, "name")),
    "milestone": (_l("Sentences for workers"), lambda row: in_language(row, "sentence")),
    "reason_code": (_l("Reasons"), lambda row: f"{row.stage}: {in_language(row, 'name')}"),
    "target": (_l("Targets"), lambda row: f"{row.unit}, {row.year}, {row.basis}"),
    "setting": (_l("Settings"), lambda row: in_language(row, "name") or row.key),
    "consent_text": (_l("Consent texts"), lambda row: f"{row.title} ({row.lang})"),
    "commune": (_l("Communes"), lambda row: f"{row.code} {row.name}"),
    "commune_successor": (_l("Former communes"), lambda row: f"{row.old_code} → {row.new_code}"),
    "sending_body": (_l("Sending bodies"), lambda row: row.name),
    "licence_event": (_l("Licence documents"), lambda row: row.document_no),
    "body_contact": (_l("Contacts of bodies"), lambda row: row.value_shown),
    "body_branch": (_l("Branches"), lambda row: row.name),
    "introduction": (_l("Introductions"), lambda row: row.decision_no),
    "scam_warning": (_l("Scam warnings"), lambda row: row.title),
    "job_order": (_l("Job orders"), lambda row: f"{row.code}: {in_language(row, 'title')}"),
    "radar_limit": (
        _l("Limits of the radar"),
        lambda row: row.programme_code or row.market_code,
    ),
    "conference": (_l("Conferences"), lambda row: in_language(row, "title") or row.slug),
}
"""Table name -> what it is called, how one of its rows is named."""


@dataclass(frozen=True)
class Fact:
    """A row that somebody has to check."""

    name: str
    mark: str
    parts: str
    source: str
    checked_on: date | None
    check_again_on: date | None
    overdue: bool


@dataclass(frozen=True)
class Group:
    """Rows of one table, overdue ones first."""

    key: str
    title: str
    facts: list[Fact]

    @property
    def overdue(self) -> int:
        """How many should have been checked again by now."""
        return sum(fact.overdue for fact in self.facts)


def _parts(row: FactMixin) -> str:
    """Of a programme: which part of it is in doubt."""
    if not isinstance(row, Programme):
        return ""
    parts = (
        (_("ages, cost, time"), row.facts_mark),
        (_("income"), row.income_mark),
        (_("what the employer pays"), row.mark),
    )
    return ", ".join(f"{name}: {mark}" for name, mark in parts if mark != "V")


def _mark(row: FactMixin) -> str:
    marks = [row.mark]
    if isinstance(row, Programme):
        marks += [row.facts_mark, row.income_mark]
    return max(marks, key="VKU".index)


def _fact(table: str, row: FactMixin, day: date) -> Fact:
    describe = TABLES[table][1] if table in TABLES else str
    again = row.check_again_on
    overdue = again is not None and again < day
    return Fact(describe(row), _mark(row), _parts(row), row.source, row.checked_on, again, overdue)


def _order(fact: Fact) -> tuple[bool, date, str]:
    return (not fact.overdue, fact.check_again_on or date.max, fact.name)


def fact_groups(day: date, *, overdue_only: bool) -> list[Group]:
    """Doubtful rows by table, tables with overdue rows first; or every overdue row."""
    groups = []
    for table in fact_tables():
        name = table_name(table)
        rows: Sequence[FactMixin] = (
            list_overdue(table, day) if overdue_only else list_doubtful(table)
        )
        facts = sorted((_fact(name, row, day) for row in rows), key=_order)
        if facts:
            title = str(TABLES[name][0]) if name in TABLES else name
            groups.append(Group(name, title, facts))
    return sorted(groups, key=lambda group: (-group.overdue, list(TABLES).index(group.key)))


def facts_page() -> str:
    """Draw the page: ``chi=qua-han`` only what is overdue, ``bang`` one table."""
    overdue_only = request.args.get("chi") == "qua-han"
    groups = fact_groups(today(), overdue_only=overdue_only)
    asked = request.args.get("bang", "")
    # Any: url_for's own signature.
    kept: dict[str, Any] = {"chi": "qua-han"} if overdue_only else {}
    everything = (_("All"), url_for(".facts", **kept), not asked, sum(len(g.facts) for g in groups))
    chips = [everything]
    for group in groups:
        address = url_for(".facts", bang=group.key, **kept)
        chips.append((group.title, address, asked == group.key, len(group.facts)))
    shown = [group for group in groups if asked in ("", group.key)]
    return render_template("guide/facts.html", groups=shown, chips=chips, overdue_only=overdue_only)
