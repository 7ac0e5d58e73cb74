"""What a licence history says on a day, case by case."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jobfair.agencies.licence import is_job_service_licence
from jobfair.agencies.rules import body_ok, closing_event, licence_status
from jobfair.models import BodyKind, LicenceEvent
from tests.agencies.helpers import DAY, event, made_body

GRANTED = event("licensed", -900)

HISTORIES: list[tuple[str, list[LicenceEvent], str, tuple[str, ...], bool, bool]] = [
    # what, history, status, suspended markets, ok for Japan, ok for Taiwan
    ("nothing", [], "none", (), False, False),
    ("granted", [GRANTED], "licensed", (), True, True),
    ("granted from today", [event("licensed", 0)], "licensed", (), True, True),
    ("granted from tomorrow", [event("licensed", 1)], "none", (), False, False),
    ("granted until today", [event("licensed", -9, 0)], "licensed", (), True, True),
    ("granted until yesterday", [event("licensed", -9, -1)], "none", (), False, False),
    (
        "suspended for Taiwan",
        [GRANTED, event("suspended", -5, 90, "TW")],
        "licensed",
        ("TW",),
        True,
        False,
    ),
    (
        "suspended for two markets",
        [GRANTED, event("suspended", -5, 90, "TW"), event("suspended", -2, None, "JP")],
        "licensed",
        ("JP", "TW"),
        False,
        False,
    ),
    ("suspended for all", [GRANTED, event("suspended", -5, 90)], "suspended", (), False, False),
    ("suspension begins today", [GRANTED, event("suspended", 0)], "suspended", (), False, False),
    ("suspension ends today", [GRANTED, event("suspended", -9, 0)], "suspended", (), False, False),
    ("suspension ended", [GRANTED, event("suspended", -90, -1)], "licensed", (), True, True),
    (
        "suspension of one ended",
        [GRANTED, event("suspended", -9, -1, "TW")],
        "licensed",
        (),
        True,
        True,
    ),
    ("suspension to come", [GRANTED, event("suspended", 1, 90)], "licensed", (), True, True),
    ("revoked", [GRANTED, event("revoked", -3)], "revoked", (), False, False),
    ("revoked from tomorrow", [GRANTED, event("revoked", 1)], "licensed", (), True, True),
    ("returned", [GRANTED, event("returned", -3)], "returned", (), False, False),
    (
        "granted again after a revocation",
        [GRANTED, event("revoked", -300), event("licensed", -100)],
        "licensed",
        (),
        True,
        True,
    ),
    (
        "granted again during a suspension",
        [GRANTED, event("suspended", -30, 60), event("licensed", -10)],
        "suspended",
        (),
        False,
        False,
    ),
    (
        "revoked and granted on one day: the stricter",
        [event("licensed", -3), event("revoked", -3)],
        "revoked",
        (),
        False,
        False,
    ),
    (
        "an old licence that runs on beside one that ran out",
        [GRANTED, event("licensed", -50, -10)],
        "licensed",
        (),
        True,
        True,
    ),
    ("an assignment is no licence", [event("assigned", -90)], "none", (), False, False),
]


@pytest.mark.parametrize(
    ("history", "status", "markets", "japan", "taiwan"),
    [row[1:] for row in HISTORIES],
    ids=[row[0] for row in HISTORIES],
)
def test_status_and_gate(
    history: list[LicenceEvent], status: str, markets: tuple[str, ...], japan: bool, taiwan: bool
) -> None:
    body = made_body(*history)
    found = licence_status(body, DAY)
    assert (found.status, found.suspended_markets) == (status, markets)
    assert body_ok(body, "JP", DAY) is japan
    assert body_ok(body, "TW", DAY) is taiwan
    assert (closing_event(body, "JP", DAY) is None) is (japan or not history_begun(history))


def history_begun(history: list[LicenceEvent]) -> bool:
    """Whether some document that concerns the licence had begun."""
    return any(e.from_day <= DAY and e.kind != "assigned" for e in history)


def test_the_deciding_document_gives_the_days() -> None:
    suspended = event("suspended", -5, 90)
    found = licence_status(made_body(GRANTED, suspended), DAY)
    assert found.event is suspended
    assert found.since == DAY - timedelta(days=5)
    assert found.until == DAY + timedelta(days=90)


def test_of_two_suspensions_the_longer_one_decides() -> None:
    short, long = event("suspended", -2, 10), event("suspended", -30, 200)
    assert licence_status(made_body(GRANTED, short, long), DAY).event is long


@pytest.mark.parametrize("kind", [BodyKind.PUBLIC_UNIT, BodyKind.AGREEMENT, BodyKind.INVESTOR])
def test_others_work_under_an_assignment(kind: BodyKind) -> None:
    assert body_ok(made_body(event("assigned", -9), kind=kind), "KR", DAY)
    assert not body_ok(made_body(event("assigned", -9, -1), kind=kind), "KR", DAY)
    assert not body_ok(made_body(GRANTED, kind=kind), "KR", DAY)
    assert not body_ok(
        made_body(event("assigned", -9), event("returned", -1), kind=kind), "KR", DAY
    )


def test_an_assignment_may_be_for_one_market() -> None:
    body = made_body(event("assigned", -9, None, "KR"), kind=BodyKind.AGREEMENT)
    assert licence_status(body, DAY).status == "licensed"
    assert body_ok(body, "KR", DAY)
    assert not body_ok(body, "JP", DAY)


@pytest.mark.parametrize(
    ("number", "provincial"),
    [
        ("12/SLĐTBXH-GP", True),
        ("12/slđtbxh-gp", True),
        ("12 / SLDTBXH - GP", True),
        ("12/SLÐTBXH-GP", True),
        ("199/LĐTBXH-GP", False),
        ("1686/LĐTBXH-GP", False),
        ("01/BNV-GP", False),
        ("", False),
    ],
)
def test_a_provincial_licence_is_recognised(number: str, provincial: bool) -> None:
    assert is_job_service_licence(number) is provincial
