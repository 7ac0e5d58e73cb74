"""Worker pages read aloud: short sentences, and no short form without what it stands for."""

from __future__ import annotations

import csv
import re

from jobfair.config import ROOT
from jobfair.lib.text import syllables
from tests.checked_client import CheckedClient, Page
from tests.guide.public_pages import ADDRESSES, lines

LONGEST = 15
END = re.compile(r"(?<=[.?!:;…])\s|·|, gồm ")
SHORT = re.compile(r"\b[A-ZĐ]{2,}\b")
CODE = re.compile(
    r"(?:[A-ZĐ]{2,} )?\S*(?:\d+/\S*|[A-Z]+-\d+|\d+[A-Z]|[A-Z]+-[A-Z]+-\d+|/MAU-GP|/SLĐTBXH|/TW)\S*"
)
"""Numbers of documents, visas, orders and licences: read as they are written on paper."""
NOT_SHORT = frozenset({"II", "III", "XI", "SLĐTBXH", "CSV", "JSON"})
"""Roman numerals, letters to look for on a licence, names of files beside the file."""
NOT_TOLD = ("/quyen-rieng-tu", "/du-lieu")
"""The notice the law words, which has a test of its own, and the page for who writes programs."""
NAMED = "section[aria-labelledby='can-cu']"
"""Titles of laws and decrees, which nobody may shorten."""


def long_sentences(page: Page, path: str) -> list[str]:
    found = []
    titles = {line for part in page.css(NAMED) for line in lines(part)}
    for line in lines(page.one("main")):
        if line in titles:
            continue
        for sentence in END.split(line):
            if (count := syllables(sentence)) > LONGEST:
                found.append(f"{path}: {sentence} ({count})")
    return found


def bare_short_forms(page: Page, path: str, known: dict[str, str]) -> list[str]:
    text = "\n".join(lines(page.one("main")))
    used = set(SHORT.findall(CODE.sub(" ", text))) - NOT_SHORT
    folded = text.casefold()
    return [
        f"{path}: {short}"
        for short in sorted(used)
        if short not in known or known[short].casefold() not in folded
    ]


def test_no_sentence_is_too_long_to_follow(visitor: CheckedClient) -> None:
    wrong = []
    for path in ADDRESSES:
        if path not in NOT_TOLD:
            wrong += long_sentences(visitor.page(path), path)
    assert not wrong, "\n".join(wrong)


def test_every_short_form_is_written_out_on_its_page(visitor: CheckedClient) -> None:
    known = short_forms()
    wrong = []
    for path in ADDRESSES:
        if path in NOT_TOLD:
            continue
        wrong += bare_short_forms(visitor.page(path), path, known)
    assert not wrong, "\n".join(wrong)


def short_forms() -> dict[str, str]:
    """Short form -> long form, as the pack writes them."""
    file = ROOT / "provinces" / "_national" / "guide_texts" / "short.csv"
    with file.open(encoding="utf-8") as rows:
        return {row["subject"]: row["text_vi"] for row in csv.DictReader(rows)}
