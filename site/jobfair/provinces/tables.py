"""Which file fills which table, and what a row's natural key is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from jobfair.models import (
    Base,
    Commune,
    CommuneSuccessor,
    ConsentText,
    EthnicGroup,
    FeeRule,
    GuideText,
    LegalDocument,
    Market,
    Milestone,
    PaperRule,
    Programme,
    ProgrammeNeed,
    ProgrammeRule,
    ReasonCode,
    Setting,
    StageDefinition,
    Statistic,
    SupportAmount,
    Target,
)
from jobfair.models.base import ValidMixin
from jobfair.models.conference_steps import ConferenceStep
from jobfair.provinces.parsing import Values, folded, parse
from jobfair.provinces.programmes import programme_facts
from jobfair.provinces.reading import Pack, Row

EACH_COMMUNE = "each commune"
"""As the unit of a target: one row for every commune of the pack."""


@dataclass(frozen=True)
class Fact:
    """One row to be: its values and the line it comes from."""

    row: Row
    values: Values


@dataclass(frozen=True)
class TableFacts:
    """Everything a pack says about one table."""

    model: type[Base]
    key: tuple[str, ...]
    facts: list[Fact]
    keep: tuple[str, ...] = ()
    """Columns staff fill in: where the pack leaves one open, a row that has it stays as it is."""

    @property
    def has_validity(self) -> bool:
        """Whether rows of this table end instead of going away."""
        return issubclass(self.model, ValidMixin)

    def key_of(self, fact: Fact) -> tuple[object, ...]:
        """Give the natural key of a fact."""
        return tuple(fact.values[name] for name in self.key)


def tables_of(pack: Pack) -> list[TableFacts]:
    """Give all tables of a pack in the order in which they can be loaded.

    Raises PackError for the first line that cannot be read, and for two lines with one key.
    """
    tables = [build(pack) for build in _BUILDERS]
    for table in tables:
        _no_doubles(table)
    return tables


def _simple(
    file: str, model: type[Base], *key: str, also: tuple[str, ...] = ()
) -> Callable[[Pack], TableFacts]:
    def build(pack: Pack) -> TableFacts:
        facts = [Fact(row, parse(row, model, also)) for row in pack.rows(file)]
        return TableFacts(model, key, facts)

    return build


def _markets(pack: Pack) -> TableFacts:
    facts = []
    for row in pack.rows("markets"):
        values = parse(row, Market, ("also_called",), ("folded",))
        names = (row["code"], row["name_vi"], row["name_en"], row["also_called"])
        facts.append(Fact(row, {**values, "folded": folded(row, 200, *names)}))
    return TableFacts(Market, ("code",), facts)


def _programmes(pack: Pack) -> TableFacts:
    facts = [Fact(row, values) for row, values in programme_facts(pack)]
    return TableFacts(Programme, ("code",), facts)


def _communes(pack: Pack) -> TableFacts:
    facts = []
    for row in pack.rows("communes"):
        names = (row["name"], row["former_districts_all"])
        values = {**parse(row, Commune, made=("folded",)), "folded": folded(row, 200, *names)}
        facts.append(Fact(row, values))
    return TableFacts(Commune, ("code", "valid_from"), facts)


def _ethnic_groups(pack: Pack) -> TableFacts:
    """National list; what is a main group here, and its share, is the province's own file."""
    shares = {row["code"]: row for row in pack.rows("ethnic_shares")}
    facts = []
    for row in pack.rows("ethnic_groups"):
        values = {**parse(row, EthnicGroup), "main_group": False, "share_pct": None}
        if share := shares.pop(row["code"], None):
            own = {name: share[name] for name in ("main_group", "share_pct")}
            known = {name: row[name] for name in ("code", "name", "is_minority")}
            shared = parse(share.with_cells(**known, **own, **_dated(share)), EthnicGroup)
            values.update({name: shared[name] for name in own})
        facts.append(Fact(row, values))
    for row in shares.values():
        raise row.error(f"there is no ethnic group “{row['code']}”")
    return TableFacts(EthnicGroup, ("code",), facts)


def _consent_texts(pack: Pack) -> TableFacts:
    """The lines of a text are separated by “ | ” in the file, by line feeds in the table."""
    facts: list[Fact] = []
    for row in pack.rows("consent_texts"):
        values = parse(row, ConsentText)
        facts.append(Fact(row, {**values, "text": row["text"].replace(" | ", "\n")}))
    return TableFacts(ConsentText, ("purpose", "version", "lang"), facts)


def _targets(pack: Pack) -> TableFacts:
    codes = sorted({row["code"] for row in pack.rows("communes") if not row["valid_to"]})
    facts: list[Fact] = []
    for row in pack.rows("targets"):
        values = parse(row, Target)
        units = codes if row["unit"] == EACH_COMMUNE else [row["unit"]]
        facts.extend(Fact(row, {**values, "unit": unit}) for unit in units)
    key = ("unit", "year", "market_code", "basis", "indicator")
    return TableFacts(Target, key, facts, keep=("value",))


def _settings(pack: Pack) -> TableFacts:
    """Settings of their own file, the fines, and what ``pack.toml`` says of the programme."""
    rows = pack.rows("settings")
    for row in pack.rows("sanctions"):
        named = {"name_vi": row["violation_vi"], "name_en": row["violation_en"]}
        rows.append(
            row.with_cells(key=f"fine.{row['code']}", value=row["fine_vnd"], **named, **_dated(row))
        )
    programme = pack.section("programme")
    dated = _dated(programme)
    for key, vi, en in (
        ("documents", "Văn bản của chương trình", "Documents of the programme"),
        ("legal_basis", "Căn cứ pháp lý", "Legal basis"),
    ):
        cells = {"key": f"programme.{key}", "value": programme[key], "name_vi": vi, "name_en": en}
        rows.append(programme.with_cells(**cells, **dated))
    prefix = pack.section("province")
    cells = {"name_vi": "Mã vùng điện thoại cố định", "name_en": "Landline prefix"}
    value = prefix["landline_prefix"]
    rows.append(prefix.with_cells(key="province.landline_prefix", value=value, **cells, **dated))
    return TableFacts(Setting, ("key",), [Fact(row, parse(row, Setting)) for row in rows])


def _dated(row: Row) -> dict[str, str]:
    return {name: row[name] for name in ("mark", "source", "checked_on", "check_again_on")}


def _no_doubles(table: TableFacts) -> None:
    seen: dict[tuple[object, ...], Row] = {}
    for fact in table.facts:
        key = table.key_of(fact)
        if first := seen.get(key):
            shown = ", ".join(_shown(part) for part in key)
            raise fact.row.error(f"“{shown}” stands already in {first.file}, line {first.line}")
        seen[key] = fact.row


def _shown(part: object) -> str:
    return part.isoformat() if isinstance(part, date) else str(part)


_BUILDERS: tuple[Callable[[Pack], TableFacts], ...] = (
    _markets,
    _programmes,
    _simple("fee_rules", FeeRule, "rule_id", "kind", "market_code", "scope_en", "valid_from"),
    _simple("programme_rules", ProgrammeRule, "programme_code", "kind", "condition", "valid_from"),
    _simple("programme_needs", ProgrammeNeed, "programme_code", "question", "valid_from"),
    _simple("guide_texts", GuideText, "page", "subject", "topic", "position", "valid_from"),
    _simple("paper_rules", PaperRule, "paper", "programme_code", "market_code", "valid_from"),
    _simple("conference_steps", ConferenceStep, "code", "valid_from"),
    _simple("support_amounts", SupportAmount, "item", "valid_from"),
    _simple("legal_documents", LegalDocument, "number"),
    _ethnic_groups,
    _simple("statistics", Statistic, "area", "period", "indicator", "market_code"),
    _simple("stages", StageDefinition, "code"),
    _simple("milestones", Milestone, "key"),
    _simple("reason_codes", ReasonCode, "stage", "code"),
    _consent_texts,
    _settings,
    _communes,
    _simple(
        "commune_successors",
        CommuneSuccessor,
        "old_code",
        "new_code",
        "from_day",
        also=("old_kind",),
    ),
    _targets,
)
