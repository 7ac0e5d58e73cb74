"""Every failure of the slip's form: the same bytes, and no difference in time to learn from.

Three kinds of wrong pairs, in turn, so that whatever else the machine does meets them alike: a
phone that is known, a code that is known (somebody else's phone), neither.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import sqlalchemy as sa
from flask import Flask

from jobfair.database import db
from jobfair.lib.codes import new_slip_code
from jobfair.models import PersonPhone, Registration

TRIES = 400
WARM = 20
EACH = 8  # failures a phone or a code: below the ten that slow it
MOST_APART_MS = 5.0
_UNCHANGING = ("content-length", "content-type", "cache-control", "vary", "set-cookie", "etag")


@dataclass
class Kind:
    """One kind of wrong pair: how long each answer took (ms), and every answer it gave."""

    name: str
    pairs: Iterator[tuple[str, str]]
    spent: list[float] = field(default_factory=list)
    answers: set[tuple[object, ...]] = field(default_factory=set)

    @property
    def median(self) -> float:
        """Milliseconds."""
        return statistics.median(self.spent)


def known(app: Flask) -> tuple[list[str], list[str]]:
    """Phones and slip codes that stand in the database, each as often as it may be tried."""
    count = (TRIES + WARM) // EACH + 1
    with app.app_context():
        phones = list(db.session.scalars(sa.select(PersonPhone.e164).distinct().limit(count)))
        codes = list(db.session.scalars(sa.select(Registration.slip_code).limit(count)))
        db.session.remove()
    if min(len(phones), len(codes)) < count:
        raise RuntimeError("the demonstration has too few people for this bench")
    return phones * EACH, codes * EACH


def kinds(app: Flask) -> list[Kind]:
    """The three kinds of wrong pairs."""
    phones, codes = known(app)
    nobody = [f"+8495{number:07d}" for number in random.sample(range(10**7), 2 * len(phones))]
    made_up = (new_slip_code() for _ in iter(int, 1))
    return [
        Kind("known phone, wrong code", zip(phones, made_up, strict=False)),
        Kind("unknown phone, wrong code", zip(nobody, made_up, strict=False)),
        Kind("unknown phone, known code", zip(reversed(nobody), codes, strict=False)),
    ]


def measure(url: str, found: list[Kind]) -> None:
    """Try each kind in turn, in an order shuffled anew each time."""
    place = urlsplit(url)
    connection = HTTPConnection(place.hostname or "", place.port, timeout=30)
    for number in range(TRIES + WARM):
        for kind in random.sample(found, len(found)):
            phone, code = next(kind.pairs)
            body = urlencode({"phone": phone, "code": code})
            head = {"Content-Type": "application/x-www-form-urlencoded"}
            began = time.perf_counter()
            connection.request("POST", "/phieu", body, head)
            answer = connection.getresponse()
            text = answer.read()
            if number >= WARM:
                kind.spent.append((time.perf_counter() - began) * 1000)
            headers = tuple(answer.getheader(name) for name in _UNCHANGING)
            kind.answers.add((answer.status, text, headers))
    connection.close()


def slip_failures(app: Flask, url: str) -> None:
    """Print the medians, how far they lie apart, and whether all answers were the same bytes."""
    found = kinds(app)
    measure(url, found)
    for kind in found:
        print(f"{'slip: ' + kind.name:<34} median {kind.median:>6.2f} ms over {len(kind.spent)}")
    apart = max(kind.median for kind in found) - min(kind.median for kind in found)
    answers = set().union(*(kind.answers for kind in found))
    same = len(answers) == 1 and next(iter(answers))[0] == 422
    verdict = "ok" if same and apart <= MOST_APART_MS else "BELOW"
    print(
        f"{'slip: medians apart':<34} {apart:>6.2f} ms  (at most {MOST_APART_MS:.0f})"
        f"  bytes {'the same' if same else 'DIFFER'}  {verdict}",
        flush=True,
    )
