"""Thirty-two people on 30 June 2025, counted by hand, against the figures of the system.

By hand from cohort.csv (30 days of tolerance):
- Exits that count: 31 (16 + 15), no. 31 was taken back.
- Home in 2025 on time 1 2 3 17 18 29 30 = 7; early 7 13 21 = 3; late 19 = 1. In 2024 on time
  4 5 = 2, early 6 20 = 2.
- Left the employer 12 13 22 23 32 = 5 (13 is home since); past the end 8 11 26 = 3.
- Contract over: home 1-7 13 17-21 29 30 = 15, dead 24 = 1, left 12 22 23 32 = 4, by the day
  8 9 10 11 26 = 5; together 25, of them 13 and 12. Rate 8 of 25 = 32 %, of all exits 8 of 31.
- After 3 months 14 were due: employed 1 4 17 30, own 2 19, without work 3 6 20 29, unknown 5
  13 18 21. After 6 months 4: works 4 6, none 20, unknown 5. After 12 months 3: works 5 20,
  unknown 4.
- Headline, by the last check due: employed 1 5 17 20 30, own 2 6 19, none 3 29, unknown 4 13 18
  21: 8 of 14 = 57.1 %; of the 10 known 80 %, which is never the headline.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from jobfair.abroad.behind import Asked, list_people
from jobfair.abroad.figures import Work, count_returns, count_work
from jobfair.abroad.radar import Cell, read_radar, set_limit
from jobfair.abroad.schedule import follow_step
from jobfair.access import Scope
from jobfair.cases.history import append_event, steps_in_force
from jobfair.database import db
from jobfair.lib.clock import now
from jobfair.lib.codes import new_form_key
from jobfair.models import CaseFile, CaseRecord, Departure, JobCheck, Placement, Stage
from tests.cases import journey
from tests.world import MUONG_LA, SUOI_TO

pytestmark = pytest.mark.both_in_soak
DAY = date(2025, 6, 30)
PROVINCE = Scope(province=True)
FILE = Path(__file__).with_name("cohort.csv")
Row = dict[str, str]


def rows() -> Iterator[Row]:
    with FILE.open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def live(row: Row) -> None:
    """One life, written as the steps would have left it."""
    case = journey.new_case(row["commune"], f"Lò Văn {row['no']}")
    placement = Placement(
        case_id=case.id,
        programme_code=row["programme"],
        body_id=journey.body(1 if row["programme"] == "JP-TITP" else 2).id,
        end_on=date.fromisoformat(row["end"]) if row["end"] else None,
    )
    db.session.add(placement)
    db.session.flush()
    departure = Departure(
        placement_id=placement.id,
        exit_on=date.fromisoformat(row["exit"]),
        commune_code=row["commune"],
        market_code=row["programme"][:2],
        employer="Xí nghiệp mẫu",
        evidence="ticket",
        confirmed_by="x",
        undone_at=now() if row["way"] == "taken back" else None,
    )
    db.session.add(departure)
    db.session.refresh(case)
    way = [] if row["way"] == "taken back" else row["way"].split(">") if row["way"] else []
    before = Stage.WAITING_DEPARTURE
    for stage in map(Stage, ["departed", *way]):
        step(case, before, stage, row)
        before = stage
    follow_step(case, steps_in_force(case.id)[-1])
    for months in (3, 6, 12):
        db.session.execute(
            sa.update(JobCheck)
            .where(JobCheck.placement_id == placement.id, JobCheck.months == months)
            .values(outcome=row[f"m{months}"], recorded_at=now() if row[f"m{months}"] else None)
        )


def step(case: CaseFile, start: Stage, to: Stage, row: Row) -> None:
    key = new_form_key()
    append_event(
        case, "move", by=journey.actor("leader"), act_key=key, from_stage=start, to_stage=to
    )
    if to in (Stage.COMPLETED, Stage.RETURNED_EARLY):
        db.session.add(
            CaseRecord(
                case_id=case.id,
                kind="entry_date",
                on_date=date.fromisoformat(row["home"]),
                act_key=key,
                recorded_by="x",
            )
        )
        db.session.flush()


@pytest.fixture
def cohort(session: Session) -> Session:
    for row in rows():
        live(row)
    session.flush()
    return session


def test_the_file_holds_thirty_two_lives() -> None:
    assert len(list(rows())) == 32


def test_returns_are_those_counted_by_hand(cohort: Session) -> None:
    this = count_returns(date(2025, 1, 1), date(2025, 12, 31), DAY, PROVINCE)
    assert (this.on_time, this.early, this.late, this.home) == (7, 3, 1, 11)
    assert (this.absconded, this.overstayed) == (5, 3)
    before = count_returns(date(2024, 1, 1), date(2024, 12, 31), DAY, PROVINCE)
    assert (before.on_time, before.early, before.late) == (2, 2, 0)


def test_unknown_is_never_counted_as_work(cohort: Session) -> None:
    assert count_work(3, DAY, PROVINCE) == Work(due=14, employed=4, own=2, none=4)
    assert count_work(6, DAY, PROVINCE) == Work(due=4, employed=1, own=1, none=1)
    assert count_work(12, DAY, PROVINCE) == Work(due=3, employed=2, own=0, none=0)
    headline = count_work(None, DAY, PROVINCE)
    assert headline == Work(due=14, employed=5, own=3, none=2)
    assert (headline.works, headline.unknown) == (8, 4)
    assert headline.share == Decimal(800) / 14
    assert headline.known_share == Decimal(80)


def test_the_radar_counts_what_was_counted_by_hand(cohort: Session) -> None:
    lines, total = read_radar("*", DAY, PROVINCE)
    assert total == Cell(departed=31, ended=25, absconded=5, overstayed=3, back=1)
    assert (total.rate, total.rate_of_departed) == (Decimal(32), Decimal(800) / 31)
    cells = {line.commune_code: line.cell for line in lines}
    assert cells[MUONG_LA] == Cell(16, 13, 2, 2, 1)
    assert cells[SUOI_TO] == Cell(15, 12, 3, 1, 0)
    only, _sum = read_radar("TW", DAY, PROVINCE)
    assert [line.commune_code for line in only] == [SUOI_TO]


def test_a_limit_marks_near_and_over(cohort: Session) -> None:
    leader = journey.actor("leader")
    assert {line.mark for line in read_radar("*", DAY, PROVINCE)[0]} == {""}
    set_limit("TW", "", Decimal(33), None, "Quyết định mẫu", by=leader)  # 33.3 % is over
    set_limit("JP", "JP-TITP", Decimal(38), None, "Quyết định mẫu", by=leader)  # 30.8 of 38
    marks = {line.commune_code: line.mark for line in read_radar("*", DAY, PROVINCE)[0]}
    assert marks == {SUOI_TO: "over", MUONG_LA: "near"}
    set_limit("JP", "", None, 4, "Quyết định mẫu", by=leader)  # four people are reached
    marks = {line.commune_code: line.mark for line in read_radar("JP", DAY, PROVINCE)[0]}
    assert marks == {MUONG_LA: "over"}
    for programme in ("", "JP-TITP"):
        set_limit("JP", programme, None, None, "", by=leader)
    assert read_radar("JP", DAY, PROVINCE)[0][0].mark == ""


def test_few_people_elsewhere_are_not_shown(cohort: Session) -> None:
    mine = Scope(communes=frozenset({MUONG_LA}))
    lines = {line.commune_code: line for line in read_radar("*", DAY, mine)[0]}
    assert not lines[MUONG_LA].hidden
    assert lines[SUOI_TO].hidden  # four lost are fewer than five
    assert not any(line.hidden for line in read_radar("*", DAY, PROVINCE)[0])


NUMBERS = {
    "departed": 31,
    "ended": 25,
    "absconded": 5,
    "overstayed": 3,
    "lost": 8,
    "abroad": 11,
    "on_time": 7,
    "early": 3,
    "late": 1,
    "job_due": 14,
    "job_works": 8,
    "job_none": 2,
    "job_unknown": 4,
}


def test_each_number_leads_to_as_many_people(cohort: Session) -> None:
    for group, people in NUMBERS.items():
        assert list_people(Asked(group, 2025), DAY, PROVINCE).total == people, group
    mine = Scope(communes=frozenset({MUONG_LA}))
    assert list_people(Asked("departed", 2025), DAY, mine).total == 16
    after = list_people(Asked("job_none", 2025, months=3), DAY, PROVINCE)
    assert sorted(stay.case.person.name for stay in after.rows) == [
        "Lò Văn 20",
        "Lò Văn 29",
        "Lò Văn 3",
        "Lò Văn 6",
    ]
