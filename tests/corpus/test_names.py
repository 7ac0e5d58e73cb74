"""Names of every shape: taken whole or refused with a sentence, found again without accents.

``names.csv``: shape (one of the 54 ethnic groups, or what is odd about it), what is typed, what
is kept, or the sentence that refuses it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.access import Scope
from jobfair.cases.search import search_people
from jobfair.conferences.queries import get_public_conference
from jobfair.database import db
from jobfair.lib.text import fold, syllables
from jobfair.models import Conference, Person, Purpose, Registration
from jobfair.registration.answers import Answers
from jobfair.registration.drafts import drafts
from jobfair.registration.rules import register
from jobfair.registration.sending import Sending
from tests.corpus.data import rows
from tests.registration.helpers import change, errors_of, form_of, key_of, peek, walk
from tests.world import MUONG_LA

NAMES = rows("names.csv")
KEPT = list(dict.fromkeys(row["kept"] for row in NAMES if row["kept"]))
ODD = {"NFD", "apostrophe", "zero width space", "right-to-left override", "script", "combining"}


def test_the_corpus_is_large_enough() -> None:
    shapes = Counter(row["shape"] for row in NAMES)
    assert len(NAMES) >= 300
    assert len({row["typed"] for row in NAMES}) == len(NAMES)
    assert len(shapes) >= 54 + len(ODD)
    assert set(shapes) >= ODD
    assert {1, 2, 3, 4, 5, 6, 7} <= {syllables(name) for name in KEPT}
    assert any(len(row["typed"]) >= 10_000 for row in NAMES)


def test_the_form_takes_every_name_whole_or_says_why_not(app: Flask, visitor) -> None:
    path = walk(visitor, until="/ho-ten")
    filled = form_of(visitor.get(path))
    wrong = []
    for row in NAMES:
        answer = visitor.post(path, data=filled | {"name": row["typed"]})
        with app.app_context():
            kept = (drafts().load(key_of(path)) or {}).get("name")
        if row["kept"]:
            right = answer.status_code == 303 and kept == row["kept"]
        else:
            said = errors_of(answer) if answer.status_code == 422 else ""
            right = bool(row["refused"]) and row["refused"] in said
        if not right:
            wrong.append((row["shape"], row["typed"][:40], answer.status_code, kept))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.fixture
def everyone(app: Flask) -> list[str]:
    """All of them hold a seat."""
    change(app, sa.update(Conference).filter_by(slug="muong-la-1").values(capacity=2000))
    first = Answers(for_whom="self", birth_year=2000, commune=MUONG_LA)
    for number, name in enumerate(KEPT):
        with app.test_request_context():
            phone = f"+84950{number:06}"
            answers = replace(first, name=name, phone=phone)
            sending = Sending(f"corpus{number:020}", answers, phone, (Purpose.SEAT,), "vi")
            register(get_public_conference("muong-la-1"), sending)
    return KEPT


@pytest.mark.both_in_soak
def test_every_name_is_stored_as_typed_and_found_by_its_plain_letters(
    app: Flask, everyone: list[str]
) -> None:
    stored = {name for (name,) in peek(app, sa.select(Registration.typed_name))}
    assert stored == set(everyone)
    assert {name for (name,) in peek(app, sa.select(Person.name))} == stored
    lost = []
    with app.app_context():
        for name in everyone:
            plain = fold(name)[:60]
            found = search_people(plain, Scope(province=True), limit=200)
            if name not in {one.name for one in found.rows}:
                lost.append((name, plain))
        db.session.remove()
    assert not lost, "\n".join(map(str, lost))


def test_staff_find_them_on_the_page_and_the_public_reads_them_as_text(
    app: Flask, everyone: list[str], counsellor
) -> None:
    assert everyone
    for name, typed in (
        ("Rơ Châm H'Phi", "ro cham hphi"),
        ("Đặng Đình Đạt", "DANG DINH DAT"),
        ("Ly Giá Pư", "pu gia"),
        ("<b>Lò</b>", "b lo b"),
        ("Y", "y"),
    ):
        page = counsellor.page(f"/can-bo/nguoi-lao-dong?q={typed}")
        assert name in [" ".join(a.text_content().split()) for a in page.css("#people a")], typed
