"""One programme from its line, its facts by topic and its list of papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from jobfair.models import Programme
from jobfair.provinces.parsing import Values, check_fact, folded, parse, whole
from jobfair.provinces.reading import Pack, Row

TOPICS = (
    "channel",
    "age",
    "education",
    "physical",
    "language",
    "contract",
    "income",
    "employer_pays",
    "cost",
    "process",
    "sectors",
)
"""What is said of every programme, in both languages."""

_STATUTORY = ("employer_pays",)  # floors of Circular 02/2024: the mark of the whole
_INCOME = ("income",)
_WORST = "VKU"
_GENERAL = "Kiến thức chung"


def programme_facts(pack: Pack) -> Iterator[tuple[Row, Values]]:
    """Give each line of ``programmes.csv`` with the complete values of its programme.

    Raises PackError for a topic that is missing, unknown or said twice, for a fact or a paper
    of a programme that is not there, and for an unknown paper.
    """
    facts = _facts_by_programme(pack)
    papers = _papers_by_programme(pack)
    for row in pack.rows("programmes"):
        own = facts.pop(row["code"], {})
        for topic in TOPICS:
            if topic not in own:
                raise row.error(f"“{row['code']}” has no fact “{topic}”")
        lists = papers.pop(row["code"], None)
        if lists is None:
            raise row.error(f"“{row['code']}” has no papers")
        yield row, _values(row, own, lists)
    left = [row for own in facts.values() for row in own.values()]
    for row in left + [first for _vi, _en, first in papers.values()]:
        raise row.error(f"there is no programme “{row['programme']}”")


def _values(row: Row, own: Mapping[str, Row], papers: tuple[str, str, Row]) -> Values:
    complete = row.plus(mark=_worst(own, _STATUTORY), source=_sources(own.values()))
    values = parse(complete, Programme, made=("channel_vi", "channel_en", "folded"))
    for topic, fact in own.items():
        values[f"{topic}_vi"], values[f"{topic}_en"] = fact["text_vi"], fact["text_en"]
    values["income_source"] = own["income"]["source"]
    values["papers_vi"], values["papers_en"] = papers[0], papers[1]
    values["income_mark"] = max(row["income_mark"], _worst(own, _INCOME), key=_WORST.index)
    others = [topic for topic in TOPICS if topic not in _STATUTORY + _INCOME]
    values["facts_mark"] = _worst(own, others)
    names = (row["code"], row["name_vi"], row["name_en"])
    values["folded"] = folded(row, 300, *names, own["sectors"]["text_vi"])
    return values


def _worst(own: Mapping[str, Row], topics: Sequence[str]) -> str:
    """Give the weakest mark of several facts: U before K before V."""
    return max((own[topic]["mark"] for topic in topics), key=_WORST.index)


def _sources(facts: Iterable[Row]) -> str:
    """Give the named sources once each; general knowledge only when there is no other."""
    parts = [part.strip() for fact in facts for part in fact["source"].split("; ")]
    named = [part for part in dict.fromkeys(parts) if part]
    known = [part for part in named if not part.startswith(_GENERAL)]
    return "; ".join(known or named)


def _facts_by_programme(pack: Pack) -> dict[str, dict[str, Row]]:
    facts: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in pack.rows("programme_facts"):
        check_fact(row)
        own = facts[row["programme"]]
        if row["topic"] not in TOPICS:
            raise row.error(f"“topic” is one of {', '.join(TOPICS)}, not “{row['topic']}”")
        if row["topic"] in own:
            raise row.error(f"“{row['topic']}” of “{row['programme']}” is said twice")
        if not row["text_vi"] or not row["text_en"]:
            raise row.error("“text_vi” and “text_en” are both filled in")
        own[row["topic"]] = row
    return dict(facts)


def _papers_by_programme(pack: Pack) -> dict[str, tuple[str, str, Row]]:
    """Give per programme its papers, one a line, in Vietnamese and English."""
    kinds = {row["code"]: row for row in pack.rows("papers")}
    lists: dict[str, list[tuple[int, str, str, Row]]] = defaultdict(list)
    for row in pack.rows("programme_papers"):
        kind = kinds.get(row["paper"])
        if kind is None:
            raise row.error(f"there is no paper “{row['paper']}”")
        vi, en = (
            f"{kind[f'name_{lang}']} ({row[f'when_{lang}']})"
            if row[f"when_{lang}"]
            else kind[f"name_{lang}"]
            for lang in ("vi", "en")
        )
        lists[row["programme"]].append((whole(row, "position"), vi, en, row))
    done = {}
    for code, papers in lists.items():
        papers.sort(key=lambda paper: paper[0])
        done[code] = (
            "\n".join(paper[1] for paper in papers),
            "\n".join(paper[2] for paper in papers),
            papers[0][3],
        )
    return done
