from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import ConferenceGuest, OutboxMessage
from tests.checked_client import CheckedClient, Page
from tests.conferences.helpers import change, find, register, values_of
from tests.conferences.test_plan import acts

pytestmark = pytest.mark.both


def path_of(app: Flask, slug: str = "muong-la-1") -> str:
    return f"/can-bo/hoi-nghi/{find(app, slug).id}/sua"


def filled(client: CheckedClient, path: str) -> dict[str, Any]:
    """The form as it stands, with every ticked box."""
    return values_of(client.page(path))


def topics(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(sa.select(OutboxMessage.topic)))


def test_the_unchanged_form_changes_nothing(officer_muongla: CheckedClient, app: Flask) -> None:
    path = path_of(app)
    assert officer_muongla.post(path, data=filled(officer_muongla, path)).status_code == 303
    assert find(app, "muong-la-1").version == 1
    assert acts(app, find(app, "muong-la-1").id) == []


def test_an_edit_is_written_audited_and_public_at_once(
    officer_muongla: CheckedClient, visitor: CheckedClient, app: Flask
) -> None:
    path = path_of(app)
    assert "Trường tiểu học" not in visitor.get("/hoi-nghi/muong-la-1").text
    assert "Trường tiểu học" not in visitor.get("/hoi-nghi").text
    typed = filled(officer_muongla, path) | {"place": "Trường tiểu học", "markets": ["KR"]}
    assert officer_muongla.post(path, data=typed).status_code == 303
    assert "Trường tiểu học" in visitor.get("/hoi-nghi/muong-la-1").text
    listed = visitor.get("/hoi-nghi").text
    assert "Trường tiểu học" in listed
    assert "Hàn Quốc" in visitor.page("/hoi-nghi").css("#results .row")[0].text_content()
    conference = find(app, "muong-la-1")
    assert conference.version == 2
    assert acts(app, conference.id) == [("conference.edit", "Lò Thị Duyên", "markets,place")]


def test_guests_stay_when_only_the_place_changes(
    officer_muongla: CheckedClient, app: Flask
) -> None:
    path = path_of(app)
    with app.app_context():
        before = list(db.session.scalars(sa.select(ConferenceGuest.id)))
    officer_muongla.post(path, data=filled(officer_muongla, path) | {"place": "Nơi khác"})
    with app.app_context():
        assert list(db.session.scalars(sa.select(ConferenceGuest.id))) == before


def test_capacity_cannot_go_below_the_seats_given(
    officer_muongla: CheckedClient, app: Flask
) -> None:
    path = path_of(app)
    change(app, "muong-la-1", seats_taken=20)
    typed = filled(officer_muongla, path)
    answer = officer_muongla.post(path, data=typed | {"capacity": "19", "place": "Nơi khác"})
    page = Page(answer)
    assert answer.status_code == 422
    assert "Đã có 20 người giữ chỗ." in page.text("#capacity-error")
    assert page.one("#capacity").get("value") == "19"
    assert find(app, "muong-la-1").place == "Nhà văn hóa xã"
    assert officer_muongla.post(path, data=typed | {"capacity": "20"}).status_code == 303
    assert find(app, "muong-la-1").capacity == 20


def test_seats_taken_meanwhile_do_not_make_the_form_late(
    officer_muongla: CheckedClient, app: Flask
) -> None:
    path = path_of(app)
    typed = filled(officer_muongla, path) | {"capacity": "70"}
    register(app, "muong-la-1", number=1)
    assert officer_muongla.post(path, data=typed).status_code == 303
    conference = find(app, "muong-la-1")
    assert (conference.capacity, conference.seats_taken) == (70, 1)


def test_the_second_of_two_officers_is_told_and_keeps_what_was_typed(
    officer_muongla: CheckedClient, counsellor: CheckedClient, app: Flask
) -> None:
    path = path_of(app)
    first = filled(counsellor, path) | {"place": "Sân vận động", "capacity": "80"}
    second = filled(officer_muongla, path) | {"landmark": "Cổng chào xã"}
    assert counsellor.post(path, data=first).status_code == 303
    answer = officer_muongla.post(path, data=second)
    page = Page(answer)
    assert answer.status_code == 409
    told = page.text("main .notice.danger")
    for words in ("Trần Thu Hương", "Địa điểm", "Sân vận động", "Số chỗ", "80"):
        assert words in told
    assert page.one("#landmark").get("value") == "Cổng chào xã"
    assert page.one("#place").get("value") == "Nhà văn hóa xã"
    assert find(app, "muong-la-1").place == "Sân vận động"
    again = values_of(page)
    assert officer_muongla.post(path, data=again).status_code == 303
    assert find(app, "muong-la-1").landmark == "Cổng chào xã"


def test_a_version_that_is_no_number_is_late_too(
    officer_muongla: CheckedClient, app: Flask
) -> None:
    path = path_of(app)
    typed = filled(officer_muongla, path) | {"version": "²", "place": "Nơi khác"}
    assert officer_muongla.post(path, data=typed).status_code == 409


def test_a_new_time_is_told_to_those_with_a_seat(
    officer_muongla: CheckedClient, app: Flask
) -> None:
    register(app, "muong-la-1", number=1)
    path = path_of(app)
    officer_muongla.post(path, data=filled(officer_muongla, path) | {"bring": "Bút"})
    assert topics(app) == []
    officer_muongla.post(path, data=filled(officer_muongla, path) | {"starts": "08:30"})
    assert topics(app) == ["conference.changed"]


def test_the_public_address_stays_when_the_day_changes(
    officer_muongla: CheckedClient, app: Flask
) -> None:
    path = path_of(app)
    later = clock.today() + timedelta(days=30)
    typed = filled(officer_muongla, path) | {"day": later.isoformat()}
    assert officer_muongla.post(path, data=typed).status_code == 303
    conference = find(app, "muong-la-1")
    assert clock.to_local(conference.starts_at).date() == later
    assert conference.check_again_on == later


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [("muong-la-truoc", "đã diễn ra"), ("muong-la-huy", "đã hủy")],
)
def test_what_is_over_or_cancelled_is_not_edited(
    officer_muongla: CheckedClient, app: Flask, slug: str, sentence: str
) -> None:
    answer = officer_muongla.get(path_of(app, slug))
    assert answer.status_code == 409
    assert sentence in answer.text
