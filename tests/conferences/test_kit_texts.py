"""The texts of the kit: one segment, one minute, whatever the names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jobfair.conferences.kit import Kit
from jobfair.conferences.kit_texts import LEAST_SYLLABLES, MOST_SYLLABLES, Texts, texts_of
from jobfair.lib import gsm
from tests.conferences.kit_help import LONGEST
from tests.conferences.kit_help import kit as kit

NAMES = [
    {},
    LONGEST,
    {"place": "ô " * 80, "landmark": "ỡ" * 160, "contact": "H'Mông"},
    {"place": "Đ" * 160, "landmark": "", "phone": "+84 212 000 00010"},
    {"place": "ꪹꪣꪉꪬ꫁ꪱ", "landmark": "ꪶꪮꪉ"},
    {"place": "=HYPERLINK(1) {x} [y] €", "landmark": "^~|\\"},
    {"place": "Bản Mòn", "landmark": "cạnh cầu treo", "online": False},
    {"place": "Qua mạng", "landmark": "", "online": True},
]


@pytest.mark.parametrize("names", NAMES)
def test_a_text_message_is_one_segment_and_keeps_day_hour_and_phone(
    kit: Kit, names: dict[str, object]
) -> None:
    facts = replace(kit, **names)  # type: ignore[arg-type]
    texts = texts_of(facts)
    check_texts(facts, texts)


def check_texts(kit: Kit, texts: Texts) -> None:
    """What every conference's texts hold to."""
    assert gsm.fits(texts.sms), texts.sms
    when = gsm.plain(f"{kit.hour} {kit.weekday[:1].lower()}{kit.weekday[1:]} {kit.day}")
    assert when in texts.sms
    assert kit.phone in texts.sms
    assert LEAST_SYLLABLES <= texts.syllables <= MOST_SYLLABLES, texts.loudspeaker
    for fact in (kit.spoken_day, kit.spoken_hour, kit.spoken_phone):
        assert fact in texts.loudspeaker
    assert kit.online or kit.place in texts.loudspeaker
    assert kit.address in texts.zalo


def test_a_message_is_shortened_by_the_landmark_first_then_by_the_place(kit: Kit) -> None:
    short = texts_of(replace(kit, place="Bản Mòn", landmark="Cầu treo")).sms
    assert "Ban Mon, Cau treo" in short
    longer = texts_of(replace(kit, place="Nhà văn hóa bản Mòn", landmark="cạnh cầu " * 12)).sms
    assert "Nha van hoa ban Mon" in longer
    assert "canh cau" not in longer
    longest = texts_of(replace(kit, place="Nhà văn hóa " + "rất xa " * 20, landmark="")).sms
    assert "Nha van hoa rat xa" in longest
    assert longest.index("rat xa") < longest.index(kit.phone)
