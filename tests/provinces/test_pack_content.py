"""What the packs say: both languages, short sentences, known figures, no invented sums."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from decimal import Decimal

import pytest

from jobfair.config import ROOT
from jobfair.lib.text import fold, syllables
from jobfair.models import (
    CommuneSuccessor,
    ConsentText,
    FeeRule,
    LegalDocument,
    Market,
    Milestone,
    Programme,
    ProgrammeRule,
    Purpose,
    ReasonCode,
    Stage,
    StageDefinition,
    Statistic,
    SupportAmount,
    Target,
)
from jobfair.models.base import Base, FactMixin
from jobfair.provinces.load import read_pack
from jobfair.provinces.programmes import TOPICS
from jobfair.provinces.reading import PACKS, open_pack
from jobfair.provinces.tables import Fact

MARKETS = [
    "JP",
    "TW",
    "KR",
    "CN",
    "LA",
    "MY",
    "ME",
    "DE",
    "RO",
    "HU",
    "PL",
    "RU",
    "AU",
    "SEA-CREW",
    "OTHER",
]
FORBIDDEN = (
    "sơ tuyển",
    "nguồn",
    "thanh lý",
    "bỏ trốn",
    "cư trú bất hợp pháp",
    "không đủ điều kiện",
    "trượt",
    "lý do",
    "ghi chú",
)
MILESTONE_SIZE = 6
LONGEST = 15


def said_by(name: str) -> dict[type[Base], list[Fact]]:
    return {table.model: table.facts for table in read_pack(open_pack(name))}


@pytest.fixture(scope="module", params=["son_la", "lao_cai"])
def said(request: pytest.FixtureRequest) -> dict[type[Base], list[Fact]]:
    return said_by(request.param)


@pytest.fixture(scope="module")
def son_la() -> dict[type[Base], list[Fact]]:
    return said_by("son_la")


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.?!])\s+|\n", text) if part]


def test_the_markets_and_programmes_are_those_of_the_contract(
    said: dict[type[Base], list[Fact]],
) -> None:
    assert [fact.values["code"] for fact in said[Market]] == MARKETS
    assert len({fact.values["code"] for fact in said[Programme]}) == 25


def test_every_programme_speaks_both_languages_in_short_sentences(
    said: dict[type[Base], list[Fact]],
) -> None:
    for fact in said[Programme]:
        values = fact.values
        for topic in (*TOPICS, "papers"):
            assert values[f"{topic}_vi"], (values["code"], topic)
            assert values[f"{topic}_en"], (values["code"], topic)
            for sentence in sentences(values[f"{topic}_vi"]):
                assert syllables(sentence) <= LONGEST, (values["code"], sentence)
        vi, en = values["papers_vi"].split("\n"), values["papers_en"].split("\n")
        assert len(vi) == len(en) == len(set(vi))
        assert values["income_min_million"] <= values["income_max_million"]


def test_every_milestone_sentence_is_short_and_without_an_internal_word(
    said: dict[type[Base], list[Fact]],
) -> None:
    for fact in said[Milestone]:
        for sentence in sentences(fact.values["sentence_vi"]):
            assert syllables(sentence) <= LONGEST, sentence
        shown = fact.values["sentence_vi"].lower()
        assert not [word for word in FORBIDDEN if word in shown], shown
        placeholders = re.findall(r"{[^}]+}", fact.values["sentence_vi"])
        assert sorted(set(placeholders)) == sorted(
            set(re.findall(r"{[^}]+}", fact.values["sentence_en"]))
        )
        here = fact.values["here"]
        assert here is None or 1 <= here <= MILESTONE_SIZE


def test_every_stage_has_a_definition_and_a_milestone(said: dict[type[Base], list[Fact]]) -> None:
    assert {fact.values["code"] for fact in said[StageDefinition]} == set(Stage)
    assert set(Stage) <= {fact.values["stage"] for fact in said[Milestone]}


def test_every_ending_and_step_back_has_coded_reasons(said: dict[type[Base], list[Fact]]) -> None:
    reasons = defaultdict(set)
    for fact in said[ReasonCode]:
        reasons[fact.values["stage"]].add(fact.values["code"])
    asked = (
        Stage.WITHDRAWN,
        Stage.INELIGIBLE,
        Stage.DROPPED,
        Stage.SCREENED,
        Stage.INTRODUCED,
        Stage.VISA_PROCESS,
        Stage.DEPARTED,
        Stage.RETURNED_EARLY,
        Stage.ABSCONDED,
        Stage.DECEASED_MISSING,
        Stage.LIQUIDATED,
        Stage.WORKING,
        Stage.REGISTERED,
    )
    for stage in (*asked, "*", "doubt"):
        assert "other" in reasons[stage], stage
        assert len(reasons[stage]) > 1, stage


def test_every_purpose_has_its_words_in_both_languages(said: dict[type[Base], list[Fact]]) -> None:
    texts = {(f.values["purpose"], f.values["lang"]): f.values for f in said[ConsentText]}
    assert set(texts) == {(purpose, lang) for purpose in Purpose for lang in ("vi", "en")}
    for (_purpose, lang), values in texts.items():
        lines = values["text"].split("\n")
        assert len(lines) > 1
        for line in (values["title"], *lines) if lang == "vi" else ():
            assert syllables(line) <= LONGEST, line
    for purpose in (Purpose.SMS, Purpose.AGENCIES):
        assert "vẫn giữ được chỗ" in texts[purpose, "vi"]["text"]


def test_the_caps_are_those_of_the_law(said: dict[type[Base], list[Fact]]) -> None:
    rules = {
        fact.values["rule_id"]: (fact.values["per_12m"], fact.values["max_total"])
        for fact in said[FeeRule]
        if fact.values["kind"] == "service_fee"
    }
    assert rules == {
        "GEN": (1, 3),
        "HIGH": (Decimal("0.7"), 2),
        "LOW": (Decimal("0.4"), 1),
        "SHIP": (Decimal("1.5"), 3),
        "EXTENSION": (Decimal("0.5"), None),
        "ZERO": (None, 0),
        "PUBLIC-0": (None, 0),
        "INVESTOR-0": (None, 0),
        "UNKNOWN": (None, None),
    }
    bound = {
        (f.values["programme_code"], f.values["kind"], f.values["condition"]): f.values["rule_id"]
        for f in said[ProgrammeRule]
    }
    assert bound["JP-SSW", "service_fee", ""] == "GEN"
    assert bound["JP-SSW", "service_fee", "ex_titp"] == "ZERO"
    assert bound["KR-E9", "worker_deposit", ""] == "EPS-100M"
    assert bound["SEA-SHIP", "service_fee", ""] == "SHIP"


def test_support_that_changed_in_2026_stands_in_two_periods(
    said: dict[type[Base], list[Fact]],
) -> None:
    periods = defaultdict(list)
    for fact in said[SupportAmount]:
        for sentence in sentences(fact.values["amount_vi"]):
            assert syllables(sentence) <= LONGEST, sentence
    for fact in said[SupportAmount]:
        values = fact.values
        periods[values["item"]].append((values["valid_from"].year, values["valid_to"]))
    changed = [spans for spans in periods.values() if len(spans) > 1]
    assert len(changed) == 18
    for spans in changed:
        (old_from, old_to), (new_from, new_to) = sorted(spans, key=lambda span: span[0])
        assert (old_to.isoformat(), new_from, new_to) == ("2025-12-31", 2026, None)
        assert old_from < new_from
    assert {
        f.values["mark"] for f in said[SupportAmount] if f.values["valid_from"].year == 2026
    } == {"K", "U"}


def test_the_targets_of_son_la_keep_both_bases(son_la: dict[type[Base], list[Fact]]) -> None:
    targets = {
        (f.values["year"], f.values["basis"], f.values["indicator"]): (
            f.values["value"],
            f.values["qualifier"],
        )
        for f in son_la[Target]
        if f.values["unit"] == "province"
    }
    assert targets["2025", "resolution", "departed"] == (200, "")
    assert targets["2025", "ambition", "departed"] == (260, "over")
    assert targets["2026", "project", "departed"] == (700, "about")
    assert targets["2025-2030", "project", "departed"] == (5000, "")
    assert targets["2025-2030", "project", "communes_pct"] == (100, "")
    assert targets["2025-2030", "project", "oriented_pct"] == (100, "")
    assert targets["2025-2030", "project", "employed_after_return_pct"] == (70, "at least")


def test_commune_targets_are_open_until_the_province_gives_them(
    said: dict[type[Base], list[Fact]],
) -> None:
    communes = [f.values["value"] for f in said[Target] if f.values["unit"] != "province"]
    assert communes
    assert set(communes) == {None}


def test_published_market_figures_add_up(said: dict[type[Base], list[Fact]]) -> None:
    totals: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(dict)
    for fact in said[Statistic]:
        if fact.values["indicator"] == "departed":
            key = fact.values["area"], fact.values["period"]
            totals[key][fact.values["market_code"]] = fact.values["value"]
    split = [markets for markets in totals.values() if len(markets) > 1]
    assert split
    for markets in split:
        assert markets.pop("*") == sum(markets.values())


def test_every_fact_has_a_source_that_a_reader_can_follow(
    said: dict[type[Base], list[Fact]],
) -> None:
    for model, facts in said.items():
        if not issubclass(model, FactMixin):
            continue
        for fact in facts:
            source = fact.values["source"]
            assert source, fact.row
            assert not re.search(r"github|seed|file id", source, re.I)
    assert {fact.values["mark"] for fact in said[LegalDocument]} <= {"V", "K"}


def test_an_old_district_name_without_accents_finds_its_communes(
    son_la: dict[type[Base], list[Fact]],
) -> None:
    found = {
        fact.values["new_code"]
        for fact in son_la[CommuneSuccessor]
        if fact.values["old_code"] == fold("Huyện Mường La")
    }
    assert found == {"03808", "03814", "03820", "03847", "03850"}


@pytest.mark.parametrize("name", ["son_la", "lao_cai"])
def test_names_for_demonstration_are_whole(name: str) -> None:
    with (PACKS / name / "names.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    parts = {(row["ethnic_group"], row["part"], row["sex"]) for row in rows}
    assert all(int(row["weight"]) > 0 for row in rows)
    for sex in ("M", "F"):
        assert ("Thái", "given", sex) in parts
    assert ROOT / "provinces" == PACKS
