"""Phone numbers, years and days as people write them: understood, or answered by a sentence.

``numbers.csv``: kind (phone, year, or day as "day|month" at eighteen), what is typed, what is
kept (phones in E.164), or a part of the sentence that refuses it.
"""

from __future__ import annotations

from collections import Counter

from flask import Flask

from jobfair.lib import clock
from jobfair.models import Conference
from jobfair.registration.drafts import drafts
from tests.corpus.data import rows
from tests.registration.helpers import errors_of, form_of, key_of, one, sa, walk

NUMBERS = rows("numbers.csv")


def _of(kind: str) -> list[dict[str, str]]:
    return [row for row in NUMBERS if row["kind"] == kind]


def test_the_corpus_is_large_enough() -> None:
    kinds = Counter(row["kind"] for row in NUMBERS)
    assert len(NUMBERS) >= 100
    assert kinds["phone"] >= 50
    assert kinds["year"] + kinds["day"] >= 40


def _send_all(app: Flask, visitor, path: str, field: str, kind: str) -> list[object]:
    filled = form_of(visitor.get(path))
    wrong: list[object] = []
    for row in _of(kind):
        answer = visitor.post(path, data=filled | {field: row["typed"]})
        assert answer.status_code in (303, 422), (row["typed"], answer.status_code)
        with app.app_context():
            kept = str((drafts().load(key_of(path)) or {}).get(field))
        if answer.status_code == 303:
            right = row["kept"] == kept
        else:
            right = bool(row["refused"]) and row["refused"] in errors_of(answer)
        if not right:
            said = errors_of(answer) if answer.status_code == 422 else kept
            wrong.append((row["typed"][:40], row["kept"] or row["refused"], said))
    return wrong


def test_phones(app: Flask, visitor) -> None:
    path = walk(visitor, until="/dien-thoai")
    wrong = _send_all(app, visitor, path, "phone", "phone")
    assert not wrong, "\n".join(map(str, wrong))


def test_years(app: Flask, visitor) -> None:
    path = walk(visitor, until="/nam-sinh")
    wrong = _send_all(app, visitor, path, "birth_year", "year")
    assert not wrong, "\n".join(map(str, wrong))


def test_days_at_eighteen(app: Flask, visitor) -> None:
    starts = clock.to_local(one(app, sa.select(Conference.starts_at).filter_by(slug="muong-la-1")))
    year = {"birth_year": str(starts.year - 18)}
    path = walk(visitor, year, until="/ngay-sinh")
    filled = form_of(visitor.get(path))
    wrong = []
    for row in _of("day"):
        day, month = row["typed"].split("|")
        answer = visitor.post(path, data=filled | {"birth_day": day, "birth_month": month})
        said = errors_of(answer) if answer.status_code == 422 else ""
        status = 303 if row["kept"] else 422
        if answer.status_code != status or row["refused"] not in said:
            wrong.append((row["typed"], answer.status_code, said))
    assert not wrong, "\n".join(map(str, wrong))
