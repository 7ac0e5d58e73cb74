"""One phone for a family: up to six people, one sending, each an own slip."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.lib import clock
from jobfair.lib.clock import to_local
from jobfair.models import CaseFile, Conference, Consent, Person, Purpose, Registration
from tests.checked_client import CheckedClient, Page
from tests.registration.helpers import (
    PHONE,
    SEAT_ONLY,
    answer,
    change,
    form_of,
    key_of,
    one,
    path_of,
    peek,
    send,
    walk,
)

pytestmark = pytest.mark.both
FAMILY = [
    ("Lò Văn Hặc", 1975),
    ("Cà Thị Mai", 1978),
    ("Lò A", 2004),
    ("Lò B", 2003),
    ("Lò C", 2002),
]


def here(slug: str = "muong-la-1") -> sa.ColumnElement[bool]:
    return Conference.slug == slug


def add(visitor: CheckedClient, check: str, name: str, year: int) -> str:
    """Answer the two small pages about one more person; gives where it led."""
    path = path_of(answer(visitor, check.replace("xem-lai", "them-ten"), {"name": name}))
    assert path.endswith("/them-nam")
    return path_of(answer(visitor, path, {"birth_year": str(year)}))


def with_family(visitor: CheckedClient, count: int, *, start: str = "") -> str:
    """The check page of a form for ``count`` people."""
    check = walk(visitor, start=start) if start else walk(visitor)
    for name, year in FAMILY[: count - 1]:
        assert add(visitor, check, name, year) == check
    return check


def press(visitor: CheckedClient, path: str, label: str) -> str:
    """Press the button that reads so; gives where it led."""
    page = visitor.page(path)
    form = next(form for form in page.css("main form") if label in form.text_content())
    return path_of(visitor.post(form.get("action"), data=dict(form.fields)))


def day_of(app: Flask, slug: str) -> date:
    return to_local(one(app, sa.select(Conference.starts_at).where(here(slug)))).date()


def hold_on(app: Flask, slug: str, day: date) -> None:
    """Move a conference to a day, so that no turn of the year comes between two of them."""
    starts = clock.from_local(day, time(8, 0))
    values = {"starts_at": starts, "ends_at": starts + timedelta(hours=3)}
    change(app, sa.update(Conference).where(here(slug)).values(**values))


def test_six_on_one_phone_are_six_people_with_a_slip_each(
    visitor: CheckedClient, app: Flask
) -> None:
    check = with_family(visitor, 6)
    page = visitor.page(check)
    for name, _year in FAMILY:
        assert name in page.text(".facts")
    assert "Thêm người trong nhà" not in page.text("main")
    receipt = path_of(send(visitor, check))
    rows = [row[0] for row in peek(app, sa.select(Registration))]
    assert {row.typed_name for row in rows} == {"Lò Thị Xuân", *(name for name, _ in FAMILY)}
    for column in ("person_id", "case_id", "slip_code", "receipt", "form_key"):
        assert len({getattr(row, column) for row in rows}) == 6
    assert len({row.family_key for row in rows}) == 1
    assert one(app, sa.select(Conference.seats_taken).where(here())) == 6
    for model in (Person, CaseFile):
        assert one(app, sa.select(sa.func.count()).select_from(model)) == 6
    done = visitor.page(receipt)
    shown = {found.text_content().replace(" ", "") for found in done.css(".code")}
    assert shown == {row.slip_code for row in rows}
    assert done.css("[data-seat]")[0].get("data-seat") == "held"
    assert len(visitor.page(f"{receipt}/in").css(".sheet")) == 6


def test_each_of_the_family_opens_the_own_slip(visitor: CheckedClient, app: Flask) -> None:
    send(visitor, with_family(visitor, 2))
    mother = one(app, sa.select(Registration).where(Registration.typed_name == FAMILY[0][0]))
    slip = path_of(visitor.post("/phieu", data={"phone": PHONE, "code": mother.slip_code}))
    assert "Hặc" in visitor.page(slip).text("main")


def test_a_receipt_that_was_passed_on_shows_nobody_else(visitor: CheckedClient, app: Flask) -> None:
    send(visitor, with_family(visitor, 3))
    other = one(app, sa.select(Registration).where(Registration.typed_name == FAMILY[1][0]))
    page = visitor.page(f"/phieu/nhan/{other.receipt}")
    assert len(page.css(".code")) == 1
    assert "Xuân" not in page.text("main")


def test_the_family_confirms_its_own_consents(visitor: CheckedClient, app: Flask) -> None:
    check = with_family(visitor, 2)
    assert "Từng người xác nhận" in visitor.page(check).text("form")
    send(visitor, check, {"consent_seat": "y", "consent_sms": "y"})
    rows = peek(
        app,
        sa.select(Consent.provisional, Registration.for_whom)
        .join(Registration, Registration.person_id == Consent.person_id)
        .where(Consent.purpose == Purpose.SMS),
    )
    assert sorted(tuple(row) for row in rows) == [(False, "self"), (True, "relative")]


def test_leaving_somebody_out_twice_leaves_out_one(visitor: CheckedClient, app: Flask) -> None:
    check = with_family(visitor, 4)
    page = visitor.page(check)
    label = f"Bỏ ra: {FAMILY[0][0]}"
    button = next(form for form in page.css("main form") if label in form.text_content())
    for _press in range(2):
        assert path_of(visitor.post(button.get("action"), data=dict(button.fields))) == check
    facts = visitor.page(check).text(".facts")
    assert FAMILY[0][0] not in facts
    assert FAMILY[1][0] in facts
    assert FAMILY[2][0] in facts


def test_the_first_button_sends_though_others_stand_on_the_page(visitor: CheckedClient) -> None:
    check = with_family(visitor, 3)
    page = visitor.page(check)
    first = page.css("main form")[0]
    assert (first.get("action") or check) == check
    assert page.css("main button[type=submit]")[0].text_content().strip() == "Gửi đăng ký"


def test_a_seventh_person_is_not_asked_for(visitor: CheckedClient, app: Flask) -> None:
    check = with_family(visitor, 6)
    more = check.replace("xem-lai", "them-ten")
    assert path_of(visitor.get(more)) == check
    filled = form_of(visitor.get(check)) | {"name": "Người Thứ Bảy"}
    assert path_of(visitor.post(more, data=filled)) == check
    send(visitor, check)
    assert one(app, sa.select(sa.func.count()).select_from(Registration)) == 6


def test_the_same_answer_sent_twice_adds_one(visitor: CheckedClient, app: Flask) -> None:
    check = walk(visitor)
    path = path_of(answer(visitor, check.replace("xem-lai", "them-ten"), {"name": "Lò Văn Hặc"}))
    filled = form_of(visitor.get(path)) | {"birth_year": "1975"}
    for _press in range(2):
        assert path_of(visitor.post(path, data=filled)) == check
    send(visitor, check)
    assert one(app, sa.select(sa.func.count()).select_from(Registration)) == 2


def test_one_more_who_is_eighteen_is_asked_for_the_day(visitor: CheckedClient, app: Flask) -> None:
    day = date(clock.today().year + 1, 6, 10)
    hold_on(app, "muong-la-1", day)
    check = walk(visitor)
    path = add(visitor, check, "Lò Em", day.year - 18)
    assert path.endswith("/them-ngay")
    tomorrow = day + timedelta(days=1)
    late = {"birth_day": str(tomorrow.day), "birth_month": str(tomorrow.month)}
    assert answer(visitor, path, late).status_code == 422
    born = {"birth_day": str(day.day), "birth_month": str(day.month)}
    assert path_of(answer(visitor, path, born)) == check
    assert f"{day:%d/%m}/{day.year - 18}" in visitor.page(check).text(".facts")
    send(visitor, check)
    birth = one(app, sa.select(Person.birth_date).where(Person.name == "Lò Em"))
    assert birth == day.replace(year=day.year - 18)


def test_one_more_who_is_too_young_is_told_so(visitor: CheckedClient, app: Flask) -> None:
    check = walk(visitor)
    path = path_of(answer(visitor, check.replace("xem-lai", "them-ten"), {"name": "Lò Bé"}))
    response = answer(visitor, path, {"birth_year": str(day_of(app, "muong-la-1").year - 17)})
    assert response.status_code == 422
    assert "Chưa đủ 18 tuổi thì chưa đăng ký được." in Page(response).text(".summary")


def test_a_person_begun_and_left_can_be_gone_on_with(visitor: CheckedClient) -> None:
    check = walk(visitor)
    answer(visitor, check.replace("xem-lai", "them-ten"), {"name": "Lò Dở"})
    page = visitor.page(check)
    assert "Làm tiếp cho Lò Dở" in page.text("main")
    assert "Lò Dở" not in page.text(".facts")
    path = check.replace("xem-lai", "them-nam")
    assert path_of(answer(visitor, path, {"birth_year": "1990"})) == check
    assert "Lò Dở" in visitor.page(check).text(".facts")


def test_one_who_is_not_of_age_at_another_conference_is_named(
    visitor: CheckedClient, app: Flask
) -> None:
    """Carried to an earlier conference; who is in the way is said, nothing is lost."""
    year = clock.today().year + 1
    hold_on(app, "muong-la-1", date(year, 6, 10))
    hold_on(app, "suoi-to-1", date(year, 6, 12))
    later = walk(visitor, start="/hoi-nghi/suoi-to-1/dang-ky")
    path = add(visitor, later, "Lò Út", year - 18)
    answer(visitor, path, {"birth_day": "11", "birth_month": "6"})
    assert add(visitor, later, *FAMILY[0]) == later
    check = later.replace("suoi-to-1", "muong-la-1")
    sentence = "Lò Út chưa đủ 18 tuổi vào ngày hội nghị này."
    assert sentence in visitor.page(check).text("main")
    refused = visitor.post(check, data=form_of(visitor.get(check)) | SEAT_ONLY)
    assert refused.status_code == 422
    assert sentence in Page(refused).text(".summary")
    assert press(visitor, check, "Bỏ ra: Lò Út") == check
    assert FAMILY[0][0] in visitor.page(check).text(".facts")
    assert "/phieu/nhan/" in path_of(send(visitor, check))
    assert one(app, sa.select(Conference.seats_taken).where(here())) == 2


def test_the_day_is_asked_for_where_the_year_is_enough_no_more(
    visitor: CheckedClient, app: Flask
) -> None:
    """A conference of the next year is sure of somebody; one of this year asks for the day."""
    year = clock.today().year + 1
    hold_on(app, "muong-la-1", date(year, 6, 10))
    hold_on(app, "suoi-to-1", date(year + 1, 6, 10))
    later = walk(visitor, start="/hoi-nghi/suoi-to-1/dang-ky")
    assert add(visitor, later, "Lò Út", year - 18) == later
    check = later.replace("suoi-to-1", "muong-la-1")
    assert "Cần biết ngày sinh của Lò Út." in visitor.page(check).text("main")
    path = press(visitor, check, "Cho biết ngày sinh")
    assert path.endswith("/them-ngay")
    assert "Lò Út" in visitor.page(path).text("main")
    assert path_of(answer(visitor, path, {"birth_day": "9", "birth_month": "6"})) == check
    assert "/phieu/nhan/" in path_of(send(visitor, check))


def test_a_family_sent_twice_is_one_family(visitor: CheckedClient, app: Flask) -> None:
    check = with_family(visitor, 3)
    filled = form_of(visitor.get(check)) | SEAT_ONLY
    first = path_of(visitor.post(check, data=filled))
    assert path_of(visitor.post(check, data=filled)) == first
    assert one(app, sa.select(Conference.seats_taken).where(here())) == 3
    assert path_of(visitor.get(check.replace("xem-lai", "them-ten"))) == first
    key = one(app, sa.select(Registration.form_key).where(Registration.for_whom == "self"))
    assert key == key_of(check)


def test_who_has_moved_elsewhere_has_no_slip_of_this_day(
    visitor: CheckedClient, app: Flask
) -> None:
    receipt = path_of(send(visitor, with_family(visitor, 3)))
    other = one(app, sa.select(Conference.id).where(here("suoi-to-1")))
    moved = sa.update(Registration).where(Registration.typed_name == FAMILY[0][0])
    change(app, moved.values(conference_id=other))
    for page in (visitor.page(receipt), visitor.page(f"{receipt}/in")):
        assert len(page.css(".code")) == 2
        assert "Hặc" not in page.text("main")
