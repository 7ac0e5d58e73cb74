"""The programme's age range warns and asks for a reason; it never refuses."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from jobfair.cases.age import ages_on
from jobfair.errors import Invalid
from jobfair.lib.clock import add_months, today
from jobfair.models import CaseEvent, Person, Programme, Stage
from tests.cases import journey
from tests.door.folk import requests_apart as requests_apart

pytestmark = pytest.mark.both
S = Stage


def _aged(years: int, until: Stage = S.SCREENED):
    case = journey.bring(journey.new_case(), until)
    case.person.birth_date = add_months(today(), -12 * years)
    journey.agree(case)
    return case


@pytest.mark.parametrize(("years", "fits"), [(18, True), (35, True), (36, False), (60, False)])
def test_the_range_of_the_pack_is_looked_at_before_an_introduction(session, years, fits):
    case = _aged(years)
    if fits:
        journey.step(case, S.INTRODUCED, "counsellor")
    else:
        with pytest.raises(Invalid) as refused:
            journey.step(case, S.INTRODUCED, "counsellor")
        assert "18" in str(refused.value.message)
        journey.step(case, S.INTRODUCED, "counsellor", reason="age_accepted")
    assert case.stage is S.INTRODUCED


def test_a_reason_is_kept_with_the_selection(session):
    case = _aged(30, S.INTERVIEWED)
    case.person.birth_date = add_months(today(), -12 * 40)
    with pytest.raises(Invalid):
        journey.step(case, S.SELECTED, "agency.one")
    journey.step(case, S.SELECTED, "agency.one", reason="age_accepted")
    query = sa.select(CaseEvent).filter_by(case_id=case.id, to_stage=S.SELECTED)
    assert session.scalars(query).one().reason == "age_accepted"


def test_a_programme_without_a_range_asks_nothing(session):
    programme = session.get_one(Programme, "JP-TITP")
    programme.age_min = programme.age_max = None
    case = _aged(70)
    journey.step(case, S.INTRODUCED, "counsellor")
    assert case.stage is S.INTRODUCED


def test_a_birth_year_alone_gives_two_ages():
    assert ages_on(Person(birth_year=1990), date(2026, 5, 1)) == [35, 36]
    born = Person(birth_year=1990, birth_date=date(1990, 5, 2))
    assert ages_on(born, date(2026, 5, 1)) == [35]
    assert ages_on(born, date(2026, 5, 2)) == [36]


def test_the_page_of_the_selection_warns_and_offers_the_reason(session, agency_one):
    case = _aged(30, S.INTERVIEWED)
    case.person.birth_date = add_months(today(), -12 * 40)
    case_id = case.id
    session.commit()
    page = agency_one.page(f"/can-bo/ho-so/{case_id}/chuyen/selected")
    assert "dành cho tuổi 18 đến 35" in page.text("main")
    assert page.css("select[name=reason] option[value=age_accepted]")


def test_the_form_of_the_introduction_comes_back_with_the_reason_and_everything_typed(
    session, counsellor
):
    case = _aged(40)
    case_id = case.id
    session.commit()
    page = counsellor.page(f"/can-bo/ho-so/{case_id}/chuyen/introduced")
    form = page.css("main form")[-1]
    sent = dict(form.fields) | {
        "body_id": journey.body().id,
        "programme_code": "JP-TITP",
        "order_id": journey.order().id,
        "note": "Đã hỏi công ty",
    }
    session.rollback()
    answer = counsellor.post(form.get("action"), data=sent)
    assert answer.status_code == 422
    assert "dành cho tuổi 18 đến 35" in answer.text
    assert "Đã hỏi công ty" in answer.text
    answer = counsellor.post(form.get("action"), data=sent | {"reason": "age_accepted"})
    assert answer.status_code == 303
