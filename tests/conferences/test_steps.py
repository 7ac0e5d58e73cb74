"""What is to be done by which day: due, ticked once with a name, late, on Today of the host."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from threading import Thread

import pytest
import sqlalchemy as sa
from flask import Flask

from jobfair.accounts.sessions import actor_of
from jobfair.conferences.steps import list_behind, list_steps, tick
from jobfair.database import db
from jobfair.lib import clock
from jobfair.models import (
    AuditEvent,
    Conference,
    ConferenceKind,
    UserAccount,
)
from jobfair.models.conference_steps import ConferenceStepDone
from tests.checked_client import CheckedClient
from tests.conferences.helpers import change, counted_queries, find, values_of
from tests.conferences.test_series import made, opened, path_of, row

pytestmark = pytest.mark.both
Enter = Callable[[str], CheckedClient]
SLUG, LATER = "muong-la-1", "truc-tuyen-1"
TICKED = sa.select(ConferenceStepDone.code, ConferenceStepDone.by_name)


def base(app: Flask, slug: str = SLUG) -> str:
    return f"/can-bo/hoi-nghi/{find(app, slug).id}"


def planned(app: Flask, days_ago: int, slug: str = SLUG) -> None:
    """The plan was written so many days ago."""
    change(app, slug, created_at=clock.now() - timedelta(days=days_ago))


def press(client: CheckedClient, app: Flask, code: str, done: str = "1", slug: str = SLUG) -> int:
    page = f"{base(app, slug)}/viec"
    token = client.page(page).css("[name=csrf_token]")[0].get("value")
    sent = {"csrf_token": token, "done": done}
    return client.post(f"{page}/{code}", data=sent).status_code


def ticked(app: Flask) -> dict[str, str]:
    with app.app_context():
        return dict(db.session.execute(TICKED).all())


def due(app: Flask, slug: str = SLUG) -> dict[str, date]:
    with app.app_context():
        conference = db.session.scalars(sa.select(Conference).where(Conference.slug == slug)).one()
        return {step.code: step.due for step in list_steps(conference)}


def test_each_step_has_its_day_and_moves_with_the_conference(
    officer_muongla: CheckedClient, app: Flask
) -> None:
    planned(app, 60)
    day = clock.to_local(find(app, SLUG).starts_at).date()
    before = due(app)
    for code, days in (
        ("hall", -14),
        ("poster", -7),
        ("calls", -3),
        ("licences", 0),
        ("closed", 3),
    ):
        assert before[code] == day + timedelta(days=days), code
    path = f"{base(app)}/sua"
    moved = (day + timedelta(days=10)).isoformat()
    typed = values_of(officer_muongla.page(path)) | {"day": moved}
    assert officer_muongla.post(path, data=typed).status_code == 303
    assert due(app) == {code: on + timedelta(days=10) for code, on in before.items()}


def test_what_was_due_before_the_plan_is_due_on_its_first_day(app: Flask) -> None:
    assert min(due(app).values()) == clock.today()


@pytest.mark.parametrize(
    ("kind", "has", "has_not"),
    [
        (ConferenceKind.HALL, {"hall", "printed"}, {"room", "tables"}),
        (ConferenceKind.FAIR, {"hall", "tables"}, {"room"}),
        (ConferenceKind.ONLINE, {"room", "answers"}, {"hall", "poster", "helpers", "tables"}),
    ],
)
def test_the_list_fits_the_kind(
    app: Flask, kind: ConferenceKind, has: set[str], has_not: set[str]
) -> None:
    change(app, SLUG, kind=kind)
    codes = set(due(app))
    assert has <= codes
    assert not has_not & codes


def test_a_tick_bears_a_name_and_is_taken_back(
    officer_muongla: CheckedClient, counsellor: CheckedClient, app: Flask
) -> None:
    assert press(officer_muongla, app, "hall") == 303
    assert press(counsellor, app, "hall") == 303  # saw the page before: the first name stays
    assert ticked(app) == {"hall": "Lò Thị Duyên, UBND xã Mường La"}
    page = officer_muongla.page(f"{base(app)}/viec")
    assert page.one("#s-hall button").get("aria-pressed") == "true"
    assert "Xong: Lò Thị Duyên" in page.text("#s-hall")
    count = len(due(app))
    assert f"1/{count}" in officer_muongla.page(base(app)).text("[aria-labelledby=to-do]")
    for _twice in range(2):
        assert press(counsellor, app, "hall", "0") == 303
    assert ticked(app) == {}
    with app.app_context():
        acts = db.session.scalars(
            sa.select(AuditEvent.action)
            .where(AuditEvent.action.like("conference.step%"))
            .order_by(AuditEvent.written)
        ).all()
    assert acts == ["conference.step_done", "conference.step_undone"]


def test_the_tap_brings_the_list_back_with_its_count(
    officer_muongla: CheckedClient, app: Flask
) -> None:
    page = f"{base(app)}/viec"
    token = officer_muongla.page(page).css("[name=csrf_token]")[0].get("value")
    sent = {"csrf_token": token, "done": "1"}
    answer = officer_muongla.post(f"{page}/hall", data=sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="steps"')
    assert f"Đã xong 1/{len(due(app))} việc" in answer.text


def test_two_officers_at_once_leave_one_tick(app: Flask) -> None:
    """Each in its own transaction; nobody is refused and one name stands."""
    errors: list[BaseException] = []

    def at_once(username: str) -> None:
        try:
            with app.app_context():
                user = db.session.query(UserAccount).filter_by(username_folded=username).one()
                held = db.session.scalars(
                    sa.select(Conference).where(Conference.slug == SLUG)
                ).one()
                tick(held, "hall", True, by=actor_of(user))
                db.session.commit()
        except BaseException as error:
            errors.append(error)

    threads = [Thread(target=at_once, args=(n,)) for n in ("officer.muongla", "counsellor")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert list(ticked(app)) == ["hall"]
    with app.app_context():
        rows = db.session.query(AuditEvent).filter_by(action="conference.step_done").count()
    assert rows == 1


def test_what_is_late_is_marked_counted_and_stands_on_today_of_the_host(
    officer_muongla: CheckedClient, officer_suoito: CheckedClient, app: Flask
) -> None:
    assert "behind" not in officer_muongla.get("/can-bo/").text
    planned(app, 60)
    late = sum(on < clock.today() for on in due(app).values())
    assert late > 3
    assert f"{late} quá hạn" in officer_muongla.page(base(app)).text("[aria-labelledby=to-do]")
    assert "Trễ" in officer_muongla.page(f"{base(app)}/viec").text("#s-hall")
    box = officer_muongla.page("/can-bo/")
    assert f"{late} quá hạn" in box.text("[aria-labelledby=behind]")
    assert "Đặt hội trường" in box.text("[aria-labelledby=behind]")
    assert f"{base(app)}/viec" in {a.get("href") for a in box.css("[aria-labelledby=behind] a")}
    assert 'aria-labelledby="behind"' not in officer_suoito.get("/can-bo/").text
    press(officer_muongla, app, "hall")
    left = officer_muongla.page("/can-bo/").text("[aria-labelledby=behind]")
    assert f"{late - 1} quá hạn" in left


def test_a_cancelled_one_is_behind_with_nothing_and_takes_no_tick(
    officer_muongla: CheckedClient, app: Flask
) -> None:
    planned(app, 60, "muong-la-huy")
    token = officer_muongla.page(f"{base(app)}/viec").css("[name=csrf_token]")[0].get("value")
    page = f"{base(app, 'muong-la-huy')}/viec"
    assert "không còn việc phải làm" in officer_muongla.page(page).text("main")
    sent = {"csrf_token": token, "done": "1"}
    assert officer_muongla.post(f"{page}/hall", data=sent).status_code == 409
    assert "behind" not in officer_muongla.get("/can-bo/").text


def test_only_who_plans_there_sees_and_ticks(
    officer_muongla: CheckedClient, officer_suoito: CheckedClient, app: Flask
) -> None:
    page = f"{base(app)}/viec"
    assert officer_suoito.get(page).status_code == 404
    token = officer_suoito.page(f"{base(app, 'suoi-to-1')}/viec").css("[name=csrf_token]")[0]
    sent = {"csrf_token": token.get("value"), "done": "1"}
    assert officer_suoito.post(f"{page}/hall", data=sent).status_code == 404
    assert (
        officer_muongla.post(f"{page}/nothing", data=sent | {"csrf_token": "x"}).status_code == 400
    )
    assert press(officer_muongla, app, "nothing") == 404
    assert press(officer_muongla, app, "hall", "") == 400
    assert ticked(app) == {}


def test_a_copy_and_a_series_begin_with_a_fresh_list(
    officer_muongla: CheckedClient, app: Flask
) -> None:
    press(officer_muongla, app, "hall")
    copy = f"/can-bo/hoi-nghi/moi?tu={find(app, SLUG).id}"
    typed = values_of(officer_muongla.page(copy)) | {
        "day": (clock.today() + timedelta(days=30)).isoformat()
    }
    answer = officer_muongla.post(copy, data=typed)
    assert answer.status_code == 303
    assert "Đã xong 0/" in officer_muongla.page(f"{answer.headers['Location']}/viec").text("#steps")
    path = path_of(app)
    lines = opened(officer_muongla, path, row(1, 40), row(2, 41))
    assert officer_muongla.post(path, data=lines).status_code == 303
    for conference in made(app):
        page = officer_muongla.page(f"/can-bo/hoi-nghi/{conference.id}/viec")
        assert "Đã xong 0/" in page.text("#steps")


def test_today_asks_three_times_however_many_conferences(app: Flask) -> None:
    for slug in (SLUG, LATER, "muong-la-nhap"):
        planned(app, 60, slug)
    with app.app_context():
        user = db.session.query(UserAccount).filter_by(username_folded="officer.muongla").one()
        actor = actor_of(user)
        with counted_queries(app) as seen:
            found = list_behind(actor)
        slugs = {behind.conference.slug for behind in found}
        assert slugs == {SLUG, LATER}
    assert len(seen) == 3
