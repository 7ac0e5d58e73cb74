"""The figures that everybody may read."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from jobfair.lib import clock
from jobfair.models import CaseFile, JobCheck, Placement, Statistic
from tests.checked_client import CheckedClient
from tests.reports.people import depart
from tests.world import CHIENG_LAO, MUONG_LA, SUOI_TO

pytestmark = pytest.mark.both


def figures(visitor: CheckedClient, query: str = "") -> dict[str, Any]:
    answer = visitor.get(f"/so-lieu.json{query}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()
    return found


def send_away(session: Session, commune: str, people: int) -> None:
    for _person in range(people):
        depart(session, commune)
    session.commit()


def departed(part: dict[str, Any], code: str) -> object:
    return next(line["departed"] for line in part["lines"] if line["code"] == code)


def test_nobody_yet_is_said_as_it_is(visitor: CheckedClient) -> None:
    found = figures(visitor)
    assert found["counted"]["departed"] == 0
    assert found["employed_after_return"] is None
    assert visitor.page("/so-lieu").text("h1").startswith(f"Năm {clock.today().year}: 0 người")
    assert "Chưa biết" in visitor.page("/so-lieu").text("section[aria-labelledby=ve]")


def test_a_small_commune_hides_and_takes_another_along(
    visitor: CheckedClient, session: Session
) -> None:
    send_away(session, MUONG_LA, 9)
    send_away(session, SUOI_TO, 2)
    part = figures(visitor)["counted"]["by_commune"]
    assert departed(part, MUONG_LA) == 9
    assert departed(part, SUOI_TO) is None
    assert departed(part, CHIENG_LAO) is None  # nobody: hidden like the others below five
    assert part["hidden_people"] == 2
    assert figures(visitor)["counted"]["by_market"]["lines"][0]["departed"] == 11
    row = visitor.page("/so-lieu").text("#bang-xa")
    assert "Mường La" in row
    assert "Suối Tọ" not in row


def test_too_few_in_all_are_not_shown_at_all(visitor: CheckedClient, session: Session) -> None:
    send_away(session, MUONG_LA, 3)
    found = figures(visitor)["counted"]
    assert found["departed"] is None
    assert found["by_commune"]["shown"] is found["by_market"]["shown"] is False
    assert {line["departed"] for line in found["by_commune"]["lines"]} == {None}
    page = visitor.page("/so-lieu")
    assert "3 người" not in page.text("main h1")
    assert "không nêu" in page.text("section[aria-labelledby=nam]")


def test_the_file_and_the_page_hide_the_same(visitor: CheckedClient, session: Session) -> None:
    send_away(session, MUONG_LA, 9)
    send_away(session, SUOI_TO, 2)
    rows = list(csv.DictReader(io.StringIO(visitor.get("/so-lieu.csv").text)))
    counted = {
        row["area"]: (row["value"], row["hidden"])
        for row in rows
        if row["kind"] == "counted" and row["market"] == "*" and row["area"] != "province"
    }
    assert counted[MUONG_LA] == ("9", "no")
    assert counted[SUOI_TO] == ("", "yes")
    assert {row["demo"] for row in rows} == {"no"}
    published = [row for row in rows if row["kind"] == "published"]
    assert published
    assert all(row["source"] for row in published)


def test_published_figures_are_never_added(visitor: CheckedClient, session: Session) -> None:
    before = figures(visitor)["counted"]
    session.query(Statistic).update({Statistic.value: Statistic.value * 2})
    session.commit()
    assert figures(visitor)["counted"] == before


def checks(session: Session, employed: int, none: int, unknown: int) -> None:
    """So many people came home and were due to be asked."""
    answers = ["employed"] * employed + ["none"] * none + [""] * unknown
    for answer in answers:
        departure = depart(session, MUONG_LA)
        case = session.query(CaseFile).join(Placement).filter_by(id=departure.placement_id).one()
        session.add(
            JobCheck(
                placement_id=departure.placement_id,
                case_id=case.id,
                office_id=case.owner_office_id,
                months=3,
                due_on=clock.today() - timedelta(days=1),
                outcome=answer,
            )
        )
    session.commit()


def test_work_after_return_keeps_the_unknown_in_the_whole(
    visitor: CheckedClient, session: Session
) -> None:
    checks(session, employed=7, none=0, unknown=7)
    work = figures(visitor)["employed_after_return"]
    assert (work["due"], work["unknown"], work["share"]) == (14, 7, 50.0)
    assert work["known_share"] == 100.0
    text = visitor.page("/so-lieu").text("section[aria-labelledby=ve]")
    assert "50% có việc ổn định" in text
    assert "Chưa biết: 7" in text


def test_few_who_came_home_are_not_shown(visitor: CheckedClient, session: Session) -> None:
    checks(session, employed=6, none=1, unknown=6)
    assert figures(visitor)["employed_after_return"] is None
    assert "còn ít" in visitor.page("/so-lieu").text("section[aria-labelledby=ve]")


@pytest.mark.parametrize("year", ["1999", "2999", "abcd", "%00", "20260"])
def test_a_year_that_cannot_be_is_not_found(visitor: CheckedClient, year: str) -> None:
    for address in ("/so-lieu", "/so-lieu.json", "/so-lieu.csv"):
        assert visitor.get(f"{address}?nam={year}").status_code == 404


def test_an_earlier_year_has_an_address(visitor: CheckedClient) -> None:
    page = visitor.page("/so-lieu?nam=2025")
    assert page.text("h1").startswith("Năm 2025")
    assert page.css("ul.chips a[aria-current]")


def test_a_year_told_of_elsewhere_is_no_nought(visitor: CheckedClient) -> None:
    """304 had left by December 2025, before this system: its own nought would mislead."""
    rows = visitor.page("/so-lieu").css("section[aria-labelledby=nam] tbody tr")
    lines = [row.text_content() for row in rows]
    assert [line for line in lines if "2025" in line and "chưa ghi ở đây" in line]
    years = {line["code"]: line for line in figures(visitor)["counted"]["by_year"]}
    assert years["2025"]["departed"] is None
