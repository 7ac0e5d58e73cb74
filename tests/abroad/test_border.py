"""Work across the border: counted apart, listed by name or only counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from jobfair.abroad.border import (
    BorderData,
    BorderSum,
    count_border_work,
    list_border_work,
    read_names,
    save_border_work,
)
from jobfair.abroad.figures import count_returns
from jobfair.access import Scope
from jobfair.cases.desk_side import count_departed
from jobfair.errors import AppError
from jobfair.lib.clock import today
from jobfair.lib.codes import new_form_key
from jobfair.models import BorderWork
from tests.cases import journey
from tests.world import MUONG_LA, SUOI_TO

pytestmark = pytest.mark.both
PROVINCE = Scope(province=True)


def group(**more: object) -> BorderData:
    day = today()
    data = BorderData(
        MUONG_LA,
        "CN",
        "Hà Khẩu",
        "Nông trường mẫu",
        "Hái chuối",
        "border_pass",
        day,
        day + timedelta(days=20),
        12,
        5,
    )
    return replace(data, **more)  # type: ignore[arg-type]


def save(data: BorderData, who: str = "officer.muongla", key: str = "") -> BorderWork:
    return save_border_work(data, by=journey.actor(who), act_key=key or new_form_key())


def test_a_group_is_counted_apart_and_never_as_a_departure(session: Session) -> None:
    day = today()
    save(group(names="Lò Văn Hặc, 1990\nQuàng Thị Bướm"))
    assert count_border_work(day.year, day, PROVINCE) == BorderSum(1, 12, 5, 12)
    assert count_departed(day.year) == 0
    assert count_returns(day, day, day, PROVINCE).home == 0
    assert session.query(BorderWork).one().names[0].name == "Lò Văn Hặc"


def test_the_same_form_twice_is_one_group(session: Session) -> None:
    key = new_form_key()
    assert save(group(), key=key).id == save(group(), key=key).id
    assert session.query(BorderWork).count() == 1


def test_an_officer_records_and_sees_the_own_commune(session: Session) -> None:
    with pytest.raises(AppError) as refused:
        save(group(), "officer.suoito")
    assert refused.value.status == 403
    save(group(commune_code=SUOI_TO), "counsellor")
    mine = Scope(communes=frozenset({MUONG_LA}))
    assert list_border_work(today().year, mine).total == 0
    assert list_border_work(today().year, PROVINCE).total == 1


def test_what_does_not_fit_is_said(session: Session) -> None:
    day = today()
    for bad in (
        {"to_on": day - timedelta(days=1)},
        {"women": 13},
        {"back_on": day + timedelta(days=1)},
        {"market_code": "ZZ"},
        {"commune_code": "00000"},
        {"people": 1, "women": None, "names": "Lò Văn Hặc\nLò Văn Pó"},
        {"names": "Lò Văn Hặc, 19900"},
    ):
        with pytest.raises(AppError) as refused:
            save(group(**bad), "counsellor")
        assert refused.value.status == 422, bad


def test_a_group_changed_by_two_tells_the_slower(session: Session) -> None:
    work = save(group())
    seen, by = work.version, journey.actor("counsellor")
    save_border_work(group(back_on=today()), by=by, act_key=new_form_key(), work=work, version=seen)
    assert count_border_work(today().year, today(), PROVINCE).away == 0
    with pytest.raises(AppError) as slower:
        save_border_work(group(), by=by, act_key=new_form_key(), work=work, version=seen)
    assert slower.value.status == 409


def test_names_are_read_line_by_line() -> None:
    text = " Giàng A Páo ; 1988\n\nLò Thị Ó 1999\nCà Văn Ún"
    assert read_names(text) == [("Giàng A Páo", 1988), ("Lò Thị Ó", 1999), ("Cà Văn Ún", None)]
