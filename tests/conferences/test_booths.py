"""Numbers of the tables: written by staff, by themselves at a fair, once each."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.database import db
from jobfair.models import Conference, ConferenceGuest, ConferenceKind
from tests.checked_client import CheckedClient, Page
from tests.conferences.helpers import change, find, values_of
from tests.conferences.test_plan import create, made_by

pytestmark = pytest.mark.both
SLUG = "muong-la-1"


def tables(app: Flask, conference_id: str) -> list[int | None]:
    """The numbers in the order of the guests."""
    with app.app_context():
        rows = db.session.scalars(
            sa.select(ConferenceGuest.booth)
            .where(ConferenceGuest.conference_id == conference_id)
            .order_by(ConferenceGuest.position)
        )
        return list(rows)


def two_guests(app: Flask) -> str:
    """A second guest at the first conference; the address of its numbers."""
    with app.app_context():
        found = db.session.scalars(sa.select(Conference).where(Conference.slug == SLUG)).one()
        found.guests.append(ConferenceGuest(text_vi="Cán bộ ngân hàng", position=1))
        db.session.commit()
    return f"/can-bo/hoi-nghi/{find(app, SLUG).id}/ban"


def fill(page: Page, *numbers: str) -> dict[str, str]:
    """The form with these numbers in the order of the guests."""
    form = page.form()
    names = [name for name in form if name.startswith("ban-")]
    return form | dict(zip(names, numbers, strict=True))


def test_a_number_stands_on_the_public_page_and_the_officers_page(
    officer_muongla: CheckedClient, visitor: CheckedClient, app: Flask
) -> None:
    path = two_guests(app)
    public = f"/hoi-nghi/{SLUG}"
    assert "Bàn 2" not in visitor.get(public).text
    page = officer_muongla.page(path)
    assert officer_muongla.post(path, data=fill(page, "2", "1")).status_code == 303
    assert tables(app, find(app, SLUG).id) == [2, 1]
    assert "Bàn 2" in visitor.page(public).text("section[aria-labelledby=who]")
    here = officer_muongla.page(path.removesuffix("/ban"))
    assert "Bàn 2" in here.text("section[aria-labelledby=who]")
    assert "Số bàn" in here.text("section[aria-labelledby=history]")
    swapped = fill(officer_muongla.page(path), "1", "2")
    assert officer_muongla.post(path, data=swapped).status_code == 303
    assert tables(app, find(app, SLUG).id) == [1, 2]


def test_one_number_twice_is_refused_and_what_was_typed_stays(
    officer_muongla: CheckedClient, app: Flask
) -> None:
    path = two_guests(app)
    answer = officer_muongla.post(path, data=fill(officer_muongla.page(path), "3", "3"))
    assert answer.status_code == 422
    assert "Bàn 3 bị ghi cho hai nơi." in Page(answer).text(".summary")
    assert answer.text.count('value="3"') == 2
    wrong = officer_muongla.post(path, data=fill(officer_muongla.page(path), "0", "x"))
    assert wrong.status_code == 422
    assert tables(app, find(app, SLUG).id) == [None, None]


def test_who_comes_second_is_told_and_keeps_what_was_typed(
    officer_muongla: CheckedClient, counsellor: CheckedClient, app: Flask
) -> None:
    path = two_guests(app)
    mine, theirs = (fill(c.page(path), "1", "2") for c in (officer_muongla, counsellor))
    assert officer_muongla.post(path, data=mine).status_code == 303
    late = counsellor.post(path, data=theirs | {name: "7" for name in theirs if "ban-" in name[:4]})
    assert late.status_code == 409
    assert 'value="7"' in late.text
    assert tables(app, find(app, SLUG).id) == [1, 2]


def test_a_fair_numbers_its_tables_by_itself(officer_muongla: CheckedClient, app: Flask) -> None:
    guests = "Ngân hàng\nGiáo viên\nCông an xã"
    conference = made_by(create(officer_muongla, kind="fair", guest_texts=guests), app)
    assert tables(app, conference.id) == [1, 2, 3]
    path = f"/can-bo/hoi-nghi/{conference.id}/ban"
    typed = fill(officer_muongla.page(path), "", "1", "")
    assert officer_muongla.post(path, data=typed).status_code == 303
    assert tables(app, conference.id) == [2, 1, 3]
    edit = f"/can-bo/hoi-nghi/{conference.id}/sua"
    fewer = values_of(officer_muongla.page(edit)) | {"guest_texts": "Giáo viên\nNgười về nước"}
    assert officer_muongla.post(edit, data=fewer).status_code == 303
    assert tables(app, conference.id) == [1, 2]
    hall = made_by(create(officer_muongla, guest_texts=guests), app)
    assert tables(app, hall.id) == [None, None, None]


def test_nobody_numbers_what_is_over_or_has_no_guests(
    officer_muongla: CheckedClient, officer_suoito: CheckedClient, app: Flask
) -> None:
    path = two_guests(app)
    assert officer_suoito.get(path).status_code == 404
    for slug in ("muong-la-truoc", "muong-la-huy", "truc-tuyen-1"):
        assert officer_muongla.get(f"/can-bo/hoi-nghi/{find(app, slug).id}/ban").status_code == 409
    change(app, SLUG, kind=ConferenceKind.FAIR)
    assert officer_muongla.get(path).status_code == 200
