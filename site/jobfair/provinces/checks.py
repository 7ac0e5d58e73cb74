"""What must hold between the lines of a pack before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

from jobfair.models import (
    Commune,
    CommuneSuccessor,
    ConferenceKind,
    FeeRule,
    GuideText,
    Market,
    Milestone,
    PaperRule,
    Programme,
    ProgrammeNeed,
    ProgrammeRule,
    ReasonCode,
    Stage,
    StageDefinition,
    Statistic,
    Target,
)
from jobfair.models.base import Base
from jobfair.models.conference_steps import ConferenceStep
from jobfair.provinces.reading import Pack, PackError, Row
from jobfair.provinces.tables import Fact, TableFacts

ANY = "*"
REASONS_BESIDE_STAGES = frozenset({ANY, "doubt"})
"""Coded reasons that are not of one stage: corrections, and doubts heard at a conference."""

_COMMUNE = re.compile(r"\d{5}", re.ASCII)
_PROVINCE = re.compile(r"\d{2}", re.ASCII)
_STAGES = frozenset(str(stage) for stage in Stage)

Facts = Mapping[type[Base], list[Fact]]


def check_pack(pack: Pack, tables: Iterable[TableFacts]) -> None:
    """Check a pack that has been read. Raises PackError at the first line that is wrong."""
    facts: Facts = {table.model: table.facts for table in tables}
    _province(pack)
    _communes(facts[Commune])
    _successors(facts)
    _markets(facts)
    _fee_rules(facts[FeeRule])
    _programme_rules(facts)
    _paper_rules(pack, facts)
    _conference_steps(facts[ConferenceStep])
    _guide(pack, facts)
    _stages(facts)
    _target_units(facts)


def _province(pack: Pack) -> None:
    row = pack.section("province")
    if row["code"] != pack.name:
        raise row.error(f"“code” is the folder's name “{pack.name}”, not “{row['code']}”")
    if not _PROVINCE.fullmatch(row["admin_code"]):
        raise row.error("“admin_code” is two digits")


def _communes(facts: list[Fact]) -> None:
    """Codes are five digits (Decision 19/2025/QĐ-TTg); one unit a hexagon on every day."""
    if not facts:
        raise PackError("communes.csv", 0, "the pack has no communes")
    for fact in facts:
        values = fact.values
        if not _COMMUNE.fullmatch(values["code"]):
            raise fact.row.error(f"a commune's code is five digits, not “{values['code']}”")
        if values["kind"] not in {"commune", "ward"}:
            raise fact.row.error(f"“kind” is commune or ward, not “{values['kind']}”")
        if values["former_district"] not in values["former_districts_all"].split("; "):
            raise fact.row.error("“former_district” is not one of “former_districts_all”")
    _apart(facts, ("tile_q", "tile_r"), "the hexagon")
    _apart(facts, ("code",), "the code")
    _apart(facts, ("name",), "the name")


def _apart(facts: list[Fact], columns: tuple[str, ...], what: str) -> None:
    """Raise PackError where two rows share ``columns`` on the same day."""

    def place(fact: Fact) -> tuple[object, ...]:
        return tuple(fact.values[name] for name in columns)

    ordered = sorted(facts, key=lambda fact: (place(fact), fact.values["valid_from"]))
    for one, two in pairwise(ordered):
        ends = one.values["valid_to"] or date.max
        if place(one) == place(two) and two.values["valid_from"] <= ends:
            raise two.row.error(f"{what} is already taken by {one.row.file}, line {one.row.line}")


def _successors(facts: Facts) -> None:
    codes = {fact.values["code"] for fact in facts[Commune]}
    for fact in facts[CommuneSuccessor]:
        if fact.values["new_code"] not in codes:
            raise fact.row.error(f"there is no commune “{fact.values['new_code']}”")
        if fact.row["old_kind"] not in {"commune", "district"}:
            raise fact.row.error("“old_kind” is commune or district")


def _markets(facts: Facts) -> None:
    known = {fact.values["code"] for fact in facts[Market]}
    for fact in facts[Programme]:
        _known(fact.row, fact.values["market_code"], known)
    for model in (Statistic, Target):
        for fact in facts[model]:
            _known(fact.row, fact.values["market_code"], known | {ANY})


def _known(row: Row, market: str, known: set[str]) -> None:
    if market not in known:
        raise row.error(f"there is no market “{market}”")


def _fee_rules(facts: list[Fact]) -> None:
    """A rule is joined by its id: all its rows of one day give the same numbers."""
    first: dict[tuple[object, ...], Fact] = {}
    numbers = ("unit", "per_12m", "max_total")
    for fact in facts:
        values = fact.values
        rule = (values["rule_id"], values["kind"], values["valid_from"])
        same = first.setdefault(rule, fact)
        if any(values[name] != same.values[name] for name in numbers):
            where = f"{same.row.file}, line {same.row.line}"
            raise fact.row.error(f"rule “{values['rule_id']}” has other numbers than in {where}")


def _programme_rules(facts: Facts) -> None:
    rules = {(fact.values["rule_id"], fact.values["kind"]) for fact in facts[FeeRule]}
    codes = {fact.values["code"] for fact in facts[Programme]}
    for fact in facts[ProgrammeRule]:
        rule = (fact.values["rule_id"], fact.values["kind"])
        if rule not in rules:
            raise fact.row.error(f"there is no {rule[1]} rule “{rule[0]}” in fee_rules.csv")
        if fact.values["programme_code"] not in codes:
            raise fact.row.error(f"there is no programme “{fact.values['programme_code']}”")
    bound = {(f.values["programme_code"], f.values["kind"]) for f in facts[ProgrammeRule]}
    for fact in facts[Programme]:
        for kind in ("service_fee", "worker_deposit"):
            if (fact.values["code"], kind) not in bound:
                raise fact.row.error(f"“{fact.values['code']}” has no {kind} rule")


def _paper_rules(pack: Pack, facts: Facts) -> None:
    """A rule names a paper of ``papers.csv``, and a programme or a market that is there."""
    papers = {row["code"] for row in pack.rows("papers")}
    programmes = {fact.values["code"] for fact in facts[Programme]} | {ANY}
    markets = {fact.values["code"] for fact in facts[Market]} | {ANY}
    order = list(Stage)
    for fact in facts[PaperRule]:
        values = fact.values
        if values["paper"] not in papers:
            raise fact.row.error(f"there is no paper “{values['paper']}”")
        if values["programme_code"] not in programmes:
            raise fact.row.error(f"there is no programme “{values['programme_code']}”")
        _known(fact.row, values["market_code"], markets)
        if order.index(values["asked_from"]) >= order.index(values["needed_before"]):
            raise fact.row.error("“needed_before” is not after “asked_from”")


def _conference_steps(facts: list[Fact]) -> None:
    """Kinds are those of conferences; nothing is done earlier than a quarter of a year before."""
    kinds = {str(kind) for kind in ConferenceKind} | {ANY}
    for fact in facts:
        wrong = [kind for kind in fact.values["kinds"].split() if kind not in kinds]
        if wrong or not fact.values["kinds"].strip():
            raise fact.row.error(f"there is no kind of conference “{' '.join(wrong)}”")
        if not -90 <= fact.values["days"] <= 30:
            raise fact.row.error("“days” is between -90 (before) and 30 (after)")


def _guide(pack: Pack, facts: Facts) -> None:
    """A text of a programme's page, or of a paper, is of one that is there; so is a need."""
    codes = {fact.values["code"] for fact in facts[Programme]}
    channels = {fact.values["channel"] for fact in facts[Programme]}
    markets = {fact.values["code"] for fact in facts[Market]}
    papers = {row["code"] for row in pack.rows("papers")}
    known = {
        "programme": codes | markets | channels | {ANY},
        "costs": codes | markets | {ANY},
        "abroad": markets | {ANY},
        "paper": papers,
    }
    for fact in facts[GuideText]:
        page, subject = fact.values["page"], fact.values["subject"]
        if page in known and subject not in known[page]:
            raise fact.row.error(f"the page “{page}” knows no “{subject}”")
    for fact in facts[ProgrammeNeed]:
        if fact.values["programme_code"] not in codes:
            raise fact.row.error(f"there is no programme “{fact.values['programme_code']}”")


def _stages(facts: Facts) -> None:
    for model, column, beside in (
        (StageDefinition, "code", frozenset[str]()),
        (Milestone, "stage", frozenset({ANY})),
        (ReasonCode, "stage", REASONS_BESIDE_STAGES),
    ):
        for fact in facts[model]:
            if fact.values[column] not in _STAGES | beside:
                raise fact.row.error(f"there is no stage “{fact.values[column]}”")
    for model, column in ((StageDefinition, "code"), (Milestone, "stage")):
        missing = sorted(_STAGES - {fact.values[column] for fact in facts[model]})
        if missing:
            file = facts[model][0].row.file if facts[model] else str(model.__tablename__)
            raise PackError(file, 0, f"the stage “{missing[0]}” is missing")


def _target_units(facts: Facts) -> None:
    units = {fact.values["code"] for fact in facts[Commune]} | {"province"}
    for fact in facts[Target]:
        if fact.values["unit"] not in units:
            raise fact.row.error(
                f"“unit” is province, a commune's code or each commune, not “{fact.row['unit']}”"
            )
        if fact.values["qualifier"] not in {"", "about", "over", "at least"}:
            raise fact.row.error("“qualifier” is empty, about, over or at least")
