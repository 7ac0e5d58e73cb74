"""Text messages as people spell them: what is understood, and what is left to be asked."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from jobfair.conferences.queries import commune_rows
from jobfair.conferences.text_codes import list_coded
from jobfair.lib.clock import to_local
from jobfair.lib.text import fold
from jobfair.registration.sms_places import Places
from jobfair.registration.sms_reading import Reader, Said

MESSAGES = Path(__file__).with_name("text_messages.csv")
"""Columns: text, conference (slug; '' none, ! a wrong code), name, year, commune (code; '' open,
? several to choose from). Days of the two conferences stand in braces."""
ROWS = list(csv.DictReader(MESSAGES.open(encoding="utf-8")))
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.fixture
def reader(session) -> Reader:
    rows = [(code, short) for code, _name, short, _district in commune_rows()]
    return Reader(list_coded(), Places(rows, fold("Sơn La")))


def written(text: str, reader: Reader) -> str:
    """The text with the days of this world's conferences."""
    days = {coded.slug: to_local(coded.starts_at) for coded in reader.coded}
    ml, st = days["muong-la-1"], days["suoi-to-1"]
    return (
        text.replace("\\n", "\n")
        .replace("{ml}", f"{ml:%d%m}")
        .replace("{ml_slash}", f"{ml:%d/%m}")
        .replace("{ml_dash}", f"{ml:%d-%m}")
        .replace("{ml_dot}", f"{ml:%d.%m}")
        .replace("{ml_wide}", f"{ml:%d%m}".translate(WIDE))
        .replace("{st}", f"{st:%d%m}")
    )


def found(said: Said) -> dict[str, str]:
    """What was understood, as the corpus writes it."""
    communes = {0: "", 1: "".join(said.communes[:1])}.get(len(said.communes), "?")
    slugs = [one.slug for one in said.conferences]
    return {
        "conference": "!" if said.wrong_code else "".join(slugs) if len(slugs) < 2 else "?",
        "name": said.name or "",
        "year": str(said.year or ""),
        "commune": communes,
    }


def test_the_corpus_is_large_enough() -> None:
    assert len(ROWS) >= 60
    assert len({row["text"] for row in ROWS}) == len(ROWS)


def test_every_spelling_is_understood(reader: Reader) -> None:
    wrong = []
    for row in ROWS:
        said = reader.read(written(row["text"], reader))
        got = found(said)
        expected = {key: row[key] for key in got}
        if said.act != "register" or got != expected:
            wrong.append(
                (row["text"], {k: (got[k], expected[k]) for k in got if got[k] != expected[k]})
            )
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("DONG Y", "agree"),
        ("Đồng ý", "agree"),
        ("đồng ý ạ", "agree"),
        ("dongy", "agree"),
        ("Em đồng ý", "agree"),
        ("Không đồng ý", "refuse"),
        ("khong dong y", "refuse"),
        ("HUY", "refuse"),
        ("CHO", "wait"),
        ("chờ", "wait"),
        ("2", "choose"),
        ("Đồng ý chưa?", "answer"),
        ("Mường La", "answer"),
        ("", "answer"),
    ],
)
def test_only_the_plain_word_agrees(reader: Reader, text: str, act: str) -> None:
    assert reader.read(text).act == act


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("Lo Thi Xuan", "name", ("Lo Thi Xuan", None, ())),
        ("Nam", "name", ("Nam", None, ())),
        ("Lo Van Mai Son", "name", ("Lo Van Mai Son", None, ())),
        ("2004", "year", (None, 2004, ())),
        ("sinh nam 2004", "year", (None, 2004, ())),
        ("Muong La", "commune", (None, None, ("03808",))),
        ("xã Mường La", "commune", (None, None, ("03808",))),
        ("Chieng Koong", "commune", (None, None, ("04204",))),
        ("2004, Muong La", "year commune", (None, 2004, ("03808",))),
        ("Lo Thi Xuan 2004", "name year", ("Lo Thi Xuan", 2004, ())),
        ("Lo Thi Xuan, Muong La", "name commune", ("Lo Thi Xuan", None, ("03808",))),
    ],
)
def test_an_answer_is_read_as_what_was_asked(reader, text, wanted, expected) -> None:
    said = reader.read(text, wanted=frozenset(wanted.split()))
    assert (said.name, said.year, said.communes) == expected
