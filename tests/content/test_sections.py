"""What the province has published stands on its page, in the reader's language."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from jobfair.config import ROOT
from jobfair.guide.slots import PAGES
from tests.content.helpers import publish

pytestmark = pytest.mark.both


@pytest.mark.parametrize(
    ("slot", "path"),
    [
        ("market.JP.note", "/thi-truong/JP"),
        ("market.JP-TITP.note", "/thi-truong/JP-TITP"),
        ("page.costs", "/chi-phi"),
        ("page.about", "/gioi-thieu"),
        ("page.markets", "/thi-truong"),
    ],
)
def test_a_text_appears_once_it_is_published(app: Flask, visitor, slot: str, path: str) -> None:
    anchor = "#" + slot.replace(".", "-").casefold()
    assert not visitor.page(path).css(anchor)
    publish(app, slot)
    page = visitor.page(path)
    assert page.text(f"h2{anchor}") == "Thời tiết và công việc"
    section = page.one(f"h2{anchor}").getparent()
    assert section.cssselect("p strong")[0].text_content() == "lạnh"
    assert "Trung tâm mẫu" in section.cssselect(".source")[0].text_content()
    assert len(page.css("h1")) == 1


def test_without_english_words_the_vietnamese_ones_say_their_language(app: Flask, visitor) -> None:
    publish(app, "market.JP.note")
    publish(app, "market.TW.note", title_en="Your rights", body_en="You may **leave**.")
    page = visitor.page("/en/thi-truong/JP")
    assert page.one("#market-jp-note span").get("lang") == "vi"
    english = visitor.page("/en/thi-truong/TW")
    assert english.text("#market-tw-note") == "Your rights"
    assert "You may leave." in english.text("main")


def test_the_database_takes_nothing_published_without_a_source_or_by_one_alone(app: Flask) -> None:
    for values in (
        {"source": ""},
        {"checked_on": None},
        {"check_again_on": None},
        {"published_by": "one"},
        {"body_vi": ""},
    ):
        with pytest.raises(IntegrityError):
            publish(app, "page.about", **values)


def test_every_page_with_a_slot_draws_it() -> None:
    for key in PAGES:
        text = "".join(p.read_text("utf-8") for p in (ROOT / "templates").rglob("*.html"))
        assert f"section('page.{key}')" in text
