"""What a body may look for, as lists to choose from and as the address has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jobfair.agencies.order_terms import LANGUAGE_LEVELS, OCCUPATIONS, SCHOOLINGS
from jobfair.agencies.queries import list_markets
from jobfair.filters import in_language
from jobfair.profiles.places import Places
from jobfair.profiles.queries import Search
from jobfair.profiles.words import LANGUAGES

Choices = list[tuple[str, str]]


def read_search(args: Mapping[str, str]) -> Search:
    """What the address asks for; a value that nobody offers asks for nothing."""
    return Search(
        work=_offered(args.get("nghe", ""), OCCUPATIONS),
        schooling=_offered(args.get("hoc-van", ""), SCHOOLINGS),
        language=_offered(args.get("tieng", ""), LANGUAGES),
        level=_offered(args.get("ngoai-ngu", ""), LANGUAGE_LEVELS),
        market=_offered(args.get("thi-truong", ""), list_markets()),
        place=args.get("noi", "")[:90],
    )


def _offered(value: str, names: Iterable[str]) -> str:
    return value if value in {str(name) for name in names} else ""


def _pairs(names: Mapping[str, object]) -> Choices:
    return [(str(value), str(words)) for value, words in names.items()]


def choices(places: Places) -> dict[str, Choices | dict[str, Choices]]:
    """The lists of the page; places only those that are named."""
    markets = [(code, in_language(row, "name")) for code, row in list_markets().items()]
    return {
        "works": _pairs(OCCUPATIONS),
        "schoolings": _pairs(SCHOOLINGS),
        "languages": _pairs(LANGUAGES),
        "levels": _pairs(LANGUAGE_LEVELS),
        "markets": markets,
        "places": places.choices(),
    }
