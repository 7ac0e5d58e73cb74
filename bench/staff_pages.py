"""Staff pages at 100,000 people and 1,000,000 events: list, search, case page, Today, the rest.

`python -m bench.staff_pages` runs these alone. BENCH_PEOPLE and BENCH_EVENTS say how many.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from jobfair.cases.escalation import climb
from jobfair.database import db
from jobfair.lib.clock import now
from jobfair.lib.codes import new_id
from jobfair.messages.statistics import refresh_statistics
from jobfair.models import CaseEvent, CaseFile, Stage

EVENTS = int(os.environ.get("BENCH_EVENTS", "1000000"))
TIMES = 12
MOST_MS = 200
"""p95 of list, search, case page and Today."""
BATCH = 20_000
LIST, SEARCH = "/can-bo/ho-so", "/can-bo/nguoi-lao-dong"
LISTS = (
    "",
    "?trang=40",
    "?buoc=registered",
    "?qua-han=1",
    "?xa=03808",
    "?thi-truong=JP",
    "?it-nhat=60&buoc=introduced&buoc=screened",
    "?dong-ho=sap",
    "?q=lo+thi+xuan",
    "?viec=call_back&q=123",
)
OTHERS = (
    *("giay-to", "lop", "lop/thieu-chung-chi", "tu-van", "loi-hua", "vay/so-lieu"),
    *("o-nuoc-ngoai", "o-nuoc-ngoai/nguoi", "o-nuoc-ngoai/canh-bao", "o-nuoc-ngoai/hoi-tham"),
    *("o-nuoc-ngoai/da-ve", "qua-han-buoc", "bao-cao", "bao-cao/nguoi", "bao-cao/hoi-nghi"),
    *("doanh-nghiep", "canh-bao", "phan-anh"),
)
"""Pages that a counsellor opens now and then, one row each."""
WORDS = ("lo thi xuan", "xuan", "lo", "123", "giang a pao", "vi thi on", "đinh", "0950000123")


def fill_events(app: Flask, wanted: int = EVENTS) -> int:
    """Add contacts to the histories until there are so many events; give how many there are."""
    with app.app_context():
        have = db.session.scalar(sa.select(sa.func.count(CaseEvent.id))) or 0
        last = dict(
            db.session.execute(
                sa.select(CaseEvent.case_id, sa.func.max(CaseEvent.seq)).group_by(CaseEvent.case_id)
            ).all()
        )
        moment, rows, made = now(), [], 0
        while have + made < wanted and last:
            for case_id in last:
                last[case_id] += 1
                rows.append(_contact(case_id, last[case_id], moment - timedelta(hours=made % 8000)))
                made += 1
                if len(rows) >= BATCH or have + made >= wanted:
                    db.session.execute(sa.insert(CaseEvent), rows)
                    rows = []
                if have + made >= wanted:
                    break
        db.session.commit()
        while climb():  # the worker's turn: what is past its limit stands with the office above
            pass
        refresh_statistics()
        db.session.commit()
        return have + made


def _contact(case_id: str, seq: int, at: object) -> dict[str, object]:
    return {
        "id": new_id(),
        "case_id": case_id,
        "seq": seq,
        "act_key": new_id(),
        "kind": "contact",
        "reason": "no_answer",
        "by": "bench",
        "by_name": "Bench",
        "role": "officer",
        "at": at,
    }


def sign_in(app: Flask, username: str, password: str) -> FlaskClient:
    """A client signed in by the real form."""
    client = app.test_client()
    page = client.get("/can-bo/dang-nhap").text
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    client.post(
        "/can-bo/dang-nhap",
        data={"username": username, "password": password, "csrf_token": token},
    )
    return client


def cases_of(app: Flask, number: int = 20) -> list[str]:
    """Some cases of every part of the journey."""
    with app.app_context():
        found: list[str] = []
        for stage in Stage:
            query = sa.select(CaseFile.id).where(CaseFile.stage == stage).limit(2)
            found += db.session.scalars(query.order_by(CaseFile.id))
        return found[:number]


def measure(
    client: FlaskClient,
    paths: Sequence[str],
    name: str,
    times: int = TIMES,
    most: int | None = None,
) -> float:
    """Print and give the p95 of these pages in milliseconds, warm; the slowest is named.

    ``most``: what the p95 may be; the row says whether it is kept.
    """
    spent: list[tuple[float, str]] = []
    for path in paths:
        assert client.get(path).status_code == 200, path
        for _ in range(times):
            began = time.perf_counter()
            client.get(path)
            spent.append(((time.perf_counter() - began) * 1000, path))
    numbers = [one for one, _path in spent]
    p95, middle = statistics.quantiles(numbers, n=20)[18], statistics.median(numbers)
    slowest = max(spent)[1]
    verdict = "" if most is None else f"  (at most {most}) {'ok' if p95 <= most else 'ABOVE'}"
    print(
        f"{name:<34} median {middle:.0f} ms  p95 {p95:.0f} ms{verdict}  slowest {slowest}",
        flush=True,
    )
    return p95


def report(app: Flask, people: int, password: str) -> None:
    """Fill the histories and print one row a kind of page."""
    print(f"{people} people, {fill_events(app)} events")
    counsellor = sign_in(app, "counsellor", password)
    officer = sign_in(app, "officer.muongla", password)
    lists = [LIST + query for query in LISTS]
    commune = [LIST, f"{LIST}?qua-han=1", f"{LIST}?q=lo"]
    searches = [f"{SEARCH}?q={words}" for words in WORDS]
    cases = [f"{LIST}/{case_id}" for case_id in cases_of(app)]
    measure(counsellor, lists, "list of cases, province", most=MOST_MS)
    measure(officer, commune, "list of cases, largest commune", 14, MOST_MS)
    measure(counsellor, searches, "people search", most=MOST_MS)
    measure(counsellor, cases, "case page", 3, MOST_MS)
    measure(counsellor, ["/can-bo/"], "Today, counsellor", 40, MOST_MS)
    measure(officer, ["/can-bo/"], "Today, largest commune", 40, MOST_MS)
    for page in OTHERS:
        measure(counsellor, [f"/can-bo/{page}"], page, 5)
    bulk = [f"{LIST}/cung-luc?ca=1&buoc=registered{to}" for to in ("", "&toi=counselled")]
    measure(counsellor, bulk, "200 people in bulk")


def main() -> None:
    """Fill a fresh instance and measure these pages alone."""
    from bench.run import PASSWORD, PEOPLE, prepare

    with tempfile.TemporaryDirectory(prefix="jobfair-bench-") as name:
        app, _environ = prepare(Path(name), PEOPLE)
        report(app, PEOPLE, PASSWORD)


if __name__ == "__main__":
    main()
