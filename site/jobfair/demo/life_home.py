"""Home again: on time, the contract settled, work that lasts."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from jobfair.abroad.returns import JobData, record_job
from jobfair.database import db
from jobfair.demo.life_days import BODY, CENTRE, COMMUNE, Diary
from jobfair.lib.clock import add_months, add_working_days
from jobfair.models import JobCheck, Stage

WORK = "Công nhân đóng gói, xưởng mẫu Đồi Mận"
CHECKS = (
    (3, "contract", "HDLD 12/MAU"),
    (6, "insurance", "BHXH 06/MAU"),
    (12, "insurance", "BHXH 12/MAU"),
)
"""Months at home, how it is known, number."""


def come_home(diary: Diary) -> None:
    """Return, liquidation, the checks of work; after the first her case is closed."""
    end = diary.calendar.end
    with diary.on(end + timedelta(days=2)):
        diary.step(Stage.COMPLETED, COMMUNE, entry_on=end)
    with diary.on(end + timedelta(days=24), 14):
        text = "Hai bên đã thanh toán đủ, không còn vướng mắc."
        diary.record("liquidation_paper", BODY, text, number="TL 083/MAU")
        diary.step(Stage.LIQUIDATED, BODY)
    with diary.on(end + timedelta(days=40), 10):
        diary.talk(CENTRE, "return", "desk", 30)
    for months, evidence, number in CHECKS:
        due = add_months(end, months)
        with diary.on(add_working_days(due, 1), 9, 30):
            _job(diary, months, JobData("employed", evidence, number, WORK))
            if diary.case.stage is Stage.LIQUIDATED:
                diary.record("job_evidence", COMMUNE, f"{WORK}, hợp đồng lao động {number}.")
                diary.step(Stage.REINTEGRATED, COMMUNE)


def _job(diary: Diary, months: int, data: JobData) -> None:
    query = sa.select(JobCheck).where(JobCheck.case_id == diary.case.id, JobCheck.months == months)
    check = db.session.scalars(query).one()
    record_job(check, data, by=diary.people[COMMUNE], act_key=diary.key())
