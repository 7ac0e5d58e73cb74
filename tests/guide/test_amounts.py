"""No public page shows an amount without where it comes from and when that was checked."""

from __future__ import annotations

import re

import pytest
from lxml.html import HtmlElement

from tests.checked_client import CheckedClient
from tests.guide.public_pages import ADDRESSES

UNITS = (
    r"triệu|đồng|yên|won|đô la|Đài tệ|ơ rô|nhân dân tệ|million|yen|dollars?"
    r"|VND|JPY|KRW|TWD|USD|EUR|AUD|CNY|MYR"
)
AMOUNT = re.compile(rf"\d[\d.,–-]*\s*(?:{UNITS})\b|\b(?:VND|JPY|KRW|TWD|USD|EUR|AUD)\s*\d")
DATED = re.compile(r"\d\d/\d\d/20\d\d")


def own_text(element: HtmlElement) -> str:
    """What stands in the element and not in an element within it."""
    return " ".join([element.text or "", *(child.tail or "" for child in element)])


def has_source(element: HtmlElement) -> bool:
    """A source line with a day in a section around; a list of pages found has the day itself."""
    row = next(element.iterancestors("li"), None)
    dated = row is not None and DATED.search(row.text_content())
    for around in element.iterancestors():
        if around.tag in ("section", "main", "details"):
            found = around.cssselect("p.source, small[data-unread]")
            if any(dated or DATED.search(line.text_content()) for line in found):
                return True
        if around.tag == "main":
            return False
    return True  # outside the content: the hotline's hours


def bare_amounts(client: CheckedClient, path: str) -> list[str]:
    found = []
    for element in client.page(path).tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "option", "title", "meta"):
            continue
        text = " ".join(own_text(element).split())
        if (amount := AMOUNT.search(text)) and not has_source(element):
            found.append(f"{path}: {amount.group()} in {text[:80]}")
    return found


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_amount_names_its_source_and_day(visitor: CheckedClient, prefix: str) -> None:
    wrong = [bare for path in ADDRESSES for bare in bare_amounts(visitor, prefix + path)]
    assert not wrong, "\n".join(wrong)
