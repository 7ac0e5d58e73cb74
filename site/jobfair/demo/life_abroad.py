"""Her two years abroad: how she is, late wages and what was done, the loan, the plan to return."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import sqlalchemy as sa

from jobfair.abroad import incidents
from jobfair.abroad.check_ins import Answer, answer_by_worker, answer_check_in
from jobfair.abroad.returns import PlanData, save_plan
from jobfair.cases.tasks import close_tasks
from jobfair.database import db
from jobfair.demo.life_days import BODY, CENTRE, COMMUNE, Diary
from jobfair.demo.life_money import repay
from jobfair.demo.life_setting import WORK
from jobfair.models import CheckIn, Incident, Stage

HOURS = 40
DEDUCTED = 21_000
"""Yen a month for housing and insurance, as she said on day 30."""

REPAID = ((120, 15_000_000), (260, 20_000_000), (430, 25_000_000))
"""Days after the exit, đồng."""

PLAN_DAYS, CALL_DAYS = 150, 25
"""So many days before the end she plans her return, and an officer calls."""


def live_abroad(diary: Diary) -> None:
    """Everything between the exit and the last call before the end of the contract."""
    exit_on = diary.calendar.exit
    with diary.on(exit_on + timedelta(days=4)):
        close_tasks(diary.case, ("national_db",), diary.people[BODY])
        diary.step(Stage.WORKING, BODY, end_on=diary.calendar.end)
    with diary.on(exit_on + timedelta(days=7), 20, 15):
        answer_by_worker(diary.case, Answer("fine"), act_key=diary.key())
    with diary.on(exit_on + timedelta(days=30), 19, 30):
        _day30(diary)
    _repaid(diary, *REPAID[0])
    _late_wages(diary)
    _repaid(diary, *REPAID[1])
    with diary.on(exit_on + timedelta(days=365), 19):
        _ask(diary, 365, BODY, Answer("fine", note="Đã nhận lương đủ, được tăng ca đúng giờ."))
    _repaid(diary, *REPAID[2])
    _plan(diary)


def _check(diary: Diary, day: int) -> CheckIn:
    query = sa.select(CheckIn).where(CheckIn.case_id == diary.case.id, CheckIn.day == day)
    return db.session.scalars(query).one()


def _ask(diary: Diary, day: int, who: str, answer: Answer) -> None:
    answer_check_in(_check(diary, day), answer, by=diary.people[who], act_key=diary.key())


def _day30(diary: Diary) -> None:
    """Wage and hours as she says them are held beside what was promised."""
    answer = Answer(
        "fine",
        wage=Decimal(WORK.wage),
        hours=Decimal(HOURS),
        deductions=Decimal(DEDUCTED),
        currency=WORK.currency,
    )
    _ask(diary, 30, COMMUNE, answer)


def _repaid(diary: Diary, days: int, amount: int) -> None:
    with diary.on(diary.calendar.exit + timedelta(days=days), 10) as day:
        repay(diary, amount, day)


def _late_wages(diary: Diary) -> None:
    """Asked on day 180 there is a problem: handed to the body, settled within the days it has."""
    with diary.on(diary.calendar.exit + timedelta(days=180), 19) as asked:
        told = "Lương tháng này chậm mười ngày."
        _ask(diary, 180, COMMUNE, Answer("problem", "wage", told))
    incident = db.session.scalars(sa.select(Incident).where(Incident.case_id == diary.case.id))
    held = incident.one()
    with diary.on(asked + timedelta(days=1), 9):
        text = "Đề nghị doanh nghiệp làm việc với chủ sử dụng."
        key = diary.key()
        incidents.add_step(held, text, by=diary.people[CENTRE], act_key=key, hand_to="body")
    with diary.on(asked + timedelta(days=4), 11):
        text = "Chủ sử dụng xin lỗi, trả đủ lương và trả đúng ngày từ tháng sau."
        incidents.add_step(held, text, by=diary.people[BODY], act_key=diary.key())
    with diary.on(asked + timedelta(days=6), 15):
        text = "Đã gọi cho Mai: lương đã về đủ."
        incidents.close_incident(
            held,
            "solved",
            text,
            by=diary.people[CENTRE],
            act_key=diary.key(),
            version=held.version,
        )


def _plan(diary: Diary) -> None:
    """What she wants at home, then one more call before the flight back."""
    end = diary.calendar.end
    with diary.on(end - timedelta(days=PLAN_DAYS), 19):
        diary.talk(COMMUNE, "return", "phone", 25)
        data = PlanData("home", home_on=end, work="wage", work_text="Xưởng chế biến nông sản")
        save_plan(diary.case, data, by=diary.people[COMMUNE], act_key=diary.key())
    with diary.on(end - timedelta(days=CALL_DAYS), 19):
        diary.call(COMMUNE)
