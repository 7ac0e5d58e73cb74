"""Facts: still right in one tap, or a new value from a day; what stood there before stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.content import daily
from jobfair.content.values import apply_ripe
from jobfair.database import db, mode
from jobfair.lib import clock
from jobfair.models import FactCheck, FactValue, GuideText, Programme, SupportAmount, Task
from jobfair.provinces.load import load_pack
from jobfair.public_version import read_numbers
from tests.checked_client import CheckedClient
from tests.content.helpers import change, publish, second_counsellor

pytestmark = pytest.mark.both
ROOT = "/can-bo/noi-dung"
FACT = f"{ROOT}/du-kien/programme/JP-TITP"
NEW = f"{ROOT}/gia-tri-moi/programme/JP-TITP"
PUBLISH = f"form[action='{ROOT}/cong-bo/programme/JP-TITP']"
WAGE = {"income_min_million": "31,5", "income_max_million": "36", "source": "CV 12/2026"}
FORM = "main form[method=post]"
OPEN = sa.select(SupportAmount).where(SupportAmount.valid_to.is_(None)).order_by(SupportAmount.item)


def one(app: Flask, query: sa.Select[tuple[object]]) -> list[object]:
    with app.app_context():
        found = list(db.session.scalars(query))
        db.session.remove()
        return found


def titp(app: Flask) -> Programme:
    (row,) = one(app, sa.select(Programme).where(Programme.code == "JP-TITP"))
    return row


def test_still_right_in_one_tap_and_twice_is_once(app: Flask, visitor, counsellor) -> None:
    past = clock.today() - timedelta(days=40)
    was = {"checked_on": past - timedelta(days=90), "check_again_on": past}
    change(app, sa.update(Programme).where(Programme.code == "JP-TITP").values(**was))
    due = counsellor.page(f"{ROOT}/den-han")
    assert due.css(f"a[href='{FACT}']")
    before = read_numbers_of(app)
    form = f"form[action='{ROOT}/con-dung/programme/JP-TITP']"
    for _again in range(2):
        answer = counsellor.send(FACT, {}, form=form)
        assert answer.status_code == 303
    row = titp(app)
    assert row.checked_on == clock.today()
    assert row.check_again_on == clock.today() + timedelta(days=90)
    assert len(one(app, sa.select(FactCheck))) == 1
    assert read_numbers_of(app)["guide"] == before["guide"] + 1
    assert f"{clock.today():%d/%m/%Y}" in visitor.page("/thi-truong/JP-TITP").text(".source")
    assert not counsellor.page(f"{ROOT}/den-han").css(f"a[href='{FACT}']")


def read_numbers_of(app: Flask) -> dict[str, int]:
    with app.app_context():
        return read_numbers(db.engine)


def test_a_new_wage_holds_once_another_has_published_it(
    app: Flask, visitor, counsellor, signed_in: Callable[[str], CheckedClient]
) -> None:
    was = titp(app).income_min_million
    assert counsellor.send(NEW, WAGE, form=FORM).status_code == 303
    assert titp(app).income_min_million == was
    page = counsellor.page(FACT)
    assert not page.css(PUBLISH)
    alone = counsellor.post(f"{ROOT}/cong-bo/programme/JP-TITP", data=page.form("header form"))
    assert alone.status_code == 409
    other = signed_in(second_counsellor(app))
    assert counsellor.send(NEW, WAGE, form=FORM).status_code == 409
    assert other.send(FACT, {}, form=PUBLISH).status_code == 303
    assert titp(app).income_min_million == Decimal("31.5")
    assert "31,5" in visitor.page("/thi-truong/JP-TITP").text("main")
    origin, now = one(app, sa.select(FactValue).order_by(FactValue.applied_at))
    assert Decimal(origin.words["income_min_million"]) == was
    assert origin.valid_to == clock.today() - timedelta(days=1)
    assert (now.valid_from, now.valid_to) == (clock.today(), None)
    assert now.published_by != now.made_by
    history = counsellor.page(FACT).text("section[aria-labelledby=lich-su]")
    assert history.count("Thu nhập mỗi tháng, từ") == 2


def test_a_value_waits_for_its_day_and_the_worker_puts_it_there(
    app: Flask, counsellor, leader
) -> None:
    day = clock.today() + timedelta(days=3)
    counsellor.send(NEW, WAGE | {"valid_from": day.isoformat()}, form=FORM)
    leader.send(FACT, {}, form=PUBLISH)
    assert titp(app).income_min_million != Decimal("31.5")
    with app.app_context(), mode("write"):
        assert apply_ripe(day - timedelta(days=1)) == 0
        assert apply_ripe(day) == 1
        assert apply_ripe(day) == 0
        db.session.commit()
    assert titp(app).income_min_million == Decimal("31.5")


def test_where_the_table_knows_days_the_old_row_ends_and_a_new_one_begins(
    app: Flask, counsellor, leader
) -> None:
    (old,) = one(app, OPEN.limit(1))
    day = clock.today() + timedelta(days=10)
    key = f"support_amount/{old.id}"
    new = {"amount_vi": "6.000.000 đồng", "valid_from": day.isoformat(), "source": "NĐ mẫu"}
    ended = one(app, sa.select(SupportAmount).where(SupportAmount.valid_to.is_not(None)))
    over = f"{ROOT}/gia-tri-moi/support_amount/{ended[0].id}"
    assert counsellor.send(over, new, form=FORM).status_code == 422
    early = new | {"valid_from": old.valid_from.isoformat()}
    assert counsellor.send(f"{ROOT}/gia-tri-moi/{key}", early, form=FORM).status_code == 422
    assert counsellor.send(f"{ROOT}/gia-tri-moi/{key}", new, form=FORM).status_code == 303
    leader.send(f"{ROOT}/du-kien/{key}", {}, form=f"form[action='{ROOT}/cong-bo/{key}']")
    query = sa.select(SupportAmount).where(SupportAmount.item == old.item)
    rows = one(app, query.order_by(SupportAmount.valid_from.desc()))
    assert [(r.valid_from, r.valid_to) for r in rows[:2]] == [
        (day, None),
        (old.valid_from, day - timedelta(days=1)),
    ]
    assert [r.amount_vi for r in rows[:2]] == ["6.000.000 đồng", old.amount_vi]


def test_what_the_guide_says_changes_from_a_day_on(app: Flask, visitor, counsellor, leader) -> None:
    query = sa.select(GuideText).where(GuideText.page == "family", GuideText.topic == "debt")
    old = one(app, query.order_by(GuideText.position).limit(1))[0]
    key = f"guide_text/{old.id}"
    words = {"text_vi": "Đừng vay nóng nhé bạn.", "source": "Sổ tay mẫu"}
    taken = words | {"valid_from": old.valid_from.isoformat()}
    assert counsellor.send(f"{ROOT}/gia-tri-moi/{key}", taken, form=FORM).status_code == 422
    assert counsellor.send(f"{ROOT}/gia-tri-moi/{key}", words, form=FORM).status_code == 303
    assert old.text_vi in visitor.page("/gia-dinh").text("main")
    leader.send(f"{ROOT}/du-kien/{key}", {}, form=f"form[action='{ROOT}/cong-bo/{key}']")
    page = visitor.page("/gia-dinh").text("main")
    assert "Đừng vay nóng nhé bạn." in page
    assert old.text_vi not in page


def test_loading_the_pack_again_leaves_what_staff_keep_right(
    app: Flask, counsellor, leader
) -> None:
    counsellor.send(NEW, WAGE, form=FORM)
    leader.send(FACT, {}, form=PUBLISH)
    (old,) = one(app, OPEN.limit(1))
    key = f"support_amount/{old.id}"
    counsellor.send(f"{ROOT}/gia-tri-moi/{key}", {"amount_vi": "Mẫu", "source": "x"}, form=FORM)
    leader.send(f"{ROOT}/du-kien/{key}", {}, form=f"form[action='{ROOT}/cong-bo/{key}']")
    with app.app_context(), mode("write"):
        load_pack(db.session(), "son_la", today=clock.today() + timedelta(days=1))
        db.session.commit()
    assert titp(app).income_min_million == Decimal("31.5")
    rows = one(app, sa.select(SupportAmount).where(SupportAmount.item == old.item))
    assert sorted(r.amount_vi for r in rows if r.valid_to is None) == ["Mẫu"]


def test_a_dropped_value_never_holds_and_makes_room(app: Flask, counsellor, leader) -> None:
    counsellor.send(NEW, WAGE, form=FORM)
    drop = f"form[action='{ROOT}/bo/programme/JP-TITP']"
    assert leader.send(FACT, {}, form=drop).status_code == 303
    assert not leader.page(FACT).css(PUBLISH)
    assert counsellor.send(NEW, WAGE, form=FORM).status_code == 303


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ({"income_min_million": "nhiều"}, "chữ số"),
        ({"income_vi": ""}, ""),
        ({"source": ""}, ""),
        ({"checked_on": "2090-01-01"}, "Chưa đến ngày này"),
        ({"income_vi": "a" * 2001}, "2000"),
    ],
)
def test_what_is_wrong_is_said_and_kept(counsellor, typed: dict[str, str], word: str) -> None:
    answer = counsellor.send(NEW, WAGE | typed, form=FORM)
    assert answer.status_code == 422
    assert word in answer.text
    assert "31,5" in answer.text or "nhiều" in answer.text


def test_what_is_overdue_becomes_one_task_a_week_and_climbs(app: Flask) -> None:
    past = clock.today() - timedelta(days=1)
    change(app, sa.update(Programme).values(check_again_on=past))
    publish(app, "page.about", check_again_on=past, checked_on=past - timedelta(days=9))
    with app.app_context(), mode("write"):
        first = daily.remind(clock.today())
        assert first >= 1
        assert daily.remind(clock.today()) == 0
        db.session.commit()
    late = clock.today() + timedelta(days=14)
    with app.app_context(), mode("write"):
        daily.remind(late)
        db.session.commit()
    keys = one(app, sa.select(Task.key).where(Task.kind == daily.TASK_KIND))
    assert [key for key in keys if ":climbed:" in key]


def test_today_says_what_waits_for_whom(app: Flask, counsellor, leader) -> None:
    counsellor.send(NEW, WAGE, form=FORM)
    assert "1 bản nháp chờ bạn công bố" in leader.page("/can-bo/").text("main")
    assert "bản nháp" not in counsellor.page("/can-bo/").text("main")
